"""A process whose log has started: everything is written by its end, whatever end that is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import SettingsError
from kiosk.log import start

ROOT = Path(__file__).parents[3]


def run(text: str, *arguments: str, status: int = 0) -> str:
    """What a process that runs ``text`` says on standard error."""
    done = subprocess.run(
        [sys.executable, "-c", text, *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=30,
        env={k: v for k, v in os.environ.items() if k != "KIOSK_LOG_STRICT"},
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stderr


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


BEGUN = """
import os, sys, threading
from kiosk.log import finish, log, start
start("info", sys.argv[1])
"""


def test_an_exception_that_ends_the_process_is_the_last_line(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.log"
    told = run(
        BEGUN + "for n in range(200): log('step', name='find', ms=n)\n1 / 0", str(file), status=1
    )
    assert told == ""
    assert [line["event"] for line in lines(file)] == ["step"] * 200 + ["unexpected-error"]
    assert lines(file)[-1]["kind"] == "ZeroDivisionError"


def test_a_thread_that_logs_to_the_very_end_is_no_trouble(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.log"
    text = """
def work():
    while True:
        log("step", name="find", ms=1)
threading.Thread(target=work, daemon=True).start()
log("kiosk-stopped", kiosk="hall-2")
"""
    assert run(BEGUN + text, str(file)) == ""
    assert "kiosk-stopped" in [line["event"] for line in lines(file)]


def test_what_was_finished_by_hand_survives_the_hardest_end(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.log"
    text = "log('step', name='find', ms=1)\nfinish()\nlog('kiosk-stopped', kiosk='a')\nos._exit(9)"
    run(BEGUN + text, str(file), status=9)
    assert [line["event"] for line in lines(file)] == ["step", "kiosk-stopped"]


def test_a_finalizer_that_fails_while_a_line_is_written_waits_for_nobody(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.log"
    text = """
import gc
class Leaves:
    def __init__(self): self.me = self
    def __del__(self): raise ValueError
gc.set_threshold(1)
for n in range(200):
    Leaves()
    log("step", name="find", ms=n)
"""
    run(BEGUN + text, str(file))
    events = [line["event"] for line in lines(file)]
    assert events.count("step") == 200
    assert events.count("unexpected-error") == 200


def test_a_second_start_leaves_nothing_of_the_first_behind(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    text = """
log("step", name="find", ms=1)
start("info", sys.argv[2])
log("kiosk-stopped", kiosk="a")
"""
    run(BEGUN + text, str(first), str(second))
    assert [line["event"] for line in lines(first)] == ["step"]
    assert [line["event"] for line in lines(second)] == ["kiosk-stopped"]


@pytest.mark.parametrize("kind", ["absent", "folder", "link"])
def test_a_file_that_cannot_be_written_is_a_fault_of_the_settings(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "kiosk.log"
    if kind == "absent":
        path = tmp_path / "absent" / "kiosk.log"
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SettingsError, match=r"log\.file: .* cannot be written"):
        start("info", str(path))
