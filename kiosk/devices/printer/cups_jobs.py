"""The tickets that a queue of CUPS has of this kiosk, until nothing is left of them there."""

import io
import time

from PIL.Image import Image

from kiosk.devices.printer import ipp
from kiosk.devices.printer.picture import save
from kiosk.log import log

USER = (ipp.NAME, "requesting-user-name", "kiosk")
CANCELLED, ABORTED, COMPLETED = 7, 8, 9  # job-state (RFC 8011, 5.3.7)

_ASK_SECONDS = 1.8
_SEND_SECONDS = 5.0
_LOOK_SECONDS = 0.2
_MOST_HELD = 100
"""A server that can erase nothing is not asked for each ticket that there ever was."""
_MOST_ERASED = 30
"""Times that a server says to have erased a job which is still there: then it is left."""
_NOT_POSSIBLE, _NOT_FOUND = 0x0404, 0x0406  # client-error-… (RFC 8011, B.1.4.5, B.1.4.7)

_WHY = "job-state-reasons"
_WITH_ERRORS = "job-completed-with-errors"  # RFC 8011, 5.3.8: not all of it is on paper


class CupsJobs:
    """Used from one thread at a time. What is asked raises
    :class:`~kiosk.devices.printer.ipp.IppError` unless it says otherwise.

    Not known to it: jobs of an earlier process. What those left is CUPS's to erase.
    """

    def __init__(self, server: ipp.IppServer, queue: str) -> None:
        self._server = server
        self._queue = queue
        self._held: dict[int, int] = {}
        """Those that CUPS may still print, or has a document of, and how often it was told to
        erase them."""
        self._may_erase = True

    def begin(self) -> int:
        """A job without a document (Create-Job; RFC 8011, 4.2.4); its number.

        A job is begun before its document is sent, so that one whose sending is not answered can
        be taken back. Where this is not answered, there is a job of which nothing can be printed.
        """
        answer = self._server.ask(
            ipp.CREATE_JOB,
            self._queue,
            # The name is shown to everybody who may list jobs: it says nothing of the patient.
            (USER, (ipp.NAME, "job-name", "ticket")),
            ((ipp.KEYWORD, "print-scaling", "none"),),
            timeout=_ASK_SECONDS,
        )
        job = answer.number("job-id")
        if job is None:
            raise ipp.IppError("the print server gave the ticket no number")
        self._held[job] = 0
        for old in tuple(self._held)[:-_MOST_HELD]:
            del self._held[old]
        return job

    def send(self, job: int, ticket: Image) -> None:
        """The ticket as a page of its own size (Send-Document; RFC 8011, 4.3.1). An error tells
        nothing of whether CUPS has it."""
        document = io.BytesIO()
        save(ticket, "pdf", document)
        what = (
            (ipp.MIME_TYPE, "document-format", "application/pdf"),
            (ipp.BOOLEAN, "last-document", True),
        )
        self._ask(ipp.SEND_DOCUMENT, job, *what, document=document.getvalue())

    def state(self, job: int) -> int | None:
        """One that is completed with errors counts as aborted: its paper is not whole."""
        wanted = ((ipp.KEYWORD, "requested-attributes", "job-state"), (ipp.KEYWORD, "", _WHY))
        answer = self._ask(ipp.GET_JOB_ATTRIBUTES, job, *wanted)
        if _WITH_ERRORS in answer.keywords(_WHY):
            return ABORTED
        return answer.number("job-state")

    def taken_back(self, job: int, end: float) -> bool:
        """Cancel it, unless it got done after all (then false). Never raises: a server that does
        not answer until ``end`` (of ``time.monotonic()``) is asked again by :meth:`clear`."""
        while True:
            try:
                self._ask(ipp.CANCEL_JOB, job)
            except ipp.IppError as error:
                if isinstance(error, ipp.IppRefused) and not error.for_now:
                    return not self._is_done(job)
                if time.monotonic() >= end:
                    return True
                time.sleep(_LOOK_SECONDS)
            else:
                return True

    def clear(self) -> None:
        """Let nothing be left of what is over, and nothing be printed any more of what is not: no
        ticket is under way. Never raises; ends with the first question that is not answered."""
        for job in tuple(self._held):
            try:
                if self._is_cleared(job):
                    del self._held[job]
            except ipp.IppError:
                return

    def _is_cleared(self, job: int) -> bool:
        """Whether it is gone, or nothing more can be done about it.

        CUPS takes the order for one whose backend is still ending, and does not carry it out: so
        it is gone when it is found no more.
        """
        try:
            if self.state(job) not in (CANCELLED, ABORTED, COMPLETED):
                self._ask(ipp.CANCEL_JOB, job)
                return False
            self._ask(ipp.CANCEL_JOB, job, _PURGE)
            self._held[job] += 1
            self.state(job)
        except ipp.IppRefused as error:
            if error.for_now:
                raise
            if error.code == _NOT_POSSIBLE:
                return False  # it has come to its end meanwhile
            if error.code != _NOT_FOUND:
                self._tell_kept()
            return True
        if self._held[job] < _MOST_ERASED:
            return False
        self._tell_kept()
        return True

    def _tell_kept(self) -> None:
        if self._may_erase:
            self._may_erase = False  # said once
            log("print-job-kept")

    def _is_done(self, job: int) -> bool:
        try:
            return self.state(job) == COMPLETED
        except ipp.IppError:
            return False

    def _ask(
        self, operation: int, job: int, *attributes: ipp.Attribute, document: bytes = b""
    ) -> ipp.Answer:
        return self._server.ask(
            operation,
            self._queue,
            ((ipp.INTEGER, "job-id", job), USER, *attributes),
            document=document,
            timeout=_SEND_SECONDS if document else _ASK_SECONDS,
        )


_PURGE = (ipp.BOOLEAN, "purge-job", True)
"""Of Cancel-Job, by CUPS alone (*CUPS Implementation of IPP*): job and document are erased, also of
a job that is over. Not sent for one that is not: its driver would be killed in the middle."""
