"""Checking in at GNU Health: an appointment of today gets a number, or a new one is made for it.

Each call of the server is one transaction, but a check-in takes several. They are ordered so
that each may be the last one that the server ever got, and so that it may be done late, after
the kiosk has given it up and asked again: what is left then is a draft without a state, or a
note without a ticket, which the next attempt uses.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.hospital.gnuhealth.appointments import CHECKED_IN, CONFIRMED, DRAFT, Appointments
from kiosk.hospital.gnuhealth.dates import encoded_moment
from kiosk.hospital.gnuhealth.day import Clock, day_of
from kiosk.hospital.gnuhealth.house import House, Place, Specialty, place
from kiosk.hospital.gnuhealth.numbers import Numbers, Turn, message_of
from kiosk.hospital.gnuhealth.persons import patient as patient_of
from kiosk.hospital.gnuhealth.records import AppointmentRow, PatientRow
from kiosk.hospital.gnuhealth.rpc import Conflict, Rpc
from kiosk.hospital.gnuhealth.search import search
from kiosk.hospital.gnuhealth.slip import Kind, Paper, Slip, last_slip, on_paper, with_slip
from kiosk.hospital.together import together
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.priority import priority_by_age
from kiosk.model.text import VIETNAMESE, LocalText

_ATTEMPTS = 8
"""To write what others change at the same time; the deadline of the call ends them earlier."""

_PREFIX = 6
"""Characters of the specialty's code in a number, for the largest type on the ticket. The count
alone is never given twice, so two codes that begin alike do no harm."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The appointment that a check-in is for."""

    row: AppointmentRow
    reissued: bool = False
    """The patient held its ticket before."""


class CheckingIn:
    def __init__(self, rpc: Rpc, now: Clock) -> None:
        self._rpc, self._now = rpc, now
        self._appointments = Appointments(rpc)
        self._numbers = Numbers(rpc)

    async def check_in(self, request: CheckIn, house: House) -> Ticket:
        """Raises ``HospitalRefused`` with the reasons of
        :meth:`~kiosk.hospital.base.Hospital.check_in`."""
        key = _checked_key(request.key)
        now = self._now()
        today = day_of(now)
        async with together() as group:
            reading = group.create_task(self._read_patient(request.patient))
            remembering = group.create_task(self._numbers.of_key(key, now))
        row, given = reading.result(), remembering.result()
        if request.coverage and not _owns(row, request.coverage):
            raise HospitalRefused("invalid", "the coverage is not this patient's")
        message = message_of(request)
        if given is not None:
            appointment, asked = given
            if asked != message:
                raise HospitalRefused("key-reused")
            visit = Visit(await self._known(appointment))
        else:
            visit = await self._visit(request, row.id, house, today)
        groups = {*request.priority, *priority_by_age(patient_of(row, None).birth, today)}
        priority = tuple(sorted(group.value for group in groups))
        stored = await self._with_number(visit.row, request, message, priority, house, today)
        return await self._ticket(stored, house, visit.reissued)

    async def _read_patient(self, patient: str) -> PatientRow:
        found = await search(self._rpc, PatientRow, [["id", "=", number_of(patient)]], limit=1)
        if not found:
            raise HospitalRefused("patient-not-found")
        return found[0]

    async def _known(self, appointment: int) -> AppointmentRow:
        row = await self._appointments.read(appointment)
        if row is None:
            raise HospitalRefused("appointment-not-found")
        return row

    async def _visit(self, request: CheckIn, patient: int, house: House, today: date) -> Visit:
        booked: AppointmentRow | None = None
        if request.appointment:
            booked = await self._known(number_of(request.appointment))
            if booked.patient != patient or booked.state not in (CONFIRMED, CHECKED_IN):
                raise HospitalRefused("appointment-not-found")
            when = booked.appointment_date
            if when is None or day_of(when.value()) != today:
                raise HospitalRefused("appointment-not-today")
            if booked.specialty is None:
                raise HospitalRefused("invalid", "the appointment has no specialty, so no queue")
            specialty = booked.specialty.id
        else:
            specialty = _open(house, request.service).id
        rows = await self._here(patient, house, specialty, today)
        held = next((row for row in rows if _holds(row, today)), None)
        if held is not None:
            return Visit(held, reissued=True)
        if booked is not None:
            return Visit(booked)
        return Visit(await self._draft(rows, patient, house, specialty, today))

    async def _draft(
        self,
        rows: list[AppointmentRow],
        patient: int,
        house: House,
        specialty: int,
        today: date,
    ) -> AppointmentRow:
        """The first draft of this patient for this specialty; made if there is none.

        Whoever makes one looks again, so that two kiosks end with the same.
        """
        if not any(_is_draft(row) for row in rows):
            await self._appointments.draft(patient, house.institution, specialty)
            rows = await self._here(patient, house, specialty, today)
        found = next((row for row in rows if _is_draft(row) or _holds(row, today)), None)
        if found is None:
            raise HospitalGarbled("gnuhealth.appointment: what was written is not there")
        return found

    async def _here(
        self, patient: int, house: House, specialty: int, today: date
    ) -> list[AppointmentRow]:
        return await self._appointments.of_patient(
            patient,
            house.institution,
            today,
            ["speciality", "=", specialty],
            ["OR", ["state", "=", CHECKED_IN], ["state", "=", None]],
        )

    async def _with_number(
        self,
        row: AppointmentRow,
        request: CheckIn,
        message: str,
        priority: tuple[str, ...],
        house: House,
        today: date,
    ) -> AppointmentRow:
        """The appointment with the ticket's line, whoever of us or of others wrote it."""
        turn: Turn | None = None
        doubled = False
        for _ in range(_ATTEMPTS):
            if not doubled and _holds(row, today):
                return row
            if row.state not in (CONFIRMED, CHECKED_IN) and not _is_draft(row):
                raise HospitalRefused("appointment-not-found")
            last = last_slip(row.comments)
            used = last.note if last else 0
            # The number of a ticket that was given back in the meantime is not given again.
            if turn is None or turn.note <= used:
                turn = await self._numbers.take(row.id, used, message)
            values = _checked_in(row, turn, request, priority, house)
            try:
                row = await self._appointments.write(row, values)
            except Conflict:
                row, doubled = await self._known(row.id), False
                continue
            doubled = await self._doubled(row)
            if not doubled:
                return row
        raise Conflict("changed by others again and again")

    async def _doubled(self, row: AppointmentRow) -> bool:
        """Whether somebody else has the number that was just written.

        That can only be where staff have deleted the last note of the days before while kiosks
        were counting from it. Each looks after it has written, so of two the later one sees the
        other, and takes another number before its ticket is answered.
        """
        slip = last_slip(row.comments)
        return slip is not None and await self._appointments.others_with(slip, row.id)

    async def _ticket(self, row: AppointmentRow, house: House, reissued: bool) -> Ticket:
        slip = last_slip(row.comments)
        if slip is None or row.specialty is None or row.checked_in_date is None:
            raise HospitalGarbled("gnuhealth.appointment: what was written is not there")
        mine = (row.checked_in_date.value(), row.id)
        queue = await self._appointments.waiting(
            house.institution, slip.day, ["speciality", "=", row.specialty.id]
        )
        ahead = sum(
            1
            for other in queue
            if other.checked_in_date is not None
            and (other.checked_in_date.value(), other.id) < mine
        )
        known = house.by_id(row.specialty.id)
        booked = slip.kind is Kind.BOOKED and row.appointment_date is not None
        return Ticket(
            encounter=str(row.id),
            number=slip.number,
            service=known.name if known else LocalText({VIETNAMESE: row.specialty.name}),
            room=slip.room,
            floor="",
            direction=LocalText({VIETNAMESE: _place(row, house).direction}),
            people_ahead=ahead,
            wait_minutes=None,
            issued_at=row.checked_in_date.value(),
            priority=bool(slip.priority),
            appointment=row.appointment_date.value() if booked and row.appointment_date else None,
            reissued=reissued,
        )


