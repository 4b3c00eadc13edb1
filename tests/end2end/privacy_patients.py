"""Who comes to the kiosk of the privacy test on a screen, and what goes wrong for them."""

from kiosk.frontdesk.generate import people

VISITS = ("code", "card", "python", "qml", "card")
"""A code before the camera; a card on the reader; a page whose values cannot be made; one whose
values are of the wrong kind, so that QML fails."""

SERVED = [one for one in people() if one.card_issued and one.age > 20][: len(VISITS)]
