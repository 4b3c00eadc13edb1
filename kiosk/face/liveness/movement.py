"""Which movement a face makes, against how it was held before."""

import enum

from kiosk.face.liveness.stance import Stance

TURNED = 10.0
"""Degrees of yaw, as landmarks show it, which is two thirds of the turn in some faces: what an old,
stiff neck does with ease."""
SWUNG = 7.0, 0.12
"""Or degrees of yaw, and how far the eyes go to that side with it, in parts of their distance: a
head turns about the neck, behind the face, and in some faces the landmarks show little else."""
NODDED = 5.5, 0.08
"""Degrees of pitch, up or down, and how far the eyes go up or down with it: a head nods about the
neck, below the face."""
BOWED = 3.5, 0.12
"""The same where the eyes go further, of faces whose landmarks show less of the pitch."""
_NODS = NODDED, BOWED
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
        # As y counts downwards; chin down makes both the pitch and this smaller.
        aside = (stance.x - before.x) / before.eyes_apart
        up = (before.y - stance.y) / before.eyes_apart
        made = {
            Movement.LEFT: yaw >= TURNED or _with(SWUNG, yaw, aside),
            Movement.RIGHT: yaw <= -TURNED or _with(SWUNG, -yaw, -aside),
            Movement.NOD: abs(yaw) < NOD_YAW
            and any(_with(least, sign * pitch, sign * up) for least in _NODS for sign in (1, -1)),
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


def _with(least: tuple[float, float], angle: float, way: float) -> bool:
    """Whether a head turned so far, and its eyes moved so far with it."""
    return angle >= least[0] and way >= least[1]
