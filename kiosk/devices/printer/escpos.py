"""Receipt printers that understand ESC/POS, over whatever line."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PIL.Image import Image

from kiosk.devices.printer.answered import Answered
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.bitmap import checked
from kiosk.devices.printer.conversation import Conversation
from kiosk.devices.printer.encode import job
from kiosk.devices.printer.line import Line, OpenLine, Voice
from kiosk.devices.printer.reasons import PrinterReason, reason_of
from kiosk.devices.printer.worker import Worker

_STATUS_SECONDS = 1.8
_SEND_SECONDS = 6.0
_DOTS_PER_SECOND = 480  # 60 mm a second: a slow printer
_SETTLE_SECONDS = 1.5
_HANG_SECONDS = 4.0
_MARGIN = 1.2  # a line carries a little less than its rate

_SILENT = PrinterStatus(
    PrinterState.OFFLINE, "the printer does not answer", PrinterReason.NO_ANSWER
)
_ONE_WAY = PrinterStatus(PrinterState.UNKNOWN, "the connection gives no status back")


class EscposPrinter:
    """Sends each ticket as a picture, asks whether it came out, and believes nothing else.

    The line is opened for each ticket and each question: network printers serve one
    connection at a time, and a printer that was switched off is simply there again.

    Not known to it: how much of a ticket came out that is reported as not printed.
    """

    def __init__(
        self,
        name: str,
        width: int,
        open_line: OpenLine,
        bytes_per_second: float = math.inf,
        answered: Answered | None = None,
    ) -> None:
        """``bytes_per_second`` is for lines that are slower than a printer: more time to send.

        ``answered`` outlives the process where it matters. On a line on which a printer may be
        mute for good, one that has answered before and does not now is off or hangs: its silence
        is no leave to send it a ticket.
        """
        self._name = name
        self._width = width
        self._open_line = open_line
        self._bytes_per_second = bytes_per_second
        self._answered = answered or Answered()
        self._worker = Worker(f"printer-{name}")
        self._last = PrinterStatus(PrinterState.UNKNOWN)

    @property
    def name(self) -> str:
        return self._name

    @property
    def width(self) -> int:
        return self._width

    async def status(self) -> PrinterStatus:
        if self._worker.busy:
            return PrinterStatus(self._last.state, "busy with a ticket", PrinterReason.PRINTING)
        try:
            self._last = await self._worker.run(self._status, _STATUS_SECONDS + 0.1)
        except TimeoutError:
            self._last = _SILENT
        return self._last

    async def print(self, bitmap: Image) -> PrinterStatus:
        ticket = checked(bitmap, self._width)
        printing = ticket.height / _DOTS_PER_SECOND + _SETTLE_SECONDS
        size = ticket.height * ticket.width // 8
        sending = _SEND_SECONDS + _MARGIN * size / self._bytes_per_second
        longest = _STATUS_SECONDS + sending + printing + _HANG_SECONDS
        try:
            self._last = await self._worker.run(
                lambda: self._print(job(ticket), sending, printing), longest + _STATUS_SECONDS + 1
            )
        except TimeoutError:
            self._last = _SILENT
        return self._last

    def _status(self) -> PrinterStatus:
        deadline = time.monotonic() + _STATUS_SECONDS
        try:
            with self._line(deadline) as line:
                return self._said(Conversation(line).status(deadline), line)
        except OSError as error:
            return _offline(error)

    def _print(self, data: bytes, sending: float, printing: float) -> PrinterStatus:
        deadline = time.monotonic() + _STATUS_SECONDS
        began = False
        try:
            with self._line(deadline) as line:
                talk = Conversation(line)
                said = talk.status(deadline)
                before = self._said(said, line)
                if not before.state.prints:
                    return replace(before, nothing_out=True)
                confirms = said is not None and talk.confirms()
                began = True
                line.write(data, time.monotonic() + sending)
                if said is None:
                    return before
                return talk.outcome(printing, _HANG_SECONDS, confirms=confirms)
        except OSError as error:
            broken = _offline(error)
        return self._why_not(broken) if began else replace(broken, nothing_out=True)

    def _why_not(self, broken: PrinterStatus) -> PrinterStatus:
        """Why a ticket broke off, from the printer itself if it talks on a new line."""
        now = self._status()
        if now.state.prints:
            return PrinterStatus(
                PrinterState.FAULT,
                f"the ticket broke off: {broken.detail}",
                PrinterReason.BROKE_OFF,
            )
        return now

    @contextmanager
    def _line(self, deadline: float) -> Iterator[Line]:
        line = self._open_line(deadline)
        try:
            yield line
        finally:
            line.close()

    def _said(self, status: PrinterStatus | None, line: Line) -> PrinterStatus:
        if line.voice is Voice.PERHAPS:
            if status is not None:
                self._answered.now()
            elif self._answered.ever:
                return _SILENT
        if status is not None:
            return status
        return _SILENT if line.voice is Voice.ALWAYS else _ONE_WAY


def _offline(error: OSError) -> PrinterStatus:
    detail = error.strerror or str(error) or "no answer"
    return PrinterStatus(PrinterState.OFFLINE, detail, reason_of(error))
