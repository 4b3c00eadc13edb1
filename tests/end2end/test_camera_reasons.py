"""Why a camera does not see, from what is really there to the line in the log."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.camera.reasons import CameraReason
from kiosk.vision.camera_state import CameraState
from kiosk.vision.plan import VisionPlan
from tests.contract.motion_jpeg import UNAUTHORIZED, MotionJpeg
from tests.end2end.eyes_process import becomes, logged, opened, processes, run
from tests.end2end.test_camera_command import CARD
from tests.end2end.test_commands import ROOT

pytestmark = pytest.mark.slow


def away(source: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the log says of a camera that never saw; staff have a sentence for it, too."""

    async def work() -> None:
        async with opened(VisionPlan(source)) as eyes:
            await becomes(eyes, CameraState.AWAY)
            assert len(eyes.trouble) > 20
            assert processes(), "it is the camera that is ill, not the process"

    run(work, seconds=60)
    [(state, reason)] = logged(capsys)
    assert state == "away"
    assert reason is not None
    return reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("/dev/video97", CameraReason.NOT_FOUND),
        ("/dev/null", CameraReason.UNSUPPORTED),
        ("folder:{folder}", CameraReason.EMPTY),
        ("folder:{folder}/nothing", CameraReason.NOT_FOUND),
        ("file:{folder}/letter.txt", CameraReason.UNREADABLE),
        ("file:{folder}/" + "x" * 600, CameraReason.UNREADABLE),
        ("http://someone:secret@127.0.0.1:9/live", CameraReason.UNREACHABLE),
    ],
)
def test_what_is_no_camera_or_not_there(
    source: str, reason: CameraReason, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("no picture")
    assert away(source.format(folder=tmp_path), capsys) == reason.value


def test_a_network_camera_that_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    server = MotionJpeg(np.zeros((72, 128, 3), dtype=np.uint8), UNAUTHORIZED)
    try:
        reason = away(f"http://someone:secret@127.0.0.1:{server.port}/live", capsys)
    finally:
        server.stop()
    assert reason == CameraReason.NO_VIDEO.value


def events(log: Path) -> list[tuple[str, str | None]]:
    """States and reasons of the camera in a kiosk's log."""
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    told = [json.loads(line) for line in lines if line.endswith("}")]
    return [
        (one["state"], one.get("reason"))
        for one in told
        if one["event"] == "device-state" and one["device"] == "camera"
    ]


def wait_until(so: Callable[[], bool], within: float = 120) -> None:
    end = time.monotonic() + within
    while not so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_kiosk_that_runs_logs_why_its_camera_does_not_see(tmp_path: Path) -> None:
    """An empty folder, a picture that comes, a process that is killed, a folder that goes."""
    log, folder, settings = tmp_path / "log", tmp_path / "pictures", tmp_path / "kiosk.toml"
    folder.mkdir()
    settings.write_text(
        f'[log]\nfile = "{log}"\n[camera]\nsource = "folder:{folder}"\n'
        '[display]\nwindow = "480x800"\n'
    )
    kiosk = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--config", str(settings)],
        cwd=ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )
    told: list[tuple[str, str | None]] = [("away", "empty")]
    try:
        wait_until(lambda: events(log) == told)
        shutil.copy(CARD, folder / "card.png")
        told += [("seeing", None)]
        wait_until(lambda: events(log) == told)
        [eyes] = processes(kiosk.pid)
        os.kill(eyes, signal.SIGKILL)
        told += [("opening", "process-ended"), ("seeing", None)]
        wait_until(lambda: events(log) == told)
        folder.rename(tmp_path / "elsewhere")
        told += [("away", "not-found")]
        wait_until(lambda: events(log) == told)
    finally:
        kiosk.terminate()
        kiosk.wait(15)
    assert str(folder) not in log.read_text("utf-8")
