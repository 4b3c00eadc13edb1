"""A card lies on the reader: the code on its other side opens it."""

from kiosk.checkin.screens import UnlockBy, UnlockCard
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, closed_up, notice, spoken
from kiosk.ui.view_models.without_chip import without_chip


def unlock_card(screen: UnlockCard, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``wrong`` ({} or sentence and next step), ``type`` and
    ``without`` of ``{value, text}``."""
    question = reader.translate("UnlockCard", "Now show the camera the card's QR code")
    lead = reader.translate(
        "UnlockCard", "Your card was found. Put it back on the reader afterwards."
    )
    digits = reader.translate("UnlockCard", "Type 6 digits instead")
    [without] = without_chip(True, reader)
    wrong = notice(screen.wrong, reader)
    return {
        "question": closed_up(question),
        "lead": closed_up(lead),
        "wrong": wrong,
        "type": {"value": UnlockBy.TYPE.value, "text": digits},
        "without": without,
        "spoken": spoken(
            *(map(str, wrong.values()) if wrong else (question, lead)),
            digits,
            str(without["text"]),
        ),
    }
