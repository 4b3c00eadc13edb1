"""How warm the light on a face is, and on its details, and that beside it.

As the logarithm of red to blue in linear light, in which neither skin nor the camera's exposure
matters where light changes: both multiply, and what they multiply by stays the same or drops out
against what is beside the face.

Light on a face multiplies bright and dark alike, so that the contrast of brows, lips and lids
becomes warmer with all the rest. What a pane of glass mirrors or scatters is added to bright and
dark alike: the face that is seen in it becomes warmer, its details do not.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.liveness.stance import Stance
from kiosk.face.seen import Image

ASIDE, ABOVE, BELOW = 0.6, 0.45, 0.85
"""Of the face, from the middle between the eyes, in parts of the distance between their outer
corners: from the brows to the mouth."""
NEAR, FAR = 1.55, 3.2
"""The same of what is beside it, to either side: beyond hair and a phone's rim …"""
UP, DOWN = 1.3, 0.5
"""… and above the shoulders, which the page lights, too."""
PATCH = 48, 52
"""Pixels, width and height, to which a face is shrunk; noise is less there."""
FINE, COARSE = 1.0, 4.0
"""Standard deviations in these pixels between which details are."""
LIGHT = 170
"""Grey levels of green, above which red may be clipped. By green, as it is nearly the same in warm
and in cool light: it is the same pixels that count in both."""
DARK, CLIPPED = 5, 250
"""Grey levels of which nothing is known."""
LEAST_SHARE = 0.05
"""Of the pixels; of fewer nothing is said."""
LEAST_SIDE = 8
"""Pixels."""
_TAKEN = 40
"""Rows and columns beside the face, at most."""


class Warmth(NamedTuple):
    """Natural logarithms of red to blue."""

    face: float
    detail: float
    """Of the contrast of its details."""
    beside: float | None
    """None where nothing is seen of it."""


def warmth(image: Image, stance: Stance) -> Warmth | None:
    """None where too little of the face is neither clipped nor black. Takes some 0.4 ms."""
    x, y, apart = stance.x, stance.y, stance.eyes_apart
    across, down = (x - ASIDE * apart, x + ASIDE * apart), (y - ABOVE * apart, y + BELOW * apart)
    face = _face(_part(image, across, down))
    if face is None:
        return None
    rows = y - UP * apart, y + DOWN * apart
    sides = [
        _level(_part(image, ends, rows))
        for ends in ((x - FAR * apart, x - NEAR * apart), (x + NEAR * apart, x + FAR * apart))
    ]
    told = [side for side in sides if side is not None]
    return Warmth(*face, sum(told) / len(told) if told else None)


def _part(image: Image, across: tuple[float, float], down: tuple[float, float]) -> Image | None:
    height, width = image.shape[:2]
    left, right = (int(np.clip(end, 0, width)) for end in across)
    top, bottom = (int(np.clip(end, 0, height)) for end in down)
    if min(right - left, bottom - top) < LEAST_SIDE:
        return None
    return image[top:bottom, left:right]


def _face(part: Image | None) -> tuple[float, float] | None:
    """All of it, and its details."""
    if part is None:
        return None
    small = np.asarray(cv2.resize(part, PATCH, interpolation=cv2.INTER_AREA), np.uint8)
    usable = _usable(small) & (small[..., 1] <= LIGHT)
    if usable.mean() < LEAST_SHARE:
        return None
    linear = _LINEAR[small[..., ::2]]
    mean = linear[usable].mean(axis=0)
    there = usable.astype(np.float32)
    detail = _around(linear, there, FINE) - _around(linear, there, COARSE)
    contrast = np.square(detail[usable]).mean(axis=0)
    return _log_ratio(mean), _log_ratio(contrast) / 2


def _level(part: Image | None) -> float | None:
    """All of what is beside the face."""
    if part is None:
        return None
    rows, columns = (-(-side // _TAKEN) for side in part.shape[:2])
    taken = part[::rows, ::columns]
    usable = _usable(taken)
    if usable.mean() < LEAST_SHARE:
        return None
    return _log_ratio(_LINEAR[taken[..., ::2]][usable].mean(axis=0))


def _usable(pixels: Image) -> NDArray[np.bool_]:
    blue, green, red = (_KNOWN[pixels[..., channel]] for channel in range(3))
    return np.asarray(blue & green & red)


def _around(
    linear: NDArray[np.float32], there: NDArray[np.float32], deviation: float
) -> NDArray[np.float32]:
    """The mean around each pixel, of those that are ``there``."""
    total = cv2.GaussianBlur(linear * there[..., None], (0, 0), deviation)
    share = cv2.GaussianBlur(there, (0, 0), deviation)[..., None]
    return np.asarray(total / np.maximum(share, 1e-3), np.float32)


def _log_ratio(blue_red: NDArray[np.float32]) -> float:
    blue, red = (float(each) + 1e-9 for each in blue_red)
    return float(np.log(red / blue))


def _linear() -> NDArray[np.float32]:
    """Linear light, 0 to 1, of each grey level (sRGB, IEC 61966-2-1)."""
    level = np.arange(256) / 255
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear, np.float32)


_LINEAR = _linear()
_KNOWN = (np.arange(256) >= DARK) & (np.arange(256) <= CLIPPED)
