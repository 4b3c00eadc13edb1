"""What to do about a part that a report of readiness says is not well, in English, for the IT
department: the same words as on the staff page."""

from collections.abc import Mapping
from typing import Any

from kiosk.checkin.staff_screens import Part
from kiosk.checkin.staff_states import STATES
from kiosk.model.text import ENGLISH

_OF_ANOTHER_NAME: Mapping[tuple[str, str], str] = {("card-reader", "away"): "no-reader"}
"""A report knows less of a card reader than the staff page, which looks at it."""


def to_do(device: Mapping[str, Any]) -> str:
    """One of a report's ``devices``; ``""`` where it is well, or is nothing that is known here."""
    name, state = str(device["device"]), str(device["state"])
    if device["well"] or name not in {part.value for part in Part}:
        return ""
    words = STATES[Part(name)].get(_OF_ANOTHER_NAME.get((name, state), state))
    return words.to_do.get(ENGLISH) if words else ""
