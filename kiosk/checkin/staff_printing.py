"""A ticket once more, from what the journal has of it."""

from kiosk.checkin.ahead import leased_of, ticket_of
from kiosk.checkin.equipment import Equipment, Rules
from kiosk.checkin.printing import OnPaper, noted, print_slip
from kiosk.checkin.settling import settle_now
from kiosk.checkin.staff_screens import Said
from kiosk.checkin.trace import Trace
from kiosk.errors import JournalError
from kiosk.journal.entry import Entry
from kiosk.model.checkin import Ticket
from kiosk.model.courtesy import UNKNOWN_GUEST
from kiosk.model.person import IdentifierKind
from kiosk.model.provisional import PROVISIONAL_STEP
from kiosk.model.text import VIETNAMESE, LocalText, local
from kiosk.ticket import Slip

_NOWHERE = local("", "")


def copy_of(entry: Entry, rules: Rules, language: str) -> Slip | None:
    """The ticket as it was, marked as a copy; ``None`` where it is not known any more.

    The queue is that of the time that stands on it. Not on it: what was said of the insurance and
    of errands at the desk, which the journal does not keep.
    """
    details = entry.details
    if details is None or not entry.number:
        return None
    ticket = _given(entry, details.ticket)
    if ticket is None and not entry.provisional:
        return None
    codes = (i.value for i in details.identifiers if i.kind is IdentifierKind.PATIENT_CODE)
    return Slip(
        hospital=rules.hospital_name,
        number=entry.number,
        room=ticket.room if ticket else "",
        floor=ticket.floor if ticket else "",
        direction=ticket.direction if ticket else _NOWHERE,
        service=ticket.service if ticket else _NOWHERE,
        people_ahead=ticket.people_ahead if ticket else 0,
        wait_minutes=ticket.wait_minutes if ticket else None,
        name=details.short_name,
        patient_code=next(codes, ""),
        issued_at=ticket.issued_at if ticket else entry.began_at,
        insurance=_NOWHERE,
        next_step=None if ticket else _to_the_desk(rules),
        appointment=ticket.appointment if ticket else None,
        follow_up=ticket.follow_up if ticket else "",
        priority=bool(ticket and ticket.priority),
        reprint=True,
        provisional=ticket is None,
        queue_known=ticket is None or not ticket.leased,
        language=language,
    )


def _given(entry: Entry, answered: Ticket | None) -> Ticket | None:
    """The hospital's ticket with the number that the patient was given; ``None`` of a number of the
    kiosk's own."""
    if not entry.provisional or (answered is not None and answered.number == entry.number):
        return answered
    leased = leased_of(entry)
    return ticket_of(leased, _NOWHERE, None, entry.began_at, reissued=True) if leased else None


async def print_again(equipment: Equipment, key: str, language: str) -> Said:
    """Print a copy. One that was on no paper is on paper then, and the hospital hears of it.

    Meanwhile the number is held, as by a visit: nobody tells the hospital that it has no paper.
    """
    equipment.underway.hold(key)
    try:
        return await _print_again(equipment, key, language)
    finally:
        equipment.underway.release(key)


async def _print_again(equipment: Equipment, key: str, language: str) -> Said:
    try:
        entry = await equipment.journal.find(key)
        slip = copy_of(entry, equipment.rules, language)
        if slip is None:
            return Said.CHANGED
        if brought_back := entry.waits_for_paper:
            await equipment.journal.printing_again(key)
    except JournalError:
        return Said.CHANGED
    printed = await print_slip(equipment, Trace(), slip, key) is OnPaper.WHOLE
    if printed and (entry.encounter or not entry.provisional):
        await settle_now(equipment, key)
    elif brought_back and not printed:
        await noted(equipment, key)  # it waits for staff again, and is not given back by itself
    return Said.PRINTED if printed else Said.NOT_PRINTED


def _to_the_desk(rules: Rules) -> LocalText:
    return LocalText(
        {
            language: sentence.replace(
                "{you}", UNKNOWN_GUEST if language == VIETNAMESE else "you"
            ).replace("{desk}", rules.desk.get(language))
            for language, sentence in PROVISIONAL_STEP.by_language.items()
        }
    )
