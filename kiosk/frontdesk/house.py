"""Where work meets the records: transactions, threads, and word of changes.

A piece of work is a function of a :class:`~kiosk.frontdesk.desk.Desk`. It runs at once and to its
end, must be quick, and must not keep the desk.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.frontdesk.changes import Changes
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.jobs import Job, commit_together
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store.address import is_postgresql, sqlite_file
from kiosk.frontdesk.store.sqlite import SqliteDatabase

T = TypeVar("T")
TOGETHER = 64
"""So many writes share one transaction, or a few more."""


class House(Protocol):
    """The hospital, for a server's event loop."""

    premises: Premises
    now: Clock
    changes: Changes

    async def read(self, work: Callable[[Desk], T]) -> T:
        """Raises :class:`~kiosk.frontdesk.store.database.StoreAway`, and what ``work`` raises."""
        ...

    async def write(self, who: str, work: Callable[[Desk], T]) -> T:
        """One transaction, on disk when it returns; if ``work`` raises, nothing is left of it.

        ``who`` is for the audit: ``kiosk:…``, ``client:…``, ``staff:…`` or ``system``. Raises
        :class:`~kiosk.frontdesk.store.database.StoreAway`, and what ``work`` raises.
        """
        ...

    def close(self) -> None: ...


def open_house(address: str, premises: Premises, seed: int | None, now: Clock) -> House:
    """Open the records at ``sqlite:///FILE`` or ``postgresql://…``, make or bring them forward,
    and fill them with the invented people of ``seed`` if they are empty; ``None``: with nobody.

    Raises :class:`~kiosk.frontdesk.store.database.StoreError`.
    """
    if is_postgresql(address):
        # psycopg takes time and memory that a hospital with SQLite does not have to pay.
        from kiosk.frontdesk.house_postgres import PostgresHouse

        return PostgresHouse(address, premises, seed, now)
    return SqliteHouse(sqlite_file(address), premises, seed, now)


class Days:
    """Sees to it that a day's appointments are there before anybody asks for them."""

    def __init__(self, now: Clock, fill: Callable[[], Awaitable[None]]) -> None:
        """``fill`` writes the appointments of the day that it is."""
        self._now = now
        self._fill = fill
        self._filled = ""
        self._filling = asyncio.Lock()

    async def begin(self) -> None:
        day = self._now().date().isoformat()
        if day == self._filled:
            return
        async with self._filling:
            # Whoever came first has filled it, unless that failed.
            if day != self._filled:
                await self._fill()
                self._filled = day


def fill_day(desk: Desk) -> None:
    desk.begin_day()


def settle(future: asyncio.Future[T]) -> Callable[[Job], None]:
    """Hand a job's outcome to who waits for it, if somebody still does."""

    def settled(job: Job) -> None:
        if future.done():
            return
        if job.error is not None:
            future.set_exception(job.error)
        else:
            future.set_result(job.result)

    return settled


class Gathering:
    """Collects writes until a turn of the event loop brings no more: whoever comes in the meantime
    shares the wait for the disk."""

    def __init__(self, together: Callable[[list[Job]], None]) -> None:
        """``together`` is handed what came together, in the loop's thread."""
        self._together = together
        self._jobs: list[Job] = []

    def add(self, job: Job) -> None:
        self._jobs.append(job)
        if len(self._jobs) == 1:
            asyncio.get_running_loop().call_soon(self._look, 0)

    def _look(self, seen: int) -> None:
        if seen < len(self._jobs) < TOGETHER:
            asyncio.get_running_loop().call_soon(self._look, len(self._jobs))
            return
        jobs, self._jobs = self._jobs, []
        self._together(jobs)


class SqliteHouse:
    """One connection, used in the event loop's thread: a check-in takes less time than handing it
    to another thread would. Writes that are asked for in turns of the loop without a pause are
    committed together."""

    def __init__(self, path: Path, premises: Premises, seed: int | None, now: Clock) -> None:
        self.premises = premises
        self.now = now
        self.changes = Changes()
        self._db = SqliteDatabase.open(path)
        try:
            self._db.migrate()
            self._desk = Desk(self._db, premises, seed, now)
            self._desk.found()
        except BaseException:  # whatever it was: nobody has it who could close it
            self._db.close()
            raise
        self._days = Days(now, lambda: self._written("system", fill_day))
        self._gathering = Gathering(self._commit)

    async def read(self, work: Callable[[Desk], T]) -> T:
        await self._days.begin()
        return work(self._desk)

    async def write(self, who: str, work: Callable[[Desk], T]) -> T:
        await self._days.begin()
        return await self._written(who, work)

    async def _written(self, who: str, work: Callable[[Desk], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._gathering.add(Job(who, work, settle(future)))
        return await future

    def _commit(self, jobs: Sequence[Job]) -> None:
        rooms = self._desk.store.rooms
        before = rooms.writes
        commit_together(self._desk, jobs, lambda: None)
        self.changes.tell(urgent=rooms.writes > before)

    def close(self) -> None:
        self._db.close()
