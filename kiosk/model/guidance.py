"""What the kiosk's eyes tell a hand or a face to do, in no language."""

import enum


class CodeHint(enum.Enum):
    """Why a code that is held up cannot be read yet."""

    NEARER = "nearer"
    """It is too small in the picture."""
    FARTHER = "farther"
    """It is too large, or too near for the lens."""
    INTO_VIEW = "into-view"
    """A part of it is cut off."""
    HOLD_STILL = "hold-still"
    """It is blurred by movement, or the lens still looks for it."""
    TILT = "tilt"
    """Light is reflected in it: tilt it away from the light."""
    LIGHT = "light"
    """It is too dark to see."""


class FaceHint(enum.Enum):
    """What is wrong with the picture of a face, or what to do next."""

    NO_FACE = "no-face"
    SEVERAL = "several"
    """More than one face of about the same size: only the patient may be in view."""
    NEARER = "nearer"
    FARTHER = "farther"
    CENTRE = "centre"
    STRAIGHT = "straight"
    """Look straight into the camera."""
    DARK = "dark"
    """Too little light on the face."""
    BACKLIT = "backlit"
    """The light comes from behind."""
    BRIGHT = "bright"
    HOLD_STILL = "hold-still"
    COVERED = "covered"
    """Eyes cannot be seen: glasses with reflections, a hat, hair."""
    TURN_LEFT = "turn-left"
    """Turn the head to the patient's own left; the next three are asked for at random."""
    TURN_RIGHT = "turn-right"
    BLINK = "blink"
    NOD = "nod"
    GOOD = "good"
    """All is well: it is being compared."""
