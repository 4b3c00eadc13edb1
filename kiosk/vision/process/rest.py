"""How often to look: at every picture while something moves, seldom while nothing does.

Decoding a camera's picture and looking for codes in it cost 5 to 20 ms; a hall at night should
cost nothing. What moves is seen in a small grey picture, in which each pixel is the mean of some
hundred, so that a sensor's noise and a lamp's flicker do not count as movement.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.base import Grey, Image

AWAKE_S = 3.0
"""Without movement for so long, it rests."""
RESTING_LOOK_S = 0.095
"""At rest, a picture is decoded so often: about ten a second."""
RESTING_SEARCH_S = 1.0
"""At rest, codes are looked for so often, for what came too slowly to be seen moving."""
IDLE_LOOK_S = 0.5
"""Where nobody wants anything, a picture is decoded so often, to see that the camera is well."""

SMALL = (64, 36)
"""Columns and rows of the small picture: 20 pixels a side each, of 1280 × 720."""
_STRIDE = 4
_MOVED_LEVELS = 7.0
"""Grey levels by which a small pixel has to differ."""
_MOVED_PIXELS = 4
"""As many small pixels have to: a code of 60 pixels a side covers nine."""
_FOLLOW = 0.25
"""How quickly what is new becomes what is usual."""


def small_grey(image: Image) -> Grey:
    """A picture of :data:`SMALL` size: its green, in which most of the light is."""
    green = image[::_STRIDE, ::_STRIDE, 1] if min(image.shape[:2]) >= 160 else image[:, :, 1]
    small = cv2.resize(np.ascontiguousarray(green), SMALL, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


class Rest:
    """Decides which pictures are decoded and looked at. For one thread, but for :meth:`wake`."""

    def __init__(self) -> None:
        self._usual: NDArray[np.float32] | None = None
        self._awake_until = 0.0
        self._decoded = 0.0
        self._searched = 0.0

    def wake(self, now: float) -> None:
        """Something is about to happen: look closely for a while."""
        self._awake_until = max(self._awake_until, now + AWAKE_S)

    def resting(self, now: float) -> bool:
        return now >= self._awake_until

    def due(self, now: float, *, wanted: bool, closely: bool) -> bool:
        """Whether to decode a picture now. ``wanted``: somebody waits for codes; ``closely``:
        somebody needs every picture."""
        apart = 0.0
        if not closely:
            apart = IDLE_LOOK_S if not wanted else RESTING_LOOK_S if self.resting(now) else 0.0
        if now - self._decoded < apart:
            return False
        self._decoded = now
        return True

    def look(self, small: Grey, now: float) -> bool:
        """Whether to look for codes in the picture that ``small`` is made of."""
        if self._moved(small):
            self.wake(now)
        if self.resting(now) and now - self._searched < RESTING_SEARCH_S:
            return False
        self._searched = now
        return True

    def _moved(self, small: Grey) -> bool:
        if self._usual is None:
            self._usual = small.astype(np.float32)
            return True
        away = np.abs(small - self._usual)
        self._usual += _FOLLOW * (small - self._usual)
        return int(np.count_nonzero(away > _MOVED_LEVELS)) >= _MOVED_PIXELS
