"""What is drawn on a face: folds, brows, beard, glasses. Shares of a colour, 0 to 1."""

import numpy as np

from kiosk.app.heads.grid import Field, Window, bump, step
from kiosk.app.heads.shape import Places
from kiosk.app.heads.traits import Beard, Glasses, Traits

_RIMS = {
    Glasses.ROUND: (2.2, 2.1, 2.0),
    Glasses.SQUARE: (2.5, 1.75, 4.5),
    Glasses.HALF: (2.5, 1.7, 4.0),
    Glasses.WIDE: (2.75, 2.3, 3.0),
}
"""Half the width and height of a lens in centimetres, and how square it is (2: an ellipse)."""


def folds(window: Window, traits: Traits, places: Places) -> Field:
    """Under the eyes, from the nose to the mouth, on the forehead, beside the eyes."""
    x, y = window.x, window.y
    side, old = np.abs(x), traits.wrinkles
    arc = places.eye_y + 1.25 + 0.25 * old - 0.16 * np.square(side - places.eye_x)
    share = bump(y - arc, 0, 0.16) * bump(side, places.eye_x - 0.1, 0.95)
    share *= np.float32(0.22 * (1 - 0.7 * traits.child) + 0.5 * old)
    along = (y - places.nose_y + 0.7) / (places.mouth_y - places.nose_y + 1.2)
    line = places.nose_half + 0.2 + 1.15 * along
    within = step(0.0, 0.2, along) * step(1.05, 0.75, along)
    share += (
        bump(side - line, 0, 0.15) * within * np.float32(0.16 * (1 - traits.child) + 0.55 * old)
    )
    if old > 0.15:
        wave = 0.18 * np.cos(x * 1.3 + traits.seed % 7)
        wide = step(5.2, 3.0, side) * np.float32(0.5 * old)
        for height in (-3.7, -4.5, -5.3):
            share += bump(y - height + wave, 0, 0.09) * wide
        crow = side - np.float32(places.eye_x + places.eye_half + 0.3)
        beside = bump(crow, 0.65, 0.4) * np.float32(0.45 * old)
        for slope in (-0.35, 0.0, 0.35):
            share += bump(y - 0.1 - slope * crow, 0, 0.08) * beside
        share += bump(side, 0.42, 0.1) * bump(y, -2.0, 0.55) * np.float32(0.5 * old)
    return np.asarray(np.clip(share, 0, 0.8), np.float32)


def shades(window: Window, traits: Traits, places: Places) -> Field:
    """Where this face is darker (above 0) or lighter than its skin."""
    side, y = np.abs(window.x), window.y
    nose, lips = places.nose_y, places.mouth_y
    share = bump(side, 0, 0.8) * bump(y, -1.5, 1.2) * np.float32(0.12 + 0.2 * traits.frown)
    socket = bump(side, places.eye_x, 1.5) * bump(y, -0.3, 1.0)
    share += socket * np.float32(0.08 + 0.2 * traits.socket)
    share += (
        bump(side, places.eye_x - 0.2, 1.2) * bump(y, 1.6, 0.5) * np.float32(0.1 + 0.2 * traits.bag)
    )
    around = bump(side, 0, 3.0) * bump(y, (nose + lips) / 2 + 1.0, 1.9)
    share += around * np.float32((0.12 if traits.male else 0.0) + 0.17 * traits.muzzle)
    below = bump(side, 5.2, 1.4) * bump(y, 5.2, 1.8)
    share += below * np.float32(0.1 + 0.2 * traits.hollow)
    return np.asarray(np.clip(share, -0.4, 0.55), np.float32)


def brows(window: Window, traits: Traits, places: Places, grain: Field) -> Field:
    """Both brows; ``grain`` is noise of deviation 1."""
    side, y = np.abs(window.x), window.y
    inner = 1.15 + 0.35 * traits.brow_gap
    outer = places.eye_x + places.eye_half + 0.75
    along = np.clip((side - inner) / (outer - inner), 0, 1)
    arch = 4 * along * (1 - along) * (0.30 + 0.28 * traits.brow_arch)
    middle = places.brow_y - arch + (0.5 - along) * (0.35 * traits.brow_tilt) + 0.45 * along**3
    thick = (0.36 + 0.15 * traits.brow_thick) * (1 - 0.62 * along) * (1.15 if traits.male else 0.85)
    ends = step(inner - 0.25, inner + 0.3, side) * step(outer + 0.15, outer - 0.7, side)
    strong = 0.86 + 0.1 * traits.brow_thick - 0.45 * traits.child
    share = step(1.25, 0.55, np.abs(y - middle) / thick) * ends * (0.78 + 0.13 * grain) * strong
    return np.asarray(np.clip(share, 0, 1), np.float32)


def beard(window: Window, traits: Traits, places: Places, grain: Field) -> Field:
    """Moustache, chin and cheeks, as the beard is worn; ``grain`` is noise of deviation 1."""
    side, y, kind = np.abs(window.x), window.y, traits.beard
    if kind is Beard.NONE:
        return np.zeros((y.shape[0], side.shape[1]), np.float32)
    middle = (places.nose_y + places.mouth_y) / 2 + 0.1
    reach = step(places.mouth_half + 0.5, places.mouth_half - 0.7, side)
    share = bump(y - 0.05 * side, middle, 0.42) * reach
    if kind is not Beard.MOUSTACHE:
        under = step(places.mouth_y + 1.0, places.mouth_y + 1.7, y) * step(2.2, 1.3, side)
        share = np.maximum(share, under)
    if kind in (Beard.FULL, Beard.STUBBLE):
        edge = step(places.mouth_y - 1.6, places.mouth_y + 0.6, y + 0.25 * (side - 5))
        around = step(1.6, 3.2, np.hypot(side, (y - places.mouth_y) * 1.5))
        share = np.maximum(share, edge * around)
    dense = 0.34 if kind is Beard.STUBBLE else 1.0
    below = step(places.chin_y + 2.2, places.chin_y + 0.2, y)
    share = share * below * np.clip(0.8 + 0.28 * grain, 0, 1) * (0.92 * dense)
    return np.asarray(np.clip(share, 0, 1), np.float32)


def glasses(window: Window, traits: Traits, places: Places) -> Field:
    """The frame of glasses."""
    side, y, kind = np.abs(window.x), window.y, traits.glasses
    wide, high, power = _RIMS[kind]
    thick = 0.10 + 0.16 * traits.rim
    middle = places.eye_y + 0.35
    across, down = np.abs((side - places.eye_x - 0.05) / wide), np.abs((y - middle) / high)
    form = (across**power + down**power) ** (1 / power)
    ring = step(thick + 0.07, thick - 0.03, np.abs(form - 1) * wide)
    if kind is Glasses.HALF:
        ring = ring * step(middle + 0.1, middle - 0.2, y)
    inner, outer = places.eye_x - wide, places.eye_x + wide
    bridge = step(0.24, 0.12, np.abs(y - middle + 0.45)) * step(inner + 0.1, inner - 0.1, side)
    arms = step(0.24, 0.12, np.abs(y - middle + 0.8)) * step(outer - 0.1, outer + 0.1, side)
    return np.asarray(np.maximum(np.maximum(ring, bridge), arms), np.float32)
