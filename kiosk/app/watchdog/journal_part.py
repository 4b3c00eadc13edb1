"""The journal as a part of the heartbeat."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.checkin.journal import Journal as AnyJournal
from kiosk.journal.journal import Journal

Answer = Callable[[], None]


class JournalPart:
    """Asks the journal's thread; safe in any thread.

    From its first answer on it must answer. A disk that hangs from the start would hang after a
    restart, too: the kiosk serves on without it, which restarting again and again would not.
    """

    def __init__(self) -> None:
        self._ask: Callable[[Answer], None] | None = None
        self._asked = False
        self._lives = False

    @contextmanager
    def of(self, journal: AnyJournal) -> Iterator[None]:
        """Inside, this journal is the one; one in memory has no thread, and always answers."""
        self._ask = journal.ask if isinstance(journal, Journal) else None
        try:
            yield
        finally:
            self._ask = None

    def ask(self, answer: Answer) -> None:
        ask = self._ask
        if ask is not None and self._lives:
            ask(answer)
            return
        if ask is not None and not self._asked:
            self._asked = True
            ask(self._first)
        answer()

    def _first(self) -> None:
        self._lives = True
