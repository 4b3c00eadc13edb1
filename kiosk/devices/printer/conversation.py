"""Questions to a printer on an open line, and what its answers amount to."""

import time
from contextlib import suppress

from kiosk.devices.printer import answers
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.line import Line, Voice
from kiosk.devices.printer.reasons import PrinterReason
from kiosk.devices.printer.replies import Automatic, Done, RealTime, Replies

_ANSWER_SECONDS = 0.8
_LOOK_SECONDS = 0.25
_QUESTIONS = (answers.ASK_PRINTER, answers.ASK_OFFLINE, answers.ASK_ERROR, answers.ASK_PAPER)

_SILENT = PrinterStatus(
    PrinterState.OFFLINE, "the printer fell silent in the ticket", PrinterReason.NO_ANSWER
)
_UNCONFIRMED = PrinterStatus(
    PrinterState.FAULT,
    "the printer did not confirm the ticket; it may have been switched off",
    PrinterReason.NOT_CONFIRMED,
)


class Conversation:
    """One exchange with a printer. Line troubles are ``OSError``, as the line raises them."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._replies = Replies()
        self._asked = 0
        """How often it was asked to say when it is done, …"""
        self._done: list[int] = []
        """… and what it answered. An answer that comes late belongs to an earlier question."""
        self._unasked: PrinterStatus | None = None
        """The last automatic status."""

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

    def confirms(self) -> bool:
        """Whether this printer, which has nothing to do, answers when it is asked to say "done".

        Who answers now must answer after the ticket too: only so is a printer found out that
        was switched off and on in the middle of it, forgot the rest, and is well again.
        """
        self._ask_when_done()
        self._listen(time.monotonic() + _LOOK_SECONDS, for_done=True)
        return self._all_done()

    def outcome(self, printing: float, patience: float, *, confirms: bool) -> PrinterStatus:
        """What became of the ticket just sent, which takes about ``printing`` seconds.

        A printer that says "done" is believed at once. One that does not know that question
        (``confirms`` is false) is done when it had the time and is well; one that does, and does
        not say it, did not print. Trouble meanwhile means that the ticket is not whole: the rest
        of it is dropped.
        """
        sent = time.monotonic()
        self._unasked = None
        self._ask_when_done()
        while True:
            self._listen(time.monotonic() + _LOOK_SECONDS, for_done=True)
            if self._all_done():
                return answers.status_when_done(self._done[-1])
            asked = time.monotonic()
            status = self.status(asked + 2 * _ANSWER_SECONDS)
            if self._all_done():
                return answers.status_when_done(self._done[-1])
            for told in (status, self._unasked):
                if told is not None and not told.state.prints:
                    return self._dropped(told)
            if status is not None and not confirms and asked - sent > printing:
                return status
            if asked - sent > printing + patience:
                return self._dropped(_SILENT if status is None else _UNCONFIRMED)

    def _ask_when_done(self) -> None:
        self._asked += 1
        self._line.write(answers.ASK_WHEN_DONE, time.monotonic() + _ANSWER_SECONDS)

    def _all_done(self) -> bool:
        return 0 < self._asked <= len(self._done)

    def _dropped(self, status: PrinterStatus) -> PrinterStatus:
        with suppress(OSError):  # a line that is gone carries nothing more to drop
            self._line.write(answers.CLEAR, time.monotonic() + _ANSWER_SECONDS)
        return status

    def _listen(self, deadline: float, *, for_done: bool = False) -> int | None:
        """The next real-time answer, or ``None`` by the deadline; what else comes is kept.

        ``for_done`` returns as soon as all is answered that was to be said when done.
        """
        while True:
            reply: int | None = None
            for heard in self._replies.feed(self._line.read(deadline)):
                match heard:
                    case RealTime(value):
                        reply = value if reply is None else reply
                    case Done(value):
                        if self._asked:  # else it answers a question of an earlier connection
                            self._done.append(value)
                    case Automatic(block):
                        self._unasked = answers.status_unasked(block)
            if for_done and self._all_done():
                return None
            if reply is not None or time.monotonic() >= deadline:
                return reply
