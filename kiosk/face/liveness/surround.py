"""Whether what is beside a face moves along with it: the rest of a page or of a screen.

A kiosk's camera is fixed, so that what is behind a patient stands still, or moves without regard
to them. Whoever holds up a page or a phone moves all that is on it, to both sides of the head
alike, if only by the trembling of the hand.

From frame to frame it is measured how far all of a strip beside the head has moved, by least
squares over its pixels (Lucas and Kanade). Single points would not do: the rim of a phone has no
corners, and a wall that is out of focus has none but noise.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.liveness.stance import Stance
from kiosk.face.seen import Image

WIDTH = 640
"""Pixels to which a frame is shrunk; movements are seen to a twentieth of one."""
NEAR, FAR = 1.55, 2.5
"""How far aside of the middle between the eyes it is looked, in parts of the distance between the
eyes' outer corners: beyond hair and ears, and not yet beyond a phone's rim."""
ABOVE, BELOW = 1.3, 0.5
"""The same upwards, and down to above the shoulders."""
LEAST = 16
"""Pixels of a strip's width and height; of a smaller one nothing is said."""
STRAIGHT = 10.0
"""Degrees to either side: the strips stay where they are while the head is turned further."""
WINDOW_S = 1.0
"""Over so long movements are compared."""
MOVED = 0.5
"""Pixels, root mean square of the way within it: ten times what a sensor's noise makes of a wall
that stands still, and half of what a hand does to a tablet."""
TOGETHER = 0.25
"""Correlation of the two sides' movements; of the one's with what moves by chance it is 0."""
MOSTLY = 0.5
"""In more than so many of the windows: who walks past is there for one or two."""
_BLUR = 1.6
"""Standard deviation in pixels, against noise."""
_FAINT = 0.6
"""Grey levels a pixel; slopes below it are noise, and a strip without others stands still."""
_STEPS, _SETTLED = 5, 0.01
_FARTHEST = 4.0
"""Pixels from frame to frame."""
_RIM = 4
"""Pixels: so far the neighbour frame reaches beyond what is compared."""

_Grey = NDArray[np.float32]
_Ways = NDArray[np.float64]
"""Of the left strip and the right one, x and y: shape (2, 2)."""


class Surround:
    """Looks beside one face, from its first frame on."""

    def __init__(self) -> None:
        self._before: _Grey | None = None
        self._place = (0.0, 0.0, 1.0)
        """Middle between the eyes and their distance, in pixels of the shrunk frame."""
        self._steps: list[_Ways] = []
        self._since = 0.0
        self._windows = self._shaken = 0

    def add(self, image: Image, stance: Stance) -> None:
        shrink = min(1.0, WIDTH / image.shape[1])
        grey = _shrunk(image, shrink)
        before, self._before = self._before, grey
        if before is None or before.shape != grey.shape:
            self._steps, self._since = [], stance.taken
        else:
            self._steps.append(self._moved(before, grey))
            if stance.taken - self._since >= WINDOW_S:
                self._windows += 1
                self._shaken += self._alike(np.array(self._steps))
                self._steps, self._since = [], stance.taken
        if abs(stance.yaw) < STRAIGHT or before is None:
            self._place = stance.x * shrink, stance.y * shrink, stance.eyes_apart * shrink

    @property
    def carried(self) -> bool:
        """Whether both sides moved most of the time, and alike."""
        return self._shaken > MOSTLY * self._windows

    def _moved(self, before: _Grey, now: _Grey) -> _Ways:
        x, y, apart = self._place
        height, width = now.shape
        top, bottom = (int(np.clip(y + by * apart, 0, height)) for by in (-ABOVE, BELOW))
        ways = np.zeros((2, 2))
        for number, ends in enumerate(((-FAR, -NEAR), (NEAR, FAR))):
            left, right = (int(np.clip(x + by * apart, 0, width)) for by in ends)
            if right - left >= LEAST and bottom - top >= LEAST:
                strip = slice(top, bottom), slice(left, right)
                ways[number] = _shift(before[strip], now[strip])
        return ways

    def _alike(self, steps: NDArray[np.float64]) -> bool:
        """``steps``: of one window, shape (frames, 2, 2)."""
        ways = np.cumsum(steps.mean(axis=1), axis=0)
        moved = float(np.sqrt(np.square(ways - ways.mean(axis=0)).sum(axis=1).mean()))
        left, right = steps[:, 0], steps[:, 1]
        both = float(np.sqrt(np.square(left).sum() * np.square(right).sum()))
        together = float((left * right).sum()) / both if both else 0.0
        return moved >= MOVED and together >= TOGETHER


def _shrunk(image: Image, shrink: float) -> _Grey:
    size = (round(image.shape[1] * shrink), round(image.shape[0] * shrink))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), _BLUR), dtype=np.float32)


def _shift(before: _Grey, now: _Grey) -> NDArray[np.float64]:
    """By how many pixels, x and y, all of it has moved; towards 0 where there is little to see."""
    inner = slice(_RIM, -_RIM), slice(_RIM, -_RIM)
    slope_x = cv2.Sobel(before, cv2.CV_32F, 1, 0, scale=1 / 8)[inner].ravel()
    slope_y = cv2.Sobel(before, cv2.CV_32F, 0, 1, scale=1 / 8)[inner].ravel()
    slopes = np.stack([slope_x, slope_y]).astype(np.float64)
    normal = slopes @ slopes.T + np.eye(2) * _FAINT**2 * slopes.shape[1]
    height, width = before.shape
    middle, size = ((width - 1) / 2, (height - 1) / 2), (width - 2 * _RIM, height - 2 * _RIM)
    moved = np.zeros(2)
    for _ in range(_STEPS):
        there = cv2.getRectSubPix(now, size, (middle[0] + moved[0], middle[1] + moved[1]))
        step = np.linalg.solve(normal, slopes @ (before[inner] - there).ravel())
        moved = np.clip(moved + step, -_FARTHEST, _FARTHEST)
        if float(np.abs(step).max()) < _SETTLED:
            break
    return moved
