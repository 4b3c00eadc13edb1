"""The records in PostgreSQL, for many servers and kiosks."""

import select
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, Self

import psycopg

from kiosk.frontdesk.store.database import StoreAway, StoreBusy, StoreError, is_write
from kiosk.frontdesk.store.migrate import VERSIONS, bring_forward, check_format, is_newest
from kiosk.frontdesk.store.postgres_address import check_address
from kiosk.frontdesk.store.quiet import quiet

CHANNEL = "kiosk_changes"
"""Of NOTIFY: other servers hear that something changed."""
URGENT = "urgent"
"""What is said there when people wait for it."""
_CONNECT_SECONDS = 2
_LOCK_MS = 2000
_STATEMENT_MS = 10_000
_WRITER = 0x6B696F736B
"""The advisory lock that makes one writer at a time over all servers, as SQLite does by itself.
What is promised of numbers then needs one argument, not two."""
_NUMBERS = (
    "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, "
    "pg_current_xact_id()::text::bigint"
)
"""The number after the highest of all transactions that have ended, and this one's own (PostgreSQL
15, Transaction ID and Snapshot Information Functions). Whoever writes does so under the lock, with
a higher number than those before; other databases on the server use numbers up too, which does no
harm."""
_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE"
"""Whatever the database's default is: at a higher level a writer that waited for the lock would
not see what was written meanwhile."""
_WORDS = {
    "BYTES": "BYTEA",
    "REAL": "DOUBLE PRECISION",
    "SERIAL_KEY": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    "KEYED": "",
    "STRICT": "",
}


@cache
def _translated(sql: str) -> str:
    return sql.replace("?", "%s")


