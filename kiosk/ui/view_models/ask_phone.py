"""A phone number for a new record."""

from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, spoken

DIGITS = 10
"""Of a mobile number, which nearly everybody gives; some fixed lines have one more."""
MOST_DIGITS = 11


def ask_phone(reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``go``, ``without``, ``back``; ``hints``, by how many digits are
    typed (0 to ``MOST_DIGITS``), and ``zero`` for a number that does not begin with 0."""
    question = reader.translate("AskPhone", "Type your phone number")
    lead = reader.translate("AskPhone", "Yours, or your companion's.")
    without = reader.translate("AskPhone", "Continue without a number")
    return {
        "question": question,
        "lead": lead,
        "hints": [_hint(typed, reader) for typed in range(MOST_DIGITS + 1)],
        "zero": reader.translate("AskPhone", "A phone number begins with 0."),
        "go": reader.translate("AskPhone", "Continue"),
        "without": without,
        "back": reader.translate("AskPhone", "Back"),
        "spoken": spoken(question, lead, _hint(0, reader), without),
    }


def _hint(typed: int, reader: Reader) -> str:
    missing = DIGITS - typed
    if typed == 0:
        return reader.translate("AskPhone", "A phone number has 10 digits.")
    if missing > 1:
        return filled(
            reader.translate("AskPhone", "{missing} digits are missing."), missing=missing
        )
    if missing == 1:
        return reader.translate("AskPhone", "1 digit is missing.")
    return reader.translate("AskPhone", "No digit is missing.")
