"""What the eyes' process, and the one that it forks, may not do."""

import subprocess
import sys

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
