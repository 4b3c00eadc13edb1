"""``kiosk staff-pin`` at a terminal."""

import os
import pty
import select
import subprocess
import sys
import time
import tomllib

from kiosk.config import Settings, override
from tests.end2end.test_commands import ROOT

PIN = "246813"
LONGEST_S = 30


def read_until(terminal: int, words: str, seen: str = "") -> str:
    """What the terminal shows until there are these words."""
    end = time.monotonic() + LONGEST_S
    while words not in seen:
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096).decode()
    return seen


def test_the_pin_is_asked_twice_and_seen_by_nobody() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "staff-pin"],
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        seen = read_until(ours, "PIN:")
        os.write(ours, f"{PIN}\n".encode())
        seen = read_until(ours, "The same again:", seen)
        os.write(ours, f"{PIN}\n".encode())
        line = process.communicate(timeout=LONGEST_S)[0].decode()
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()
        os.close(ours)
    assert PIN not in seen + line
    made = tomllib.loads(line[line.index("pin_hash") :])["pin_hash"]
    assert override(Settings(), {"staff.pin_hash": made}).staff.pin_hash == made
