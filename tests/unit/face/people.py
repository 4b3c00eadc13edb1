"""Frames with heads of people who do not exist, and faces as plain values."""

import functools

import numpy as np

from kiosk.app.heads.head import STRAIGHT, Head, Pose
from kiosk.app.heads.light import DAY, Light
from kiosk.face.seen import Box, Image, SeenFace

SIZE = 640, 360


@functools.cache
def head(number: int) -> Head:
    return Head.of(f"0010900{number:05d}", "MF"[number % 2], 22 + 9 * (number % 6))


def hall(size: tuple[int, int] = SIZE, *, grey: int = 170) -> Image:
    return np.full((size[1], size[0], 3), grey, dtype=np.uint8)


def stand(
    frame: Image,
    who: int,
    pose: Pose = STRAIGHT,
    *,
    at: float = 0.5,
    top: int = 20,
    tall: int = 300,
    light: Light = DAY,
) -> Image:
    """``frame`` with the head of ``who``, ``tall`` pixels from chin to hair and some more, its
    middle at this share of the width."""
    width = round(tall * 0.8)
    left = round(at * frame.shape[1] - width / 2)
    rows, columns = slice(top, top + tall), slice(left, left + width)
    view = head(who).view(pose, light, (width, tall))
    frame[rows, columns] = view.over(frame[rows, columns])
    return frame


@functools.cache
def alone(who: int) -> Image:
    """Somebody who looks straight into the camera; not to be written to."""
    frame = stand(hall(), who)
    frame.flags.writeable = False
    return frame


def face(
    x: float = 640,
    y: float = 360,
    side: int = 240,
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    sharpness: float = 0.7,
    brightness: float = 0.5,
    contrast: float = 0.15,
    backlit: float = 0.0,
    eyes_open: tuple[float, float] = (0.8, 0.8),
    score: float = 1.0,
) -> SeenFace:
    """A good face in the middle of 1280 by 720 pixels, unless told otherwise."""
    left, top = round(x - side / 2), round(y - side / 2)
    return SeenFace(
        box=Box(left, top, left + side - 1, top + side - 1),
        landmarks=np.zeros((5, 2), dtype=np.float32),
        score=score,
        size_share=side / 720,
        sharpness=sharpness,
        brightness=brightness,
        contrast=contrast,
        backlit=backlit,
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        eyes_open=eyes_open,
    )
