"""The journal as visits need it, and one that lasts as long as its process."""

import os
from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from typing import Protocol

from kiosk.checkin.clock import Clock
from kiosk.checkin.having_ahead import Ahead, NothingAhead
from kiosk.errors import MoveNotAllowed, NoSuchEntry
from kiosk.journal import moves
from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.sealed import KEY_BYTES, Seal
from kiosk.model.checkin import Ticket
from kiosk.model.document import Document
from kiosk.model.leases import LeasedNumber


class Journal(Protocol):
    """Every check-in, written down before and after each step of it.

    :class:`kiosk.journal.journal.Journal` keeps it on disk and says what each move means
    (:mod:`kiosk.journal.moves`). A move never raises for the disk; it raises
    :class:`~kiosk.errors.NoSuchEntry` and :class:`~kiosk.errors.MoveNotAllowed`.
    """

    @property
    def ahead(self) -> Ahead:
        """Numbers that the hospital lets the kiosk have ahead."""
        ...

    def holder(self, document: Document) -> bytes: ...

    def owed(self) -> tuple[Entry, ...]: ...

    def unfinished(self) -> tuple[Entry, ...]: ...

    def held_by(self, holder: bytes) -> tuple[Entry, ...]: ...

    async def find(self, key: str) -> Entry: ...

    async def newest(self, wanted: Callable[[Entry], bool], most: int) -> tuple[Entry, ...]: ...

    async def sharing(self, *, encounter: str = "", holder: bytes = b"") -> tuple[Entry, ...]: ...

    async def begin(self, entry: Entry) -> None: ...

    async def sent(self, key: str) -> None: ...

    async def ticketed(self, key: str, ticket: Ticket) -> None: ...

    async def provisional(
        self, key: str, number: str, leased: LeasedNumber | None = None
    ) -> None: ...

    async def printed(self, key: str) -> None: ...

    async def not_printed(self, key: str) -> None: ...

    async def confirmed(self, key: str) -> None: ...

    async def told(self, key: str, debt: Debt) -> None: ...

    async def rejected(self, key: str, reason: str) -> None: ...

    async def abandoned(self, key: str, debt: Debt) -> None: ...

    async def tried(self, key: str, next_at: datetime) -> None: ...

    async def retry(self, key: str) -> None: ...

    async def printing_again(self, key: str) -> None: ...

    async def next_provisional(self, day: date) -> int: ...


class MemoryJournal:
    """:class:`Journal` for a single visit by command, and for tests: nothing outlives the process.

    What is settled is forgotten at once, so that a long run keeps nobody's data.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seal = Seal(os.urandom(KEY_BYTES))
        self._live: dict[str, Entry] = {}
        self._number = 0
        self.ahead = NothingAhead()

    def holder(self, document: Document) -> bytes:
        return self._seal.holder(document)

    def owed(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._in_order() if entry.debt is not Debt.NONE)

    def unfinished(self) -> tuple[Entry, ...]:
        without_paper = (State.PENDING, State.SENT, State.TICKETED)
        return tuple(entry for entry in self._in_order() if entry.state in without_paper)

    def held_by(self, holder: bytes) -> tuple[Entry, ...]:
        entries = self._in_order() if holder else []
        return tuple(entry for entry in reversed(entries) if entry.holder == holder)

    async def find(self, key: str) -> Entry:
        return self._found(key)

    async def sharing(self, *, encounter: str = "", holder: bytes = b"") -> tuple[Entry, ...]:
        return tuple(
            entry
            for entry in reversed(self._in_order())
            if (encounter and entry.encounter == encounter) or (holder and entry.holder == holder)
        )

    async def newest(self, wanted: Callable[[Entry], bool], most: int) -> tuple[Entry, ...]:
        live = (entry for entry in reversed(self._in_order()) if wanted(entry))
        return tuple(islice(live, most))

    async def begin(self, entry: Entry) -> None:
        if entry.state is not State.PENDING or entry.key in self._live:
            raise MoveNotAllowed("a check-in begins once, and pending")
        self._live[entry.key] = entry

    async def sent(self, key: str) -> None:
        self._move(key, lambda entry: moves.sent(entry, self._clock.now()))

    async def ticketed(self, key: str, ticket: Ticket) -> None:
        self._move(key, lambda entry: moves.ticketed(entry, ticket, self._clock.now()))

    async def provisional(self, key: str, number: str, leased: LeasedNumber | None = None) -> None:
        now = self._clock.now()
        self._move(key, lambda entry: moves.provisional(entry, number, now, leased))

    async def printed(self, key: str) -> None:
        self._move(key, lambda entry: moves.printed(entry, self._clock.now()))

    async def not_printed(self, key: str) -> None:
        self._move(key, lambda entry: moves.not_printed(entry, self._clock.now()))

    async def confirmed(self, key: str) -> None:
        self._move(key, lambda entry: moves.confirmed(entry, self._clock.now()))

    async def told(self, key: str, debt: Debt) -> None:
        self._move(key, lambda entry: moves.told(entry, debt, self._clock.now()))

    async def rejected(self, key: str, reason: str) -> None:
        self._move(key, lambda entry: moves.rejected(entry, reason, self._clock.now()))

    async def abandoned(self, key: str, debt: Debt) -> None:
        self._move(key, lambda entry: moves.abandoned(entry, debt, self._clock.now()))

    async def tried(self, key: str, next_at: datetime) -> None:
        self._move(key, lambda entry: moves.tried(entry, next_at))

    async def retry(self, key: str) -> None:
        self._move(key, lambda entry: moves.retried(entry, self._clock.now()))

    async def printing_again(self, key: str) -> None:
        self._move(key, lambda entry: moves.printing_again(entry, self._clock.now()))

    async def next_provisional(self, day: date) -> int:
        self._number += 1  # of whatever day: a tester sets the clock, and none may come twice
        return self._number

    def _found(self, key: str) -> Entry:
        try:
            return self._live[key]
        except KeyError:
            raise NoSuchEntry("the journal has no such entry") from None

    def _move(self, key: str, move: Callable[[Entry], Entry]) -> None:
        moved = move(self._found(key))
        if moved.settled:
            del self._live[key]
        else:
            self._live[key] = moved

    def _in_order(self) -> list[Entry]:
        return [self._live[key] for key in sorted(self._live)]
