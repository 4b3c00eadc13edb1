"""The resting page, which reads documents already."""

from kiosk.checkin.screens import Welcome
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, spoken


def welcome(screen: Welcome, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``type`` (the button), ``camera``."""
    if screen.camera:
        question = reader.translate("Welcome", "Hold your QR code up to the camera")
        lead = reader.translate("Welcome", "it is on your card, on your slip or on your phone")
        button = reader.translate("Welcome", "I have no code with me")
    else:
        question = reader.translate("Welcome", "Type your number to check in")
        lead = reader.translate("Welcome", "patient code, insurance number or ID card number")
        button = reader.translate("Welcome", "Type my number")
    return {
        "question": question,
        "lead": lead,
        "type": button,
        "camera": screen.camera,
        "spoken": spoken(f"{question}, {lead}", button),
    }
