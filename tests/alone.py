"""Tests marked ``alone`` have the machine to themselves, though the others run side by side.

They show what a kiosk does in real time: a face that is looked at thirty times a second, a page
that is drawn meanwhile. Beside another test's work they would measure that work.

Two files are locked (flock(2)), as those who share a lock would otherwise never let in who wants
it alone: whoever waits for the room holds the door, and nobody else comes in meanwhile.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def the_machine(folder: Path, *, alone: bool) -> Iterator[None]:
    """While a test of one of several processes runs; ``folder`` is common to them all."""
    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    with (folder / "room.lock").open("a") as room:
        with (folder / "door.lock").open("a") as door:
            fcntl.flock(door, kind)
            fcntl.flock(room, kind)
        yield
