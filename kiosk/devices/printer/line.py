"""The wire to an ESC/POS printer.

python-escpos has transports too, but theirs cannot bound a whole job, know only IPv4, and
reset a USB printer each time they open it; so it draws up the bytes, and a line carries them.
Deadlines are values of ``time.monotonic()``.
"""

import time
from collections.abc import Callable
from typing import Protocol


class Line(Protocol):
    """An open connection. Its troubles are ``OSError``, and ``TimeoutError`` among them."""

    @property
    def answers(self) -> bool:
        """Whether a working printer at its other end always answers.

        Where it does not have to (a one-way cable, a plain file) silence means nothing.
        """
        ...

    def write(self, data: bytes, deadline: float) -> None:
        """Write all of ``data``."""
        ...

    def read(self, deadline: float) -> bytes:
        """Some bytes, or ``b""`` if none came until the deadline."""
        ...

    def close(self) -> None: ...


OpenLine = Callable[[float], Line]
"""Opens a line, until a deadline."""


def seconds_to(deadline: float) -> float:
    """Seconds until ``deadline``, never less than a hundredth: zero means "forever" to some."""
    return max(0.01, deadline - time.monotonic())
