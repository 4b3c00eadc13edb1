"""The time that a contactless link takes, by model (ISO/IEC 14443-3 and -4, type B).

Frames of at most 256 bytes (FSC and FSD 8): protocol control byte, up to 253 bytes of an APDU,
two bytes of checksum. A byte has ten bits with its start and stop bit; a frame begins and ends
with about 24 bit times. A longer APDU goes in several frames, each acknowledged by one of three
bytes. Beyond that there is the turnaround of the whole exchange: the chip's operating system,
the reader's and the driver's. What the card computes is not in it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

_FRAME = 256
_OVERHEAD = 3
_BYTE_BITS = 10
_EDGE_BITS = 24
_GUARD_SECONDS = 0.0001
"""Between a frame and its acknowledgement."""


class Processing(Protocol):
    """A card, as far as a link is concerned."""

    def process(self, apdu: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Link:
    """Bit rate (106, 212, 424 or 848 kbit/s) and turnaround of every exchange."""

    kbit_s: float = 424
    turnaround_s: float = 0.010
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        if self.kbit_s <= 0 or self.turnaround_s < 0:
            raise ValueError("a link has a bit rate, and no negative turnaround")

    def seconds(self, command: int, response: int) -> float:
        """For a command and a response APDU of so many bytes, status word included."""
        return self.turnaround_s + self._way(command) + self._way(response)

    def transmit(self, card: Processing, command: bytes) -> bytes:
        """The card's answer, after the time that the link needs for both."""
        response = card.process(command)
        self.sleep(self.seconds(len(command), len(response)))
        return response

    def _way(self, size: int) -> float:
        frames = max(1, -(-size // (_FRAME - _OVERHEAD)))
        acknowledged = frames - 1
        bits = (size + frames * _OVERHEAD + acknowledged * _OVERHEAD) * _BYTE_BITS
        bits += (frames + acknowledged) * _EDGE_BITS
        return bits / (self.kbit_s * 1000) + 2 * acknowledged * _GUARD_SECONDS
