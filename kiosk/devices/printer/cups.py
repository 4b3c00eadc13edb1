"""A print queue of CUPS, for page printers and receipt printers with a driver of their own."""

import re
import time
from dataclasses import replace

from PIL.Image import Image

from kiosk.devices.printer import ipp
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.bitmap import checked
from kiosk.devices.printer.cups_jobs import ABORTED, CANCELLED, COMPLETED, USER, CupsJobs
from kiosk.devices.printer.reasons import PrinterReason
from kiosk.devices.printer.worker import Worker

_QUEUE = re.compile(r"[^\s/#]{1,127}")
_STATUS_SECONDS = 1.8
_JOB_SECONDS = 15.0
_CANCEL_SECONDS = 8.0
_LONGEST_SECONDS = 29.0
"""Work that takes longer goes on by itself, but the patient is told."""
_LOOK_SECONDS = 0.2

_STOPPED = 5  # printer-state (RFC 8011, 5.4.11)

_WHY = "printer-state-reasons"

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
    does not get done is cancelled, so that it does not come out later for nobody; what is over is
    erased, as there is a patient in it.

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
        self._jobs = CupsJobs(self._server, queue)
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
        try:
            self._last = await self._worker.run(lambda: self._print(ticket), _LONGEST_SECONDS)
        except TimeoutError:
            self._last = _SILENT
        return self._last

    def _status(self) -> PrinterStatus:
        try:
            queue = self._look()
        except ipp.IppError as error:
            return _offline(error)
        self._jobs.clear()
        return _state(queue, queue.keywords(_WHY))

    def _print(self, ticket: Image) -> PrinterStatus:
        last = time.monotonic() + _LONGEST_SECONDS - 2 * _STATUS_SECONDS
        try:
            before = self._look()
            if not _takes_jobs(before):
                return replace(_state(before, ()), nothing_out=True)
            job = self._jobs.begin()
        except ipp.IppError as error:
            return replace(_offline(error), nothing_out=True)
        try:
            self._jobs.send(job, ticket)
            trouble = self._trouble(job, before.keywords(_WHY))
        except ipp.IppError as error:
            trouble = _offline(error)
        if trouble and self._jobs.taken_back(job, min(last, time.monotonic() + _CANCEL_SECONDS)):
            self._jobs.clear()
            return trouble
        return self._printed()

    def _look(self) -> ipp.Answer:
        wanted = _wanted("printer-state", "printer-is-accepting-jobs", _WHY)
        return self._server.ask(
            ipp.GET_PRINTER_ATTRIBUTES, self._queue, (USER, *wanted), timeout=_STATUS_SECONDS
        )

    def _trouble(self, job: int, old: tuple[str, ...]) -> PrinterStatus | None:
        """Wait for the job: ``None`` once it is done, or what keeps it from that.

        ``old`` are reasons from before the job, which may long be mended.
        """
        end = time.monotonic() + _JOB_SECONDS
        while time.monotonic() < end:
            state = self._jobs.state(job)
            if state == COMPLETED:
                return None
            queue = self._look()
            why = queue.keywords(_WHY)
            now = _state(queue, tuple(reason for reason in why if reason not in old))
            if state in (CANCELLED, ABORTED):
                latest = now if not now.state.prints else _state(queue, why)
                return latest if not latest.state.prints else _GIVEN_UP
            if not now.state.prints:
                return now
            time.sleep(_LOOK_SECONDS)
        return _SILENT

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
