"""Numbers ahead, for visits and for who sees to it that there are some."""

import sqlite3
from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from kiosk.journal import ahead
from kiosk.journal.disk import Disk
from kiosk.journal.patience import Patience
from kiosk.journal.store import Store
from kiosk.model.care import Service
from kiosk.model.leases import LeasedNumber, LeaseRequest

T = TypeVar("T")


class NumbersAhead:
    """What is answered is on disk. A disk that does not take it now, or not in time, answers
    ``None``: a number that is not known to be taken on disk is given to nobody, as a later start
    might give it again."""

    def __init__(self, disk: Disk, patience: Patience) -> None:
        self._disk = disk
        self._patience = patience

    async def take(self, service: str, room: str, now: datetime) -> LeasedNumber | None:
        """A number for a patient, for good; :func:`kiosk.journal.ahead.take`."""
        return await self._done(lambda db: ahead.take(db, service, room, now))

    async def free(self, now: datetime) -> tuple[LeasedNumber, ...] | None:
        """Those that may be given now."""
        return await self._done(lambda db: ahead.free(db, now))

    async def ask(self, request: LeaseRequest) -> bool:
        """The hospital is about to be asked for these; whether that is on disk."""
        return await self._said(lambda db: ahead.ask(db, request))

    async def asked(self) -> LeaseRequest | None:
        """What it was asked for, and has not answered as far as is known."""
        return await self._done(ahead.asked)

    async def keep(
        self, request: LeaseRequest, given: tuple[LeasedNumber, ...], now: datetime
    ) -> bool:
        """It has answered; :func:`kiosk.journal.ahead.keep`."""
        return await self._said(lambda db: ahead.keep(db, request.held, given, now))

    async def forget_asked(self) -> bool:
        """It has refused."""
        return await self._said(ahead.forget_asked)

    async def put_back(self, numbers: tuple[LeasedNumber, ...]) -> bool:
        """Give these to nobody any more."""
        return await self._said(lambda db: ahead.put_back(db, numbers))

    async def put_back_unheld(self, held: Collection[str], now: datetime) -> bool:
        """What was taken, and nobody has; :func:`kiosk.journal.ahead.put_back_unheld`. Numbers that
        are asked for after this call are not among them."""
        return await self._said(lambda db: ahead.put_back_unheld(db, held, now))

    async def going_back(self) -> tuple[str, ...]:
        """Numbers that the hospital is still to be told of."""
        return await self._done(ahead.going_back) or ()

    async def gone(self, numbers: tuple[str, ...]) -> bool:
        """It was told."""
        return await self._said(lambda db: ahead.gone(db, numbers))

    async def note_services(self, services: tuple[Service, ...]) -> bool:
        """What there is to choose now, for a start without the hospital."""
        return await self._said(lambda db: ahead.note_services(db, services))

    async def services(self) -> tuple[Service, ...]:
        """What there was to choose when that was noted last."""
        return await self._done(ahead.services) or ()

    async def _said(self, work: Callable[[sqlite3.Connection], None]) -> bool:
        def done(db: sqlite3.Connection) -> bool:
            work(db)
            return True

        return bool(await self._done(done))

    async def _done(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        def job(store: Store | None) -> T | None:
            return store.within(work) if store else None

        return await self._patience.waited(self._disk.run(job))
