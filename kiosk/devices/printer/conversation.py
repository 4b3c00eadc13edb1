"""Questions to a printer on an open line, and what its answers amount to."""

import time
from contextlib import suppress

from kiosk.devices.printer import answers
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.line import Line, Voice

_ANSWER_SECONDS = 0.8
_LOOK_SECONDS = 0.25
_QUESTIONS = (answers.ASK_PRINTER, answers.ASK_OFFLINE, answers.ASK_ERROR, answers.ASK_PAPER)


class Conversation:
    """One exchange with a printer. Line troubles are ``OSError``, as the line raises them."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._done: int | None = None
        """The answer that the ticket is on paper, once it came."""

    def status(self, deadline: float) -> PrinterStatus | None:
        """The printer's state now; ``None`` if it does not answer."""
        if self._line.voice is Voice.NEVER:
            return None
        self._listen(0)  # a late answer to an earlier question would be taken for the next one's
        replies: list[int] = []
        for question in _QUESTIONS:
            until = min(deadline, time.monotonic() + _ANSWER_SECONDS)
            self._line.write(question, until)
            reply = self._listen(until)
            if reply is None:
                return None
            replies.append(reply)
        return answers.status_of(*replies)

    def outcome(self, printing: float, patience: float) -> PrinterStatus:
        """What became of the ticket just sent, which takes about ``printing`` seconds.

        A printer that says "done" is believed at once. One that does not know that question
        is done when it had the time and is well. Trouble meanwhile means that the ticket is
        not whole: the rest of it is dropped.
        """
        sent = time.monotonic()
        self._done = None
        self._line.write(answers.ASK_WHEN_DONE, sent + _ANSWER_SECONDS)
        while True:
            self._listen(time.monotonic() + _LOOK_SECONDS, for_done=True)
            if whole := self._whole():
                return whole
            asked = time.monotonic()
            status = self.status(asked + 2 * _ANSWER_SECONDS)
            if whole := self._whole():
                return whole
            if status is not None and not status.state.prints:
                return self._dropped(status)
            if status is not None and asked - sent > printing:
                return status
            if asked - sent > printing + patience:
                return self._dropped(
                    PrinterStatus(PrinterState.OFFLINE, "the printer fell silent in the ticket")
                )

    def _whole(self) -> PrinterStatus | None:
        return None if self._done is None else answers.status_when_done(self._done)

    def _dropped(self, status: PrinterStatus) -> PrinterStatus:
        with suppress(OSError):  # a line that is gone carries nothing more to drop
            self._line.write(answers.CLEAR, time.monotonic() + _ANSWER_SECONDS)
        return status

    def _listen(self, deadline: float, *, for_done: bool = False) -> int | None:
        """The next real-time answer, or ``None`` by the deadline; a "done" that comes is kept.

        ``for_done`` returns as soon as that one has come.
        """
        while True:
            heard = self._line.read(deadline)
            self._done = next(filter(answers.is_done, heard), self._done)
            if for_done and self._done is not None:
                return None
            reply = next(filter(answers.is_real_time, heard), None)
            if reply is not None or time.monotonic() >= deadline:
                return reply
