"""The chip can be read once the card lies on the reader."""

from kiosk.checkin.screens import LayCard
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, closed_up, spoken
from kiosk.ui.view_models.without_chip import without_chip


def lay_card(screen: LayCard, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``choices`` of ``{value, text, main}``: one, or none where the
    hospital wants the chip; ``help`` is then what to do if it does not work, else ``""``."""
    if screen.again:
        question = reader.translate("LayCard", "Put the card back on the reader")
        lead = reader.translate("LayCard", "The kiosk has not finished reading it.")
    else:
        question = reader.translate("LayCard", "Lay your ID card on the reader")
        lead = reader.translate("LayCard", "Leave it there until it has been read.")
    choices = without_chip(screen.optional, reader)
    stuck = ""
    if not choices:
        stuck = reader.translate("LayCard", "If this does not work, call for help below.")
    return {
        "question": closed_up(question),
        "lead": closed_up(lead),
        "help": stuck,
        "choices": choices,
        "spoken": spoken(question, lead, *(str(choice["text"]) for choice in choices), stuck),
    }
