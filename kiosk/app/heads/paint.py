"""The colours of a head, on its grid. Blue-green-red, 0 to 1, as seen in even white light."""

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.grid import COLUMNS, ROWS, Field, Numbers, across, bump, heights, step
from kiosk.app.heads.shape import Places, strands
from kiosk.app.heads.traits import Beard, Glasses, Traits

Colours = NDArray[np.float32]
"""Shape (:data:`~kiosk.app.heads.grid.ROWS`, :data:`~kiosk.app.heads.grid.COLUMNS`, 3)."""

_LIGHT = np.array((0.66, 0.76, 0.93), np.float32)
_BROWN = np.array((0.30, 0.43, 0.64), np.float32)
_RED = np.array((0.36, 0.34, 0.78), np.float32)
_BLACK = np.array((0.065, 0.07, 0.08), np.float32)
_HAIR_BROWN = np.array((0.13, 0.19, 0.28), np.float32)
_HAIR_GREY = np.array((0.66, 0.66, 0.66), np.float32)


@functools.lru_cache(maxsize=1)
def _mottle() -> tuple[Field, Field]:
    """Blotches and pores, of mean 0 and deviation 1."""
    noise = np.random.default_rng(5).standard_normal((ROWS, COLUMNS)).astype(np.float32)
    wide, fine = cv2.GaussianBlur(noise, (0, 0), 14), cv2.GaussianBlur(noise, (0, 0), 1.2)
    return np.asarray(wide / wide.std(), np.float32), np.asarray(fine / fine.std(), np.float32)


def mix(canvas: Colours, colour: Numbers, share: Numbers) -> None:
    """Lay a colour over the canvas, ``share`` of it (0 to 1)."""
    canvas += (colour - canvas) * np.asarray(share, np.float32)[..., None]


def hair_colour(traits: Traits) -> NDArray[np.float32]:
    """Of hair and brows."""
    young = _BLACK + (_HAIR_BROWN - _BLACK) * np.float32(traits.hair_colour / 0.3)
    return np.asarray(young + (_HAIR_GREY - young) * np.float32(traits.grey), np.float32)


def skin_colour(traits: Traits) -> NDArray[np.float32]:
    share = np.float32(0.42 + 0.42 * traits.tone)
    skin = _LIGHT + (_BROWN - _LIGHT) * share
    skin = skin * np.array((1 - 0.07 * traits.warmth, 1.0, 1 + 0.03 * traits.warmth), np.float32)
    return np.asarray(skin, np.float32)


def skin(traits: Traits, places: Places, cover: Field) -> Colours:
    """All but eyes and mouth: skin with its blotches, brows, beard, folds, hair."""
    x, y = across(), heights()
    side = np.abs(x)
    wide, fine = (np.roll(one, traits.seed % 991, axis=1) for one in _mottle())
    base = 1 + wide * np.float32(0.018 + 0.03 * traits.wrinkles) + fine * np.float32(0.014)
    canvas = np.asarray(skin_colour(traits) * base[..., None], np.float32)
    flush = (
        bump(side, 4.3, 1.5) * bump(y, 3.6, 1.6) * 0.16
        + bump(x, 0, 1.1) * bump(y, places.nose_y - 0.6, 0.9) * 0.14
    )
    mix(canvas, _RED, np.asarray(flush, np.float32))
    shade = skin_colour(traits) * np.array((0.62, 0.62, 0.70), np.float32)
    _folds(canvas, traits, places, shade)
    if traits.freckles > 0.2:
        spots = (
            np.clip((np.roll(fine, 71, axis=0) - 1.7) * 2.2, 0, 1)
            * bump(y, 3, 2.2)
            * bump(side, 2.6, 2.6)
        )
        mix(canvas, shade, np.asarray(spots * np.float32(traits.freckles * 0.8), np.float32))
    mole_x, mole_y = traits.mole
    mix(
        canvas,
        _BLACK * 2,
        np.asarray(step(0.24, 0.1, np.hypot(x - mole_x, y - mole_y)), np.float32),
    )
    if traits.beard is not Beard.NONE:
        mix(canvas, hair_colour(traits), _beard(traits, places))
    mix(canvas, hair_colour(traits), _brows(traits, places))
    locks = 1 + strands(traits.seed) * np.float32(0.16)
    mix(canvas, np.asarray(hair_colour(traits) * locks[..., None], np.float32), cover)
    return canvas


