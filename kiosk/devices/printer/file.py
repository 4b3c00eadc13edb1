"""A printer's device file (``/dev/usb/lp0``, a serial port), a pipe, or a plain file."""

import errno
import os
import select
import stat
import time
import tty
from contextlib import suppress
from pathlib import Path

from kiosk.devices.printer.line import Line, OpenLine, Voice, seconds_to

_PAUSE = 0.02  # seconds between looks at a device that has nothing to say


def file_line(path: str) -> OpenLine:
    """A plain file is made if it is not there, and gets each ticket appended.

    Of devices only those that take a stream of bytes: a disk would lose what is on it.
    """

    def opened(deadline: float) -> Line:
        try:
            mode = Path(path).stat().st_mode
        except FileNotFoundError:
            mode = stat.S_IFREG
        if stat.S_ISREG(mode):
            return _PlainFile(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        if stat.S_ISCHR(mode):
            way, voice = os.O_RDWR, Voice.PERHAPS
        elif stat.S_ISFIFO(mode):
            way, voice = os.O_WRONLY, Voice.NEVER
        else:
            raise OSError(errno.EINVAL, f"{path} is no printer device, pipe or plain file")
        return _DeviceFile(os.open(path, way | os.O_NONBLOCK | os.O_NOCTTY), voice)

    return opened


class _PlainFile:
    voice = Voice.NEVER

    def __init__(self, file: int) -> None:
        self._file = file

    def write(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        os.fsync(self._file)

    def read(self, deadline: float) -> bytes:
        return b""

    def close(self) -> None:
        os.close(self._file)


class _DeviceFile:
    def __init__(self, file: int, voice: Voice) -> None:
        self._file = file
        self.voice = voice
        if os.isatty(file):
            # A serial port in its usual mode turns the bytes of a picture into line ends.
            tty.setraw(file)

    def write(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        while rest:
            self._wait(select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._file, rest) :]
            except BlockingIOError:
                time.sleep(_PAUSE)
            if rest and time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "the printer takes no more data")

    def read(self, deadline: float) -> bytes:
        data = b""
        while not data and self._wait(select.POLLIN, deadline):
            with suppress(BlockingIOError):
                data = os.read(self._file, 256)
            if time.monotonic() > deadline:
                break
            if not data:
                time.sleep(_PAUSE)  # usblp always looks readable
        return data

    def close(self) -> None:
        os.close(self._file)

    def _wait(self, event: int, deadline: float) -> bool:
        """Whether the event came before the deadline; ``OSError`` if the device is gone."""
        poll = select.poll()
        poll.register(self._file, event)
        events = poll.poll(seconds_to(deadline) * 1000)
        if any(seen & (select.POLLHUP | select.POLLERR) for _, seen in events):
            raise OSError(errno.EIO, "the printer's device is gone")
        return bool(events)
