"""A journal's disk that is full or read-only on command, for testers."""

import sqlite3

from kiosk.journal.disk_fault import DiskFault

_AS_MANY_AS_THERE_ARE = 1
_MOST_PAGES = 4_294_967_294
"""SQLite's own limit (https://www.sqlite.org/limits.html, *Maximum Number Of Pages*)."""


class SteerableDisk:
    """Limits what SQLite may do with the journal's file, so that its own errors are met:
    ``SQLITE_FULL`` and ``SQLITE_READONLY``. It is steered from any thread, and holds for the next
    transaction.

    Not limited by it: the small files beside the journal.
    """

    def __init__(self) -> None:
        self.fault: DiskFault | None = None

    def limit(self, db: sqlite3.Connection) -> None:
        """Called in the thread that uses ``db``, between transactions
        (https://www.sqlite.org/pragma.html, *max_page_count*, *query_only*)."""
        fault = self.fault
        pages = _AS_MANY_AS_THERE_ARE if fault is DiskFault.FULL else _MOST_PAGES
        db.execute(f"PRAGMA max_page_count = {pages}")
        db.execute(f"PRAGMA query_only = {'ON' if fault is DiskFault.READ_ONLY else 'OFF'}")
