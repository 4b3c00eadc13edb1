"""Typing the six digits that open a card's chip."""

from kiosk.checkin.screens import EnterCan
from kiosk.ui.answers import CAN_DIGITS
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, notice, spoken


def enter_can(screen: EnterCan, reader: Reader) -> ViewModel:
    """``question``, ``hint``, ``most`` (how many digits there are), ``wrong`` ({} or sentence
    and next step), ``go``, ``back``."""
    question = reader.translate("EnterCan", "Type the last 6 digits of your card's number")
    hint = reader.translate("EnterCan", "They are printed on the front, beside the photo.")
    wrong = notice(screen.wrong, reader)
    return {
        "question": question,
        "hint": hint,
        "most": CAN_DIGITS,
        "wrong": wrong,
        "go": reader.translate("EnterCan", "Continue"),
        "back": reader.translate("EnterCan", "Back"),
        "spoken": spoken(*map(str, wrong.values()) if wrong else (question, hint)),
    }
