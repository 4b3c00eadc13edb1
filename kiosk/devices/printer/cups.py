"""A print queue of CUPS, for page printers and receipt printers with a driver of their own."""

import io
import re
import time

from PIL.Image import Image

from kiosk.devices.printer import ipp
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.bitmap import checked
from kiosk.devices.printer.picture import save
from kiosk.devices.printer.reasons import PrinterReason
from kiosk.devices.printer.worker import Worker

_QUEUE = re.compile(r"[^\s/#]{1,127}")
_USER = (ipp.NAME, "requesting-user-name", "kiosk")
_STATUS_SECONDS = 1.8
_SEND_SECONDS = 5.0
_JOB_SECONDS = 15.0
_LOOK_SECONDS = 0.2

_STOPPED = 5  # printer-state (RFC 8011, 5.4.11)
_CANCELLED, _ABORTED, _COMPLETED = 7, 8, 9  # job-state (RFC 8011, 5.3.7)

_WHY = "printer-state-reasons"
_JOB_WHY = "job-state-reasons"
_WITH_ERRORS = "job-completed-with-errors"  # RFC 8011, 5.3.8: not all of it is on paper

_REASONS = (
    ("cover-open", PrinterState.COVER_OPEN),
    ("door-open", PrinterState.COVER_OPEN),
    ("interlock-open", PrinterState.COVER_OPEN),
    ("media-empty", PrinterState.PAPER_OUT),
    ("media-needed", PrinterState.PAPER_OUT),
    ("input-tray-missing", PrinterState.PAPER_OUT),
    ("cutter", PrinterState.CUTTER),  # separation-cutter-jam, die-cutter-motor-failure …
    ("trimmer", PrinterState.CUTTER),
    ("slitter", PrinterState.CUTTER),
    ("over-temp", PrinterState.OVERHEATED),  # fuser-over-temp, …-over-temperature
    ("offline", PrinterState.OFFLINE),
    ("shutdown", PrinterState.OFFLINE),
    ("turned-off", PrinterState.OFFLINE),
    ("timed-out", PrinterState.OFFLINE),
    ("paused", PrinterState.OFFLINE),
    ("jam", PrinterState.FAULT),
    ("failure", PrinterState.FAULT),
    ("-error", PrinterState.FAULT),
    ("media-low", PrinterState.PAPER_NEAR_END),
)
"""What :data:`_WHY` (RFC 8011, 5.4.12; PWG 5100.9) contain, the most telling first. Not by
their severity: CUPS reports a printer that is off as ``offline-report``."""

_NEWS = (
    "-added",
    "-closed",
    "-configuration-change",
    "-life-almost-over",
    "-turned-on",
    "-warming-up",
    "-almost-full",
    "-resource-removed",
)
"""Ends of reasons that tell of no trouble (PWG 5100.9), unless their severity is error."""

_SILENT = PrinterStatus(
    PrinterState.OFFLINE, "the printer did not take the ticket in time", PrinterReason.NO_ANSWER
)
_GIVEN_UP = PrinterStatus(PrinterState.FAULT, "CUPS gave the ticket up", PrinterReason.GIVEN_UP)


