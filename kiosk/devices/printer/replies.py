"""Takes apart what an ESC/POS printer sends back: three kinds of answers on one line.

They differ by the bits that the command reference fixes (Epson ESC/POS command reference,
"Transmission status identification"):

=====================  ==========================================
answer to ``DLE EOT``  one byte, bits 1 and 4 set, 0 and 7 not
answer to ``GS r``     one byte, bits 4 and 7 not set
automatic status       four bytes: bit 4 set and 0, 1, 7 not, then
                       three that look like answers to ``GS r``
=====================  ==========================================

The last is why bytes cannot be judged one by one: a printer whose switches enable automatic
status sends it whenever something changes, and its tail must not be taken for "done".
"""

from collections.abc import Iterator
from dataclasses import dataclass

_AUTOMATIC_BYTES = 4


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to ``DLE EOT``."""

    value: int


@dataclass(frozen=True, slots=True)
class Done:
    """An answer to ``GS r``: everything sent before the question is on paper."""

    value: int


@dataclass(frozen=True, slots=True)
class Automatic:
    """Automatic status back (``GS a``), four bytes."""

    block: bytes


Reply = RealTime | Done | Automatic


class Replies:
    """Of one connection; bytes come in pieces of any length."""

    def __init__(self) -> None:
        self._block = bytearray()
        """The automatic status that has begun and is not whole."""

    def feed(self, data: bytes) -> Iterator[Reply]:
        """What is whole with ``data``. Flow control (XON, XOFF) and noise are passed over."""
        for value in data:
            if value & 0x93 == 0x12:
                yield RealTime(value)
            elif value & 0x93 == 0x10:
                self._block[:] = [value]
            elif value & 0x90 == 0:
                if not self._block:
                    yield Done(value)
                    continue
                self._block.append(value)
                if len(self._block) == _AUTOMATIC_BYTES:
                    yield Automatic(bytes(self._block))
                    self._block.clear()
