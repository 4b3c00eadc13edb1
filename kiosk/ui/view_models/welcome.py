"""The resting page, which reads documents already."""

from kiosk.checkin.screens import Welcome
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, closed_up, spoken


def welcome(screen: Welcome, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``type`` (the button), ``camera``."""
    if screen.camera:
        question = reader.translate("Welcome", "Hold your QR code up to the camera")
        lead = reader.translate("Welcome", "It is on your card, slip or phone.")
        button = reader.translate("Welcome", "Type a number instead")
    else:
        question = reader.translate("Welcome", "Type your number to check in")
        lead = reader.translate("Welcome", "Patient code, insurance number or ID card number.")
        button = reader.translate("Welcome", "Type my number")
    return {
        "question": question,
        "lead": closed_up(lead),
        "type": button,
        "camera": screen.camera,
        "spoken": spoken(question, lead, button),
    }