def number_of(reference: str) -> int:
    """A record's id; one that no record has for what is no number."""
    plain = reference.isascii() and reference.isdigit() and len(reference) <= 9
    return int(reference) if plain else 0


def _owns(patient: PatientRow, coverage: str) -> bool:
    return number_of(coverage) in {one.id for one in patient.party.insurance}


def _checked_key(key: str) -> str:
    try:
        if str(uuid.UUID(key)) == key.lower():
            return key
    except ValueError:
        pass
    raise HospitalRefused("invalid", "the key is not a UUID")


def _open(house: House, service: str) -> Specialty:
    specialty = house.specialties.get(service)
    if specialty is None:
        raise HospitalRefused("invalid", "there is no such service")
    if specialty.place is None:
        raise HospitalRefused("service-closed")
    return specialty


def _holds(row: AppointmentRow, today: date) -> bool:
    slip = last_slip(row.comments)
    return row.state == CHECKED_IN and slip is not None and slip.holds_on(today)


def _is_draft(row: AppointmentRow) -> bool:
    return row.state is None and row.comments == DRAFT


def _place(row: AppointmentRow, house: House) -> Place:
    """The doctor's unit, else the specialty's, else the specialty by its name."""
    if row.doctor is not None and row.doctor.unit is not None:
        return place(row.doctor.unit.name, row.doctor.unit.extra_info)
    specialty = house.by_id(row.specialty.id) if row.specialty else None
    if specialty is not None and specialty.place is not None:
        return specialty.place
    return place(row.specialty.name if row.specialty else "", None)


def _checked_in(
    row: AppointmentRow, turn: Turn, request: CheckIn, priority: tuple[str, ...], house: House
) -> dict[str, object]:
    """The values to write. The name of a walk-in is its number: lists of staff show it."""
    code = row.specialty.code if row.specialty else ""
    before = None if _is_draft(row) else row.comments
    given_up = last_slip(before) if row.state == CHECKED_IN else None
    if given_up is not None:
        before = with_slip(before, on_paper(given_up, Paper.GIVEN_BACK))
    walk_in = _is_draft(row) or (given_up is not None and given_up.kind is Kind.WALK_IN)
    slip = Slip(
        number=f"{code[:_PREFIX]}-{turn.count:03d}",
        day=day_of(turn.at),
        note=turn.note,
        kind=Kind.WALK_IN if walk_in else Kind.BOOKED,
        room=_place(row, house).room[:100],
        priority=priority,
    )
    values: dict[str, object] = {"state": CHECKED_IN, "comments": with_slip(before, slip)}
    if walk_in:
        values["name"] = f"{slip.number} {slip.day.isoformat()}"
    if row.checked_in_date is not None:
        values["checked_in_date"] = encoded_moment(row.checked_in_date.value())
    if request.coverage and row.insurance is None:
        values["insurance"] = number_of(request.coverage)
    return values
