"""Eyes and mouth, which open and close: painted anew for each state, on their own patches."""

import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.grid import Field, Window, bump, step
from kiosk.app.heads.paint import Colours, hair_colour, mix, skin_colour
from kiosk.app.heads.shape import Places
from kiosk.app.heads.traits import Traits

_WHITE = np.array((0.86, 0.88, 0.90), np.float32)
_IRIS = np.array((0.07, 0.11, 0.19), np.float32)
_PUPIL = np.array((0.02, 0.02, 0.02), np.float32)
_TEETH = np.array((0.82, 0.86, 0.90), np.float32)
_INSIDE = np.array((0.10, 0.09, 0.22), np.float32)
_LIP_PALE = np.array((0.46, 0.50, 0.76), np.float32)
_LIP_RED = np.array((0.28, 0.20, 0.70), np.float32)


def _patch(
    canvas: Colours, left: float, right: float, top: float, bottom: float
) -> tuple[Colours, Field, Field]:
    """The part of the canvas between these places (a view), its x (1, n) and its y (m, 1)."""
    window = Window.of(left, right, top, bottom)
    return canvas[window.cut], window.x, window.y


def eyes(canvas: Colours, traits: Traits, places: Places, opened: float) -> None:
    """Paint both eyes, ``opened`` from 0 (shut) to 1, onto the canvas."""
    reach = places.eye_half + 0.9
    for sign in (-1.0, 1.0):
        middle = sign * places.eye_x
        part, x, y = _patch(canvas, middle - reach, middle + reach, -1.9, 1.7)
        _eye(part, np.asarray((x - middle) * sign, np.float32), y, traits, places, opened)


def _eye(part: Colours, x: Field, y: Field, traits: Traits, places: Places, opened: float) -> None:
    """One eye; ``x`` grows outwards from its middle."""
    half = places.eye_half
    along = np.clip(x / half, -1, 1)
    tilt = -(0.10 + 0.16 * traits.eye_tilt) * along
    bow = np.sqrt(np.clip(1 - np.square(along), 0, 1)) ** 1.25
    lean = 1 + 0.25 * along * (0.4 + 0.6 * traits.eye_tilt)
    height = 0.52 + 0.17 * traits.eye_open + 0.1 * traits.child - 0.1 * traits.wrinkles
    shut = np.float32(0.30)
    upper = tilt - bow * lean * height * opened + bow * shut * (1 - opened)
    lower = (
        tilt
        + bow * (0.36 + 0.08 * traits.eye_open) * (0.35 + 0.65 * opened)
        + bow * 0.12 * (1 - opened)
    )
    within = step(half + 0.05, half - 0.1, np.abs(x))
    ball = (
        step(-0.05, 0.07, y - upper)
        * step(0.05, -0.07, y - lower)
        * within
        * np.float32(min(1.0, opened * 4))
    )
    shade = skin_colour(traits) * np.array((0.50, 0.50, 0.58), np.float32)
    # The fold of the lid, and the shadow in the corner by the nose.
    fold = upper - 0.22 - 0.14 * (1 + traits.lid) * opened
    mix(
        part,
        shade,
        np.asarray(
            bump(y - fold, 0, 0.09)
            * step(half + 0.25, half - 0.4, np.abs(x))
            * (0.45 + 0.2 * traits.lid),
            np.float32,
        ),
    )
    mix(part, shade, np.asarray(bump(y, -0.75, 0.65) * bump(x, -half, 0.7) * 0.35, np.float32))
    mix(part, _WHITE, np.asarray(ball, np.float32))
    round_ = np.hypot(x, y + 0.08)
    iris = 0.62 + 0.06 * traits.eye_size + 0.05 * traits.child
    mix(part, _IRIS, np.asarray(step(iris + 0.05, iris - 0.07, round_) * ball, np.float32))
    mix(part, _PUPIL, np.asarray(step(0.30, 0.22, round_) * ball, np.float32))
    mix(
        part,
        _WHITE * 1.1,
        np.asarray(step(0.16, 0.08, np.hypot(x + 0.16, y + 0.28)) * ball, np.float32),
    )
    # The lid's shadow on the ball, then the lashes.
    mix(part, _PUPIL, np.asarray(bump(y - upper, 0.05, 0.16) * ball * 0.45, np.float32))
    dark = 0.88 if not traits.male else 0.72
    ends = step(half + 0.22, half - 0.25, np.abs(x))
    lash = bump(y - upper, -0.02, 0.085 if traits.male else 0.11) * ends
    mix(part, hair_colour(traits) * 0.6, np.asarray(lash * dark, np.float32))
    mix(part, shade * 0.8, np.asarray(bump(y - lower, 0.03, 0.07) * ends * 0.55, np.float32))


