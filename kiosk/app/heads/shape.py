"""The form of a head: its radius for each angle and height."""

import functools
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.app.heads.grid import Field, Window, across, angles, bump, heights, step
from kiosk.app.heads.traits import Hair, Traits

_Y = (-15.0, -13.0, -12.7, -12.2, -11, -9, -6, -3, 0, 3, 6, 8.5, 10.3, 11.4, 12.6, 14.5, 21.0)
_SIDE = (-6.0, 0.3, 1.5, 3.2, 5.0, 6.5, 7.3, 7.45, 7.3, 7.1, 6.6, 6.0, 5.5, 5.1, 4.75, 4.7, 5.4)
_FRONT = (-6.0, 0.3, 1.8, 3.8, 5.9, 7.7, 8.8, 9.1, 8.75, 8.45, 8.5, 8.5, 8.5, 7.4, 4.9, 4.4, 4.4)
_COVERING = (Hair.LONG, Hair.BOB)
"""Hair over the ears."""
_JAW_RISE = 3.6
"""How much higher the jaw ends below the ear than at the chin."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the features of one face are, in centimetres; x is for the one on the right."""

    eye_x: float
    eye_y: float
    eye_half: float
    """Half the width of an eye."""
    brow_y: float
    nose_y: float
    """The base of the nose."""
    nose_half: float
    mouth_y: float
    mouth_half: float
    chin_y: float
    hair_y: float
    """The hair's line in the middle of the forehead."""


def places_of(traits: Traits) -> Places:
    """The places for this face."""
    child = traits.child
    eye_half = 1.48 + 0.2 * traits.eye_size + 0.2 * child
    nose_y = 4.35 + 0.65 * traits.nose_length - 1.3 * child
    mouth_y = nose_y + 2.35 + 0.45 * traits.mouth_height - 0.5 * child
    return Places(
        eye_x=3.15 + 0.22 * traits.eye_gap,
        eye_y=0.0,
        eye_half=eye_half,
        brow_y=-2.15 - 0.45 * traits.brow_height,
        nose_y=nose_y,
        nose_half=1.75 + 0.4 * traits.nose_width - 0.25 * child,
        mouth_y=mouth_y,
        mouth_half=2.5 + 0.45 * traits.mouth_width - 0.3 * child,
        chin_y=mouth_y + 4.1 + 0.7 * traits.chin + 0.4 * traits.length - 0.9 * child,
        hair_y=-6.4 - 1.0 * traits.forehead - 0.6 * child,
    )


def skull(traits: Traits, places: Places) -> Field:
    """The radius of the head without its features; below 0 above it."""
    angle, y = angles(), heights()
    turn = 1 - np.cos(np.clip(angle, -1.7, 1.7))
    # The chin is where this face has it; all between it and the eyes is stretched alike.
    low = np.where(y > 0, y * np.float32(11.4 / places.chin_y), y)
    low = np.where(low > 11.4, 11.4 + (y - places.chin_y), low)
    # Hair lies on the crown, too.
    low = np.where(low < -6, -6 + (low + 6) * np.float32(7 / (7 + _thickness(traits.hair))), low)
    profile = low + np.float32(_JAW_RISE) * turn * step(0.0, 9.0, low)
    side = np.interp(profile, _Y, _SIDE).astype(np.float32)
    front = np.interp(profile, _Y, _FRONT).astype(np.float32)
    face = bump(profile, 7.0, 3.2)
    side = side * (1 + 0.07 * traits.width + 0.02 * traits.child)
    side = side + face * np.float32(0.75 * traits.jaw + 0.25 * traits.cheek)
    side = side + bump(profile, 2.4, 1.8) * np.float32(0.35 * traits.cheekbone)
    power = np.float32(2.25)
    sine, cosine = np.abs(np.sin(angle)), np.abs(np.cos(angle))
    back = np.cos(angle) < 0
    front = np.where(back, np.minimum(front, 8.6), front)
    inside = np.maximum(side, 0.05)
    radius = ((sine / inside) ** power + (cosine / np.maximum(front, 0.05)) ** power) ** (
        -1 / power
    )
    radius = np.where(side < 0.05, side, radius)
    return np.asarray(cv2.GaussianBlur(radius.astype(np.float32), (0, 0), 5), np.float32)


