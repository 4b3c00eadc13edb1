"""Light and sharpness of a face in a picture (in the sense of ISO/IEC 29794-5)."""

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.face.seen import Box, Grey

SIDE = 112
"""Pixels to which a face is brought before its detail is measured: about what is described."""
CLEAR = 0.060
"""Detail of a face that is as sharp as it can be at that size."""


@dataclass(frozen=True, slots=True)
class Quality:
    """As in :class:`~kiosk.face.seen.SeenFace`."""

    sharpness: float
    brightness: float
    contrast: float
    backlit: float


def quality(grey: Grey, box: Box) -> Quality:
    """Of the face in ``box``, of which only what is inside the picture counts."""
    face = _cut(grey, _scaled(box, 0.8))
    if face.size == 0:
        return Quality(0.0, 0.0, 0.0, 0.0)
    mean, deviation = _mean_and_deviation(face)
    around = _around(grey, box)
    return Quality(
        _sharpness(face),
        mean / 255,
        deviation / 255,
        (around - mean) / 255 if around is not None else 0.0,
    )


def _sharpness(face: Grey) -> float:
    """A face that is smaller than :data:`SIDE` is enlarged, and so is its blur."""
    enlarging = face.shape[1] < SIDE
    small = cv2.resize(
        face, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR if enlarging else cv2.INTER_AREA
    )
    _, deviation = _mean_and_deviation(np.asarray(small, dtype=np.uint8))
    smooth = cv2.GaussianBlur(small, (0, 0), 1.0)
    detail = float(cv2.Laplacian(smooth, cv2.CV_32F).std())
    return float(np.clip(detail / max(deviation, 4.0) / (CLEAR * 4), 0.0, 1.0))


def _around(grey: Grey, box: Box) -> float | None:
    """Mean of what is left, right and above of a head; its shoulders do not count."""
    outer, head = _scaled(box, 2.6), _scaled(box, 1.6)
    rows = slice(max(0, outer.top), max(0, box.bottom))
    sides = (
        grey[rows, max(0, outer.left) : max(0, head.left)],
        grey[rows, max(0, head.right) : max(0, outer.right)],
        grey[max(0, outer.top) : max(0, head.top), max(0, head.left) : max(0, head.right)],
    )
    pixels = sum(side.size for side in sides)
    if pixels < 64:
        return None
    return sum(float(side.sum(dtype=np.int64)) for side in sides) / pixels


def _mean_and_deviation(pixels: Grey) -> tuple[float, float]:
    mean, deviation = cv2.meanStdDev(pixels)
    return float(np.ravel(mean)[0]), float(np.ravel(deviation)[0])


def _cut(grey: Grey, box: Box) -> Grey:
    rows = slice(max(0, box.top), max(0, box.bottom + 1))
    return grey[rows, max(0, box.left) : max(0, box.right + 1)]


def _scaled(box: Box, by: float) -> Box:
    x, y = box.centre
    half_width, half_height = box.width * by / 2, box.height * by / 2
    return Box(
        round(x - half_width), round(y - half_height), round(x + half_width), round(y + half_height)
    )
