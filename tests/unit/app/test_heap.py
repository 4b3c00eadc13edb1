"""Pictures that were freed are the machine's again."""

import subprocess
import sys

import pytest

_FREED = """
import sys
from kiosk.app.heap import return_what_is_freed
from kiosk.bench.memory import resident_mb
if sys.argv[1] == "set":
    return_what_is_freed()
bytearray(8_000_000)                      # raises glibc's threshold, where it may
kept, pictures = [], []
for _ in range(100):
    pictures.append(bytearray(600_000))
    kept.append(bytes(2_000))             # lies behind the picture
before = resident_mb()
pictures.clear()
print(before - resident_mb())
"""


@pytest.mark.parametrize(("set_", "least", "most"), [("set", 50, 70), ("unset", -1, 20)])
def test_what_is_freed_between_things_that_stay(set_: str, least: float, most: float) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FREED, set_], capture_output=True, text=True, check=True, timeout=60
    )
    assert least <= float(done.stdout) <= most
