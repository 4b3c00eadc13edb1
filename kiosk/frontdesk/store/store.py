"""The hospital's records in SQLite: one connection, used from one thread, short transactions.

SQL is here and in ``schema.sql`` only. Nothing here decides: rules are elsewhere.
"""

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, Self

from msgspec.structs import astuple, replace

from kiosk.errors import KioskError
from kiosk.frontdesk.records import (
    Appointment,
    Coverage,
    Encounter,
    Identifier,
    Patient,
    Request,
    Waiting,
)

SCHEMA_VERSION = 1
_BUSY_MS = 50
"""The event loop stands still while it waits, so hardly at all."""


class StoreBusy(KioskError):
    """Another process holds the write lock; try again."""


class StoreError(KioskError):
    """The data folder cannot be used; the message says why."""


_ENCOUNTER = (
    "SELECT seq, id, patient, service, day, number, room, coverage, kiosk, reasons, priority, "
    "status, paper, issued, token FROM encounter WHERE "
)
_APPOINTMENT = "SELECT id, patient, start, service, room, status, encounter FROM appointment WHERE "


class Store:
    """The open database of one data folder, locked against a second server."""

    def __init__(self, connection: sqlite3.Connection, lock: IO[bytes]) -> None:
        self._db = connection
        self._lock = lock

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open or create the records in ``folder``. Raises :class:`StoreError`."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = (folder / "frontdesk.lock").open("wb")
        except OSError as error:
            raise StoreError(f"{folder}: {error.strerror}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise StoreError(f"{folder}: another hospital server uses this folder") from error
        try:
            return cls(_connect(folder / "frontdesk.sqlite3"), lock)
        except (sqlite3.Error, StoreError) as error:
            lock.close()
            raise StoreError(f"{folder}: {error}") from error

    def close(self) -> None:
        self._db.close()
        self._lock.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on disk when it ends. Raises :class:`StoreBusy`."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise StoreBusy("the records are locked by another process") from error
            raise
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    # Reading

    def meta(self, name: str) -> str | None:
        row = self._one("SELECT value FROM meta WHERE name = ?", (name,))
        return str(row[0]) if row else None

    def patient(self, patient: str) -> Patient | None:
        row = self._one(
            "SELECT id, name, gender, birth, address, phone FROM patient WHERE id = ?", (patient,)
        )
        if row is None:
            return None
        numbers = self._db.execute(
            "SELECT kind, value FROM identifier WHERE patient = ? ORDER BY kind, value", (patient,)
        )
        return Patient(*(*row, tuple(Identifier(*number) for number in numbers)))

    def holders(self, identifiers: Iterable[Identifier]) -> tuple[str, ...]:
        """Ids of the patients who have one of these identifiers, each once."""
        found: dict[str, None] = {}
        for identifier in identifiers:
            row = self._one(
                "SELECT patient FROM identifier WHERE kind = ? AND value = ?", astuple(identifier)
            )
            if row:
                found[row[0]] = None
        return tuple(found)

    def last_code(self) -> int:
        """The highest patient code that was given; codes are eight digits."""
        row = self._one("SELECT max(value) FROM identifier WHERE kind = 'code'", ())
        return int(row[0]) if row and row[0] else 10_000_000

    def coverage(self, patient: str) -> Coverage | None:
        """The patient's insurance, found by any of their numbers."""
        row = self._one(
            "SELECT c.id, c.result, c.percent, c.valid_to FROM identifier i "
            "JOIN insured n ON n.kind = i.kind AND n.value = i.value "
            "JOIN coverage c ON c.id = n.coverage WHERE i.patient = ? LIMIT 1",
            (patient,),
        )
        return Coverage(*row) if row else None

    def appointment(self, appointment: str) -> Appointment | None:
        row = self._one(_APPOINTMENT + "id = ?", (appointment,))
        return Appointment(*row) if row else None

    def appointments(self, patient: str, since: str, until: str) -> tuple[Appointment, ...]:
        """By start, from ``since`` to before ``until`` (ISO, +07:00)."""
        rows = self._db.execute(
            _APPOINTMENT + "patient = ? AND start >= ? AND start < ? ORDER BY start, id",
            (patient, since, until),
        )
        return tuple(Appointment(*row) for row in rows)

    def encounter(self, encounter: str) -> Encounter | None:
        return self._encounter("id = ?", (encounter,))

    def encounter_by_token(self, token: str) -> Encounter | None:
        return self._encounter("token = ?", (token,))

    def open_encounter(self, patient: str, service: str, day: str) -> Encounter | None:
        """The ticket that the patient holds for this service today."""
        return self._encounter(
            "patient = ? AND service = ? AND day = ? AND status IN ('arrived', 'in-progress')",
            (patient, service, day),
        )

    def request(self, key: str) -> Request | None:
        row = self._one("SELECT digest, encounter, reissued FROM request WHERE key = ?", (key,))
        return Request(row[0], row[1], bool(row[2])) if row else None

    def keys(self, encounter: str) -> tuple[str, ...]:
        """The keys of all check-ins that this ticket answered."""
        rows = self._db.execute(
            "SELECT key FROM request WHERE encounter = ? ORDER BY reissued, key", (encounter,)
        )
        return tuple(row[0] for row in rows)

    def waiting(self, day: str) -> dict[str, Waiting]:
        """How many wait, by room; rooms where nobody waits are absent."""
        rows = self._db.execute(
            "SELECT room, sum(priority = 0), sum(priority = 1) FROM encounter "
            "WHERE day = ? AND status = 'arrived' GROUP BY room",
            (day,),
        )
        return {room: Waiting(ordinary, priority) for room, ordinary, priority in rows}

    def waiting_in(self, day: str, room: str, before: int | None = None) -> Waiting:
        """How many wait in one room, or how many of them came before ticket ``before``."""
        row = self._one(
            "SELECT coalesce(sum(priority = 0), 0), coalesce(sum(priority = 1), 0) FROM encounter "
            "WHERE day = ? AND room = ? AND status = 'arrived' AND seq < ?",
            (day, room, before if before is not None else 2**62),
        )
        return Waiting(*row) if row else Waiting()

    # Writing: inside a transaction

    def set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def add_patients(self, patients: Iterable[Patient]) -> None:
        made = list(patients)
        self._db.executemany(
            "INSERT INTO patient VALUES (?, ?, ?, ?, ?, ?)",
            [(p.id, p.name, p.gender, p.birth, p.address, p.phone) for p in made],
        )
        self._db.executemany(
            "INSERT INTO identifier VALUES (?, ?, ?)",
            [(number.kind, number.value, p.id) for p in made for number in p.identifiers],
        )

    def add_coverages(self, coverages: Iterable[tuple[Coverage, Sequence[Identifier]]]) -> None:
        """Each with the numbers that the insurer knows its holder by."""
        made = list(coverages)
        self._db.executemany(
            "INSERT INTO coverage VALUES (?, ?, ?, ?)", [astuple(coverage) for coverage, _ in made]
        )
        self._db.executemany(
            "INSERT INTO insured VALUES (?, ?, ?)",
            [(n.kind, n.value, coverage.id) for coverage, numbers in made for n in numbers],
        )

    def add_appointments(self, appointments: Iterable[Appointment]) -> None:
        """Those of the same day that are there already stay as they are; older ones come again."""
        self._db.executemany(
            "INSERT INTO appointment VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET start = excluded.start, service = excluded.service, "
            "room = excluded.room, status = excluded.status, encounter = NULL "
            "WHERE substr(start, 1, 10) < substr(excluded.start, 1, 10)",
            [astuple(appointment) for appointment in appointments],
        )

    def next_count(self, day: str, letter: str) -> int:
        """Raise the day's counter of a letter; the first is 1."""
        [(last,)] = self._db.execute(
            "INSERT INTO counter VALUES (?, ?, 1) "
            "ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
            (day, letter),
        ).fetchall()
        return int(last)

    def add_encounter(self, encounter: Encounter) -> Encounter:
        """Store it; the answer has its place in the order of arrival."""
        [(seq,)] = self._db.execute(
            "INSERT INTO encounter VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "RETURNING seq",
            astuple(encounter)[1:],
        ).fetchall()
        return replace(encounter, seq=seq)

    def add_request(self, key: str, request: Request) -> None:
        self._db.execute("INSERT INTO request VALUES (?, ?, ?, ?)", (key, *astuple(request)))

    def keep_appointment(self, appointment: str, encounter: str) -> None:
        self._db.execute(
            "UPDATE appointment SET status = 'arrived', encounter = ? "
            "WHERE id = ? AND status = 'booked'",
            (encounter, appointment),
        )

    def set_paper(self, encounter: str, paper: str) -> None:
        self._db.execute("UPDATE encounter SET paper = ? WHERE id = ?", (paper, encounter))

    def cancel(self, encounter: str) -> None:
        """Give the place back, and with it the appointments; nothing happens if it was used."""
        self._db.execute(
            "UPDATE appointment SET status = 'booked', encounter = NULL WHERE encounter = "
            "(SELECT id FROM encounter WHERE id = ? AND status = 'arrived')",
            (encounter,),
        )
        self._db.execute(
            "UPDATE encounter SET status = 'cancelled' WHERE id = ? AND status = 'arrived'",
            (encounter,),
        )

    def add_staff_call(self, call: str, kiosk: str, page: str, at: str) -> None:
        self._db.execute(
            "INSERT INTO staff_call (id, kiosk, page, at) VALUES (?, ?, ?, ?)",
            (call, kiosk, page, at),
        )

    def _encounter(self, where: str, values: tuple[str, ...]) -> Encounter | None:
        row = self._one(_ENCOUNTER + where, values)
        return Encounter(*row) if row else None

    def _one(self, sql: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
        # All rows: a statement that is left half-way keeps its transaction from ending.
        rows = self._db.execute(sql, values).fetchall()
        return rows[0] if rows else None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL may forget the last commits on a power cut, and so print a number twice.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        with closing(connection.execute("PRAGMA user_version")) as cursor:
            version = cursor.fetchone()[0]
        if version == 0:
            schema = (Path(__file__).parent / "schema.sql").read_text("utf-8")
            connection.executescript(
                f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            )
        elif version != SCHEMA_VERSION:
            raise StoreError(f"the records have format {version}, this program {SCHEMA_VERSION}")
    except (sqlite3.Error, StoreError):
        connection.close()
        raise
    return connection
