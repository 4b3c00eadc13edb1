"""The scan command: lines of JSON, reasons, exit status."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from kiosk.cli.scan import scan

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]
CARD = "079190012345||Trần Thị Hà|15031990|Nữ|Phường Hồ Sen, Hà Nội|20042022"


def run(*arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(scan, [str(argument) for argument in arguments])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return result.exit_code, lines


@pytest.fixture
def card(tmp_path: Path, qr_picture: Draw) -> Path:
    cv2.imwrite(str(tmp_path / "thẻ.png"), qr_picture(CARD))
    return tmp_path / "thẻ.png"


def test_a_document_in_full(card: Path) -> None:
    status, (line,) = run(card)
    assert status == 0
    assert line.pop("ms") > 0
    assert line == {
        "file": str(card),
        "symbology": "QR",
        "text": CARD,
        "reason": None,
        "hint": None,
        "document": {
            "kind": "cccd",
            "identifiers": [{"kind": "personal-number", "value": "079190012345"}],
            "name": "Trần Thị Hà",
            "birth": "1990-03-15",
            "sex": "female",
            "address": "Phường Hồ Sen, Hà Nội",
            "issued": "2022-04-20",
            "appointment": "",
        },
    }


def test_every_file_has_a_line_and_all_must_give_a_document(
    card: Path, tmp_path: Path, qr_picture: Draw
) -> None:
    cv2.imwrite(str(tmp_path / "menu.png"), qr_picture("https://example.org"))
    cv2.imwrite(str(tmp_path / "raw.png"), qr_picture(b"\xff\xfe"))
    cv2.imwrite(str(tmp_path / "blank.png"), np.full((90, 90, 3), 200, dtype=np.uint8))
    (tmp_path / "text.png").write_text("no picture")
    os.mkfifo(tmp_path / "pipe.png")
    names = ("menu.png", "raw.png", "blank.png", "text.png", "gone.png", "pipe.png")
    status, lines = run(card, *(tmp_path / name for name in names))
    assert status == 3
    assert [(line["symbology"], line["text"], line["reason"]) for line in lines[1:]] == [
        ("QR", "https://example.org", "not-a-document"),
        ("QR", None, "not-a-document"),
        (None, None, "no-code"),
        (None, None, "not-a-picture"),
        (None, None, "missing"),
        (None, None, "missing"),
    ]
    assert [line["document"] is None for line in lines] == [False, *[True] * 6]


def test_one_document_among_other_codes_is_enough(tmp_path: Path, qr_picture: Draw) -> None:
    both = np.hstack([qr_picture(CARD), np.full_like(qr_picture(CARD), 255)])
    menu = qr_picture("https://example.org")
    both[: menu.shape[0], -menu.shape[1] :] = menu
    cv2.imwrite(str(tmp_path / "both.png"), both)
    status, lines = run(tmp_path / "both.png")
    assert status == 0
    assert {line["reason"] for line in lines} == {None, "not-a-document"}


def test_what_keeps_a_code_from_being_read_is_said(tmp_path: Path, qr_picture: Draw) -> None:
    desk = np.full((720, 1280, 3), 190, dtype=np.uint8)
    small = cv2.resize(qr_picture(CARD), (68, 68), interpolation=cv2.INTER_AREA)
    desk[300:368, 600:668] = small
    cv2.imwrite(str(tmp_path / "far.png"), cv2.GaussianBlur(desk, (0, 0), 0.8))
    status, (line,) = run(tmp_path / "far.png")
    assert (status, line["reason"], line["hint"]) == (3, "no-code", "nearer")


def test_the_hospitals_own_patterns_hold(tmp_path: Path, qr_picture: Draw) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text("[documents]\npatient_code = 'HS(?P<code>\\d+)'\n")
    cv2.imwrite(str(tmp_path / "a.png"), qr_picture("HS42"))
    assert run(tmp_path / "a.png")[0] == 3
    status, (line,) = run("--config", settings, tmp_path / "a.png")
    assert status == 0
    assert line["document"]["identifiers"] == [{"kind": "patient-code", "value": "42"}]


def test_bad_usage_and_bad_settings(tmp_path: Path, card: Path) -> None:
    assert run() == (2, [])
    settings = tmp_path / "kiosk.toml"
    settings.write_text("[documents]\npatient_code = '(?P<code>(a+)+)'\n")
    assert run("--config", settings, card) == (2, [])
