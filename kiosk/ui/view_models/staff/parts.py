"""All parts of the kiosk, and one of them."""

from kiosk.checkin.screens import Back
from kiosk.checkin.staff_causes import CAUSES, CauseWords
from kiosk.checkin.staff_screens import Leave, Part, StaffHome, StaffPart, Standing
from kiosk.checkin.staff_states import STATES
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.staff.words import WELL, deed_words, part_name, said_words
from kiosk.ui.view_models.value import ViewModel, spoken

_PICTURES = {
    Part.PRINTER: "print",
    Part.SPARE_PRINTER: "print",
    Part.CAMERA: "camera",
    Part.CARD_READER: "reader",
    Part.SCANNER: "search",
    Part.HOSPITAL: "desk",
    Part.JOURNAL: "paper",
}


def staff_home(screen: StaffHome, reader: Reader) -> ViewModel:
    """``question``, ``items`` of ``{value, title, name, wait, icon, open}`` with the state and
    what to do, ``leave`` of ``{value, text}``."""
    ill = sum(not one.well for one in screen.parts)
    question = reader.translate("StaffHome", "This kiosk is well")
    if ill:
        question = reader.translate("StaffHome", "This kiosk needs somebody")
    items = [_item(one, reader) for one in screen.parts]
    return {
        "question": question,
        "items": items,
        "leave": {
            "value": Leave.LEAVE.value,
            "text": reader.translate("StaffHome", "Back to patients"),
        },
        "spoken": spoken(question, *(f"{item['title']}: {item['name']}" for item in items)),
    }


def staff_part(screen: StaffPart, reader: Reader) -> ViewModel:
    """``question`` (the part), ``state``, ``icon``, ``cause``, ``toDo``, ``paper``, ``device``,
    ``detail`` (a driver's own words, in English), ``picture``, ``said`` and ``saidIcon`` (``""``
    for nothing), ``choices`` of ``{value, text, main}``, ``back``."""
    one = screen.standing
    question = part_name(one.part, reader)
    state, to_do = _state(one, reader), _to_do(one, reader)
    words = _cause(one)
    cause = reader.fill(words.cause) if words else ""
    said = said_words(screen.said, "", reader)
    return {
        "question": question,
        "state": state,
        "icon": _icon(one.well),
        "cause": cause,
        "toDo": to_do,
        "paper": _paper(one, reader),
        "device": one.name,
        "detail": _detail(one, reader),
        "picture": _PICTURES[one.part],
        "said": said,
        "saidIcon": _icon(screen.said in WELL) if said else "",
        "choices": [
            {"value": deed.value, "text": deed_words(deed, reader), "main": False}
            for deed in one.deeds
        ],
        "back": {
            "value": Back.BACK.value,
            "text": reader.translate("StaffPart", "Back"),
        },
        "spoken": spoken(said, question, state, cause, to_do),
    }


def _item(one: Standing, reader: Reader) -> dict[str, object]:
    return {
        "value": one.part.value,
        "title": part_name(one.part, reader),
        "name": " · ".join(part for part in (_state(one, reader), _paper(one, reader)) if part),
        "wait": "" if one.well else _to_do(one, reader),
        "icon": _icon(one.well),
        "open": True,
    }


def _icon(well: bool) -> str:
    return "check" if well else "attention"


def _state(one: Standing, reader: Reader) -> str:
    words = STATES[one.part].get(one.state)
    state = reader.fill(words.state) if words else one.state
    if one.part is not Part.JOURNAL:
        return state
    counts = filled(
        reader.translate("StaffPart", "{owed} to be told to the hospital, {rejected} for staff"),
        owed=one.owed,
        rejected=one.rejected,
    )
    return f"{state} · {counts}"


def _cause(one: Standing) -> CauseWords | None:
    return CAUSES.get(one.part, {}).get(one.cause)


def _detail(one: Standing, reader: Reader) -> str:
    if not one.detail:
        return ""
    return filled(reader.translate("StaffPart", "For the IT department: {said}"), said=one.detail)


def _to_do(one: Standing, reader: Reader) -> str:
    cause = _cause(one)
    if cause and (to_do := reader.fill(cause.to_do)):
        return to_do
    words = STATES[one.part].get(one.state)
    to_do = reader.fill(words.to_do) if words else ""
    if one.part is Part.JOURNAL and one.rejected and not to_do:
        return reader.translate("StaffPart", "Look at what the hospital refused.")
    return to_do


def _paper(one: Standing, reader: Reader) -> str:
    if one.tickets_left is None:
        return ""
    words = reader.translate("StaffPart", "Paper for about {tickets} tickets")
    return filled(words, tickets=one.tickets_left)
