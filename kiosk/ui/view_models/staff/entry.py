"""One check-in, and the question before what cannot be undone."""

from kiosk.checkin.screens import Back
from kiosk.checkin.staff_reasons import words_for
from kiosk.checkin.staff_screens import EntryDeed, StaffEntry, StaffSure, Sure
from kiosk.journal.entry import State
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.staff.journal import icon_of, number_of, numbered, state_of, time_of
from kiosk.ui.view_models.staff.words import WELL, deed_words, said_words
from kiosk.ui.view_models.value import ViewModel, spoken


def staff_entry(screen: StaffEntry, reader: Reader) -> ViewModel:
    """``question`` (the number), ``state``, ``icon``, ``toDo``, ``about`` (time, service, code of
    a refusal), ``name``, ``said`` and ``saidIcon`` (``""`` for nothing), ``choices`` of
    ``{value, text, main}``, ``back``. The name is never read aloud."""
    entry = screen.entry
    question, state = numbered(entry, reader), state_of(entry, reader)
    refused = entry.state is State.REJECTED
    to_do = reader.fill(words_for(entry.reason).to_do) if refused else ""
    about = [time_of(entry), entry.service, entry.reason]
    if entry.provisional:
        about.append(reader.translate("StaffEntry", "provisional"))
    said = said_words(screen.said, screen.why, reader)
    return {
        "question": question,
        "state": state,
        "icon": icon_of(entry),
        "toDo": to_do,
        "about": " · ".join(part for part in about if part),
        "name": _name(screen, reader),
        "said": said,
        "saidIcon": ("check" if screen.said in WELL else "attention") if said else "",
        "choices": [
            {"value": deed.value, "text": deed_words(deed, reader), "main": False}
            for deed in screen.deeds
        ],
        "back": {"value": Back.BACK.value, "text": reader.translate("StaffEntry", "Back")},
        "spoken": spoken(said, question, state, to_do),
    }


def staff_sure(screen: StaffSure, reader: Reader) -> ViewModel:
    """``question``, ``lead`` (what it means), ``choices`` of ``{value, text, main}``."""
    if screen.deed is EntryDeed.GIVE_UP:
        question = reader.translate("StaffSure", "Give number {number} back?")
        lead = reader.translate(
            "StaffSure", "The hospital calls it no more. Whoever has it must check in again."
        )
    else:
        question = reader.translate("StaffSure", "Is number {number} dealt with?")
        lead = reader.translate(
            "StaffSure", "It leaves this list. The hospital is asked nothing about it."
        )
    question = filled(question, number=number_of(screen.entry, reader))
    yes = deed_words(screen.deed, reader)
    back = reader.translate("StaffSure", "Back")
    return {
        "question": question,
        "lead": lead,
        "choices": [
            {"value": Back.BACK.value, "text": back, "main": False},
            {"value": Sure.YES.value, "text": yes, "main": True},
        ],
        "spoken": spoken(question, lead, back, yes),
    }


def _name(screen: StaffEntry, reader: Reader) -> str:
    if screen.name is None:
        return ""
    return screen.name or reader.translate("StaffEntry", "Nobody's name is kept")
