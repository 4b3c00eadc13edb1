"""Tickets that the holder of a document got at this kiosk today, while the hospital cannot say."""

from dataclasses import dataclass, replace

from kiosk.checkin.equipment import Equipment
from kiosk.errors import JournalError
from kiosk.journal.entry import Entry, State
from kiosk.model.checkin import HeldTicket, Ticket
from kiosk.model.document import Document


@dataclass(frozen=True, slots=True)
class Remembered:
    """One of them."""

    key: str
    """Of its check-in in the journal."""
    ticket: Ticket
    """As a copy."""
    held: HeldTicket
    """As the patient is shown it."""


async def remembered(equipment: Equipment, document: Document) -> tuple[Remembered, ...]:
    """Those that the hospital was told of, or that staff look after; the newest first.

    What is not settled is none of them: that is given without a question.
    """
    journal, today = equipment.journal, equipment.clock.now()

    def wanted(entry: Entry) -> bool:
        return (
            entry.state in (State.CONFIRMED, State.REJECTED)
            and bool(entry.encounter)
            and entry.began_at.astimezone(today.tzinfo).date() == today.date()
        )

    found: dict[str, Remembered] = {}
    for entry in filter(wanted, await journal.sharing(holder=journal.holder(document))):
        try:
            whole = await journal.find(entry.key)
        except JournalError:
            continue  # deleted meanwhile
        ticket = whole.details.ticket if whole.details else None
        if ticket is not None and ticket.encounter not in found:
            found[ticket.encounter] = Remembered(
                entry.key,
                replace(ticket, reissued=True),
                HeldTicket(ticket.number, entry.service, ticket.service, ticket.room),
            )
    return tuple(found.values())