class CupsPrinter:
    """Sends each ticket as a PDF of its own size and waits until CUPS calls the job done.

    "Done" is CUPS's word: with a driver that hears nothing back it means "sent". A job that
    does not get done is cancelled, so that it does not come out later for nobody.

    Not known to it: the state of an idle printer. CUPS keeps the reasons of the last job, so
    they are told as the state, but keep no ticket from being tried.
    """

    def __init__(self, queue: str, width: int, server: ipp.IppServer | None = None) -> None:
        """``server`` is the usual one of this machine if it is not given."""
        if not _QUEUE.fullmatch(queue):
            raise ValueError(
                "a CUPS queue is named with up to 127 characters, none of them a space, / or #"
            )
        self._queue = queue
        self._width = width
        self._server = server or ipp.IppServer.usual()
        self._worker = Worker("cups-printer")
        self._last = PrinterStatus(PrinterState.UNKNOWN)

    @property
    def name(self) -> str:
        return f"cups:{self._queue}"

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
        longest = 5 * _STATUS_SECONDS + _SEND_SECONDS + _JOB_SECONDS
        try:
            self._last = await self._worker.run(lambda: self._print(ticket), longest)
        except TimeoutError:
            self._last = _SILENT
        return self._last

    def _status(self) -> PrinterStatus:
        try:
            queue = self._look()
        except ipp.IppError as error:
            return _offline(error)
        return _state(queue, queue.keywords(_WHY))

    def _print(self, ticket: Image) -> PrinterStatus:
        try:
            before = self._look()
            if not _takes_jobs(before):
                return _state(before, ())
            job = self._send(ticket)
        except ipp.IppError as error:
            return _offline(error)
        try:
            trouble = self._trouble(job, before.keywords(_WHY))
        except ipp.IppError as error:
            trouble = _offline(error)
        return self._taken_back(job, trouble) if trouble else self._printed()

    def _look(self) -> ipp.Answer:
        wanted = _wanted("printer-state", "printer-is-accepting-jobs", _WHY)
        return self._server.ask(
            ipp.GET_PRINTER_ATTRIBUTES, self._queue, (_USER, *wanted), timeout=_STATUS_SECONDS
        )

    def _send(self, ticket: Image) -> ipp.Attribute:
        """Hand the ticket over; the attribute that names its job."""
        document = io.BytesIO()
        save(ticket, "pdf", document)
        # The name is shown to everybody who may list jobs: it says nothing of the patient.
        name = (ipp.NAME, "job-name", "ticket")
        answer = self._server.ask(
            ipp.PRINT_JOB,
            self._queue,
            (_USER, name, (ipp.MIME_TYPE, "document-format", "application/pdf")),
            ((ipp.KEYWORD, "print-scaling", "none"),),
            document.getvalue(),
            timeout=_SEND_SECONDS,
        )
        job = answer.number("job-id")
        if job is None:
            raise ipp.IppError("the print server gave the ticket no number")
        return (ipp.INTEGER, "job-id", job)

    def _trouble(self, job: ipp.Attribute, old: tuple[str, ...]) -> PrinterStatus | None:
        """Wait for the job: ``None`` once it is done, or what keeps it from that.

        ``old`` are reasons from before the job, which may long be mended.
        """
        end = time.monotonic() + _JOB_SECONDS
        while time.monotonic() < end:
            state = self._job_state(job)
            if state == _COMPLETED:
                return None
            queue = self._look()
            why = queue.keywords(_WHY)
            now = _state(queue, tuple(reason for reason in why if reason not in old))
            if state in (_CANCELLED, _ABORTED):
                latest = now if not now.state.prints else _state(queue, why)
                return latest if not latest.state.prints else _GIVEN_UP
            if not now.state.prints:
                return now
            time.sleep(_LOOK_SECONDS)
        return _SILENT

    def _job_state(self, job: ipp.Attribute) -> int | None:
        """One that is completed with errors counts as aborted: its paper is not whole."""
        answer = self._server.ask(
            ipp.GET_JOB_ATTRIBUTES,
            self._queue,
            (job, _USER, *_wanted("job-state", _JOB_WHY)),
            timeout=_STATUS_SECONDS,
        )
        if _WITH_ERRORS in answer.keywords(_JOB_WHY):
            return _ABORTED
        return answer.number("job-state")

    def _taken_back(self, job: ipp.Attribute, trouble: PrinterStatus) -> PrinterStatus:
        """Cancel the job, unless it got done after all."""
        try:
            self._server.ask(ipp.CANCEL_JOB, self._queue, (job, _USER), timeout=_STATUS_SECONDS)
        except ipp.IppError:
            return self._printed() if self._is_done(job) else trouble
        return trouble

    def _is_done(self, job: ipp.Attribute) -> bool:
        try:
            return self._job_state(job) == _COMPLETED
        except ipp.IppError:
            return False

    def _printed(self) -> PrinterStatus:
        """The state after a ticket that is done: whatever CUPS says, it did print."""
        now = self._status()
        return now if now.state.prints else PrinterStatus(PrinterState.READY)


def _wanted(*names: str) -> tuple[ipp.Attribute, ...]:
    first, *others = names
    return (
        (ipp.KEYWORD, "requested-attributes", first),
        *((ipp.KEYWORD, "", other) for other in others),
    )


def _takes_jobs(queue: ipp.Answer) -> bool:
    return queue.number("printer-state") != _STOPPED and bool(
        queue.number("printer-is-accepting-jobs")
    )


def _state(queue: ipp.Answer, reasons: tuple[str, ...]) -> PrinterStatus:
    for part, state in _REASONS:
        for reason in reasons:
            if part in reason and not _is_news(reason):
                return PrinterStatus(state, reason)
    if not _takes_jobs(queue):
        return PrinterStatus(
            PrinterState.OFFLINE,
            "the queue is stopped or takes no jobs",
            PrinterReason.QUEUE_STOPPED,
        )
    return PrinterStatus(PrinterState.READY)


def _is_news(reason: str) -> bool:
    return reason.removesuffix("-report").removesuffix("-warning").endswith(_NEWS)


def _offline(error: ipp.IppError) -> PrinterStatus:
    return PrinterStatus(PrinterState.OFFLINE, str(error), PrinterReason.NO_PRINT_SERVER)
