"""The resting page, which reads documents already."""

from kiosk.checkin.screens import NoDocument, Welcome
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, closed_up, spoken


def welcome(screen: Welcome, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``choices`` of ``{value, text, main}``, ``camera``, ``cards``."""
    question, lead = _sentences(screen, reader)
    if screen.camera or screen.cards:
        button = reader.translate("Welcome", "Type a number instead")
    else:
        button = reader.translate("Welcome", "Type my number")
    blind = not screen.camera and not screen.cards
    choices: list[dict[str, object]] = [
        {"value": NoDocument.TYPE.value, "text": button, "main": blind}
    ]
    if screen.face:
        by_face = reader.translate("Welcome", "Use my face")
        choices.append({"value": NoDocument.FACE.value, "text": by_face, "main": False})
    return {
        "question": closed_up(question) if screen.cards else question,
        "lead": closed_up(lead),
        "choices": choices,
        "camera": screen.camera,
        "cards": screen.cards,
        "spoken": spoken(question, lead, *(str(choice["text"]) for choice in choices)),
    }


def _sentences(screen: Welcome, reader: Reader) -> tuple[str, str]:
    match screen.cards, screen.camera:
        case True, True:
            return (
                reader.translate("Welcome", "Lay your ID card on the reader, or show a QR code"),
                reader.translate("Welcome", "The code is on your card, slip or phone."),
            )
        case True, False:
            return (
                reader.translate("Welcome", "Lay your ID card on the reader"),
                reader.translate("Welcome", "Or type your patient code or insurance number."),
            )
        case False, True:
            return (
                reader.translate("Welcome", "Hold your QR code up to the camera"),
                reader.translate("Welcome", "It is on your card, slip or phone."),
            )
        case _:
            return (
                reader.translate("Welcome", "Type your number to check in"),
                reader.translate("Welcome", "Patient code, insurance number or ID card number."),
            )
