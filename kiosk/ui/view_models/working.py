"""The machine is busy."""

from kiosk.checkin.failures import Step
from kiosk.checkin.screens import Working
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel

_PRINTING = {Step.RENDER, Step.PRINT, Step.CONFIRM}


def working(screen: Working, reader: Reader) -> ViewModel:
    """``question`` (what is being done), ``lead``, ``printing``."""
    match screen.step:
        case Step.SCAN | Step.CARD | Step.FIND:
            doing = reader.translate("Working", "Looking for your record…")
        case Step.FACE:
            # Whose face it is, or to delete what is kept of it.
            doing = reader.translate("Working", "Asking the hospital…")
        case Step.REGISTER:
            doing = reader.translate("Working", "Making a record for you…")
        case Step.OFFER:
            doing = reader.translate("Working", "Looking up your appointments and insurance…")
        case Step.CHECK_IN:
            doing = reader.translate("Working", "Getting your number…")
        case _:
            doing = reader.translate("Working", "Printing your ticket…")
    lead = reader.translate("Working", "One moment, please.")
    return {
        "question": doing,
        "lead": lead,
        "printing": screen.step in _PRINTING,
        "spoken": f"{doing} {lead}",
    }
