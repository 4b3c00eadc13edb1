"""Whether what comes from a camera is of any use."""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from kiosk.devices.camera.base import Grey, Image
from kiosk.devices.camera.reasons import CameraError, CameraReason

BLACK_S = 2.0
"""Dark for so long, it is no passing shadow."""
_BLACK = 20
"""Grey level that nothing in the small picture exceeds: a covered lens, or no light at all."""
LEAST_SIDE = 200
"""Pixels; no code can be read in a smaller picture from the distance of a hand."""
SLOW_FPS = 8.0
"""Below, a hand has moved on before it is seen twice …"""
QUICK_FPS = 9.5
"""… and that is said until there are so many, or it would come and go with the light."""
_RATE_S = 2.0
"""Over which the rate is measured."""
_SAMPLE = 16


class Unusable(CameraError):
    """The pictures are of no use, though the camera gives some. The sentence is for staff."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """The pictures can be used, and there is something that staff should mend."""

    reason: CameraReason
    sentence: str


class Health:
    """What can be told from the pictures of one camera since it was opened. For one thread."""

    def __init__(self, name: str, asked: tuple[int, int], still_s: float) -> None:
        """``asked`` is width and height; ``still_s`` as of a source."""
        self._name = name
        self._asked = asked
        self._still_s = still_s
        self._grabs: deque[float] = deque(maxlen=256)
        self._black_since: float | None = None
        self._sample = b""
        self._still_since = 0.0
        self._slow = False

    def grabbed(self, now: float) -> None:
        """The camera gave a picture, decoded or not."""
        self._grabs.append(now)
        while now - self._grabs[0] > _RATE_S:
            self._grabs.popleft()

    @property
    def fps(self) -> float:
        """Pictures a second, 0.0 until a second of them came."""
        first, last = (self._grabs[0], self._grabs[-1]) if self._grabs else (0.0, 0.0)
        return (len(self._grabs) - 1) / (last - first) if last - first >= 1.0 else 0.0

    def look(self, image: Image, small: Grey, now: float) -> Flaw | None:
        """What staff should know of a camera whose pictures can be used.

        Raises :class:`Unusable` for pictures that cannot.
        """
        height, width = image.shape[:2]
        if min(width, height) < LEAST_SIDE:
            raise Unusable(
                CameraReason.TOO_SMALL,
                f"{self._name} gives pictures of {width}×{height}, too small to read codes: set "
                "camera.width and camera.height to a size that it has",
            )
        self._see_black(small, now)
        self._see_still(image, now)
        if self._is_slow():
            return Flaw(
                CameraReason.SLOW,
                f"{self._name} gives {self.fps:.0f} pictures a second: more light, another "
                "port, or a smaller camera.width and camera.height",
            )
        if (width, height) != self._asked and not math.isinf(self._still_s):
            return Flaw(
                CameraReason.WRONG_SIZE,
                f"{self._name} gives {width}×{height}, not the {self._asked[0]}×{self._asked[1]} "
                "that it was asked for: small codes must be held nearer",
            )
        return None

    def _is_slow(self) -> bool:
        """Of a picture in a camera's place the pace is ours; there is no port to change."""
        if self.fps > 0.0 and not math.isinf(self._still_s):
            self._slow = self.fps < (QUICK_FPS if self._slow else SLOW_FPS)
        return self._slow

    def _see_black(self, small: Grey, now: float) -> None:
        if math.isinf(self._still_s) or small.max() > _BLACK:
            self._black_since = None
            return
        if self._black_since is None:
            self._black_since = now
        if now - self._black_since >= BLACK_S:
            raise Unusable(
                CameraReason.BLACK,
                f"{self._name} gives black pictures: uncover its lens, or make light",
            )

    def _see_still(self, image: Image, now: float) -> None:
        sample = np.ascontiguousarray(image[::_SAMPLE, ::_SAMPLE]).tobytes()
        if sample != self._sample:
            self._sample, self._still_since = sample, now
        elif now - self._still_since >= self._still_s:
            raise Unusable(
                CameraReason.FROZEN,
                f"{self._name} gives the same picture all the time: take its cable out and put it "
                "in again",
            )
