"""A face cut out of its picture: level, of one size, its light evened out."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.seen import LEFT_OUTER, RIGHT_OUTER, Image, Landmarks

Patch = NDArray[np.float32]
"""Shape (:data:`HEIGHT`, :data:`WIDTH`)."""

EYES = 56
"""Pixels between the outer corners of the eyes."""
WIDTH, HEIGHT = 144, 120
CENTRE_X, CENTRE_Y = WIDTH / 2, 46.0
"""Where the middle between the eyes is."""
SMALLEST = 24.0
"""Pixels between the eyes in the picture, below which nothing of a nose is seen."""
_LIGHT = 4.0
"""Standard deviation in pixels of the surroundings by which light is evened out."""
_FAINT = 1.5
"""Grey levels; contrast below it is noise and is not raised."""


def level(image: Image, landmarks: Landmarks, sharpness: float) -> Patch | None:
    """The face with its eyes level and :data:`EYES` apart, blurred by ``sharpness`` pixels
    (standard deviation); None if it is too small."""
    left, right = (landmarks[row].astype(np.float64) for row in (LEFT_OUTER, RIGHT_OUTER))
    across = left - right
    apart = float(np.hypot(*across))
    if apart < SMALLEST:
        return None
    shrink = min(1.0, EYES / apart)
    grey, corner = _around(image, (left + right) / 2, apart, shrink)
    if grey is None:
        return None
    step = across / EYES * shrink
    down = np.array([-step[1], step[0]])
    origin = ((left + right) / 2 - corner) * shrink - step * CENTRE_X - down * CENTRE_Y
    to_picture = np.array([[step[0], down[0], origin[0]], [step[1], down[1], origin[1]]])
    patch = cv2.warpAffine(
        grey,
        to_picture,
        (WIDTH, HEIGHT),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _evened(patch.astype(np.float32), sharpness)


def _around(
    image: Image, middle: NDArray[np.float64], apart: float, shrink: float
) -> tuple[NDArray[np.uint8] | None, NDArray[np.float64]]:
    """The part of the picture that is needed, grey and shrunk, and where its corner was."""
    height, width = image.shape[:2]
    reach = 2.0 * apart
    x0, x1 = (int(np.clip(middle[0] + side, 0, width)) for side in (-reach, reach))
    y0, y1 = (int(np.clip(middle[1] + side, 0, height)) for side in (-reach, reach))
    corner = np.array([x0, y0], dtype=np.float64)
    if x1 - x0 < SMALLEST or y1 - y0 < SMALLEST:
        return None, corner
    grey = cv2.cvtColor(image[y0:y1, x0:x1], cv2.COLOR_BGR2GRAY)
    if shrink < 1.0:
        size = (max(1, round((x1 - x0) * shrink)), max(1, round((y1 - y0) * shrink)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.uint8), corner


def _evened(patch: NDArray[np.float32], sharpness: float) -> Patch:
    """What a turn changes in the light on a cheek is taken out, shapes stay."""
    fine = cv2.GaussianBlur(patch, (0, 0), sharpness)
    shape = fine - cv2.GaussianBlur(patch, (0, 0), _LIGHT)
    contrast = np.sqrt(cv2.GaussianBlur(np.square(shape), (0, 0), _LIGHT)) + _FAINT
    return np.asarray(shape / contrast, dtype=np.float32)
