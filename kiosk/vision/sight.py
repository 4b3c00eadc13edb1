"""What was seen in one picture."""

from dataclasses import dataclass, field

from kiosk.model.guidance import CodeHint

Corner = tuple[int, int]
"""Pixels right of and below the picture's upper left corner."""

MOST_CODES = 8
"""Codes told of one picture, the nearest first; a sheet full of codes is no document."""


@dataclass(frozen=True, slots=True)
class SeenCode:
    symbology: str
    """``QR``, ``MicroQR``, ``DataMatrix``, ``PDF417``, ``Code128``, ``EAN13`` or ``EAN8``."""
    data: bytes = field(repr=False)
    """The content, byte for byte. It may name a patient: never logged."""
    area: float
    """Square pixels; a code held nearer is larger."""
    corners: tuple[Corner, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    taken: float
    """``time.monotonic()`` in seconds, when the picture left the camera."""
    codes: tuple[SeenCode, ...] = ()
    """At most :data:`MOST_CODES`, the nearest first."""
    hint: CodeHint | None = None
    """What to tell the hand that holds a code which cannot be read."""
