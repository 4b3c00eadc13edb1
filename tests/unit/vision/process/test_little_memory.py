"""What keeps the eyes' process small: a promise is 200 MB."""

import subprocess
import sys

import pytest


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=30, text=True, check=True
    )
    return done.stdout.strip()


LOADED = """
import sys
import kiosk.vision.process.describing, kiosk.vision.process.faces, kiosk.vision.process.main
print(*(sys.modules.keys() & {"asyncio", "ssl", "multiprocessing", "scipy", "PySide6"}))
"""


def test_it_imports_nothing_large_that_it_has_no_use_for() -> None:
    assert run(LOADED) == ""


MAPPED = """
import ctypes
from kiosk.vision.process.limits import hold_little

class Held(ctypes.Structure):  # struct mallinfo2 of malloc.h
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Held
if {bounded}:
    hold_little()
bytearray({size})  # glibc would keep what is as large from now on
before = libc.mallinfo2().hblkhd
held = bytearray({size})
print(libc.mallinfo2().hblkhd - before >= {size})
"""


@pytest.mark.parametrize(
    ("bounded", "size", "mapped"),
    [(True, 1280 * 720 * 3, True), (False, 1280 * 720 * 3, False), (True, 640 * 400, False)],
    ids=["a picture", "a picture, as glibc does by itself", "what the detector works with"],
)
def test_a_picture_is_given_back_at_once(bounded: bool, size: int, mapped: bool) -> None:
    assert run(MAPPED.format(bounded=bounded, size=size)) == str(mapped)
