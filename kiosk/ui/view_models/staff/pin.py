"""The PIN of the staff page, and a moment of waiting."""

import math

from kiosk.checkin.staff_pin import LONGEST, SHORTEST
from kiosk.checkin.staff_screens import Leave, StaffPin
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, spoken


def staff_pin(screen: StaffPin, reader: Reader) -> ViewModel:
    """``question``, ``hint``, ``wrong`` and ``locked`` (truth), ``least`` and ``most`` digits,
    ``go``, ``leave`` of ``{value, text}``. Nothing of it is read aloud but what to do."""
    if screen.locked_s:
        question = reader.translate("StaffPin", "Too many wrong PINs")
        minutes = math.ceil(screen.locked_s / 60)
        hint = filled(reader.translate("StaffPin", "Try again in {minutes} min."), minutes=minutes)
    elif screen.wrong:
        question = reader.translate("StaffPin", "This PIN is not right")
        hint = reader.translate("StaffPin", "Type it again.")
    else:
        question = reader.translate("StaffPin", "For staff only")
        hint = reader.translate("StaffPin", "Type the PIN of this kiosk.")
    return {
        "question": question,
        "hint": hint,
        "wrong": screen.wrong,
        "locked": screen.locked_s > 0,
        "least": SHORTEST,
        "most": LONGEST,
        "go": reader.translate("StaffPin", "Open"),
        "leave": {
            "value": Leave.LEAVE.value,
            "text": reader.translate("StaffPin", "Back to patients"),
        },
        "spoken": spoken(question, hint),
    }


def staff_busy(reader: Reader) -> ViewModel:
    """``question``."""
    question = reader.translate("StaffBusy", "One moment…")
    return {"question": question, "spoken": spoken(question)}
