"""Typing a number in place of a document."""

from kiosk.checkin.screens import EnterCode
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, notice, spoken


def enter_code(screen: EnterCode, reader: Reader) -> ViewModel:
    """``question``, ``hint``, ``wrong`` ({} or sentence and next step), ``go``, ``back``."""
    question = reader.translate("EnterCode", "Type your number")
    hint = reader.translate(
        "EnterCode",
        "Patient code: 8 digits · insurance: 10 · ID card: 12",
    )
    wrong = notice(screen.wrong, reader)
    return {
        "question": question,
        "hint": hint,
        "wrong": wrong,
        "go": reader.translate("EnterCode", "Continue"),
        "back": reader.translate("EnterCode", "Back"),
        "spoken": spoken(*map(str, wrong.values()), question, hint),
    }
