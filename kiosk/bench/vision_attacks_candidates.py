"""What else could tell a screen from a face, by calculation: its pixels, and light thrown on it.

The figures are why the one is not built in and the other is, as colours and not as flashes
(``docs/presentation-attacks.md``). They follow from geometry and photometry, not from any
recording.
"""

import math
from collections.abc import Iterator

from kiosk.bench.figures import Figure

FOCAL = 1005.0
"""Pixels; of a camera of 1280 by 720 that sees 65 degrees from left to right."""
LENS = 0.45
"""Standard deviation in pixels of what a good, focused lens and the colour filter blur."""
PITCHES = {"phone": (0.0062, 22.0), "tablet": (0.0096, 45.0), "monitor": (0.0270, 60.0)}
"""Distance between a screen's pixels, and of the screen from the camera when a face on it is large
enough; centimetres."""

SCREEN_NITS = 250.0
SCREEN_M2 = 0.476 * 0.268
"""Of a kiosk's screen, 21.5 inches."""
FACE_M = 0.5
HALLS_LUX = (100, 300, 600)
"""Light on a face in a dim, a usual and a bright hall."""
PHONE_NITS = 450.0
GLASS = 0.045
"""What a phone's front reflects."""


def grid_contrast(pitch: float, distance: float) -> float:
    """Per cent of a screen's brightness by which its pixels' grid is seen, or its moiré: after the
    lens, and the mean over each of the camera's own pixels. Centimetres."""
    cycles = distance / FOCAL / pitch
    mean = abs(math.sin(math.pi * cycles) / (math.pi * cycles))
    return 100 * mean * math.exp(-2 * (math.pi * LENS * cycles) ** 2)


def flash_lux() -> float:
    """What the kiosk's screen, all white, throws on a face: of a rectangle, seen from the axis
    through its middle, taken as a disc of the same area."""
    radius_2 = SCREEN_M2 / math.pi
    return math.pi * SCREEN_NITS * radius_2 / (radius_2 + FACE_M**2)


def flash_rise(hall_lux: float) -> tuple[float, float]:
    """Per cent by which a face, or a print of one, becomes brighter; and a face on a phone."""
    face = flash_lux() / hall_lux
    phone = GLASS * flash_lux() / math.pi / (PHONE_NITS + GLASS * hall_lux / math.pi)
    return 100 * face, 100 * phone


def candidate_figures() -> Iterator[Figure]:
    for name, (pitch, distance) in PITCHES.items():
        yield Figure(f"pixels of a {name} in the picture", grid_contrast(pitch, distance), "%")
    for lux in HALLS_LUX:
        face, phone = flash_rise(lux)
        yield Figure(f"white page at {lux} lx: rise of a face or print", face, "%")
        yield Figure(f"white page at {lux} lx: rise of a face on a phone", phone, "%")
