"""How the kiosk's camera stands."""

import enum
from dataclasses import dataclass


class CameraState(enum.Enum):
    OPENING = "opening"
    SEEING = "seeing"
    AWAY = "away"
    """Missing, unplugged, black, frozen or broken: it is tried again; patients type meanwhile."""
    FAILED = "failed"
    """The process of the eyes failed again and again. It is tried again after some minutes."""


@dataclass(frozen=True, slots=True)
class CameraReport:
    """What comes from the camera, as measured by the process that owns it."""

    name: str
    """For staff: ``/dev/video0 (1280×720)``. Never credentials of an address."""
    width: int = 0
    """Pixels of the newest picture; 0 while there was none."""
    height: int = 0
    fps: float = 0.0
    """Pictures a second that the camera gives; 0.0 until it was measured."""
    light: float = 0.0
    """Mean brightness of the newest picture, 0.0 (black) to 1.0 (white)."""
