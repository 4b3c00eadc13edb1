"""The chip is being read."""

from kiosk.checkin.screens import ReadingCard
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, closed_up, spoken
from kiosk.ui.view_models.without_chip import without_chip


def reading_card(screen: ReadingCard, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``choices`` of ``{value, text, main}``: one, or none where the
    hospital wants the chip. How far it is, is not here: it changes many times a second."""
    question = reader.translate("ReadingCard", "Reading your card…")
    lead = reader.translate("ReadingCard", "Leave the card where it is, please.")
    choices = without_chip(screen.optional, reader)
    return {
        "question": question,
        "lead": closed_up(lead),
        "choices": choices,
        "spoken": spoken(question, lead, *(str(choice["text"]) for choice in choices)),
    }
