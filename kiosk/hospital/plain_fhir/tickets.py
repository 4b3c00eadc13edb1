"""From encounters to tickets: the one that is printed, and those that a patient holds."""

from kiosk.errors import HospitalGarbled
from kiosk.hospital.answers import id_in, tidy
from kiosk.hospital.plain_fhir.checking_in import Place
from kiosk.hospital.plain_fhir.encounters import (
    PLACE,
    PRIORITY,
    TICKET,
    Encounters,
    identified,
    is_open,
    place_in,
    place_of,
    shaped,
)
from kiosk.hospital.plain_fhir.house import House, Houses, Line
from kiosk.hospital.plain_fhir.queues import Queues
from kiosk.hospital.plain_fhir.server import FhirServer, Record
from kiosk.model.checkin import HeldTicket, Ticket
from kiosk.model.text import VIETNAMESE, LocalText


class HeldTickets:
    """Those of one server."""

    def __init__(self, server: FhirServer, houses: Houses, encounters: Encounters) -> None:
        self._server = server
        self._houses = houses
        self._encounters = encounters

    async def of(self, patient: str) -> tuple[HeldTicket, ...]:
        """The open ones of this patient and day, in the hospital's order of services."""
        today, house = self._server.now().date(), await self._houses.current()
        places = [(PLACE, place_of(today, service, patient)) for service in house.lines]
        found = await self._encounters.found(*places) if places else []
        # What a search says may be a moment old.
        current = [await self._server.read("Encounter", one.id) for one in found if is_open(one)]
        held = {place_in(one)[1]: one for one in current if one and is_open(one)}
        return tuple(
            _held(held[line.service], line, house)
            for line in house.lines.values()
            if line.service in held
        )


def _held(record: Record, line: Line, house: House) -> HeldTicket:
    found = shaped(record)
    if not found.location:
        raise HospitalGarbled("Encounter: without room")
    reference = found.location[-1].location
    room = house.rooms.get(id_in(reference, "Location"))
    return HeldTicket(
        number=tidy(identified(found, TICKET)),
        service=line.service,
        service_name=line.name,
        room=room.name if room else tidy(reference.display),
    )


async def ticket(place: Place, houses: Houses, queues: Queues) -> Ticket:
    """The place as it is now: staff may have moved it to another room."""
    found = shaped(place.encounter)
    day, service, _ = place_in(place.encounter)
    number = tidy(identified(found, TICKET))
    if not number or not found.location or found.period.start is None:
        raise HospitalGarbled("Encounter: without number, room or time")
    reference = found.location[-1].location
    location = id_in(reference, "Location")
    room = await houses.room(location)
    line = (await houses.current()).lines.get(service)
    return Ticket(
        encounter=place.encounter.id,
        number=number,
        service=line.name if line else LocalText({VIETNAMESE: service}),
        room=room.name if room else tidy(reference.display),
        floor=room.floor if room else "",
        direction=room.way if room else LocalText({VIETNAMESE: ""}),
        people_ahead=await queues.ahead(day, service, location, found.period.start),
        wait_minutes=None,
        issued_at=found.period.start,
        priority=any(one.url == PRIORITY for one in found.extension),
        reissued=place.reissued,
    )
