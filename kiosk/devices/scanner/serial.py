"""Scanners on a serial line: USB-COM (CDC ACM), a USB bridge, or RS-232.

Their bytes pass as they are, Vietnamese included, so this is the mode to set a scanner to. What
it cannot know: whether something that speaks on the line is a scanner at all, and whether a
scanner that is silent is well. Protocols with acknowledgements are not spoken.
"""

import asyncio
import termios
import threading
import time
from collections.abc import AsyncGenerator, Callable

import serial

from kiosk.devices.scanner.base import Scan
from kiosk.devices.scanner.framing import SILENCE_S, Framing
from kiosk.errors import DeviceError
from kiosk.log import unexpected

BAUD = 9600
_WAITING = 16
"""Scans that wait for whoever listens; nobody scans more in a visit."""
_AT_ONCE = 1024
_PAUSE_S = 0.01
"""After a code, and after as many bytes at once. A scanner that floods the line fills the kernel's
buffers then, and takes no more of the processor than that."""
_LEAVES_S = 1.0
"""Longest wait for the thread before to let go of the line."""


class SerialScanner:
    """A :class:`~kiosk.devices.scanner.base.Scanner` at a device file.

    ``port`` is best one of ``/dev/serial/by-id``, which stays the same when cables change.
    ``baud`` matters for real serial lines only.
    """

    def __init__(self, port: str, baud: int = BAUD) -> None:
        self._port = port
        self._baud = baud
        self._line: _Line | None = None

    @property
    def name(self) -> str:
        return f"{self._port} ({self._baud} Bd)"

    async def scans(self, on_open: Callable[[], None] = lambda: None) -> AsyncGenerator[Scan, None]:
        """See :class:`~kiosk.devices.scanner.base.Scanner`."""
        if self._line is not None:
            await self._line.left(_LEAVES_S)
        arrived: asyncio.Queue[Scan | DeviceError] = asyncio.Queue(_WAITING)
        loop = asyncio.get_running_loop()

        def tell(what: Scan | DeviceError | None) -> None:
            if what is None:
                on_open()
                return
            if arrived.full():
                if isinstance(what, Scan):
                    return
                arrived.get_nowait()  # the end is told whatever waits before it
            arrived.put_nowait(what)

        line = self._line = _Line(
            self._port, self._baud, lambda what: loop.call_soon_threadsafe(tell, what)
        )
        line.start()
        try:
            while True:
                what = await arrived.get()
                if isinstance(what, DeviceError):
                    raise what
                yield what
        finally:
            line.stop()


class _Line:
    """The thread that reads the line; tells ``None`` once it is open, and how it ended, however it
    did: nobody waits for a line that no thread reads."""

    def __init__(
        self, port: str, baud: int, tell: Callable[[Scan | DeviceError | None], object]
    ) -> None:
        self._port = port
        self._baud = baud
        self._tell = tell
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    async def left(self, seconds: float) -> None:
        """Wait until the thread has let go of the line."""
        end = time.monotonic() + seconds
        while self._thread.is_alive():
            if time.monotonic() > end:
                raise DeviceError(f"{self._port} does not answer: take its cable out and in again")
            await asyncio.sleep(0.01)

    def _run(self) -> None:
        end = f"{self._port} broke off: see the log"
        try:
            # Exclusive: a terminal program that is left open would take every other byte.
            with serial.Serial(self._port, self._baud, timeout=SILENCE_S, exclusive=True) as line:
                line.reset_input_buffer()
                self._hear(None)
                self._listen(line)
            end = f"{self._port} was let go"
        except (OSError, ValueError, serial.SerialException, termios.error) as error:
            end = _trouble(self._port, error)  # termios: unplugged while pyserial sets it up
        except Exception as error:  # a fault of a library ends this line, and no later one
            unexpected(error)
        finally:
            self._hear(DeviceError(end))

    def _listen(self, line: serial.Serial) -> None:
        framing = Framing()
        while not self._stopped.is_set():
            received = line.read(1)
            if received:
                received += line.read(min(line.in_waiting, _AT_ONCE))
            done = framing.feed(received) if received else framing.silence()
            taken = time.monotonic()
            for data in done[:_WAITING]:
                self._hear(Scan(data, taken))
            if done or len(received) > _AT_ONCE:
                self._stopped.wait(_PAUSE_S)

    def _hear(self, what: Scan | DeviceError | None) -> None:
        try:
            self._tell(what)
        except RuntimeError:  # the loop is closed: nobody is left to tell
            self._stopped.set()


def _trouble(port: str, error: Exception) -> str:
    """For staff. pyserial's own words hold nothing that was scanned, but little that helps."""
    number = getattr(error, "errno", None)
    if isinstance(error, ValueError):
        return f"{port} does not know this rate: see scanner.source"
    if number == 13:
        return f"{port} may not be opened: add the kiosk's user to the group dialout"
    if number in (11, 16) or "exclusively lock" in str(error):
        return f"{port} is held by another program"
    return f"{port} is not there, or was unplugged: check the scanner's cable"
