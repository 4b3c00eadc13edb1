"""Appointments."""

from collections.abc import Iterable

from msgspec.structs import astuple

from kiosk.frontdesk.records import Appointment
from kiosk.frontdesk.store.database import Database

_COLUMNS = "id, patient, start, service, room, status, encounter"


class DiaryRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def appointment(self, appointment: str) -> Appointment | None:
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM appointment WHERE id = ?", (appointment,))
        return Appointment(*rows[0]) if rows else None

    def of_patient(self, patient: str, since: str, until: str) -> tuple[Appointment, ...]:
        """By start, from ``since`` to before ``until`` (ISO, +07:00)."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM appointment "
            "WHERE patient = ? AND start >= ? AND start < ? ORDER BY start, id",
            (patient, since, until),
        )
        return tuple(Appointment(*row) for row in rows)

    # Writing: inside a transaction

    def add(self, appointments: Iterable[Appointment]) -> None:
        """Those of the same day that are there already stay as they are; older ones come again."""
        self._db.many(
            f"INSERT INTO appointment ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET start = excluded.start, service = excluded.service, "
            "room = excluded.room, status = excluded.status, encounter = NULL "
            "WHERE substr(appointment.start, 1, 10) < substr(excluded.start, 1, 10)",
            [astuple(appointment) for appointment in appointments],
        )

    def keep(self, appointment: str, encounter: str) -> None:
        self._db.run(
            "UPDATE appointment SET status = 'arrived', encounter = ? "
            "WHERE id = ? AND status = 'booked'",
            (encounter, appointment),
        )
