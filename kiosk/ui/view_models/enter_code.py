"""Typing a number in place of a document."""

from kiosk.checkin.screens import EnterCode
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, notice, spoken


def enter_code(screen: EnterCode, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``wrong`` ({} or sentence and next step), ``go``, ``back``."""
    question = reader.translate("EnterCode", "Type your number")
    lead = reader.translate(
        "EnterCode",
        "Patient code (8 digits), insurance number (10 digits) or ID card number (12 digits)",
    )
    wrong = notice(screen.wrong, reader)
    return {
        "question": question,
        "lead": lead,
        "wrong": wrong,
        "go": reader.translate("EnterCode", "Continue"),
        "back": reader.translate("EnterCode", "Back"),
        "spoken": spoken(*map(str, wrong.values()), question, lead),
    }
