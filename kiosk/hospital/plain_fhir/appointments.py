"""Appointments of a plain server: which can be kept, for which service, in which room."""

from datetime import date, datetime

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.hospital import requests, wire
from kiosk.hospital import wire as every_wire
from kiosk.hospital.answers import id_in, tidy
from kiosk.hospital.plain_fhir.house import House, Houses, Line
from kiosk.hospital.plain_fhir.server import FhirServer, Json, Record, Step
from kiosk.model.care import Appointment

BOOKED = "booked"
KEPT = ("arrived", "checked-in")
NOT_FOUND = "appointment-not-found"
_MOST = "50"
"""Appointments of one patient and day."""


class Appointments:
    """Those of one server. ``kept`` is the status of one whose patient has checked in."""

    def __init__(self, server: FhirServer, houses: Houses, kept: str) -> None:
        self._server = server
        self._houses = houses
        self._kept = kept

    async def of(self, patient: str, today: date) -> tuple[Appointment, ...]:
        """Those of ``today`` that can be kept, by time. One for a service that has no queue is
        left to the desk."""
        begin, end = requests.day_of(today)
        house = await self._houses.current()
        asked = (
            ("patient", patient),
            ("date", f"ge{begin.isoformat()}"),
            ("date", f"lt{end.isoformat()}"),
            ("_count", _MOST),
        )
        found = [
            one.shaped(wire.Appointment) for one in await self._server.search("Appointment", asked)
        ]
        kept = [
            _appointment(one, one.start, line, house)
            for one in found
            if one.status == BOOKED
            and one.start is not None
            and begin <= one.start < end
            and _actor(one, "Patient")[0] == patient
            and (line := line_for(one, house)) is not None
        ]
        return tuple(sorted(kept, key=lambda one: (one.start, one.id)))

    async def to_keep(self, appointment: str, patient: str, today: date) -> Record:
        """One that this patient may keep today, or has kept already.

        Raises ``HospitalRefused`` (``appointment-not-found``, ``appointment-not-today``).
        """
        record = await self._server.read("Appointment", appointment)
        found = record.shaped(wire.Appointment) if record else None
        if record is None or found is None or _actor(found, "Patient")[0] != patient:
            raise HospitalRefused(NOT_FOUND)
        begin, end = requests.day_of(today)
        if found.start is None or not begin <= found.start < end:
            raise HospitalRefused("appointment-not-today")
        if found.status not in (BOOKED, *KEPT):
            raise HospitalRefused(NOT_FOUND)
        return record

    async def keep(self, appointment: str) -> bool:
        """Mark it as kept, if it is not; ``False`` if it was cancelled meanwhile."""
        record = await self._server.change("Appointment", appointment, self._changed(BOOKED))
        return record is not None and record.shaped(wire.Appointment).status in (BOOKED, *KEPT)

    async def release(self, appointment: str) -> None:
        """Let it be kept again."""
        await self._server.change("Appointment", appointment, self._changed(*KEPT, to=BOOKED))

    def kept_body(self, record: Record) -> Json:
        return record.body | {"status": self._kept}

    def _changed(self, *of: str, to: str = "") -> Step:
        def step(record: Record) -> Json | None:
            status = record.shaped(wire.Appointment).status
            return record.body | {"status": to or self._kept} if status in of else None

        return step


def line_for(found: wire.Appointment, house: House) -> Line | None:
    """The service of an appointment: the ``HealthcareService`` that takes part in it, or the
    one whose ``type`` (or id) is its ``serviceType``."""
    line = house.lines.get(_actor(found, "HealthcareService")[0])
    codings = [coding for concept in found.service_type for coding in concept.coding]
    for coding in codings:
        line = line or next(
            (one for one in house.lines.values() if (coding.system, coding.code) in one.types),
            house.lines.get(coding.code),
        )
    return line


def room_of(found: wire.Appointment) -> str:
    """``Location.id`` of its room, or ``""``."""
    return _actor(found, "Location")[0]


def _actor(found: wire.Appointment, kind: str) -> tuple[str, str]:
    """Id and display of who takes part."""
    actors: list[every_wire.Reference] = [one.actor for one in found.participant]
    actor = next((one for one in actors if id_in(one, kind)), None)
    return (id_in(actor, kind), tidy(actor.display)) if actor else ("", "")


def _appointment(found: wire.Appointment, start: datetime, line: Line, house: House) -> Appointment:
    if not line.name.get("vi"):
        raise HospitalGarbled("Appointment: a service without a name")
    location, display = _actor(found, "Location")
    room = house.rooms.get(location)
    return Appointment(
        id=found.id,
        start=start.astimezone(requests.HOSPITAL_TIME),
        service=line.service,
        service_name=line.name,
        practitioner=_actor(found, "Practitioner")[1],
        room=room.name if room else display,
    )
