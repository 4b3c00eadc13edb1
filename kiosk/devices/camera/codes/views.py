"""A part of a picture, made easier to read: larger, sharper, smoother, of more contrast."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.devices.camera.codes.code import Grey

MOST_PIXELS = 4_000_000
"""Of a view; what would be larger is not made larger."""


@dataclass(frozen=True, slots=True)
class View:
    name: str
    scale: float
    """How many pixels it makes of one, in width and in height."""
    make: Callable[[Grey], Grey]

    def of(self, part: Grey) -> Grey | None:
        """The view; ``None`` where it would be too large, or nothing is left of it."""
        height, width = part.shape
        pixels = height * width * self.scale**2
        if pixels > MOST_PIXELS or min(height, width) * self.scale < 8:
            return None
        return np.ascontiguousarray(self.make(part))


def _enlarged(part: Grey) -> Grey:
    return _resized(part, 2, cv2.INTER_CUBIC)


def _sharpened(part: Grey, times: int = 2) -> Grey:
    """What a lens out of focus took from the edges is put back, before enlarging."""
    sharp = cv2.addWeighted(part, 3, cv2.blur(part, (5, 5)), -2, 0)
    return _resized(np.asarray(sharp, dtype=np.uint8), times, cv2.INTER_LINEAR)


def _smoothed(part: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(part, (0, 0), 1.2), dtype=np.uint8)


def _even(part: Grey) -> Grey:
    """Each place measured by its surroundings: against shadows, and for faded ink."""
    side = max(9, min(part.shape) // 8) | 1
    ground = np.asarray(cv2.blur(part, (side, side)), dtype=np.float32)
    deviation = np.abs(part - ground)
    spread = np.asarray(cv2.blur(deviation, (side, side)), dtype=np.float32)
    return (128 + (part - ground) * (48 / (spread + 2))).clip(0, 255).astype(np.uint8)


def _resized(part: Grey, times: float, how: int) -> Grey:
    return np.asarray(cv2.resize(part, None, fx=times, fy=times, interpolation=how), np.uint8)


PLAIN = View("plain", 1, lambda part: part)
ENLARGED = View("enlarged", 2, _enlarged)
SHARPENED = View("sharpened", 2, _sharpened)
SHARPER = View("sharpened, three times as large", 3, lambda part: _sharpened(part, 3))
SMOOTHED = View("smoothed", 1, _smoothed)
SMOOTHED_SHARPENED = View("smoothed and sharpened", 2, lambda part: _sharpened(_smoothed(part)))
HALVED = View("halved", 0.5, lambda part: _resized(part, 0.5, cv2.INTER_AREA))
EVEN = View("evened", 1, _even)
"""For light on dark there is no view: zxing-cpp looks for both at nearly no cost."""
