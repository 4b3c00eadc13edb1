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
        return _patiently(lambda: self._written(work))

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
        try:
            self._db.begin()
            self._store.at = stamp(hospital_now())
            done = work(self._store)
            self._db.commit()
        finally:
            self._db.rollback()
        return done


@contextmanager
def records(address: str) -> Iterator[Records]:
    """Open those at ``sqlite:///FILE`` or ``postgresql://…``, which a server has made and brought
    to this program's form: to bring them forward here would take them from under the servers of
    an older program that run. Raises :class:`StoreError`, also for another form."""
    with closing(open_database(address, beside=True)) as db:
        _patiently(db.check_format)
        yield Records(db)


def _patiently(work: Callable[[], T]) -> T:
    """Try again while another process holds the lock. Raises :class:`StoreError`."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return work()
        except StoreBusy:
            if time.monotonic() > until:
                raise
        time.sleep(_PAUSE)
