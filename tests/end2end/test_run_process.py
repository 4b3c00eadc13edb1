"""What the process of ``kiosk run`` holds while it serves."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.vision.camera_state import CameraState
from tests.end2end.hospital_process import HospitalProcess
from tests.end2end.test_commands import ROOT

pytestmark = pytest.mark.slow
DECODERS = ("cv2", "dlib", "zbar")


def libraries(pid: int) -> set[str]:
    """The names of the shared libraries in its memory, from proc_pid_maps(5)."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    paths = (line.split(maxsplit=5)[5] for line in lines if len(line.split(maxsplit=5)) == 6)
    return {Path(path).name for path in paths if ".so" in path}


def decoders(pid: int) -> set[str]:
    return {one for one in DECODERS if any(one in name for name in libraries(pid))}


def descendants(pid: int) -> list[int]:
    """The processes that it, and they, started (proc_pid_task(5), children)."""
    children = [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]
    return [*children, *(one for child in children for one in descendants(child))]


def eyes_of(pid: int) -> int:
    for one in descendants(pid):
        if b"kiosk.vision.process" in Path(f"/proc/{one}/cmdline").read_bytes():
            return one
    raise AssertionError("no eyes")


def sees(log: Path) -> bool:
    lines = log.read_text().splitlines() if log.exists() else []
    events = [json.loads(line) for line in lines if line.endswith("}")]
    return any(
        event["event"] == "device-state"
        and event["device"] == "camera"
        and event["state"] == CameraState.SEEING.value
        for event in events
    ) and any(event["event"] == "kiosk-started" for event in events)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``kiosk run`` whose camera sees."""
    log = tmp_path / "log"
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[log]\nfile = "{log}"\n[display]\nwindow = "480x800"\n')
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--config", str(settings)],
        cwd=ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 120
        while not sees(log):
            assert time.monotonic() < end
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(15)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root sees what is in their memory")
def test_it_has_no_decoder_in_its_memory_and_its_eyes_have_all(
    running: subprocess.Popen[bytes],
) -> None:
    eyes = eyes_of(running.pid)
    end = time.monotonic() + 20
    while decoders(eyes) != set(DECODERS):
        assert time.monotonic() < end, decoders(eyes)
        time.sleep(0.1)
    assert any("Qt6" in name for name in libraries(running.pid))
    assert decoders(running.pid) == set()


def test_patients_are_in_no_core_dump_of_it_its_eyes_or_its_hospital(
    running: subprocess.Popen[bytes],
) -> None:
    lines = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in descendants(running.pid)}
    assert any(b"kiosk.vision.process" in line for line in lines.values())
    assert any(b"frontdesk" in line for line in lines.values())
    for pid in (running.pid, *lines):
        assert core_limits(pid) == ["0", "0"], lines.get(pid)


def test_nor_of_a_hospital_that_is_started_by_itself(tmp_path: Path) -> None:
    with HospitalProcess(f"sqlite:///{tmp_path}/frontdesk.sqlite3") as hospital:
        assert core_limits(hospital.pid) == ["0", "0"]


def core_limits(pid: int) -> list[str]:
    """The soft and the hard one, in bytes (proc_pid_limits(5))."""
    [limits] = [
        row.split()[4:6]
        for row in Path(f"/proc/{pid}/limits").read_text().splitlines()
        if row.startswith("Max core file size")
    ]
    return limits
