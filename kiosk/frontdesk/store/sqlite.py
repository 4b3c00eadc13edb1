"""The records in an SQLite file, for a hospital with one server."""

import fcntl
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from kiosk.frontdesk.store.database import StoreAway, StoreBusy, StoreError, is_write
from kiosk.frontdesk.store.migrate import VERSIONS, bring_forward, check_format, is_newest

_BUSY_MS = 50
"""The event loop stands still while it waits, so hardly at all."""
_WORDS = {
    "BYTES": "BLOB",
    "REAL": "REAL",
    "SERIAL_KEY": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "KEYED": "STRICT, WITHOUT ROWID",
    "STRICT": "STRICT",
}
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class SqliteDatabase:
    """:class:`~kiosk.frontdesk.store.database.Database` on one file, which a server locks against a
    second one: that would not see what the first keeps in memory."""

    def __init__(self, connection: sqlite3.Connection, lock: IO[bytes] | None) -> None:
        self._db = connection
        self._lock = lock
        """``None`` beside a server."""
        self.writes = 0
        self.epoch = 0
        self._version_read = -1
        """Of the records, as SQLite counts what other connections commit."""
        self._is_writing = False
        self.may_have_vectors = False

    @classmethod
    def open(cls, path: Path, beside: bool = False) -> Self:
        """Open or create the file. Raises :class:`StoreError`.

        With ``beside`` a server has made it, and may have it open or open it meanwhile: for what
        no server keeps in memory.
        """
        # Who mistypes a folder would register a kiosk, or shut one out, where no server looks.
        if beside and not path.exists():
            raise StoreError(f"{path}: there are no records; a server makes them when it starts")
        lock = None if beside else _locked(path)
        try:
            return cls(_connect(path), lock)
        except sqlite3.Error as error:
            if lock is not None:
                lock.close()
            raise StoreError(f"{path}: {error}") from error

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        # All rows: a statement that is left half-way keeps its transaction from ending.
        with _TOLD:
            self.writes += is_write(sql)
            return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        with _TOLD:
            self.writes += 1
            self._db.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        with _TOLD:
            self.writes += 1
            self._db.executemany(sql, rows)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        places = ", ".join("?" * len(columns))
        self.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    def begin(self) -> None:
        try:
            with _TOLD:
                self._db.execute("BEGIN IMMEDIATE")
                self._is_writing = True
                [(version,)] = self._db.execute("PRAGMA data_version").fetchall()
        except BaseException:  # whatever it was: the caller has begun nothing
            self.rollback()
            raise
        if version != self._version_read:
            self._version_read = version
            self.epoch += 1

    def commit(self) -> None:
        with _TOLD:
            self._db.execute("COMMIT")
        self._is_writing = False

    def rollback(self) -> None:
        if self._is_writing:
            # Also where SQLite has undone it by itself, on a full disk.
            self._is_writing = False
            self.epoch += 1
        if self._db.in_transaction:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")

    def overwrite_deleted(self) -> bool:
        # secure_delete overwrites pages; what they held before is in the log that is written ahead,
        # too, and stays there until so much was written that the log begins anew.
        [(is_blocked, _, _)] = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not is_blocked

    def migrate(self) -> None:
        try:
            if is_newest(self._version()):
                return
            self.begin()
            version = self._version()
            if not self._has_versions():
                self._db.execute(VERSIONS)
                if version:
                    self._db.execute("INSERT INTO schema_version VALUES (?, '')", (version,))
            bring_forward(version, _WORDS, self._db.execute)
            self.commit()
        except sqlite3.Error as error:
            raise StoreError(f"the records cannot be brought forward: {error}") from error
        finally:
            self.rollback()

    def check_format(self) -> None:
        try:
            version = self._version()
        except sqlite3.Error as error:
            raise StoreError(f"the records cannot be read: {error}") from error
        check_format(version)

    def _version(self) -> int:
        if self._has_versions():
            [(version,)] = self.rows("SELECT coalesce(max(version), 0) FROM schema_version")
        else:
            # Before there was a table of versions, the file's own mark held it.
            [(version,)] = self.rows("PRAGMA user_version")
        return int(version)

    def _has_versions(self) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'"))

    def close(self) -> None:
        self._db.close()
        if self._lock is not None:
            self._lock.close()


_AWAY = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails",
    sqlite3.SQLITE_READONLY: "they are read-only",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_PERM: "no permission",
    sqlite3.SQLITE_NOMEM: "out of memory",
}


class _Told:
    """What SQLite cannot do now, as this package's errors. What is wrong with a statement stays
    what it is. A class, not a generator: it is around each statement."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, sqlite3.OperationalError):
            return
        code = error.sqlite_errorcode & 0xFF
        if code in _BUSY:
            raise StoreBusy("the records are locked by another process") from error
        if code in _AWAY:
            raise StoreAway(f"the records cannot be used now: {_AWAY[code]}") from error


_TOLD = _Told()


def _locked(path: Path) -> IO[bytes]:
    """The lock of the only server on this file, which is made if it is not there. Raises
    :class:`StoreError`."""
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Patients' names and numbers: for the server's own user alone, whatever the folder's mode
        # is. SQLite makes the files beside it with the same mode.
        path.touch(mode=0o600)
        lock = path.with_suffix(".lock").open("wb")
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise StoreError(f"{folder}: another hospital server uses this folder") from error
    return lock


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None)
    try:
        with closing(connection.execute("PRAGMA journal_mode = WAL")) as cursor:
            cursor.fetchall()
        # NORMAL may forget the last commits on a power cut, and so print a number twice.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted, such as a face, is overwritten, and not only marked as free.
        connection.execute("PRAGMA secure_delete = ON")
        # 64 MiB: the patients of a large hospital by identifier.
        connection.execute("PRAGMA cache_size = -65536")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
