"""``kiosk camera test``, as a process that starts the eyes' process."""

import json
from pathlib import Path

import pytest

from tests.end2end.test_commands import ROOT, kiosk

pytestmark = [pytest.mark.slow, pytest.mark.alone]  # it is given so many seconds to see
CARD = ROOT / "seeds" / "samples" / "cccd-patient.png"


def test_a_picture_of_a_card_is_seen_with_its_code_and_nothing_of_what_it_says() -> None:
    done = kiosk("camera", "test", "--source", f"file:{CARD}", "--seconds", "4", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["state"] == "seeing"
    assert report["trouble"] == report["reason"] == ""
    assert report["width"] >= 320
    assert report["height"] >= 240
    assert 0 < report["light"] <= 1
    assert report["fps"] > 1
    (kind,) = report["codes"]
    assert kind.startswith("QR")
    assert 80 < report["codes"][kind] < 300
    assert "079" not in done.stdout + done.stderr, "the first digits on the card"


def test_lines_meanwhile_and_a_sentence_at_the_end() -> None:
    done = kiosk("camera", "test", "--source", "simulated", "--seconds", "4")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 8
    assert all("no code" in line for line in lines)
    assert lines[-1].startswith("seeing")
    assert "1280×720" in lines[-1]
    assert "pictures a second" in done.stdout


@pytest.mark.parametrize(
    ("source", "reason", "says"),
    [
        ("/dev/video97", "not-found", "check the camera's cable"),
        ("file:{folder}/nothing.png", "not-found", "cannot be read"),
        ("file:{folder}/no-picture.png", "unreadable", "is no picture"),
        ("folder:{folder}/empty", "empty", "has no picture that can be read"),
    ],
)
def test_a_camera_that_is_not_well_has_a_sentence_and_its_own_exit_status(
    source: str, reason: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "no-picture.png").write_text("this is no picture")
    address = source.format(folder=tmp_path)
    done = kiosk("camera", "test", "--source", address, "--seconds", "3", "--json")
    assert done.returncode == 3, done.stdout
    report = json.loads(done.stdout)
    assert report["state"] == "away"
    assert report["reason"] == reason
    assert says in report["trouble"]
    assert report["codes"] == {}
    assert "Traceback" not in done.stderr


def test_an_empty_folder_is_not_said_to_see(tmp_path: Path) -> None:
    done = kiosk("camera", "test", "--source", f"folder:{tmp_path}", "--seconds", "3")
    assert done.returncode == 3, done.stderr
    lines = done.stderr.splitlines()
    assert lines[-1].startswith("away")
    assert not any(line.startswith("seeing") for line in lines)
    first, sentence = done.stdout.splitlines()
    assert first == f"folder:{tmp_path}: away (empty)"
    assert "has no picture that can be read" in sentence


def test_a_kiosk_without_a_camera_has_none_to_test() -> None:
    done = kiosk("camera", "test", "--source", "none")
    assert done.returncode == 2
    assert "this kiosk has no camera" in done.stderr
