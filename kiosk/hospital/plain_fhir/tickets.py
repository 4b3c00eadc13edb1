"""From an encounter to the ticket that is printed."""

from kiosk.errors import HospitalGarbled
from kiosk.hospital.answers import id_in, tidy
from kiosk.hospital.plain_fhir.checking_in import Place
from kiosk.hospital.plain_fhir.encounters import PRIORITY, TICKET, identified, place_in, shaped
from kiosk.hospital.plain_fhir.house import Houses
from kiosk.hospital.plain_fhir.queues import Queues
from kiosk.model.checkin import Ticket
from kiosk.model.text import VIETNAMESE, LocalText


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
