"""The journal's file: SQLite, used by one thread."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Self, TypeVar

from kiosk.journal.aside import set_aside, whole_rows
from kiosk.journal.connecting import BUSY_MS, connect, translated
from kiosk.journal.entry import Entry
from kiosk.journal.health import Broken
from kiosk.journal.rows import COLUMNS, DamagedRow, Row, entry_of, row_of, to_ms
from kiosk.journal.sealed import Seal
from kiosk.journal.steerable import SteerableDisk

T = TypeVar("T")

FILE = "journal.sqlite3"
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM entry"  # noqa: S608 -- constants of this package
_LIST = f"SELECT {', '.join(COLUMNS[:-1])}, NULL FROM entry ORDER BY key DESC"  # noqa: S608 -- as above
_SHARING = (
    f"SELECT {', '.join(COLUMNS[:-1])}, NULL FROM entry"  # noqa: S608 -- as above
    " WHERE encounter = :encounter AND encounter != '' OR holder = :holder AND holder != x''"
    " ORDER BY key DESC"
)
_PUT = (
    f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 -- as above
    " ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{one} = excluded.{one}" for one in COLUMNS[1:-1])
    + ", details = "
)
_REPLACE = _PUT + "excluded.details"
_KEEP = _PUT + "entry.details"
_DONE = "state IN ('confirmed', 'abandoned') AND debt = 'none' AND changed_at < ?"
_WAITING = "state = 'rejected' AND changed_at < ?"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found in the file when it was opened."""

    live: tuple[Entry, ...] = ()
    """Those that are not settled, in the order of their keys."""
    unreadable: int = 0
    set_aside: str = ""
    """Why another file was set aside and this one begun: ``damaged``, ``not-ours``, ``newer``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish that a command left for the kiosk that holds the journal."""

    id: int
    what: str
    about: str


