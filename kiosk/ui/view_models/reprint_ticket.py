"""A number was given today already: print it again?"""

from kiosk.checkin.screens import Back, OtherService, ReprintTicket
from kiosk.model.checkin import HeldTicket
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, spoken


def reprint_ticket(screen: ReprintTicket, reader: Reader) -> ViewModel:
    """``question``, ``items`` of ``{value, title, detail}``, ``other`` and ``back`` of
    ``{value, text}``."""
    question = reader.translate("ReprintTicket", "You already have a number today")
    items = [_item(ticket, reader) for ticket in screen.tickets]
    other = reader.translate("ReprintTicket", "I am here for something else")
    return {
        "question": question,
        "items": items,
        "other": {"value": OtherService.OTHER.value, "text": other},
        "back": {"value": Back.BACK.value, "text": reader.translate("ReprintTicket", "Back")},
        "spoken": spoken(question, *(f"{i['title']}, {i['detail']}" for i in items), other),
    }


def _item(ticket: HeldTicket, reader: Reader) -> dict[str, str]:
    title = filled(reader.translate("ReprintTicket", "Print {number} again"), number=ticket.number)
    room = ""
    if ticket.room:
        room = filled(reader.translate("ReprintTicket", "Room {room}"), room=ticket.room)
    return {
        "value": ticket.service,
        "title": title,
        "detail": " · ".join(part for part in (reader.fill(ticket.service_name), room) if part),
    }
