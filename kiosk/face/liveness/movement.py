"""Which movement a face makes, against how it was held before."""

import enum

from kiosk.face.liveness.stance import Stance

TURNED = 10.0
"""Degrees of yaw, as landmarks show it, which is two thirds of the turn in some faces: what an old,
stiff neck does with ease."""
NODDED = 5.5
"""Degrees of pitch, up or down."""
NOD_PLACE = 0.08
"""How far the eyes go up or down with it, in parts of their distance: a head turns about the
neck, behind and below the face."""
NOD_YAW = 9.0
"""Degrees to the side beyond which it is not a nod."""
SHUT, OPEN = 0.5, 0.7
"""Openness of the eyes in parts of that before."""
LEAST_OPEN = 0.12
"""Eyes that were hardly open before (glasses, narrow lids) cannot be seen to shut."""
FRAMES = 2
"""In so many frames one after the other: one alone may be a slip of the landmarks."""


class Movement(enum.Enum):
    LEFT = "left"
    """To the patient's own left."""
    RIGHT = "right"
    NOD = "nod"
    BLINK = "blink"


class Movements:
    """Watches one response: tells each kind of movement once, when it is sure of it."""

    def __init__(self, before: Stance) -> None:
        self._before = before
        self._frames = dict.fromkeys((Movement.LEFT, Movement.RIGHT, Movement.NOD), 0)
        self._shut = False

    def add(self, stance: Stance) -> Movement | None:
        before = self._before
        yaw, pitch = stance.yaw - before.yaw, stance.pitch - before.pitch
        # Chin down: the pitch and, as y counts downwards, minus the place become smaller.
        place = (before.y - stance.y) / before.eyes_apart
        made = {
            Movement.LEFT: yaw >= TURNED,
            Movement.RIGHT: yaw <= -TURNED,
            Movement.NOD: abs(yaw) < NOD_YAW
            and abs(pitch) >= NODDED
            and abs(place) >= NOD_PLACE
            and (pitch > 0) == (place > 0),
        }
        for movement, now in made.items():
            self._frames[movement] = self._frames[movement] + 1 if now else 0
            if self._frames[movement] == FRAMES:
                return movement
        return Movement.BLINK if self._blinked(stance, yaw) else None

    def _blinked(self, stance: Stance, yaw: float) -> bool:
        """Both eyes shut, then open again, in a face that does not turn away meanwhile."""
        before = self._before
        if before.open < LEAST_OPEN or abs(yaw) > NOD_YAW:
            self._shut = False
        elif stance.open < SHUT * before.open:
            self._shut = True
        elif self._shut and stance.open > OPEN * before.open:
            self._shut = False
            return True
        return False