class PostgresDatabase:
    """:class:`~kiosk.frontdesk.store.database.Database` on a server; connects again by itself."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._db: psycopg.Connection[tuple[Any, ...]] | None = None
        self._put_off: list[tuple[str, Sequence[object]]] = []
        """Statements, translated, that go to the server together with the next one."""
        self.writes = 0
        self.epoch = 0
        self._number = -1
        """Of the last transaction that wrote here."""
        self._is_writing = False
        self.may_have_vectors = True

    @classmethod
    def open(cls, address: str) -> Self:
        """Connect. Raises :class:`StoreError`, which never holds the password."""
        check_address(address)
        database = cls(address)
        database.connection()
        return database

    def connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The open connection. Raises :class:`StoreAway` within two seconds."""
        if self._db is None or self._db.closed:
            try:
                self._db = psycopg.connect(
                    self._address,
                    autocommit=True,
                    connect_timeout=_CONNECT_SECONDS,
                    prepare_threshold=2,
                    application_name="kiosk-frontdesk",
                    # A server that vanishes without a word is noticed.
                    keepalives_idle=5,
                    keepalives_interval=2,
                    keepalives_count=2,
                    tcp_user_timeout=10_000,
                )
                self._db.execute(f"SET lock_timeout = {_LOCK_MS}")
                self._db.execute(f"SET statement_timeout = {_STATEMENT_MS}")
                self._db.execute("SET synchronous_commit = on")
                # Each statement has its index whatever the values are: to plan it anew for some of
                # them took a tenth of each check-in.
                self._db.execute("SET plan_cache_mode = force_generic_plan")
            except psycopg.OperationalError as error:
                self._drop()
                # psycopg's words name hosts and users, which staff need; passwords it leaves out.
                raise StoreAway(f"the database cannot be reached: {error}") from error
            except psycopg.Error as error:
                raise StoreError(f"the database cannot be used: {error}") from error
        return self._db

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._told() as db:
            self.writes += is_write(sql)
            if not self._put_off:
                return db.execute(_translated(sql), values).fetchall()
            with quiet(db.pipeline()):
                self._send(db)
                cursor = db.execute(_translated(sql), values)
            return cursor.fetchall()

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        self.writes += 1
        # Nobody waits for what it answers: it shares the next statement's way to the server and
        # back. If it fails, that one fails, or the commit, and the transaction is undone.
        self._put_off.append((_translated(sql), values))

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        with self._told() as db, quiet(db.pipeline()), db.cursor() as cursor:
            self.writes += 1
            self._send(db)
            cursor.executemany(_translated(sql), rows)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        with self._told() as db, db.cursor() as cursor:
            self.writes += 1
            self._flush(db)
            # Very many rows take their time, until the transaction ends.
            cursor.execute("SET LOCAL statement_timeout = 0")
            sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
            with quiet(cursor.copy(sql)) as copy:
                for row in rows:
                    copy.write_row(row)
            # How rows are found best depends on how many there are. The server would see that by
            # itself, but a minute later.
            cursor.execute(f"ANALYZE {table}")

    def begin(self) -> None:
        self._leave_if_ended()
        try:
            with self._told() as db:
                self._put_off = [(_BEGIN, ()), ("SELECT pg_advisory_xact_lock(%s)", (_WRITER,))]
                with quiet(db.pipeline()):
                    self._send(db)
                    self._is_writing = True
                    cursor = db.execute(_NUMBERS)
                [(after_last, number)] = cursor.fetchall()
        except BaseException:
            # Whatever it was: who waited for the lock in vain is inside a transaction that failed,
            # and has not begun for the caller.
            self.rollback()
            raise
        if after_last != self._number + 1:
            self.epoch += 1
        self._number = number

    def begin_reading(self) -> None:
        """Everything until :meth:`rollback` is seen as it is at one instant."""
        self._leave_if_ended()
        self.epoch += 1
        self._put_off = [("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", ())]

    def notify(self, *, urgent: bool) -> None:
        """Tell all servers, when the transaction ends, that something changed."""
        said = f", '{URGENT}'" if urgent else ""
        self._put_off.append((f"NOTIFY {CHANNEL}{said}", ()))

    def notify_now(self) -> None:
        """The same at once, outside a transaction."""
        self.notify(urgent=False)
        with self._told() as db:
            self._flush(db)

    def commit(self) -> None:
        with self._told() as db:
            self._put_off.append(("COMMIT", ()))
            self._flush(db)
        self._is_writing = False

    def _flush(self, db: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Send what was put off, and wait until it is done."""
        if self._put_off:
            with quiet(db.pipeline()):
                self._send(db)

    def _send(self, db: psycopg.Connection[tuple[Any, ...]]) -> None:
        later, self._put_off = self._put_off, []
        for sql, values in later:
            db.execute(sql, values)

    def rollback(self) -> None:
        self._put_off.clear()
        if self._is_writing:
            self._is_writing = False
            self.epoch += 1
        db = self._db
        if db is None or db.closed:
            return
        status = db.info.transaction_status
        if status == psycopg.pq.TransactionStatus.IDLE:
            return
        if status != psycopg.pq.TransactionStatus.INTRANS:
            # After a failure the server skips what came with the same message. psycopg takes such
            # statements for prepared from then on, and with this connection they would never work.
            self._drop()
            return
        try:
            db.execute("ROLLBACK")
        except psycopg.Error:
            self._drop()

    def overwrite_deleted(self) -> bool:
        """Nothing to hasten: that is for VACUUM, which the database does in its own time."""
        return True

    def migrate(self) -> None:
        try:
            if is_newest(self._version()):
                return
            self.begin()
            # A step over many rows takes its time.
            self.run("SET LOCAL statement_timeout = 0")
            if not self._has_versions():
                self.run(VERSIONS)
            # Once more, under the lock: another server may have taken the steps meanwhile.
            version = self._version()
            with self._told() as db:
                bring_forward(version, _WORDS, db.execute)
            self.commit()
        except psycopg.Error as error:
            raise StoreError(f"the records cannot be brought forward: {error}") from error
        finally:
            self.rollback()

    def check_format(self) -> None:
        try:
            version = self._version()
        except psycopg.Error as error:
            raise StoreError(f"the records cannot be read: {error}") from error
        check_format(version)

    def _version(self) -> int:
        if not self._has_versions():
            return 0
        [(version,)] = self.rows("SELECT coalesce(max(version), 0) FROM schema_version")
        return int(version)

    def _has_versions(self) -> bool:
        [(table,)] = self.rows("SELECT to_regclass('schema_version')")
        return table is not None

    def close(self) -> None:
        self._drop()

    def _leave_if_ended(self) -> None:
        """Take a new connection where the server has ended this one since the last transaction:
        whoever is first after a restart would be told that the database is away."""
        if self._db is None or self._db.closed:
            return
        # Between transactions nothing comes from the server but its end; after the news of a
        # changed setting a new connection is as good.
        poll = select.poll()
        poll.register(self._db.fileno(), select.POLLIN)
        if poll.poll(0):
            self._drop()

    def _drop(self) -> None:
        db, self._db = self._db, None
        # The next one may be to records that are back from a copy.
        self._number = -1
        if db is not None:
            with suppress(psycopg.Error):
                db.close()

    @contextmanager
    def _told(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """What the server cannot do now, as this package's errors. What is wrong with a
        statement stays what it is."""
        try:
            yield self.connection()
        except (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled) as error:
            raise StoreBusy("the records are locked by another process") from error
        except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected) as error:
            raise StoreBusy("another process changed the same records") from error
        except (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction) as error:
            self._drop()
            # Its words may quote a row.
            raise StoreAway(f"the database went away ({type(error).__name__})") from error
