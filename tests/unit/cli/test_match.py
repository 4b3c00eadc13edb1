"""The match command: what was detected, the distance, a sentence for each bad file, the status."""

import json
import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from kiosk.app.heads.head import Pose
from kiosk.cli.match import match
from kiosk.devices.camera.pictures import LARGEST_FILE
from tests.unit.face.people import alone, hall, stand


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(match, [str(argument) for argument in arguments])


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    cv2.imwrite(str(tmp_path / "ảnh.png"), alone(1))
    return tmp_path / "ảnh.png"


def test_one_person_in_two_pictures(mine: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.jpg"
    cv2.imwrite(str(turned), stand(hall(grey=100), 1, Pose(yaw=8)))

    result = run(mine, turned)

    first, second, verdict = result.stdout.splitlines()
    assert result.exit_code == 0
    assert first.startswith(f"{mine}: a face of 1") and second.startswith(f"{turned}: a face of 1")
    assert verdict.startswith("distance 0.") and "one person (threshold 0.5" in verdict


def test_two_people_in_words(mine: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), alone(4))

    result = run(mine, other, "--threshold", "0.3")

    assert (result.exit_code, result.stdout.count("two people")) == (3, 1)


def test_two_people_in_json(mine: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), alone(4))

    result = run(mine, other, "--json", "--threshold", "0.3")

    answer: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 3
    assert answer["same"] is False and answer["distance"] > answer["threshold"] == 0.3
    assert [picture["file"] for picture in answer["pictures"]] == [str(mine), str(other)]
    left, top, width, height = answer["pictures"][0]["box"]
    assert (left + width / 2, top + height / 2) == pytest.approx((320, 175), abs=25)


def test_the_threshold_is_the_callers(mine: Path) -> None:
    assert run(mine, mine, "--threshold", "0.01").exit_code == 0
    assert run(mine, mine, "--threshold", "0").exit_code == 2


def bad(folder: Path, reason: str) -> Path:
    path = folder / f"{reason}.png"
    match reason:
        case "missing":
            pass
        case "pipe":
            os.mkfifo(path)
        case "not-a-picture":
            path.write_bytes(b"no picture at all")
        case "too-large":
            with path.open("wb") as file:
                file.truncate(LARGEST_FILE + 1)
        case "no-face":
            cv2.imwrite(str(path), hall())
        case "several-faces":
            cv2.imwrite(str(path), np.hstack((alone(1), alone(4))))
    return path


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("missing", "there is no such file"),
        ("pipe", "there is no such file"),
        ("not-a-picture", "this is no picture"),
        ("too-large", "this file is larger than 64 MB"),
        ("no-face", "no face is found"),
        ("several-faces", "there are several faces"),
    ],
)
def test_a_bad_file_has_a_sentence(mine: Path, tmp_path: Path, reason: str, sentence: str) -> None:
    result = run(mine, bad(tmp_path, reason))

    assert result.exit_code == 1
    assert f"{reason}.png: {sentence}" in result.stderr
    assert "distance" not in result.stdout


def test_a_bad_file_has_a_reason_in_json(mine: Path, tmp_path: Path) -> None:
    result = run(tmp_path / "gone.png", mine, "--json")

    answer = json.loads(result.stdout)
    assert (answer["distance"], answer["same"]) == (None, None)
    assert [picture["reason"] for picture in answer["pictures"]] == ["missing", None]
    assert result.exit_code == 1
