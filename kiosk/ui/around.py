"""What is said around a page: the clock, a notice, the question to who is idle, help on its way."""

from datetime import datetime

from PySide6.QtCore import QLocale

from kiosk.checkin.failures import Failure
from kiosk.checkin.front import StaffCall
from kiosk.model.text import VIETNAMESE
from kiosk.ui.view_models.reader import Reader


def clock(now: datetime | None, language: str) -> str:
    """``Thứ Hai 23/11 · 7:42`` or ``Monday 23 Nov · 7:42``; ``""`` for no time."""
    if now is None:
        return ""
    weekday = QLocale(language).standaloneDayName(now.isoweekday())
    time = f"{now.hour}:{now.minute:02d}"
    if language == VIETNAMESE:
        return f"{weekday} {now.day}/{now.month} · {time}"
    month = QLocale(language).monthName(now.month, QLocale.FormatType.ShortFormat)
    return f"{weekday} {now.day} {month} · {time}"


def notice(failure: Failure | None, reader: Reader) -> dict[str, object]:
    """``{sentence, nextStep}``, or empty."""
    if failure is None:
        return {}
    return {
        "sentence": reader.fill(failure.sentence),
        "nextStep": reader.fill(failure.next_step),
    }


def idle(seconds: float | None, reader: Reader) -> dict[str, object]:
    """``{seconds, question}``, or empty."""
    if seconds is None:
        return {}
    return {"seconds": seconds, "question": reader.translate("Idle", "Are you still there?")}


def staff_words(state: StaffCall, reader: Reader) -> str:
    """How the call for help stands; ``""`` if nobody was called."""
    match state:
        case StaffCall.CALLING:
            return reader.translate("StaffCall", "Calling our staff…")
        case StaffCall.SENT:
            return reader.translate("StaffCall", "Our staff have been called. Please wait here.")
        case StaffCall.FAILED:
            return reader.translate(
                "StaffCall", "The call did not get through. Please go to {desk}."
            )
        case StaffCall.NONE:
            return ""
