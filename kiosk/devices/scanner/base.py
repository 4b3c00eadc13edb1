"""What a scanner is to the kiosk."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Protocol

LONGEST_SCAN = 4096
"""Bytes. The largest QR code holds 2,953 (ISO/IEC 18004, version 40-L); more is noise."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One code, as the scanner sent it."""

    data: bytes | str = field(repr=False)
    """Bytes of the code; text where only characters arrive (keyboard mode)."""
    taken: float
    """``time.monotonic()`` in seconds, when its last byte came."""


class Scanner(Protocol):
    """Sends a code when it has read one. One listener at a time."""

    @property
    def name(self) -> str:
        """For staff: ``/dev/ttyACM0 (9600 Bd)``."""
        ...

    def scans(self, on_open: Callable[[], None] = lambda: None) -> AsyncGenerator[Scan, None]:
        """Codes from now on; what was scanned while nobody listened is dropped.

        Opens the scanner when iteration starts, calls ``on_open`` in the event loop once it is
        open, and closes it when the iterator is closed. Raises
        :class:`~kiosk.errors.DeviceError` if it is not there, or goes.
        """
        ...
