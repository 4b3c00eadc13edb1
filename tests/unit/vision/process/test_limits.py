"""What the eyes' process, and the one that it forks, may not do."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

ASKED = """
import ctypes, os, resource
from kiosk.vision.process.limits import {call}
libc = ctypes.CDLL(None)
assert libc.prctl(3) == 1, "PR_GET_DUMPABLE of a new process"
{call}()
for who in ("itself", "its fork"):
    print(libc.prctl(3), *resource.getrlimit(resource.RLIMIT_CORE), flush=True)
    if who == "itself" and (child := os.fork()):
        assert os.waitpid(child, 0)[1] == 0
        break
"""


@pytest.mark.parametrize("call", ["leave_no_core", "keep_within"])
def test_no_core_of_it_or_of_its_fork_is_left(call: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED.format(call=call)],
        capture_output=True,
        timeout=20,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["0 0 0", "0 0 0"]


GREEDY = """
from kiosk.vision.process.limits import MOST_ADDRESSES, keep_within
keep_within()
try:
    bytearray(MOST_ADDRESSES)
except MemoryError:
    print("refused")
"""


def test_a_picture_that_wants_all_memory_gets_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GREEDY], capture_output=True, timeout=20, text=True, check=True
    )
    assert done.stdout == "refused\n"


WRITING = """
import os, sys
import cv2
import numpy as np
from kiosk.vision.process.limits import write_no_file
write_no_file()
folder, picture = sys.argv[1], np.zeros((90, 90, 3), dtype=np.uint8)
for who in ("itself", "its fork"):
    try:
        with open(f"{folder}/{who}", "wb") as file:
            file.write(b"seen")
    except OSError as error:
        print(error.errno, flush=True)
    cv2.imwrite(f"{folder}/{who}.png", picture)
    if who == "itself" and (child := os.fork()):
        assert os.waitpid(child, 0)[1] == 0
        break
"""


def test_nothing_that_was_seen_reaches_a_file(tmp_path: Path) -> None:
    """Neither by Python nor by a library of others."""
    done = subprocess.run(
        [sys.executable, "-c", WRITING, str(tmp_path)],
        capture_output=True,
        timeout=20,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [str(errno.EFBIG)] * 2
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) == 0