def features(traits: Traits, places: Places) -> Field:
    """What eyes, nose, mouth, ears and the rest add to the radius."""
    x, y = across(), heights()
    side = np.abs(x)
    old, nose, child = traits.wrinkles, places.nose_y, traits.child
    half, lips, chin = places.mouth_half, places.mouth_y, places.chin_y
    columns: list[Field] = []
    rows: list[Field] = []

    def add(height: float, column: Field, row: Field) -> None:
        columns.append(column)
        rows.append(row * np.float32(height))

    # Brows and sockets.
    ridge = 0.62 if traits.male else 0.42
    add(ridge, bump(side, 3.0, 2.1), bump(y, places.brow_y + 0.25, 0.75))
    depth = 0.75 + 0.3 * traits.eye_depth - 0.35 * child
    add(-depth, bump(side, places.eye_x - 0.5, 1.25), bump(y, -0.35, 1.15))
    add(0.42, bump(side, places.eye_x, 1.05), bump(y, 0.05, 0.75))
    add(-0.30 - 0.35 * old, bump(side, places.eye_x - 0.3, 1.2), bump(y, 1.5, 0.45))
    # Cheeks and temples.
    add(0.55 + 0.4 * traits.cheekbone, bump(side, 4.9, 1.5), bump(y, 2.6, 1.3))
    full = 0.45 * traits.cheek - 0.35 * old + 0.6 * child
    add(full, bump(side, 4.2, 1.6), bump(y, 6.6, 1.7))
    add(-0.35, bump(side, 6.9, 0.9), bump(y, -2.4, 1.8))
    # The nose: its bridge, tip and wings.
    bridge = 0.55 + 0.28 * traits.nose_bridge - 0.25 * child
    add(bridge, bump(x, 0, 0.62), bump(y, -0.2, 1.5))
    add(0.45 + 0.2 * traits.nose_tip, bump(x, 0, 0.62), bump(y, nose - 0.75, 0.5))
    add(0.75, bump(side, places.nose_half * 0.78, 0.42), bump(y, nose - 0.55, 0.5))
    # The mouth: the muzzle, the groove above it, lips, what is below.
    add(0.55, bump(side, 0, 2.3), bump(y, lips, 1.6))
    add(-0.16, bump(x, 0, 0.28), bump(y, (nose + lips) / 2 - 0.1, 0.55))
    upper, lower = 0.34 + 0.16 * traits.upper_lip, 0.4 + 0.18 * traits.lower_lip
    add(upper, bump(side, half * 0.25, half * 0.42), bump(y, lips - 0.45, 0.32))
    add(lower, bump(side, 0, half * 0.45), bump(y, lips + 0.55, 0.42))
    add(-0.3, bump(side, 0, half * 0.6), bump(y, lips, 0.13))
    add(-0.3, bump(side, half + 0.15, 0.4), bump(y, lips + 0.05, 0.4))
    add(-0.4, bump(side, 0, 1.5), bump(y, lips + 1.55, 0.5))
    add(0.55 + 0.35 * traits.chin, bump(side, 0, 1.3), bump(y, chin - 1.2, 0.9))
    # Folds from the nose to the mouth.
    for share in (0.15, 0.45, 0.75):
        fold = bump(side, places.nose_half + 0.5 + 0.9 * share, 0.28)
        add(-0.10 * (1 - child) - 0.38 * old, fold, bump(y, nose + (lips - nose) * share, 0.5))
    # Ears, from the side.
    ear = 0.2 if traits.hair in _COVERING else 1.25
    add(ear, bump(np.abs(angles()), 1.62, 0.13), step(-2.6, -1.4, y) * step(4.6, 3.0, y))
    out = np.hstack(rows) @ np.vstack(columns)
    _nose(out, traits, places)
    return np.asarray(out, np.float32)


def _nose(out: Field, traits: Traits, places: Places) -> None:
    """The ridge of the nose, which grows and widens downwards."""
    base = places.nose_y
    window = Window.of(-3.0, 3.0, -2.7, base + 0.5)
    y = window.y
    rising = step(-2.6, base - 0.4, y) ** 1.3 * step(base + 0.35, base - 0.7, y)
    wide = np.float32(0.58) + step(0.5, base, y) * np.float32(0.28 + 0.1 * traits.nose_width)
    height = np.float32(1.75 + 0.25 * traits.nose_tip - 0.4 * traits.child)
    out[window.cut] += rising * height * np.exp(-0.5 * np.square(window.x / wide))


