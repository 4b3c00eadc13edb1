"""The journal beside a running kiosk: read by anyone who may, and wishes left for it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.errors import JournalUnreadable, NoSuchEntry
from kiosk.journal.aside import lenient
from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.rows import COLUMNS, DamagedRow, entry_of
from kiosk.journal.schema import APPLICATION_ID
from kiosk.journal.sealed import Seal
from kiosk.journal.store import FILE

_BUSY_S = 5.0
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM entry"  # noqa: S608 -- constants of this package

_LIST = f"SELECT {', '.join(COLUMNS[:-1])}, NULL FROM entry"  # noqa: S608 -- as above
_AT_ONCE = 500
"""Rows held in memory at the same time."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is for staff in a journal, in numbers."""

    entries: int = 0
    owed: int = 0
    """Of these the hospital must still be told something."""
    oldest_owed: datetime | None = None
    """When the first of them began."""
    rejected: int = 0
    unreadable: int = 0
    """Damaged, or with details that the key does not open; without a key only the damaged."""


class Reading:
    """Entries of a journal that another process may be writing."""

    def __init__(self, db: sqlite3.Connection, seal: Seal | None) -> None:
        self._db = db
        self._seal = seal

    def entries(self, state: State | None = None, limit: int = -1) -> Iterator[Entry]:
        """The newest first, without details; damaged ones are left out."""
        values = {"state": state.value if state else "", "limit": limit}
        sql = f"{_LIST} WHERE :state IN ('', state) ORDER BY key DESC LIMIT :limit"
        # All at once: whoever pages through a list must not keep the kiosk from erasing.
        for row in self._db.execute(sql, values).fetchall():
            try:
                yield entry_of(row, None)[0]
            except DamagedRow:
                continue

    def summary(self) -> Summary:
        """All entries, counted."""
        entries = owed = rejected = unreadable = 0
        oldest: datetime | None = None
        for row in self._rows():
            entries += 1
            try:
                entry, unread = entry_of(row, self._seal)
            except DamagedRow:
                unreadable += 1
                continue
            unreadable += unread and self._seal is not None
            rejected += entry.state is State.REJECTED
            if entry.debt is not Debt.NONE and not entry.settled:
                owed += 1
                oldest = min(oldest or entry.began_at, entry.began_at)
        return Summary(entries, owed, oldest, rejected, unreadable)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        """Some at a time: nobody must wait for the file while they are looked at."""
        after = ""
        while True:
            sql = f"{_SELECT} WHERE key > ? ORDER BY key LIMIT ?"
            rows = self._db.execute(sql, (after, _AT_ONCE)).fetchall()
            if not rows:
                return
            yield from rows
            if rows[-1][0] <= after:  # a damaged file may be out of order, and this must end
                return
            after = rows[-1][0]

    def entry(self, key: str) -> tuple[Entry, bool]:
        """With details where there is a seal, and whether there are some that it does not open.

        Raises :class:`~kiosk.errors.NoSuchEntry`.
        """
        row = self._db.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise NoSuchEntry("the journal has no such entry")
        try:
            return entry_of(row, self._seal)
        except DamagedRow as error:
            raise JournalUnreadable("this entry is damaged") from error


@contextmanager
def reading(folder: Path, key: bytes | None = None) -> Iterator[Reading]:
    """The journal in ``folder``; with its ``key``, details are read, too.

    Raises :class:`~kiosk.errors.JournalUnreadable`, also for what SQLite finds wrong later.
    """
    with _connected(folder, "ro") as db:
        yield Reading(db, Seal(key) if key else None)


def leave(folder: Path, what: str, about: str) -> None:
    """Leave a wish for the kiosk that has this journal open; it looks every other second.

    Raises :class:`~kiosk.errors.JournalUnreadable`.
    """
    with _connected(folder, "rw") as db, db:
        db.execute("INSERT INTO asked (what, about) VALUES (?, ?)", (what, about))


@contextmanager
def _connected(folder: Path, mode: str) -> Iterator[sqlite3.Connection]:
    path = (folder / FILE).absolute()
    if not path.exists():
        raise JournalUnreadable(
            f"{path}: there is no journal; a kiosk makes it when it starts, and a demonstration "
            "keeps none"
        )
    try:
        with closing(
            sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, timeout=_BUSY_S)
        ) as db:
            db.text_factory = lenient
            db.execute("PRAGMA trusted_schema = OFF")
            if db.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise JournalUnreadable(f"{path}: this is no journal of a kiosk")
            yield db
    except sqlite3.Error as error:
        raise JournalUnreadable(f"{path}: {error}") from error
    except UnicodeDecodeError:  # words of SQLite that quote a damaged file
        raise JournalUnreadable(f"{path}: damaged") from None
