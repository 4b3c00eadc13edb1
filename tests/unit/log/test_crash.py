"""A native crash is told at the next start, without a value that the program had in hands."""

import faulthandler
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.log.crash import FOLDER, KEPT, watch

ROOT = Path(__file__).parents[3]
SECRET = "Nguyễn Thị Hà 079203001234"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Where this process would tell of a crash of its own."""
    yield
    faulthandler.enable(file=sys.__stderr__ or sys.stderr, all_threads=True)


CRASH = """
import ctypes, faulthandler, os, signal, sys, threading, time
from pathlib import Path
from kiosk.log import finish, start, watch
from kiosk.vision.process.limits import leave_no_core
leave_no_core()
start("info")
watch(Path(sys.argv[1]))
def dies(name, how):
    held = name * 2
    os.kill(os.getpid(), how) if how != signal.SIGSEGV else ctypes.string_at(0)
def waits(name):
    time.sleep(30)
threading.Thread(target=waits, args=(sys.argv[2],), daemon=True, name="waits").start()
if sys.argv[3] != "0":
    dies(sys.argv[2], int(sys.argv[3]))
"""


def run(folder: Path, how: int) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(folder), SECRET, str(how)],
        cwd=ROOT, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == -how, done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize(
    ("how", "kind"), [(11, "segmentation-fault"), (6, "aborted"), (7, "bus-error")]
)
def test_a_crash_is_told_once_at_the_next_start(tmp_path: Path, how: int, kind: str) -> None:
    assert run(tmp_path, how) == []
    [told] = run(tmp_path, 0)
    assert told["event"] == "native-crash"
    assert told["kind"] == kind
    # A process that ran a text has no file of its own; the calls are there all the same.
    assert "_string_:10" in told["trace"] or "_string_:11" in told["trace"]
    assert run(tmp_path, 0) == []
    reports = [path for path in (tmp_path / FOLDER).iterdir() if path.stat().st_size]
    [report] = reports
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert "Current thread" in text
    assert "waits" in text, "the other threads are there"
    for part in (SECRET, "079203001234", "Nguy"):
        assert part not in text


def test_a_report_that_somebody_wrote_is_told_as_codes_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "now.txt").write_text(
        f"Fatal Python error: {SECRET}\n\nCurrent thread 0x01 (most recent call first):\n"
        f'  File "/x/{SECRET}.py", line 7 in {SECRET}\n' * 3
    )
    watch(tmp_path)
    [line] = capsys.readouterr().err.splitlines()
    assert "0792" not in line
    assert "Nguy" not in line
    assert json.loads(line)["kind"] == "other"


def test_old_reports_go(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    for number in range(KEPT + 5):
        (folder / f"20250101T0000{number:02}.000000Z.txt").write_text("x")
    (folder / "now.txt").write_text("Fatal Python error: Aborted\n")
    watch(tmp_path)
    left = sorted(path.name for path in folder.glob("2*.txt"))
    assert len(left) == KEPT
    assert left[0] == "20250101T000006.000000Z.txt"


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_folder_that_takes_no_report_stops_no_start(tmp_path: Path, kind: str) -> None:
    if kind == "file":
        (tmp_path / FOLDER).write_text("")
    else:
        (tmp_path / FOLDER).mkdir()
        (tmp_path / FOLDER / "now.txt").symlink_to(tmp_path / "elsewhere")
    watch(tmp_path)
    assert not os.path.lexists(tmp_path / "elsewhere")
