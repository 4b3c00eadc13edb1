"""Lists of check-ins."""

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.screens import Back
from kiosk.checkin.staff_reasons import words_for
from kiosk.checkin.staff_screens import Listed, StaffJournal
from kiosk.journal.entry import Debt, Entry, State
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, spoken


def staff_journal(screen: StaffJournal, reader: Reader) -> ViewModel:
    """``question`` (which list), ``none`` (words where it is empty, else ``""``), ``items`` of
    ``{value, title, name, wait, icon, open}``, ``lists`` and ``back`` of ``{value, text}``."""
    question = _list_name(screen.listed, reader)
    items = [_item(entry, reader) for entry in screen.entries]
    none = "" if items else reader.translate("StaffJournal", "There is none.")
    others = [one for one in Listed if one is not screen.listed]
    return {
        "question": question,
        "none": none,
        "items": items,
        "lists": [{"value": one.value, "text": _list_name(one, reader)} for one in others],
        "back": {"value": Back.BACK.value, "text": reader.translate("StaffJournal", "Back")},
        "spoken": spoken(question, none, *(str(item["title"]) for item in items)),
    }


def number_of(entry: Entry, reader: Reader) -> str:
    return entry.number or reader.translate("StaffJournal", "No number")


def numbered(entry: Entry, reader: Reader) -> str:
    """The number as the title of its page."""
    if not entry.number:
        return number_of(entry, reader)
    return filled(reader.translate("StaffJournal", "Number {number}"), number=entry.number)


def time_of(entry: Entry) -> str:
    """Day, month and time, as both languages read them."""
    return f"{entry.began_at.astimezone(HOSPITAL_ZONE):%d/%m %H:%M}"


def state_of(entry: Entry, reader: Reader) -> str:
    """How far it has come, in words."""
    if entry.state is State.REJECTED:
        return reader.fill(words_for(entry.reason).sentence)
    if entry.state is State.ABANDONED and entry.debt is Debt.CANCEL:
        return reader.translate("StaffState", "Being given back to the hospital")
    return {
        State.PENDING: reader.translate("StaffState", "The hospital was not asked yet"),
        State.SENT: reader.translate("StaffState", "Asked; the answer is not known"),
        State.TICKETED: reader.translate("StaffState", "Has a number, not on paper"),
        State.PRINTED: reader.translate("StaffState", "On paper; the hospital is to be told"),
        State.CONFIRMED: reader.translate("StaffState", "On paper, and the hospital knows it"),
        State.ABANDONED: reader.translate("StaffState", "Closed"),
    }[entry.state]


def icon_of(entry: Entry) -> str:
    """What waits for staff has a sign, what waits for the hospital another."""
    if entry.state is State.REJECTED:
        return "attention"
    return "check" if entry.debt is Debt.NONE else "clock"


def _list_name(listed: Listed, reader: Reader) -> str:
    return {
        Listed.WAITING: reader.translate("StaffJournal", "To be told to the hospital"),
        Listed.REJECTED: reader.translate("StaffJournal", "For staff"),
        Listed.PROVISIONAL: reader.translate("StaffJournal", "Provisional, today"),
        Listed.LATEST: reader.translate("StaffJournal", "The latest"),
    }[listed]


def _item(entry: Entry, reader: Reader) -> dict[str, object]:
    return {
        "value": entry.key,
        "title": f"{number_of(entry, reader)} · {time_of(entry)}",
        "name": state_of(entry, reader),
        "wait": "",
        "icon": icon_of(entry),
        "open": True,
    }
