"""The ticket, as on paper."""

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.screens import Done, Finished
from kiosk.model.desk_check import desk_errand
from kiosk.model.insurance import errand
from kiosk.model.provisional import PROVISIONAL, PROVISIONAL_STEP
from kiosk.ui.view_models.load import ahead_and_wait
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, spoken


def done(screen: Done, reader: Reader) -> ViewModel:
    """``question``, ``yours``, ``number``, ``priority`` (``""`` or the badge), ``reissued``
    (``""`` or a sentence), ``provisional`` (``""``, or the badge of a number that is not the
    hospital's), ``room``, ``service``, ``floor``, ``direction``, ``wait``,
    ``nextStep`` (``""``, or what the insurance still needs), ``desk`` (``""``, or the card that
    staff must see once), ``printed``, ``choices`` of
    ``{value, text, main}``."""
    ticket = screen.ticket
    question = _question(screen, reader)
    wait = _wait(screen, reader)
    todo = errand(screen.insurance) if screen.insurance else None
    if ticket.provisional:
        todo = PROVISIONAL_STEP
    next_step = reader.fill(todo) if todo else ""
    checked = None if ticket.provisional else desk_errand(screen.identity)
    desk = reader.fill(checked) if checked else ""
    choices = _choices(screen.printed, reader)
    direction = reader.fill(ticket.direction)
    again = ""
    if ticket.reissued:
        again = reader.translate("Done", "The number you already had")
    provisional = PROVISIONAL if ticket.provisional else ""
    return {
        "question": question,
        "yours": reader.translate("Done", "Your number"),
        "provisional": provisional,
        "number": ticket.number,
        "priority": reader.translate("Done", "Priority") if ticket.priority else "",
        "reissued": again,
        "room": ticket.room,
        "service": reader.fill(ticket.service),
        "floor": ticket.floor,
        "direction": direction,
        "wait": wait,
        "nextStep": next_step,
        "desk": desk,
        "printed": screen.printed,
        "choices": choices,
        "spoken": spoken(
            question,
            provisional,
            filled(reader.translate("Done", "Your number: {number}"), number=_spelt(ticket.number)),
            _place(screen, reader),
            direction,
            wait,
            next_step,
            desk,
            *(str(choice["text"]) for choice in choices),
        ),
    }


def _wait(screen: Done, reader: Reader) -> str:
    """The time of an appointment in place of "you are next", which would call people in early."""
    ticket = screen.ticket
    if ticket.provisional or (ticket.leased and ticket.appointment is None):
        return ""  # nobody knows
    if ticket.appointment is None:
        return ahead_and_wait(ticket.people_ahead, ticket.wait_minutes, reader)
    at = f"{ticket.appointment.astimezone(HOSPITAL_ZONE):%H:%M}"
    words = filled(reader.translate("Done", "Appointment at {time}"), time=at)
    if ticket.people_ahead <= 0:
        return words
    return f"{words} · {ahead_and_wait(ticket.people_ahead, None, reader)}"


def _question(screen: Done, reader: Reader) -> str:
    if screen.printed:
        if screen.take_card:
            return reader.translate("Done", "Done. Please take your ticket and your card.")
        return reader.translate("Done", "Done. Please take your ticket.")
    return reader.translate(
        "Done", "No ticket was printed. Please note your number, or call for help."
    )


def _place(screen: Done, reader: Reader) -> str:
    ticket = screen.ticket
    if not ticket.room:
        return ""
    if not ticket.floor:
        return filled(reader.translate("Done", "Room {room}"), room=ticket.room)
    return filled(
        reader.translate("Done", "Room {room}, floor {floor}"), room=ticket.room, floor=ticket.floor
    )


def _spelt(number: str) -> str:
    """``A-042`` as ``A, 0, 4, 2``: a voice would say "forty-two" or "minus"."""
    return ", ".join(character for character in number if character.isalnum())


def _choices(printed: bool, reader: Reader) -> list[dict[str, object]]:
    if printed:
        text = reader.translate("Done", "I have my ticket")
        return [{"value": Finished.TAKEN.value, "text": text, "main": False}]
    again = reader.translate("Done", "Print again")
    noted = reader.translate("Done", "I have noted my number")
    return [
        {"value": Finished.PRINT_AGAIN.value, "text": again, "main": True},
        {"value": Finished.TAKEN.value, "text": noted, "main": False},
    ]
