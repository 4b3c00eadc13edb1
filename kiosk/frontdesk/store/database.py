"""What the records need of a database: SQL that SQLite (3.40) and PostgreSQL (15) both understand.

Errors::

    KioskError
    └── StoreError      the records cannot be used as they are; the message says why
        └── StoreAway   not now: the database is gone or full, nothing was written
            └── StoreBusy   not now: another process holds the lock
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from kiosk.errors import KioskError


class StoreError(KioskError):
    """The records cannot be used; the message says why, without their content."""


class StoreAway(StoreError):
    """The database cannot be reached or written. What was asked for may be asked again:
    whether it was done before the database went away, its key tells."""


class StoreBusy(StoreAway):
    """Another process holds the write lock; try again."""


class Database(Protocol):
    """One connection, used by one thread at a time. Placeholders are ``?``, and no statement
    has a literal ``?`` or ``%``. Raises :class:`StoreAway` and :class:`StoreBusy`."""

    writes: int
    """How many statements that write were begun, ever: tells who left nothing behind."""
    epoch: int
    """Another number as soon as what was read in a transaction that writes may hold no more:
    another process wrote since, or what was written was undone. It is right from the beginning of
    each such transaction to its end."""
    may_have_vectors: bool
    """Whether the database can have pgvector."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement, read to the end."""
        ...

    def run(self, sql: str, values: Sequence[object] = ()) -> None: ...

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """The same statement for each row."""
        ...

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Insert very many rows by the quickest way that the database has."""
        ...

    def begin(self) -> None:
        """Start to write: one writer at a time over all processes. Where it raises, nothing is left
        begun."""
        ...

    def commit(self) -> None:
        """On disk when it returns."""
        ...

    def rollback(self) -> None:
        """Undo since :meth:`begin`. Never raises: a connection that is gone has undone it."""
        ...

    def overwrite_deleted(self) -> bool:
        """Leave nothing of what was deleted where it stood, as far as that can be hastened. Outside
        a transaction that writes. Answers whether it is done: not where another process reads what
        was there before, and is to be asked again later."""
        ...

    def migrate(self) -> None:
        """Bring the tables to the newest form; where they have it, without the writers' lock.
        Raises :class:`StoreError` for a newer one."""
        ...

    def check_format(self) -> None:
        """Write nothing; raises :class:`StoreError` unless the tables have this program's form."""
        ...

    def close(self) -> None: ...


def is_write(sql: str) -> bool:
    return not sql.startswith(("SELECT", "PRAGMA"))