def mouth(canvas: Colours, traits: Traits, places: Places, opened: float) -> None:
    """Paint the mouth, ``opened`` from 0 (closed) to 1, onto the canvas."""
    half, middle = places.mouth_half, places.mouth_y
    part, x, y = _patch(canvas, -half - 0.7, half + 0.7, middle - 1.5, middle + 2.9)
    along = np.clip(x / half, -1, 1)
    bow = np.clip(1 - np.square(along), 0, 1)
    line = middle + 0.05 - (0.10 + 0.16 * traits.mouth_curve) * (np.square(along) - 0.35)
    cupid = 0.14 * bump(along, 0, 0.12)
    upper = line - (bow**0.8) * (0.55 + 0.22 * traits.upper_lip - 0.15 * traits.wrinkles) + cupid
    drop = bow * opened * 0.95
    lower = line + drop + (bow**0.7) * (0.68 + 0.24 * traits.lower_lip - 0.15 * traits.wrinkles)
    colour = _mixed(skin_colour(traits), _mixed(_LIP_PALE, _LIP_RED, traits.lip_red), 0.72)
    edge = step(half + 0.1, half - 0.15, np.abs(x))
    lips = step(-0.09, 0.06, y - upper) * step(0.09, -0.06, y - lower) * edge
    mix(part, colour, np.asarray(lips, np.float32))
    mix(part, colour * 0.72, np.asarray(step(0.0, -0.25, y - line) * lips * 0.55, np.float32))
    if opened > 0.02:
        hole = step(-0.03, 0.05, y - line) * step(0.04, -0.05, y - line - drop) * edge
        mix(part, _INSIDE, np.asarray(hole, np.float32))
        teeth = hole * step(0.40, 0.25, y - line) * step(half * 0.85, half * 0.6, np.abs(x))
        mix(part, _TEETH, np.asarray(teeth, np.float32))
    mix(
        part,
        _INSIDE,
        np.asarray(bump(y - line, 0, 0.07) * edge * (0.85 if opened < 0.02 else 0.4), np.float32),
    )
    shade = skin_colour(traits) * 0.62
    mix(
        part,
        shade,
        np.asarray(bump(y - lower, 0.28, 0.2) * bump(along, 0, 0.45) * 0.35, np.float32),
    )


def nostrils(canvas: Colours, traits: Traits, places: Places) -> None:
    """The openings and the wings of the nose."""
    part, x, y = _patch(canvas, -3.2, 3.2, places.nose_y - 1.9, places.nose_y + 0.8)
    side = np.abs(x)
    shade = skin_colour(traits) * np.array((0.45, 0.45, 0.55), np.float32)
    hole = np.hypot((side - places.nose_half * 0.45) / 0.44, (y - places.nose_y + 0.02) / 0.20)
    mix(part, shade * 0.45, np.asarray(step(1.3, 0.6, hole) * 0.9, np.float32))
    wing = np.hypot((side - places.nose_half * 0.62) / 0.62, (y - places.nose_y + 0.55) / 0.62)
    outside = bump(wing, 1.0, 0.16) * step(places.nose_half * 0.55, places.nose_half * 0.9, side)
    mix(part, shade, np.asarray(outside * 0.55, np.float32))
    mix(
        part,
        shade,
        np.asarray(
            bump(y - places.nose_y, 0.2, 0.18) * step(places.nose_half, 0.2, side) * 0.5, np.float32
        ),
    )


def _mixed(
    one: NDArray[np.float32], other: NDArray[np.float32], share: float
) -> NDArray[np.float32]:
    return np.asarray(one + (other - one) * np.float32(share), np.float32)
