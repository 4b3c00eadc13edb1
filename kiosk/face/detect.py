"""Which faces are in a picture."""

import math
from collections.abc import Iterator, Sequence

import cv2
import dlib
import numpy as np

from kiosk.face import models
from kiosk.face.eyes import eyes_open
from kiosk.face.pose import pose
from kiosk.face.quality import quality
from kiosk.face.seen import Box, Grey, Image, Landmarks, SeenFace

LOOKED_AT = 640 * 400
"""Pixels to which a larger picture is shrunk. In a frame of 1280 by 720 a face of 150 pixels is
found then, which is a head at arm's length and a half."""
LOOKED_AT_FAR = 960 * 720
"""The same where faces farther away are looked for, in more than twice the time."""
NEAR_WIDTH = 150
"""Pixels to which a face is shrunk that is looked for where it was."""
AROUND = 0.8
"""How far from its middle, in parts of its size: more than a face moves from frame to frame."""
NUDGES = ((0.0, 0.0), (0.06, 0.0), (-0.06, 0.0), (0.0, 0.06), (0.0, -0.06))
"""In parts of a box: landmarks are the mean of those found in the box moved by these. The detector
places boxes on a coarse grid, and where landmarks are found depends on it; so their noise from
frame to frame is halved, which the check for attacks needs."""
STEADIED = 2
"""So many of the largest faces, as each costs 3 ms."""
LEAST_SCORE = 0.05
MOST_FACES = 8
"""Beyond it only the largest are measured: a crowd must not cost more time."""
LARGEST_PICTURE = 64 * 1024 * 1024
"""Pixels; no camera gives more."""
SMALLER = 0.6
"""A face below another one that is less than this in size is a print on that one's clothing."""


def detect(image: Image, *, far: bool = False, near: Box | None = None) -> tuple[SeenFace, ...]:
    """The faces in ``image``, largest first; blocks for about 20 ms (``far``: 45 ms).

    Frontal faces up to some 40 degrees aside are found. What looks like a face on the clothing
    of somebody whose face is seen, is left out. With ``near``, where a face was a moment ago, only
    what is around it is looked at, for faces of about its size, in 5 ms. Raises ``ValueError``
    for what is no picture of the shape of :data:`~kiosk.face.seen.Image`.
    """
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError("not a picture of three colours")
    height, width = image.shape[:2]
    if not 0 < height * width <= LARGEST_PICTURE:
        raise ValueError("not the size of a picture")
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    found = _found_near(grey, near) if near else _found(grey, LOOKED_AT_FAR if far else LOOKED_AT)
    boxes = _without_prints(found)
    return tuple(
        _measured(grey, box, score, NUDGES if number < STEADIED else NUDGES[:1])
        for number, (box, score) in enumerate(boxes)
    )


def rectangle(box: Box) -> dlib.rectangle:
    return dlib.rectangle(box.left, box.top, box.right, box.bottom)


def _found(grey: Grey, looked_at: int) -> list[tuple[Box, float]]:
    """Boxes in pixels of ``grey`` with the detector's scores, largest first."""
    height, width = grey.shape
    found = _run(grey, min(1.0, math.sqrt(looked_at / (height * width))))
    return sorted(found, key=lambda each: each[0].height, reverse=True)[:MOST_FACES]


def _found_near(grey: Grey, box: Box) -> list[tuple[Box, float]]:
    """The same around ``box`` alone."""
    x, y = box.centre
    reach = AROUND * max(box.width, box.height)
    left, top = max(0, round(x - reach)), max(0, round(y - reach))
    around = grey[top : max(0, round(y + reach)), left : max(0, round(x + reach))]
    if around.size == 0:
        return []
    found = _run(around, min(1.0, NEAR_WIDTH / box.width))
    moved = [(_placed(each, 1.0, left, top), score) for each, score in found]
    return sorted(moved, key=lambda each: each[0].height, reverse=True)[:MOST_FACES]


def _run(grey: Grey, shrink: float) -> list[tuple[Box, float]]:
    """Boxes in pixels of ``grey``, which is made smaller for the detector."""
    if shrink < 1.0:
        height, width = grey.shape
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    boxes, scores, _ = models.detector().run(np.ascontiguousarray(grey), 0, LEAST_SCORE)
    found = (Box(box.left(), box.top(), box.right(), box.bottom()) for box in boxes)
    return [
        (_placed(box, 1 / shrink, 0, 0), float(score))
        for box, score in zip(found, scores, strict=True)
    ]


def _placed(box: Box, by: float, left: int, top: int) -> Box:
    """``box`` grown by a factor, then moved."""
    return Box(
        left + round(box.left * by),
        top + round(box.top * by),
        left + round(box.right * by),
        top + round(box.bottom * by),
    )


def _without_prints(found: Sequence[tuple[Box, float]]) -> Iterator[tuple[Box, float]]:
    for box, score in found:
        if not any(_worn(box, other) for other, _ in found):
            yield box, score


def _worn(box: Box, by: Box) -> bool:
    """Whether ``box`` is where the chest of the one whose face is in ``by`` must be."""
    x, y = box.centre
    wearer_x, _ = by.centre
    return (
        box.height < SMALLER * by.height
        and abs(x - wearer_x) < 1.5 * by.width
        and by.bottom < y < by.bottom + 4 * by.height
    )


def _landmarks(grey: Grey, box: Box, nudges: Sequence[tuple[float, float]]) -> Landmarks:
    found = [
        models.landmark_predictor()(
            grey, rectangle(_placed(box, 1.0, round(x * box.width), round(y * box.height)))
        )
        for x, y in nudges
    ]
    points = np.array([[(part.x, part.y) for part in shape.parts()] for shape in found])
    return np.asarray(points.mean(axis=0), dtype=np.float32)


def _measured(
    grey: Grey, box: Box, score: float, nudges: Sequence[tuple[float, float]]
) -> SeenFace:
    landmarks = _landmarks(grey, box, nudges)
    light = quality(grey, box)
    yaw, pitch, roll = pose(landmarks)
    return SeenFace(
        box=box,
        landmarks=landmarks,
        score=score,
        size_share=box.height / min(grey.shape),
        sharpness=light.sharpness,
        brightness=light.brightness,
        contrast=light.contrast,
        backlit=light.backlit,
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        eyes_open=eyes_open(grey, landmarks),
    )