def _folds(canvas: Colours, traits: Traits, places: Places, shade: NDArray[np.float32]) -> None:
    x, y = across(), heights()
    side, old = np.abs(x), traits.wrinkles
    share = np.zeros((ROWS, COLUMNS), np.float32)
    # Under the eyes, and from the nose to the mouth.
    arc = places.eye_y + 1.25 + 0.25 * old - 0.16 * np.square(side - places.eye_x)
    share += (
        bump(y - arc, 0, 0.16) * bump(side, places.eye_x - 0.1, 0.95) * np.float32(0.22 + 0.5 * old)
    )
    along = (y - places.nose_y + 0.7) / (places.mouth_y - places.nose_y + 1.2)
    line = places.nose_half + 0.2 + 1.15 * along
    within = step(0.0, 0.2, along) * step(1.05, 0.75, along)
    share += bump(side - line, 0, 0.15) * within * np.float32(0.16 + 0.55 * old)
    if old > 0.15:
        wave = 0.18 * np.cos(x * 1.3 + traits.seed % 7)
        for height in (-3.7, -4.5, -5.3):
            share += bump(y - height + wave, 0, 0.09) * step(5.2, 3.0, side) * np.float32(0.5 * old)
        for slope in (-0.35, 0.0, 0.35):
            crow = side - places.eye_x - places.eye_half - 0.3
            share += (
                bump(y - 0.1 - slope * crow, 0, 0.08)
                * bump(crow, 0.65, 0.4)
                * np.float32(0.45 * old)
            )
        share += bump(side, 0.42, 0.1) * bump(y, -2.0, 0.55) * np.float32(0.5 * old)
    mix(canvas, shade, np.clip(share, 0, 0.8))


def _brows(traits: Traits, places: Places) -> Field:
    x, y = across(), heights()
    side = np.abs(x)
    inner = 1.15 + 0.35 * traits.brow_gap
    outer = places.eye_x + places.eye_half + 0.75
    along = np.clip((side - inner) / (outer - inner), 0, 1)
    arch = 4 * along * (1 - along) * (0.30 + 0.28 * traits.brow_arch)
    middle = places.brow_y - arch + (0.5 - along) * (0.35 * traits.brow_tilt) + 0.45 * along**3
    thick = (0.36 + 0.15 * traits.brow_thick) * (1 - 0.62 * along) * (1.15 if traits.male else 0.85)
    ends = step(inner - 0.25, inner + 0.3, side) * step(outer + 0.15, outer - 0.7, side)
    hairs = 0.78 + 0.13 * np.roll(_mottle()[1], 31, axis=1)
    strong = 0.86 + 0.1 * traits.brow_thick - 0.45 * traits.child
    return np.asarray(
        np.clip(step(1.25, 0.55, np.abs(y - middle) / thick) * ends * hairs * strong, 0, 1),
        np.float32,
    )


def _beard(traits: Traits, places: Places) -> Field:
    x, y = across(), heights()
    side, kind = np.abs(x), traits.beard
    moustache = bump(y - 0.05 * side, (places.nose_y + places.mouth_y) / 2 + 0.1, 0.42) * step(
        places.mouth_half + 0.5, places.mouth_half - 0.7, side
    )
    chin = step(places.mouth_y + 1.0, places.mouth_y + 1.7, y) * step(2.2, 1.3, side)
    cheeks = step(places.mouth_y - 1.6, places.mouth_y + 0.6, y + 0.25 * (side - 5)) * step(
        1.6, 3.2, np.hypot(side, (y - places.mouth_y) * 1.5)
    )
    below = step(places.chin_y + 2.2, places.chin_y + 0.2, y)
    grain = np.clip(0.8 + 0.28 * np.roll(_mottle()[1], 57, axis=1), 0, 1)
    shape = {
        Beard.MOUSTACHE: moustache,
        Beard.GOATEE: np.maximum(moustache, chin),
        Beard.FULL: np.maximum(np.maximum(moustache, chin), cheeks),
        Beard.STUBBLE: np.maximum(np.maximum(moustache, chin), cheeks) * 0.34,
        Beard.NONE: np.zeros_like(moustache),
    }[kind]
    return np.asarray(np.clip(shape * below * grain * 0.92, 0, 1), np.float32)


def glasses(traits: Traits, places: Places) -> Field:
    """How much of each point is the frame of glasses, 0 to 1."""
    x, y = across(), heights()
    side, kind = np.abs(x), traits.glasses
    if kind is Glasses.NONE:
        return np.zeros((ROWS, COLUMNS), np.float32)
    wide, high, power = {
        Glasses.ROUND: (2.2, 2.1, 2.0),
        Glasses.SQUARE: (2.5, 1.75, 4.5),
        Glasses.HALF: (2.5, 1.7, 4.0),
        Glasses.WIDE: (2.75, 2.3, 3.0),
    }.get(kind, (2.4, 1.9, 3.0))
    thick = 0.10 + 0.16 * traits.rim
    middle_y = places.eye_y + 0.35
    form = (
        np.abs((side - places.eye_x - 0.05) / wide) ** power
        + np.abs((y - middle_y) / high) ** power
    ) ** (1 / power)
    ring = step(thick + 0.07, thick - 0.03, np.abs(form - 1) * wide)
    if kind is Glasses.HALF:
        ring = ring * step(middle_y + 0.1, middle_y - 0.2, y)
    bridge = step(0.24, 0.12, np.abs(y - middle_y + 0.45)) * step(
        places.eye_x - wide + 0.1, places.eye_x - wide - 0.1, side
    )
    arms = (
        step(0.24, 0.12, np.abs(y - middle_y + 0.8))
        * step(places.eye_x + wide - 0.1, places.eye_x + wide + 0.1, side)
        * step(11.0, 10.6, side)
    )
    return np.asarray(np.maximum(np.maximum(ring, bridge), arms), np.float32)
