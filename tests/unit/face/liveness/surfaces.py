"""Speckled surfaces that turn before a camera far away: with a nose, flat, bent, folded."""

import functools
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.pose import pose
from kiosk.face.seen import Box, Image, Landmarks, SeenFace

Across = NDArray[np.float64]
Depth = Callable[[Across, Across], Across]
"""Towards the camera, of points right of and below the middle between the eyes; all in parts of
the distance between the eyes' outer corners."""

SIZE = 300
APART = 70.0
MIDDLE = SIZE / 2, 115.0
POINTS = APART * np.array([(0.5, 0), (0.21, 0), (-0.5, 0), (-0.21, 0), (0, 0.48)])
"""The landmarks, in pixels from the middle between the eyes."""


def flat(x: Across, y: Across) -> Across:
    return np.zeros_like(x)


def head(x: Across, y: Across) -> Across:
    """An ellipsoid with a nose that is a cone on its side."""
    ridge = np.clip(y / 0.4, 0, 1) * np.clip((0.62 - y) / 0.12, 0, 1)
    nose = 0.3 * ridge * np.clip(1 - np.abs(x) / 0.24, 0, 1)
    return np.asarray(nose - 0.25 * x**2 - 0.1 * y**2)


def bent(x: Across, y: Across) -> Across:
    """About an upright axis."""
    return np.sqrt(1.3**2 - np.clip(x, -1.2, 1.2) ** 2) - 1.3


def bent_across(x: Across, y: Across) -> Across:
    return np.sqrt(1.8**2 - np.clip(y - 0.48, -1.5, 1.5) ** 2) - 1.8


def folded(x: Across, y: Across) -> Across:
    return -0.5 * np.abs(x)


@functools.cache
def speckles(seed: int) -> Image:
    rng = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(rng.normal(size=(SIZE, SIZE, 1)).astype(np.float32), (0, 0), 2.0)
    grey = 128 + 45 * noise / noise.std()
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


@functools.cache
def turned(
    depth: Depth, yaw: float, tilt: float = 0.0, *, seed: int = 1
) -> tuple[Image, Landmarks]:
    """Seen when turned by ``yaw`` about its upright and by ``tilt`` about its level axis, in
    degrees, to the side and down."""
    turn = _turn(yaw, tilt)
    at_x, at_y = np.meshgrid(np.arange(SIZE) - MIDDLE[0], np.arange(SIZE) - MIDDLE[1])
    across = np.linalg.inv(turn[:2, :2])
    x, y = at_x, at_y
    for _ in range(8):
        height = APART * depth(x / APART, y / APART)
        off_x, off_y = at_x - turn[0, 2] * height, at_y - turn[1, 2] * height
        x, y = (
            across[0, 0] * off_x + across[0, 1] * off_y,
            across[1, 0] * off_x + across[1, 1] * off_y,
        )
    picture = cv2.remap(
        speckles(seed),
        (x + MIDDLE[0]).astype(np.float32),
        (y + MIDDLE[1]).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    solid = np.column_stack([POINTS, APART * depth(*(POINTS / APART).T)])
    return np.asarray(picture, np.uint8), (solid @ turn[:2].T + MIDDLE).astype(np.float32)


def seen(
    landmarks: Landmarks, *, pitch: float = 0.0, eyes: float = 0.8, down: float = 0.0
) -> SeenFace:
    """A face with these landmarks; ``pitch`` is added to what they say, ``down`` moves it."""
    yaw, looks_up, roll = pose(landmarks)
    return SeenFace(
        box=Box(130, 90, 290, 270),
        landmarks=landmarks + np.array([0, down], np.float32),
        score=1.0,
        size_share=0.4,
        sharpness=0.7,
        brightness=0.5,
        contrast=0.2,
        backlit=0.0,
        yaw=yaw,
        pitch=looks_up + pitch,
        roll=roll,
        eyes_open=(eyes, eyes),
    )


def _turn(yaw: float, tilt: float) -> NDArray[np.float64]:
    (sy, cy), (st, ct) = ((np.sin(a), np.cos(a)) for a in np.radians([yaw, tilt]))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, ct, st], [0, -st, ct]])
    return np.asarray(about_x @ about_y)
