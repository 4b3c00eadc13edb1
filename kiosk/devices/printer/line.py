"""The wire to an ESC/POS printer.

python-escpos has transports too, but theirs cannot bound a whole job, know only IPv4, and
reset a USB printer each time they open it; so it draws up the bytes, and a line carries them.
Deadlines are values of ``time.monotonic()``.
"""

import enum
import time
from collections.abc import Callable
from typing import Protocol


class Voice(enum.Enum):
    """Whether the other end of a line answers questions."""

    ALWAYS = "always"
    """A working printer does: silence is a fault."""
    PERHAPS = "perhaps"
    """Some printers, cables and drivers do not: silence means nothing, unless there was an answer
    before."""
    NEVER = "never"


class Line(Protocol):
    """An open connection. Its troubles are ``OSError``, and ``TimeoutError`` among them."""

    @property
    def voice(self) -> Voice: ...

    def write(self, data: bytes, deadline: float) -> None:
        """Write all of ``data``."""
        ...

    def read(self, deadline: float) -> bytes:
        """Some bytes, or ``b""`` if none came until the deadline. Not for those that never talk."""
        ...

    def close(self) -> None: ...


OpenLine = Callable[[float], Line]
"""Opens a line, until a deadline."""


def seconds_to(deadline: float) -> float:
    """Seconds until ``deadline``, never less than a hundredth: zero means "forever" to some."""
    return max(0.01, deadline - time.monotonic())
