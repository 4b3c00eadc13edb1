"""The kiosk's page before an attacker or a patient, and what a camera makes of its light."""

import math
from collections import deque

import cv2
import numpy as np

from kiosk.app.heads.head import Image
from kiosk.app.heads.shine import decoded, encoded
from kiosk.model.page_light import FADE_S, PageLight

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

USUAL: Colour = (0xFA, 0xF7, 0xF2)
"""A page that lights nobody."""
LATE_S = 0.12
"""From asking for a light until the camera sees its beginning."""
EXPOSURE_S = 0.3
"""In which a camera follows the light in the picture."""
QUALITY = 70
"""Of Motion JPEG."""


class Page:
    """Shows the lights that are asked for, a little late and softly."""

    def __init__(self) -> None:
        self._wanted: Colour = USUAL
        self._coming: deque[tuple[float, Colour]] = deque()
        self._from = self._to = USUAL
        self._since = -math.inf

    def ask(self, light: PageLight | None, at: float) -> None:
        """As the check does after the frame of ``at`` seconds."""
        wanted = USUAL if light is None else light.colour
        if wanted != self._wanted:
            self._wanted = wanted
            self._coming.append((at + LATE_S, wanted))

    def colour(self, at: float) -> Colour:
        """What shines ``at`` seconds; called in order."""
        while self._coming and self._coming[0][0] <= at:
            began, colour = self._coming.popleft()
            self._from, self._to, self._since = self._faded(began), colour, began
        return self._faded(at)

    def _faded(self, at: float) -> Colour:
        share = min(1.0, max(0.0, (at - self._since) / FADE_S))
        red, green, blue = (
            round(a + (b - a) * share) for a, b in zip(self._from, self._to, strict=True)
        )
        return red, green, blue


class Following:
    """A camera that holds all of the picture grey, and as bright as at first: what makes the
    colours of what stands still change, too. Its pictures are JPEG."""

    def __init__(self, seconds: float) -> None:
        """``seconds``: in which its white balance follows."""
        self._seconds = seconds
        self._gain = np.ones(3)
        self._aim = 0.0
        self._before = 0.0

    def seen(self, picture: Image, at: float) -> Image:
        """What it makes of the picture of ``at`` seconds. Called in order."""
        mean = decoded(picture[::8, ::8].reshape(-1, 3) / 255).mean(axis=0) + 1e-6
        first = self._aim == 0.0
        self._aim = self._aim or float(mean[1])
        wanted = np.array([mean[1] / mean[0], 1.0, mean[1] / mean[2]]) * self._aim / mean[1]
        balance = wanted / wanted[1]
        slow, quick = (
            1.0 if first else 1 - math.exp(-(at - self._before) / time)
            for time in (self._seconds, EXPOSURE_S)
        )
        green = self._gain[1] + (wanted[1] - self._gain[1]) * quick
        held = self._gain / self._gain[1]
        self._gain = green * (held + (balance - held) * slow)
        self._before = at
        levels = decoded(np.arange(256) / 255)[:, None] * self._gain
        table = np.clip(encoded(levels) * 255, 0, 255).round().astype(np.uint8)
        balanced = cv2.LUT(picture, table[None])
        _, data = cv2.imencode(".jpg", balanced, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
