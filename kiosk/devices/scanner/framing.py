"""From a stream of bytes to scans."""

from kiosk.devices.scanner.base import LONGEST_SCAN

SILENCE_S = 0.06
"""A scanner that sends no end of line is done after so long: at 9,600 Bd a byte takes 1 ms, and
USB bridges hold bytes back for up to 16 ms (FTDI's latency timer)."""
_ENDS = b"\r\n"
_FRAMES = b"\x02\x03"
"""STX and ETX, which some scanners are set to put around a code."""


class Framing:
    """Collects bytes until an end of line, or a silence that whoever reads them notices."""

    def __init__(self, longest: int = LONGEST_SCAN) -> None:
        self._longest = longest
        self._held = bytearray()
        self._overflowed = False

    def feed(self, received: bytes) -> tuple[bytes, ...]:
        """What these bytes complete, in order; nothing of it is empty.

        What is longer than a code can be is dropped up to its end, and never cut into pieces.
        """
        done: list[bytes] = []
        rest = received
        while rest:
            line, end, rest = _parted(rest)
            if len(self._held) + len(line) > self._longest:
                self._held.clear()
                self._overflowed = True
            if not self._overflowed:
                self._held += line
            if end:
                done += self.silence()
        return tuple(done)

    def silence(self) -> tuple[bytes, ...]:
        """Nothing has come for :data:`SILENCE_S`: what is complete by that, if anything."""
        held, self._overflowed = bytes(self._held).strip(_FRAMES), False
        self._held.clear()
        return (held,) if held else ()


def _parted(received: bytes) -> tuple[bytes, bool, bytes]:
    """Up to the first end of line, whether there is one, and what follows."""
    at = next((at for at, byte in enumerate(received) if byte in _ENDS), None)
    if at is None:
        return received, False, b""
    return received[:at], True, received[at + 1 :]
