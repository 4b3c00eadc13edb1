"""Whether what is beside a face moves along with it: the rest of a page or of a screen.

A kiosk's camera is fixed, so that what is behind a patient stands still, or moves without regard
to them. Whoever holds up a page or a phone moves all that is on it, to both sides of the head
alike, if only by the trembling of the hand.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.liveness.stance import Stance
from kiosk.face.seen import Image

WIDTH = 640
"""Pixels to which a frame is shrunk; points are followed to a tenth of one."""
NEAR, FAR = 1.4, 2.4
"""How far aside of the middle between the eyes points are followed, in parts of the distance
between the eyes' outer corners: beyond hair and ears, and not yet beyond a phone."""
ABOVE, BELOW = 1.3, 0.4
"""The same upwards, and down to above the shoulders."""
POINTS, LEAST = 24, 5
"""On each side at most; with fewer nothing is said."""
MOVED = 0.02
"""Root mean square of the movement, in parts of the eyes' distance, and in pixels at least:"""
MOVED_PIXELS = 0.8
TOGETHER = 0.35
"""How much the two sides may differ, in parts of the movement."""
ENOUGH_S = 1.0
_LOOK = (13, 13)

Points = NDArray[np.float32]
"""Shape (n, 1, 2), pixels of the shrunk frame."""


@dataclass(slots=True)
class _Side:
    """Points of one side, all seen in every frame so far."""

    first: Points
    now: Points

    def follow(self, before: NDArray[np.uint8], grey: NDArray[np.uint8]) -> None:
        if len(self.now) < LEAST:
            return
        there, found, _ = cv2.calcOpticalFlowPyrLK(
            before, grey, self.now, np.empty_like(self.now), winSize=_LOOK, maxLevel=2
        )
        back, _, _ = cv2.calcOpticalFlowPyrLK(
            grey, before, there, np.empty_like(there), winSize=_LOOK, maxLevel=2
        )
        kept = (found.ravel() == 1) & (np.abs(back - self.now).max(axis=(1, 2)) < 0.5)
        self.first = self.first[kept]
        self.now = np.asarray(there[kept], dtype=np.float32)

    @property
    def moved(self) -> NDArray[np.float64] | None:
        """The median point's way, x and y; None if too few are left."""
        if len(self.now) < LEAST:
            return None
        return np.asarray(np.median(self.now - self.first, axis=(0, 1)), dtype=np.float64)


class Surround:
    """Follows both sides of one face from its first frame on."""

    def __init__(self) -> None:
        self._before: NDArray[np.uint8] | None = None
        self._sides: tuple[_Side, _Side] | None = None
        self._ways: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        self._since = 0.0
        self._until = 0.0
        self._apart = 1.0

    def add(self, image: Image, stance: Stance) -> None:
        shrink = min(1.0, WIDTH / image.shape[1])
        size = (round(image.shape[1] * shrink), round(image.shape[0] * shrink))
        grey = np.asarray(
            cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY),
            dtype=np.uint8,
        )
        if self._before is None or self._before.shape != grey.shape or self._sides is None:
            self._begin(grey, stance, shrink)
        else:
            for side in self._sides:
                side.follow(self._before, grey)
            left, right = (side.moved for side in self._sides)
            if left is not None and right is not None:
                self._ways.append((left, right))
                self._until = stance.taken
        self._before = grey

    @property
    def carried(self) -> bool:
        """Whether both sides moved, and alike."""
        if self._until - self._since < ENOUGH_S:
            return False
        left, right = (np.array(side) for side in zip(*self._ways, strict=True))
        common = (left + right) / 2
        common -= common.mean(axis=0)
        apart = (left - right) - (left - right).mean(axis=0)
        moved = float(np.sqrt(np.square(common).sum(axis=1).mean()))
        differs = float(np.sqrt(np.square(apart).sum(axis=1).mean()))
        return moved >= max(MOVED_PIXELS, MOVED * self._apart) and differs <= TOGETHER * moved

    def _begin(self, grey: NDArray[np.uint8], stance: Stance, shrink: float) -> None:
        apart = stance.eyes_apart * shrink
        x, y = stance.x * shrink, stance.y * shrink
        rows = (y - ABOVE * apart, y + BELOW * apart)
        sides = [
            _found(grey, rows, (x + sign * NEAR * apart, x + sign * FAR * apart))
            for sign in (-1, 1)
        ]
        self._sides = (_Side(sides[0], sides[0]), _Side(sides[1], sides[1]))
        self._ways, self._since, self._until = [], stance.taken, stance.taken
        self._apart = apart


def _found(
    grey: NDArray[np.uint8], rows: tuple[float, float], columns: tuple[float, float]
) -> Points:
    """Corners within these rows and columns, whichever end of them comes first."""
    height, width = grey.shape
    top, bottom = (int(np.clip(row, 0, height)) for row in sorted(rows))
    left, right = (int(np.clip(column, 0, width)) for column in sorted(columns))
    if bottom - top < 8 or right - left < 8:
        return np.empty((0, 1, 2), np.float32)
    part = np.ascontiguousarray(grey[top:bottom, left:right])
    corners = cv2.goodFeaturesToTrack(part, POINTS, qualityLevel=0.03, minDistance=4)
    # OpenCV gives None, whatever its types say, where there is no corner.
    found = np.asarray(() if corners is None else corners, dtype=np.float32).reshape(-1, 1, 2)
    return found + np.array([left, top], np.float32)