class Store:
    """Raises :class:`~kiosk.journal.health.Trouble` and :class:`~kiosk.journal.health.Broken`."""

    def __init__(
        self, db: sqlite3.Connection, seal: Seal, steered: SteerableDisk | None = None
    ) -> None:
        self._db = db
        self._seal = seal
        self._steered = steered
        self._unread: set[str] = set()
        """Keys of entries whose details are under another key, and must not be lost by writing."""
        self._damaged: set[object] = set()
        """What stands in the place of the keys of damaged entries."""
        self._unreadable: int | None = None
        """As it was counted; ``None`` where that may have changed since."""

    @classmethod
    def open(
        cls, folder: Path, seal: Seal, now: datetime, steered: SteerableDisk | None = None
    ) -> tuple[Self, Loaded]:
        """The journal in ``folder``, made where there is none; ``steered`` breaks its disk.

        A broken one is set aside, and what is whole in it is carried over into a fresh one.
        """
        path = folder / FILE
        try:
            store = cls(connect(path), seal, steered)
        except Broken as broken:
            aside = set_aside(path, now)
            store = cls(connect(path), seal, steered)
            if broken.why == "damaged":
                store._carry_over(whole_rows(aside))
            why = broken.why
        else:
            why = ""
        try:
            if steered is not None:
                with store._writing():
                    pass  # a disk that takes nothing does not let the file be opened
            return store, store._load(why)
        except BaseException:  # whatever it was: nobody has it who could close it
            store.close()
            raise

    def write(self, entries: Iterable[Entry]) -> None:
        """All of them or none; on disk when it returns."""
        with self._writing():
            for entry in entries:
                keep = entry.key in self._unread and entry.details is None
                if entry.key in self._unread or entry.key in self._damaged:
                    self._unreadable = None
                self._db.execute(_KEEP if keep else _REPLACE, row_of(entry, self._seal))

    def read(self, key: str) -> Entry | None:
        with translated():
            row = self._db.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            entry, unread = entry_of(row, self._seal)
        except DamagedRow:
            return None
        if unread:
            self._unread.add(key)
        return entry

    def newest(self, wanted: Callable[[Entry], bool], most: int) -> list[Entry]:
        """So many of those that are wanted, the newest first, without details; not the damaged."""
        found: list[Entry] = []
        with translated(), closing(self._db.execute(_LIST)) as rows:
            for row in rows:
                if len(found) == most:
                    break
                with suppress(DamagedRow):
                    entry, _ = entry_of(row, None)
                    if wanted(entry):
                        found.append(entry)
        return found

    def sharing(self, encounter: str, holder: bytes) -> list[Entry]:
        """All of this place, and all of this holder, the newest first, without details; not the
        damaged. ``""`` and ``b""`` are nobody's."""
        found: list[Entry] = []
        with translated():
            values = {"encounter": encounter, "holder": holder}
            for row in self._db.execute(_SHARING, values).fetchall():
                with suppress(DamagedRow):
                    found.append(entry_of(row, None)[0])
        return found

    def states(self) -> dict[str, str]:
        """Of each entry, by its key."""
        with translated():
            return dict(self._db.execute("SELECT key, state FROM entry").fetchall())

    def erase(self, before: datetime) -> int:
        """Erase what is personal of entries that were done with before then, also where it stood
        in the file and its log. Answers how many entries are unreadable now."""
        return self._erase(_DONE, before)

    def erase_waiting(self, before: datetime) -> int:
        """As :meth:`erase`, of those that have waited for staff since before then. Without it
        nobody can be helped any more, so it is kept longer; what is left stays until staff deal
        with it."""
        return self._erase(_WAITING, before)

    def _erase(self, which: str, before: datetime) -> int:
        with self._writing():
            sql = f"{_SELECT} WHERE (details IS NOT NULL OR holder != x'') AND {which}"
            for row in self._db.execute(sql, (to_ms(before),)).fetchall():
                with suppress(DamagedRow):
                    entry, _ = entry_of(row, None)
                    erased = row_of(_without_person(entry), self._seal)
                    self._db.execute(_REPLACE, erased)
                    self._unreadable = None
        return self._leave_no_trace()

    def delete(self, before: datetime) -> int:
        """Delete entries that were done with before then. Answers how many are unreadable now."""
        with self._writing():
            sql = f"DELETE FROM entry WHERE {_DONE}"  # noqa: S608 -- constants
            if self._db.execute(sql, (to_ms(before),)).rowcount:
                self._unreadable = None
            self._db.execute("DELETE FROM series WHERE day < date('now', '-30 days')")
        return self._leave_no_trace()

    def last_numbers(self) -> dict[date, int]:
        """Of the provisional series, by day, the latest first. ``ValueError`` for a damaged day."""
        with translated():
            rows = self._db.execute("SELECT day, last FROM series ORDER BY day DESC").fetchall()
        return {date.fromisoformat(day): int(last) for day, last in rows}

    def note_number(self, days: Iterable[date], number: int) -> None:
        """The last one of each of these days: of one series, by a clock that was set."""
        put = "INSERT INTO series VALUES (?, ?)"
        again = "ON CONFLICT (day) DO UPDATE SET last = excluded.last"
        with self._writing():
            self._db.executemany(f"{put} {again}", [(day.isoformat(), number) for day in days])

    def asked(self) -> list[Asked]:
        """Up to 100 wishes, the oldest first."""
        with translated():
            sql = "SELECT id, what, about FROM asked ORDER BY id LIMIT 100"
            return [Asked(*row) for row in self._db.execute(sql).fetchall()]

    def answered(self, ids: Sequence[int]) -> None:
        with self._writing():
            self._db.executemany("DELETE FROM asked WHERE id = ?", [(one,) for one in ids])

    def within(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What ``work`` makes in one transaction, on disk when it returns."""
        with self._writing():
            return work(self._db)

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._db.close()

    def _load(self, set_aside: str = "") -> Loaded:
        live: list[Entry] = []
        unreadable = 0
        with translated():
            for row in self._db.execute(f"{_SELECT} ORDER BY key"):
                try:
                    entry, unread = entry_of(row, self._seal)
                except DamagedRow:
                    unreadable += 1
                    self._damaged.add(row[0])
                    continue
                if unread:
                    unreadable += 1
                    self._unread.add(entry.key)
                if not entry.settled:
                    live.append(entry)
        self._unreadable = unreadable
        return Loaded(tuple(live), unreadable, set_aside)

    def _carry_over(self, rows: Iterable[Row]) -> None:
        with self._writing():
            self._db.executemany(_REPLACE, rows)

    def _leave_no_trace(self) -> int:
        """secure_delete overwrites pages; what they held before is in the log, too, until it
        begins anew. A command that reads at this moment puts that off to the next time."""
        with translated():
            self._db.execute("PRAGMA busy_timeout = 0")  # visits wait behind this
            try:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                self._db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        # Ten thousand entries are decrypted in a fifth of a second, while the first page is drawn.
        return self._load().unreadable if self._unreadable is None else self._unreadable

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with translated():
            if self._steered is not None:
                self._steered.limit(self._db)
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    with suppress(sqlite3.Error):
                        self._db.execute("ROLLBACK")


def _without_person(entry: Entry) -> Entry:
    return replace(entry, details=None, holder=b"")
