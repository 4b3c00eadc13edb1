"""A page's light on whoever stands before it, as a simulated camera sees them.

Photometry: a screen of 21.5 inches and 250 cd/m² that is white throws 110 lx on a face half a
metre away (of a disc of the same area, from the axis through its middle). In a hall of 300 lx that
makes it brighter by 37 % in linear light, and each of red, green and blue by as much of that as the
page has of it. Walls far behind get nearly nothing.

Who plays pictures says not where the head is in them. So an oval in the middle is lit, where the
dock's faces are: cheeks, nose and mouth, with a soft edge that ends before what is beside the head.
"""

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.base import Image

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 (sRGB, IEC 61966-2-1)."""

RISE = 0.37
"""Of a face before a page that is all white."""
GLOWS = 0.6
"""So much of a page is its ground; the rest are pictures and words."""
MIDDLE = 0.5, 0.47
REACH = 0.2, 0.33
"""Half of the oval's width and height, in parts of the view's height, to the middle of its edge."""
EDGE = 0.15
"""Half of the edge's breadth, in parts of the oval."""


def lit(picture: Image, colour: Colour) -> Image:
    """The picture with the page's light on its middle; a millisecond at 1280×720."""
    height, width = picture.shape[:2]
    top, left, there, not_there = _oval(width, height)
    part = picture[top : top + there.shape[0], left : left + there.shape[1]]
    shone = cv2.LUT(part, _brighter(colour))
    part[:] = cv2.blendLinear(shone, part, there, not_there)
    return picture


@functools.lru_cache(maxsize=64)
def _brighter(colour: Colour) -> Image:
    """Each grey level of blue, green and red in this light: shape (1, 256, 3)."""
    level = np.arange(256) / 255
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    page = linear[list(reversed(colour))]
    more = linear[:, None] * (1 + GLOWS * RISE * page)
    shown = np.where(more <= 0.0031308, more * 12.92, 1.055 * more ** (1 / 2.4) - 0.055)
    return np.asarray(np.clip(shown * 255, 0, 255).round()[None], np.uint8)


_Weights = NDArray[np.float32]


@functools.lru_cache(maxsize=2)
def _oval(width: int, height: int) -> tuple[int, int, _Weights, _Weights]:
    """Top and left of the box around it, and of each pixel how much is in it, and is not."""
    out = 1 + EDGE
    half_x, half_y = (
        min(0.5 * side, out * by * height) for side, by in zip((width, height), REACH, strict=True)
    )
    left, top = (
        max(0, round(MIDDLE[0] * width - half_x)),
        max(0, round(MIDDLE[1] * height - half_y)),
    )
    right, bottom = round(MIDDLE[0] * width + half_x), round(MIDDLE[1] * height + half_y)
    x = (np.arange(left, min(width, right)) + 0.5 - MIDDLE[0] * width) / (REACH[0] * height)
    y = (np.arange(top, min(height, bottom)) + 0.5 - MIDDLE[1] * height) / (REACH[1] * height)
    way = np.hypot(x[None], y[:, None])
    there = np.clip((out - way) / (2 * EDGE), 0, 1).astype(np.float32)
    return top, left, there, np.asarray(1 - there, np.float32)
