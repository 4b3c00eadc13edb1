"""The colours of a head, on its grid. Blue-green-red, 0 to 1, as seen in even white light."""

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads import marks
from kiosk.app.heads.grid import COLUMNS, ROWS, Field, Numbers, Window, bump, step
from kiosk.app.heads.shape import Places, strands
from kiosk.app.heads.traits import Traits

Colours = NDArray[np.float32]
"""Shape (:data:`~kiosk.app.heads.grid.ROWS`, :data:`~kiosk.app.heads.grid.COLUMNS`, 3)."""

_LIGHT = np.array((0.66, 0.76, 0.93), np.float32)
_BROWN = np.array((0.30, 0.43, 0.64), np.float32)
_RED = np.array((0.36, 0.34, 0.78), np.float32)
_BLACK = np.array((0.065, 0.07, 0.08), np.float32)
_HAIR_BROWN = np.array((0.13, 0.19, 0.28), np.float32)
_HAIR_GREY = np.array((0.66, 0.66, 0.66), np.float32)
_METAL = np.array((0.42, 0.44, 0.46), np.float32)


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
    """All but eyes, mouth and glasses: skin with its blotches, brows, beard, folds, hair."""
    wide, fine = (np.roll(one, traits.seed % 991, axis=1) for one in _mottle())
    base = 1 + wide * np.float32(0.018 + 0.03 * traits.wrinkles) + fine * np.float32(0.014)
    canvas = np.asarray(skin_colour(traits) * base[..., None], np.float32)
    shade = skin_colour(traits) * np.array((0.62, 0.62, 0.70), np.float32)
    face = Window.of(-7.4, 7.4, -7.0, places.chin_y + 2.5)
    part, x, y = canvas[face.cut], face.x, face.y
    side = np.abs(x)
    flush = bump(side, 4.3, 1.5) * bump(y, 3.6, 1.6) * np.float32(0.16)
    flush += bump(x, 0, 1.1) * bump(y, places.nose_y - 0.6, 0.9) * np.float32(0.14)
    mix(part, _RED, flush)
    part *= 1 - marks.shades(face, traits, places)[..., None]
    mix(part, shade, marks.folds(face, traits, places))
    if traits.freckles > 0.2:
        spots = np.clip((fine[face.cut] - 1.7) * 2.2, 0, 1) * bump(y, 3, 2.2) * bump(side, 2.6, 2.6)
        mix(part, shade, spots * np.float32(traits.freckles * 0.8))
    if abs(traits.mole[0]) < 7:
        around = np.hypot(x - np.float32(traits.mole[0]), y - np.float32(traits.mole[1]))
        mix(part, _BLACK * 2, step(0.24, 0.1, around))
    grain = np.roll(fine, 31, axis=1)
    mix(part, hair_colour(traits), marks.beard(face, traits, places, grain[face.cut]))
    brows = Window.of(-7.0, 7.0, places.brow_y - 1.8, places.brow_y + 1.8)
    hairs = marks.brows(brows, traits, places, grain[brows.cut])
    mix(canvas[brows.cut], hair_colour(traits), hairs)
    locks = 1 + strands(traits.seed) * np.float32(0.16)
    mix(canvas, hair_colour(traits) * locks[..., None], cover)
    return canvas


def frame(canvas: Colours, share: Field, window: Window, traits: Traits) -> None:
    """Lay the frame of glasses, ``share`` of the window's points, over the canvas."""
    mix(canvas[window.cut], _METAL * np.float32(1 - 0.85 * traits.rim), share)