@functools.lru_cache(maxsize=1)
def _strands() -> Field:
    """Fine locks that run downwards, of mean 0 and deviation 1."""
    rng = np.random.default_rng(11)
    noise = rng.standard_normal((heights().shape[0], angles().shape[1])).astype(np.float32)
    locks = cv2.GaussianBlur(noise, (0, 0), sigmaX=1.1, sigmaY=18)
    wide = cv2.GaussianBlur(noise, (0, 0), sigmaX=5, sigmaY=40)
    both = locks / locks.std() + wide / wide.std()
    return np.asarray(both / both.std(), np.float32)


def strands(seed: int) -> Field:
    """Locks of hair for one person."""
    return np.asarray(np.roll(_strands(), seed % 997, axis=1), np.float32)


def hair(traits: Traits, places: Places) -> tuple[Field, Field]:
    """How much of the surface is hair, 0 to 1, and how thick it lies, in centimetres."""
    angle, y, side = angles(), heights(), np.abs(angles())
    style = traits.hair
    top = places.hair_y + 0.5 * traits.hair_line
    if style is Hair.RECEDING:
        top -= 2.6
    # The line falls from the forehead over the temples to in front of the ear, and runs behind it.
    temple = 1.0 + 0.12 * traits.hair_line
    recede = (
        1.6 * bump(side, 0.62, 0.16) if style in (Hair.RECEDING, Hair.SHORT, Hair.CREW) else 0.0
    )
    line = (
        top
        + np.square(side / temple) * 1.6
        - recede
        + step(temple - 0.1, temple + 0.35, side) * 6.0
    )
    depth = np.float32(_thickness(style))
    parting = np.float32(traits.parting * 0.5)
    if style is Hair.SIDE:
        sign = 1.0 if traits.parting > 0 else -1.0
        line = (
            line
            + np.float32(2.2) * bump(angle * sign, -0.25, 0.38)
            - 0.8 * bump(angle * sign, 0.55, 0.12)
        )
    elif style is Hair.FRINGE:
        line = line + np.float32(2.9 + 0.6 * traits.hair_line) * step(1.0, 0.7, side)
    elif style is Hair.LONG:
        open_ = step(0.30, 0.95, np.abs(angle - parting))
        line = line - 0.6 + np.float32(3.2) * open_
    elif style is Hair.BOB:
        line = line + np.float32(2.2) * step(0.5, 0.9, side)
    if style in _COVERING:
        line = line + step(0.92, 1.15, side) * 30
        foot = 20.0 if style is Hair.LONG else 9.5 + traits.hair_line
    else:
        foot = 9.0
    waves = strands(traits.seed) * np.float32(0.14)
    cover = step(0.22, -0.22, y - line + waves) * step(foot + 0.5, foot - 0.5, y + waves)
    behind = step(1.75, 2.0, side) * step(foot + 0.4, foot - 0.4, y)
    cover = np.maximum(cover, behind)
    if style not in _COVERING:
        ear = bump(side, 1.62, 0.16) * step(-3.0, -2.0, y)
        cover = cover * (1 - np.clip(ear * 1.6, 0, 1))
    if style is Hair.BALD:
        cover = cover * step(-5.5, -3.5, y + 0.0 * side)
    grow = step(0.0, 2.2, line - y) if style not in _COVERING else step(0.0, 0.7, line - y)
    cover = np.asarray(cover, np.float32)
    lying = cover * (0.35 + 0.65 * grow) * depth
    if style in _COVERING:
        lying = lying + cover * step(0.95, 1.3, side) * step(-4, 4, y) * np.float32(1.3)
    lying = lying + cover * strands(traits.seed) * np.float32(0.06)
    return cover, np.asarray(lying * step(-13.2, -11.0, y), np.float32)


def _thickness(style: Hair) -> float:
    """How thick the hair lies, in centimetres."""
    thick = {Hair.CREW: 0.35, Hair.BALD: 0.15, Hair.RECEDING: 0.4, Hair.SHORT: 0.9, Hair.BUN: 0.5}
    return thick.get(style, 1.0)
