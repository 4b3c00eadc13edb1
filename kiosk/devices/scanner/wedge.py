"""Scanners that act as a keyboard: the fallback where one has no other mode.

Such a scanner types what it reads, as fast as USB takes it, and drops every byte from 0x80 up:
names and addresses arrive damaged (``kiosk.documents.damage`` notices). Codes that are ASCII
arrive whole: patient codes, appointments, and insurance cards, whose names are hexadecimal.
Depends on the keyboard layout: the system's must be the one the scanner is set to.
"""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable

from kiosk.devices.scanner.base import LONGEST_SCAN, Scan

BURST_S = 0.05
"""Between two keys of a scanner; nobody types twenty keys in a second."""
FEWEST = 6
"""Characters of the shortest code that a hospital prints."""
_WAITING = 16


class WedgeScanner:
    """A :class:`~kiosk.devices.scanner.base.Scanner` that is fed with the keys of the window.

    :meth:`key` is called in the window's thread, all else in the visits' loop.
    """

    name = "keyboard"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._typed: list[str] = []
        self._last = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived: asyncio.Queue[Scan] | None = None

    def key(self, text: str, at: float | None = None) -> None:
        """A key was pressed; ``text`` is what it types, ``\\r`` for Enter. ``at`` is in seconds of
        ``time.monotonic()``, now if it is not given."""
        now = time.monotonic() if at is None else at
        with self._lock:
            if now - self._last > BURST_S:
                self._typed.clear()
            self._last = now
            if text not in ("\r", "\n"):
                if len(self._typed) < LONGEST_SCAN:
                    self._typed.append(text)
                return
            scanned = "".join(self._typed)
            self._typed.clear()
            loop = self._loop
        if FEWEST <= len(scanned) < LONGEST_SCAN and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._tell, Scan(scanned, now))

    async def scans(self, on_open: Callable[[], None] = lambda: None) -> AsyncGenerator[Scan, None]:
        """See :class:`~kiosk.devices.scanner.base.Scanner`. A keyboard is always there."""
        arrived = self._arrived = asyncio.Queue(_WAITING)
        with self._lock:
            self._typed.clear()
            self._loop = asyncio.get_running_loop()
        on_open()
        try:
            while True:
                yield await arrived.get()
        finally:
            self._arrived = None

    def _tell(self, scan: Scan) -> None:
        if self._arrived is not None and not self._arrived.full():
            self._arrived.put_nowait(scan)
