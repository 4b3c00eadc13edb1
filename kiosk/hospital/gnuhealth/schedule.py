"""What a patient can go to: their appointments of today, and the services that are open."""

from collections import Counter
from datetime import date

from kiosk.hospital.answers import tidy
from kiosk.hospital.gnuhealth.appointments import CONFIRMED, Appointments
from kiosk.hospital.gnuhealth.checking_in import number_of
from kiosk.hospital.gnuhealth.house import House
from kiosk.hospital.gnuhealth.records import AppointmentRow
from kiosk.hospital.gnuhealth.rpc import Rpc
from kiosk.hospital.requests import HOSPITAL_TIME
from kiosk.model.care import Appointment, Service
from kiosk.model.text import VIETNAMESE, LocalText


class Schedule:
    def __init__(self, rpc: Rpc) -> None:
        self._appointments = Appointments(rpc)

    async def appointments(
        self, patient: str, today: date, house: House
    ) -> tuple[Appointment, ...]:
        """Confirmed ones, by time. One without a specialty has no queue, and is left out."""
        rows = await self._appointments.of_patient(
            number_of(patient), house.institution, today, ["state", "=", CONFIRMED]
        )
        found = filter(None, (_appointment(row, house) for row in rows))
        return tuple(sorted(found, key=lambda one: (one.start, one.id)))

    async def services(self, house: House, today: date) -> tuple[Service, ...]:
        """The institution's specialties, each with how many are checked in for it.

        GNU Health knows neither opening hours nor who is on duty, nor how long anything takes:
        a specialty with a unit is one open room, and the wait is not known.
        """
        queue = await self._appointments.waiting(house.institution, today)
        waiting = Counter(row.speciality for row in queue)
        return tuple(
            Service(
                code=one.code,
                name=one.name,
                plain=one.name,
                open_rooms=1 if one.place is not None else 0,
                waiting=waiting[one.id],
                wait_minutes=None,
            )
            for one in house.specialties.values()
        )


def _appointment(row: AppointmentRow, house: House) -> Appointment | None:
    if row.specialty is None or row.appointment_date is None:
        return None
    known = house.by_id(row.specialty.id)
    doctor, unit = "", ""
    if row.doctor is not None:
        name = row.doctor.party
        doctor = tidy(f"{name.lastname or ''} {name.name or ''}") if name else ""
        unit = tidy(row.doctor.unit.name) if row.doctor.unit else ""
    return Appointment(
        id=str(row.id),
        start=row.appointment_date.value().astimezone(HOSPITAL_TIME),
        service=row.specialty.code,
        service_name=known.name if known else LocalText({VIETNAMESE: tidy(row.specialty.name)}),
        practitioner=doctor,
        room=unit,
    )
