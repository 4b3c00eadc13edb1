"""The hospital on PostgreSQL: a thread that writes, some that read, one that listens."""

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

import psycopg

from kiosk.frontdesk.changes import Changes
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import TOGETHER, Days, Gathering, fill_day, settle
from kiosk.frontdesk.jobs import Job, commit_together
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store.database import StoreAway, StoreError
from kiosk.frontdesk.store.postgres import CHANNEL, URGENT, PostgresDatabase

T = TypeVar("T")
_READERS = 3
_AGAIN_SECONDS = 1.0
_PATIENCE_SECONDS = 15.0
"""Longer than a lock and a statement may take (see the store); a machine that stands still and
keeps its connections open would keep everybody waiting."""


class PostgresHouse:
    """One truth for many servers. Work runs in threads: while the database works or is away, the
    event loop does not stand still."""

    def __init__(self, address: str, premises: Premises, seed: int | None, now: Clock) -> None:
        self.premises = premises
        self.now = now
        self.changes = Changes()
        self._address = address
        self._seed = seed
        self._db = PostgresDatabase.open(address)
        self._desk = Desk(self._db, premises, seed, now)
        try:
            self._db.migrate()
            self._desk.found()
        except BaseException:  # whatever it was: nobody has it who could close it
            self._db.close()
            raise
        self._days = Days(now, lambda: self._written("system", fill_day))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = threading.Event()
        self._rooms_told = 0
        """So many writes of rooms were told of."""
        self._jobs: queue.SimpleQueue[list[Job] | None] = queue.SimpleQueue()
        self._gathering = Gathering(self._jobs.put)
        self._writer = threading.Thread(target=self._write, name="frontdesk-writer", daemon=True)
        self._writer.start()
        self._listener = threading.Thread(target=self._listen, name="frontdesk-ear", daemon=True)
        self._local = threading.local()
        self._reading: list[PostgresDatabase] = []
        self._readers = ThreadPoolExecutor(_READERS, "frontdesk-reader")

    async def read(self, work: Callable[[Desk], T]) -> T:
        self._meet()
        await self._days.begin()
        loop = asyncio.get_running_loop()
        return await _in_time(loop.run_in_executor(self._readers, self._read, work))

    async def write(self, who: str, work: Callable[[Desk], T]) -> T:
        self._meet()
        await self._days.begin()
        return await self._written(who, work)

    async def _written(self, who: str, work: Callable[[Desk], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        tell = settle(future)

        def settled(job: Job) -> None:
            with suppress(RuntimeError):  # the loop has ended, so nobody waits
                loop.call_soon_threadsafe(tell, job)

        self._gathering.add(Job(who, work, settled))
        return await _in_time(future)

    def close(self) -> None:
        self._closing.set()
        self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        if self._listener.is_alive():
            with suppress(StoreAway):
                self._db.notify_now()  # Wakes it.
            self._listener.join()
        for database in (self._db, *self._reading):
            database.close()

    def _meet(self) -> None:
        """Word of changes goes to the loop that serves, from now on."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._listener.start()

    def _read(self, work: Callable[[Desk], T]) -> T:
        desk: Desk | None = getattr(self._local, "desk", None)
        if desk is None:
            database = PostgresDatabase(self._address)
            self._reading.append(database)
            desk = self._local.desk = Desk(database, self.premises, self._seed, self.now)
            self._local.db = database
        db: PostgresDatabase = self._local.db
        try:
            db.begin_reading()
            return work(desk)
        finally:
            db.rollback()

    def _write(self) -> None:
        while (jobs := self._jobs.get()) is not None:
            ending = False
            with suppress(queue.Empty):
                while len(jobs) < TOGETHER and not ending:
                    more = self._jobs.get_nowait()
                    if more is None:
                        ending = True
                    else:
                        jobs += more
            commit_together(self._desk, jobs, self._notify)
            if ending:
                return

    def _notify(self) -> None:
        told, self._rooms_told = self._rooms_told, self._desk.store.rooms.writes
        self._db.notify(urgent=self._rooms_told > told)

    def _listen(self) -> None:
        """Pass on what other servers, and this one, say. Whoever was away asks for all again."""
        while not self._closing.is_set():
            ear = PostgresDatabase(self._address)
            try:
                connection = ear.connection()
                connection.execute(f"LISTEN {CHANNEL}")
                self._tell(urgent=True)
                while not self._closing.is_set():
                    for said in connection.notifies(timeout=_AGAIN_SECONDS, stop_after=1):
                        self._tell(urgent=said.payload == URGENT)
            except (psycopg.Error, StoreError):
                self._closing.wait(_AGAIN_SECONDS)
            finally:
                ear.close()

    def _tell(self, *, urgent: bool) -> None:
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(partial(self.changes.tell, urgent=urgent))


async def _in_time(answer: Awaitable[T]) -> T:
    """Raises :class:`StoreAway` if it does not come; what was asked may be done all the same."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await answer
    except TimeoutError:
        raise StoreAway("the database does not answer") from None
