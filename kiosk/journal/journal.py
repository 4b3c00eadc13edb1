"""The journal as visits use it: what they tell it is on disk when it answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Self, TypeVar

from kiosk.errors import MoveNotAllowed, NoSuchEntry
from kiosk.journal import moves
from kiosk.journal.by_staff import ByStaff
from kiosk.journal.details import check_size
from kiosk.journal.disk import Disk
from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.files import sweep
from kiosk.journal.health import Counts, Health
from kiosk.journal.key import Key, KeyPlaces
from kiosk.journal.lock import locked, made
from kiosk.journal.newest import Newest
from kiosk.journal.numbers_ahead import NumbersAhead
from kiosk.journal.patience import Patience
from kiosk.journal.retention import Retention
from kiosk.journal.sealed import Seal
from kiosk.journal.series import Series
from kiosk.journal.steerable import SteerableDisk
from kiosk.journal.store import Loaded, Store
from kiosk.journal.wishes import Wishes
from kiosk.log import log
from kiosk.model.checkin import Ticket
from kiosk.model.document import Document
from kiosk.model.leases import LeasedNumber

T = TypeVar("T")

_OPEN_S = 10.0
_CLOSE_S = 5.0


class Journal:
    """Every check-in that is not settled, in memory, and every one on disk.

    Used from one event loop. A move returns when it is on disk, or in memory alone where the
    disk does not take it (:attr:`health` tells); it raises
    :class:`~kiosk.errors.NoSuchEntry` and :class:`~kiosk.errors.MoveNotAllowed`, never for the
    disk. Who is cancelled while waiting has moved the entry all the same.
    """

    def __init__(
        self,
        folder: Path,
        key: Key,
        now: Callable[[], datetime],
        on_health: Callable[[Health], None],
        on_retry: Callable[[], None],
        steered: SteerableDisk | None = None,
    ) -> None:
        self._now = now
        self._key = key
        self._seal = Seal(key.secret)
        self._on_health = on_health
        self._live: dict[str, Entry] = {}
        self._unreadable = 0
        self._adopted = False
        self._disk_health = Health.OK
        self._patience = Patience(self._tell)
        self._told: Health | None = None
        self._series = Series(folder)
        self._disk = Disk(folder, self._seal, now, steered)
        self._wishes = Wishes(self, on_retry)
        newest = Newest(self._disk, self._patience, self._live)
        self.newest, self.sharing = newest.newest, newest.sharing
        staff = ByStaff(self._move, now)
        self.retry, self.printing_again = staff.retry, staff.printing_again
        self.give_back, self.dealt_with = staff.give_back, staff.dealt_with
        kept = Retention(folder, self._disk, self._patience, self._counted)
        self.erase, self.erase_waiting, self.delete = kept.erase, kept.erase_waiting, kept.delete
        self.ahead = NumbersAhead(self._disk, self._patience)
        self.ask = self._disk.ask
        """Has the journal's thread call what it is given: a sign that it lives. In any thread."""

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        places: KeyPlaces,
        *,
        now: Callable[[], datetime],
        on_health: Callable[[Health], None] = lambda health: None,
        on_retry: Callable[[], None] = lambda: None,
        steered: SteerableDisk | None = None,
    ) -> AsyncIterator[Self]:
        """The journal in the folder of ``places``, for this process alone, until the end of the
        block.

        ``now`` tells wall time, aware, in the hospital's zone. ``on_health`` hears of each
        change of :attr:`health`; ``on_retry`` when staff want a retry; ``steered`` breaks the disk.

        Raises :class:`~kiosk.errors.JournalLocked` where another process has it, and
        :class:`~kiosk.errors.JournalUnreadable` where there can be no such folder; whatever else
        is wrong with file or disk is told by :attr:`health`.
        """
        folder = made(places.folder)
        with locked(folder):
            sweep(folder)
            journal = cls(folder, places.find(now()), now, on_health, on_retry, steered)
            await journal._start()
            try:
                yield journal
            finally:
                await journal._stop()

    @property
    def health(self) -> Health:
        """The worst of what is wrong: the disk, then the key, then what cannot be read."""
        if self._patience.stalled:
            return Health.MEMORY_ONLY
        if self._disk_health is not Health.OK:
            return self._disk_health
        if self._key.stands_in:
            return Health.KEY_MISSING
        return Health.UNREADABLE if self._unreadable else Health.OK

    def holder(self, document: Document) -> bytes:
        """By what :meth:`held_by` knows the document's holder again; ``b""`` for nobody."""
        return self._seal.holder(document)

    async def begin(self, entry: Entry) -> None:
        """A check-in is about to happen. ``ValueError`` for details that are too large."""
        check_size(entry.details)
        if entry.state is not State.PENDING or await self._found(entry.key) is not None:
            raise MoveNotAllowed("a check-in begins once, and pending")
        await self._put(entry)

    async def sent(self, key: str) -> None:
        """The hospital is about to be asked; :func:`kiosk.journal.moves.sent`."""
        await self._move(key, lambda entry: moves.sent(entry, self._now()))

    async def ticketed(self, key: str, ticket: Ticket) -> None:
        """The hospital has answered; :func:`kiosk.journal.moves.ticketed`."""
        await self._move(key, lambda entry: moves.ticketed(entry, ticket, self._now()))

    async def provisional(self, key: str, number: str, leased: LeasedNumber | None = None) -> None:
        """The kiosk gives this number; :func:`kiosk.journal.moves.provisional`."""
        await self._move(key, lambda entry: moves.provisional(entry, number, self._now(), leased))

    async def printed(self, key: str) -> None:
        await self._move(key, lambda entry: moves.printed(entry, self._now()))

    async def not_printed(self, key: str) -> None:
        await self._move(key, lambda entry: moves.not_printed(entry, self._now()))

    async def confirmed(self, key: str) -> None:
        """The hospital knows of the paper."""
        await self._move(key, lambda entry: moves.confirmed(entry, self._now()))

    async def told(self, key: str, debt: Debt) -> None:
        """The hospital was told that paper is missing, or to cancel."""
        await self._move(key, lambda entry: moves.told(entry, debt, self._now()))

    async def rejected(self, key: str, reason: str) -> None:
        """The hospital said no, by this code; it is kept for staff."""
        await self._move(key, lambda entry: moves.rejected(entry, reason, self._now()))
        log("journal-rejected", reason=reason)

    async def abandoned(self, key: str, debt: Debt) -> None:
        """The patient went away; :func:`kiosk.journal.moves.abandoned`."""
        await self._move(key, lambda entry: moves.abandoned(entry, debt, self._now()))

    async def tried(self, key: str, next_at: datetime) -> None:
        """The hospital could not be told; not to be tried again before ``next_at``."""
        await self._move(key, lambda entry: moves.tried(entry, next_at))

    def owed(self) -> tuple[Entry, ...]:
        """Those of which the hospital must still be told, in the order in which they began; also
        that of a visit that is going on. Not those whose request cannot be read any more."""
        return tuple(
            entry
            for entry in self._in_order()
            if entry.debt is not Debt.NONE and (entry.details or entry.debt is not Debt.CHECK_IN)
        )

    def unfinished(self) -> tuple[Entry, ...]:
        """Those without paper and not given up, in the order in which they began."""
        without_paper = (State.PENDING, State.SENT, State.TICKETED)
        return tuple(entry for entry in self._in_order() if entry.state in without_paper)

    def held_by(self, holder: bytes) -> tuple[Entry, ...]:
        """What is not settled of this :meth:`holder`, the newest first."""
        entries = self._in_order() if holder else []
        return tuple(entry for entry in reversed(entries) if entry.holder == holder)

    async def find(self, key: str) -> Entry:
        """Raises :class:`~kiosk.errors.NoSuchEntry`, also where the disk cannot be read now."""
        if (entry := await self._found(key)) is None:
            raise NoSuchEntry("the journal has no such entry")
        return entry

    async def next_provisional(self, day: date) -> int:
        """The next number of this kiosk's own for ``day``; :mod:`kiosk.journal.series`."""
        now = self._now()
        number = await self._job(lambda store: self._series.next(day, now, store))
        return self._series.unkept(now) if number is None else number

    async def counts(self) -> Counts:
        """How many there are; where the disk cannot be read now, of those in memory."""
        states = await self._patience.waited(self._disk.states())
        if states is None:
            states = {key: entry.state.value for key, entry in self._live.items()}
        return Counts.of(states.values(), self._unreadable, self._disk.unwritten)

    def _in_order(self) -> list[Entry]:
        """A UUIDv7 begins with its time, so keys are ordered as check-ins began."""
        return [self._live[key] for key in sorted(self._live)]

    async def _found(self, key: str) -> Entry | None:
        if key in self._live:
            return self._live[key]
        found = await self._patience.waited(self._disk.find(key))
        return self._live.get(key, found)  # it may have moved while the disk was read

    async def _move(self, key: str, move: Callable[[Entry], Entry]) -> None:
        entry = await self.find(key)
        moved = move(entry)
        if moved is not entry:
            check_size(moved.details)
            await self._put(moved)

    async def _put(self, entry: Entry) -> None:
        if entry.settled:
            self._live.pop(entry.key, None)
        else:
            self._live[entry.key] = entry
        await self._patience.waited(self._disk.write(entry))

    async def _job(self, job: Callable[[Store | None], T]) -> T | None:
        return await self._patience.waited(self._disk.run(job))

    async def _start(self) -> None:
        loop = asyncio.get_running_loop()

        def post(call: Callable[..., None], *values: object) -> None:
            with suppress(RuntimeError):  # the loop ended: nobody is left who could hear it
                loop.call_soon_threadsafe(call, *values)

        def on_loaded(loaded: Loaded, store: Store) -> None:
            if loaded.set_aside:
                self._series.after_loss(self._now(), store)
            post(self._loaded, loaded)

        self._disk.on_loaded = on_loaded
        self._disk.on_health = lambda health: post(self._disk_is, health)
        self._disk.on_asked = lambda asked: post(self._wishes.obey, asked)
        await self._patience.waited(self._disk.start(), _OPEN_S)
        self._tell()

    async def _stop(self) -> None:
        await self._wishes.finish()
        await self._patience.waited(self._disk.stop(), _CLOSE_S)
        self._disk.tell_lost()

    def _loaded(self, loaded: Loaded) -> None:
        if loaded.set_aside:
            log("journal-set-aside", why=loaded.set_aside)
        found = {entry.key: entry for entry in loaded.live}
        for key, entry in self._live.items():
            if found.get(key) != entry:  # what a damaged file had of it may be older
                self._disk.write(entry)
        if not self._adopted:
            # Later, all that is live is known; what was settled since must not come back to life.
            self._adopted = True
            for entry in loaded.live:
                self._live.setdefault(entry.key, entry)
        self._counted(loaded.unreadable)

    def _counted(self, unreadable: int) -> None:
        self._unreadable = unreadable
        self._tell()

    def _disk_is(self, health: Health) -> None:
        self._disk_health = health
        self._tell()

    def _tell(self) -> None:
        health = self.health
        if health is not self._told:
            if self._told is not None or health is not Health.OK:
                log("journal-state", state=health.value, unreadable=self._unreadable)
            self._told = health
            self._on_health(health)
