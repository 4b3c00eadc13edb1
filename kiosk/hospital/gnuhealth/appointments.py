"""Appointments as GNU Health keeps them: read, and written if nobody else has in the meantime."""

from datetime import date

from kiosk.errors import HospitalRefused
from kiosk.hospital.gnuhealth.day import within_day
from kiosk.hospital.gnuhealth.records import AppointmentRow, WaitingRow
from kiosk.hospital.gnuhealth.rpc import Rpc
from kiosk.hospital.gnuhealth.search import search
from kiosk.hospital.gnuhealth.slip import Slip

CONFIRMED, CHECKED_IN, CANCELLED = "confirmed", "checked_in", "user_cancelled"
"""``gnuhealth.appointment.state``."""
DRAFT = "#kiosk draft"
"""The comments of an appointment that a kiosk makes for a walk-in, before it has a number. It has
no state yet, so nobody expects the patient; one that was left so is used by the next attempt."""

_MODEL = AppointmentRow.MODEL
_OF_A_PATIENT_MAX = 200
_OF_A_DAY_MAX = 20_000


class Appointments:
    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc

    async def read(self, number: int) -> AppointmentRow | None:
        found = await search(self._rpc, AppointmentRow, [["id", "=", number]], limit=1)
        return found[0] if found else None

    async def by_name(self, name: str) -> AppointmentRow | None:
        """By GNU Health's own appointment id, ``APP 2026/17``; ``None`` if several have it."""
        found = await search(self._rpc, AppointmentRow, [["name", "=", name]], limit=2)
        return found[0] if len(found) == 1 else None

    async def of_patient(
        self, patient: int, institution: int, day: date, *more: object
    ) -> list[AppointmentRow]:
        """Those of the day, at this institution or at none; ``more`` are clauses of a domain."""
        domain: list[object] = [
            ["patient", "=", patient],
            ["OR", ["institution", "=", institution], ["institution", "=", None]],
            *within_day("appointment_date", day),
            *more,
        ]
        return await search(self._rpc, AppointmentRow, domain, limit=_OF_A_PATIENT_MAX)

    async def waiting(self, institution: int, day: date, *more: object) -> list[WaitingRow]:
        """Who is checked in and not with a doctor yet."""
        domain: list[object] = [
            ["state", "=", CHECKED_IN],
            ["OR", ["institution", "=", institution], ["institution", "=", None]],
            *within_day("appointment_date", day),
            *more,
        ]
        return await search(self._rpc, WaitingRow, domain, limit=_OF_A_DAY_MAX)

    async def others_with(self, slip: Slip, number: int) -> bool:
        """Whether an appointment beside the record ``number`` has, or had, the slip's number."""
        domain: list[object] = [
            ["id", "!=", number],
            ["comments", "like", f"%#kiosk {slip.number} day={slip.day.isoformat()} %"],
            *within_day("appointment_date", slip.day),
        ]
        return bool(await search(self._rpc, WaitingRow, domain, limit=_OF_A_PATIENT_MAX))

    async def draft(self, patient: int, institution: int, specialty: int) -> None:
        """The server sets the date, to its own now."""
        values: dict[str, object] = {
            "patient": patient,
            "institution": institution,
            "speciality": specialty,
            "healthprof": None,
            "state": None,
            "comments": DRAFT,
        }
        await self._rpc.call(list[int], f"model.{_MODEL}.create", [values])

    async def write(self, row: AppointmentRow, values: dict[str, object]) -> AppointmentRow:
        """Write if nobody has since ``row`` was read, and read what is stored now.

        Raises :class:`~kiosk.hospital.gnuhealth.rpc.Conflict` if somebody has.
        """
        condition = {"_timestamp": {f"{_MODEL},{row.id}": row.timestamp}}
        await self._rpc.call(object, f"model.{_MODEL}.write", [row.id], values, context=condition)
        stored = await self.read(row.id)
        if stored is None:
            raise HospitalRefused("appointment-not-found")
        return stored
