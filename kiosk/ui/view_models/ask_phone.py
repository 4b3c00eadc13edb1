"""A phone number for a new record."""

from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, spoken


def ask_phone(reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``go``, ``without``, ``back``."""
    question = reader.translate("AskPhone", "What is your phone number?")
    lead = reader.translate("AskPhone", "Yours, or that of the person with you.")
    without = reader.translate("AskPhone", "Continue without a number")
    return {
        "question": question,
        "lead": lead,
        "go": reader.translate("AskPhone", "Continue"),
        "without": without,
        "back": reader.translate("AskPhone", "Back"),
        "spoken": spoken(question, lead, without),
    }
