"""What staff decide about an entry, at the kiosk's screen or by a command beside it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from kiosk.journal import moves
from kiosk.journal.entry import Entry

Move = Callable[[str, Callable[[Entry], Entry]], Awaitable[None]]


class ByStaff:
    """Each raises :class:`~kiosk.errors.NoSuchEntry` and :class:`~kiosk.errors.MoveNotAllowed`."""

    def __init__(self, move: Move, now: Callable[[], datetime]) -> None:
        """``move`` moves the entry of a key in the journal."""
        self._move = move
        self._now = now

    async def retry(self, key: str) -> None:
        """Once more, and now; :func:`kiosk.journal.moves.retried`."""
        await self._move(key, lambda entry: moves.retried(entry, self._now()))

    async def printing_again(self, key: str) -> None:
        """A number without paper is about to be printed;
        :func:`kiosk.journal.moves.printing_again`."""
        await self._move(key, lambda entry: moves.printing_again(entry, self._now()))

    async def give_back(self, key: str) -> None:
        """Nobody has the number; :func:`kiosk.journal.moves.given_back`."""
        await self._move(key, lambda entry: moves.given_back(entry, self._now()))

    async def dealt_with(self, key: str) -> None:
        """All was done by hand; :func:`kiosk.journal.moves.dealt_with`."""
        await self._move(key, lambda entry: moves.dealt_with(entry, self._now()))
