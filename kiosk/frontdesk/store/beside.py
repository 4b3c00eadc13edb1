"""The records for a command, beside the servers that use them.

For tables that no server keeps in memory: clients, staff, sessions, the audit.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

from kiosk.frontdesk.clock import hospital_now, stamp
from kiosk.frontdesk.store.address import open_database
from kiosk.frontdesk.store.database import Database, StoreBusy
from kiosk.frontdesk.store.store import Store

T = TypeVar("T")
_PATIENCE = 10.0
"""Seconds; a server holds the lock for some milliseconds at a time."""
_PAUSE = 0.05


class Records:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._store = Store(db)

    def read(self, work: Callable[[Store], T]) -> T:
        return work(self._store)

    def write(self, work: Callable[[Store], T]) -> T:
        """One transaction of ``system``. Raises :class:`StoreError`."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._written(work)
            except StoreBusy:
                if time.monotonic() > until:
                    raise
            time.sleep(_PAUSE)

    def overwrite_deleted(self) -> bool:
        """As :meth:`~kiosk.frontdesk.store.database.Database.overwrite_deleted`, tried for some
        seconds. Raises :class:`StoreError`."""
        until = time.monotonic() + _PATIENCE
        while not self._db.overwrite_deleted():
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE)
        return True

    def _written(self, work: Callable[[Store], T]) -> T:
        self._db.begin()
        try:
            self._store.at = stamp(hospital_now())
            done = work(self._store)
            self._db.commit()
        finally:
            self._db.rollback()
        return done


@contextmanager
def records(address: str) -> Iterator[Records]:
    """Open those at ``sqlite:///FILE`` or ``postgresql://…``, brought forward where no server has
    them open. Raises :class:`StoreError`, also where no server has made a file yet."""
    with closing(open_database(address, beside=True)) as db:
        db.migrate()
        yield Records(db)
