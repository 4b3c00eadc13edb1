"""What the measured kiosk and the camera before its patients say to each other."""

import enum

import msgspec

from kiosk.devices.card_reader.card.holder import CardHolder

LIGHT = "light"
"""Before red, green and blue of the page."""


class Seen(enum.StrEnum):
    """What the camera is told to see, besides movements of a face."""

    DESK = "desk"
    FAR = "far"
    """A card whose code is too small to be read."""
    CARD = "card"


class Ready(msgspec.Struct, frozen=True):
    """The camera has drawn everything."""

    address: str
    """For the setting ``camera.source``."""
    holders: list[CardHolder]
    """Whose chip cards the patients bring, by their number."""
