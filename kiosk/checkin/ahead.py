"""Numbers of the hospital's that the kiosk has ahead, and gives while the hospital is away.

Such a ticket is the hospital's own: number and room hold, and the hospital hears of it later. Only
the insurance was asked of nobody, so that the desk confirms it.
"""

from dataclasses import replace
from datetime import datetime

from kiosk.checkin.equipment import Equipment
from kiosk.checkin.wish import Wish
from kiosk.journal.entry import Entry
from kiosk.model.care import Appointment, Service
from kiosk.model.checkin import Ticket
from kiosk.model.document import Document
from kiosk.model.leases import LeasedNumber
from kiosk.model.text import LocalText, local

_NO_WAY = local("", "")


async def number_ahead(equipment: Equipment, wish: Wish, document: Document) -> LeasedNumber | None:
    """A number for what the patient wants, from now on theirs on disk; ``None`` if there is none.

    None for whom the hospital could perhaps not find later: a document without a name goes to the
    desk first. Who keeps an appointment goes to its room, or to the desk where nobody knows that.
    """
    if not (wish.patient.id or document.names_a_person):
        return None
    now, take = equipment.clock.now(), equipment.journal.ahead.take
    match wish.what:
        case Service(code=service):
            return await take(service, "", now)
        case Appointment(service=service, room=room) if room:
            found = await take(service, room, now)
            if found is None or found.room == room:
                return found
            # The way to that room is what the number does not know.
            return replace(found, room=room, floor="", direction=_NO_WAY)
        case _:
            return None


def leased_of(entry: Entry) -> LeasedNumber | None:
    """The number that the patient of this check-in was given from those ahead."""
    leased = entry.details.leased if entry.details else None
    return leased if leased is not None and leased.number == entry.number else None


def ticket_of(
    leased: LeasedNumber,
    service: LocalText,
    wish: Wish | None,
    given_at: datetime,
    *,
    reissued: bool,
) -> Ticket:
    """The ticket with this number. Nobody knows how many are before it."""
    what = wish.what if wish else None
    return Ticket(
        encounter="",
        number=leased.number,
        service=what.service_name if isinstance(what, Appointment) else service,
        room=leased.room,
        floor=leased.floor,
        direction=leased.direction,
        people_ahead=0,
        wait_minutes=None,
        issued_at=given_at,
        priority=bool(wish and wish.priority),
        appointment=what.start if isinstance(what, Appointment) else None,
        reissued=reissued,
        leased=True,
    )
