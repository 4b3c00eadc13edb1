"""A printer on a serial line: RS-232, a USB bridge, or USB-COM (CDC ACM).

What it cannot know: whether the rate is the printer's. A printer at another rate does not
answer, and prints signs that nobody wrote.
"""

import errno
import os
import re
import select
import termios
import time
from contextlib import suppress
from dataclasses import dataclass

import serial

from kiosk.devices.printer.line import Line, OpenLine, Voice, seconds_to

RATE = 115200
"""Bits a second where none is named: a ticket of 43 KB takes 4 s, at 9600 it takes 45."""
FORM = re.compile(
    r"(?P<port>/dev/[\w./:+-]{1,200}?)(@(?P<rate>[1-9][0-9]{2,6})(,(?P<flow>rtscts|xonxoff))?)?"
)
_BITS_A_BYTE = 10  # a start bit, eight of data, a stop bit
_CHUNK = 4096
_LOOK_SECONDS = 0.02
_READ = 256


@dataclass(frozen=True, slots=True)
class SerialPort:
    """Where a printer is wired to, 8 bits, no parity, 1 stop bit."""

    path: str
    """Best one of ``/dev/serial/by-id``, which stays the same when cables change."""
    rate: int = RATE
    flow: str = ""
    """``rtscts`` (the cable joins the printer's DTR with CTS), ``xonxoff``, or none."""

    @classmethod
    def of(cls, text: str) -> "SerialPort":
        """From ``/dev/NAME``, ``/dev/NAME@RATE`` or ``/dev/NAME@RATE,FLOW``.

        ``ValueError`` for anything else.
        """
        found = FORM.fullmatch(text)
        if found is None:
            raise ValueError(
                "a serial printer is serial:/dev/NAME, with @RATE behind it where it is not "
                f"{RATE}, and ,rtscts or ,xonxoff behind that; not serial:{text}"
            )
        return cls(found["port"], int(found["rate"] or RATE), found["flow"] or "")

    @property
    def bytes_per_second(self) -> float:
        """What the line carries; data beyond that only waits in this machine."""
        return self.rate / _BITS_A_BYTE


def serial_line(port: SerialPort) -> OpenLine:
    """``OSError`` while it is not there, held by another program, or does not know the rate."""

    def opened(deadline: float) -> Line:
        try:
            # Exclusive: a terminal program that is left open would take every other answer.
            return _SerialLine(
                serial.Serial(
                    port.path,
                    port.rate,
                    rtscts=port.flow == "rtscts",
                    xonxoff=port.flow == "xonxoff",
                    exclusive=True,
                )
            )
        except (ValueError, OverflowError, termios.error) as error:
            raise OSError(errno.EINVAL, "the line does not know this rate") from error

    return opened


class _SerialLine:
    voice = Voice.PERHAPS

    def __init__(self, port: serial.Serial) -> None:
        self._port = port
        self._stuck = False

    def write(self, data: bytes, deadline: float) -> None:
        """Until the last byte has left this machine: a printer that holds the line up with its
        flow control would otherwise be thought to have the whole ticket."""
        rest = memoryview(data)
        while rest or self._port.out_waiting:
            # Not pyserial's own: without a time-out it spins while the line takes nothing.
            with suppress(BlockingIOError):
                rest = rest[os.write(self._port.fileno(), rest[:_CHUNK]) :]
            if (rest or self._port.out_waiting) and time.monotonic() > deadline:
                self._stuck = True
                raise TimeoutError(errno.ETIMEDOUT, "the printer takes no more data")
            if rest:
                select.select([], [self._port.fileno()], [], seconds_to(deadline))
            elif self._port.out_waiting:
                time.sleep(_LOOK_SECONDS)

    def read(self, deadline: float) -> bytes:
        self._port.timeout = seconds_to(deadline)
        heard = bytes(self._port.read(1))
        if heard:
            heard += bytes(self._port.read(min(self._port.in_waiting, _READ)))
        return heard

    def close(self) -> None:
        if self._stuck:  # or closing waits until the printer takes the rest
            with suppress(termios.error):  # the line is gone, and its bytes with it
                self._port.reset_output_buffer()
        self._port.close()
