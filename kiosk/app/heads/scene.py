"""People before a kiosk's camera."""

import enum
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.figure import Figure, draw
from kiosk.app.heads.hall import hall
from kiosk.app.heads.head import Image
from kiosk.app.heads.light import DAY, Light
from kiosk.app.heads.shine import Shine, reflected

SIZE = (1280, 720)
"""Width and height of a kiosk's camera."""


class Lighting(enum.Enum):
    """How the hall is lit."""

    NORMAL = "normal"
    DARK = "dark"
    BACKLIT = "backlit"
    """A window behind the person."""
    BRIGHT = "bright"
    """Sun in the face."""
    SIDE = "side"
    """A lamp from the side alone."""


@dataclass(frozen=True, slots=True)
class _Exposure:
    light: Light
    ground: float
    """Brightness of what is behind."""
    noise: float
    """Standard deviation of the sensor's noise, in grey levels."""


_EXPOSURES = {
    Lighting.NORMAL: _Exposure(DAY, 1.0, 2.5),
    Lighting.DARK: _Exposure(Light(key=0.09, ambient=0.10), 0.16, 6.0),
    Lighting.BACKLIT: _Exposure(Light(key=0.06, ambient=0.24), 1.2, 3.0),
    Lighting.BRIGHT: _Exposure(Light(azimuth=10, elevation=35, key=1.5, ambient=0.7), 1.25, 2.0),
    Lighting.SIDE: _Exposure(Light(azimuth=-65, elevation=20, key=0.95, ambient=0.22), 0.8, 2.5),
}


def scene(
    people: Sequence[Figure],
    lighting: Lighting = Lighting.NORMAL,
    *,
    size: tuple[int, int] = SIZE,
    blur: float = 0.0,
    seed: int = 0,
    shine: Shine | None = None,
) -> Image:
    """A picture of ``size`` (width, height) of these people, the last one in front.

    ``blur`` is the standard deviation of the lens's, in pixels; ``seed`` chooses the noise;
    ``shine`` is the kiosk's page, if its light is to be seen.
    """
    exposure = _EXPOSURES[lighting]
    behind = hall(*size, window=lighting is Lighting.BACKLIT)
    picture = np.asarray(cv2.convertScaleAbs(behind, alpha=exposure.ground), np.uint8)
    light = exposure.light
    if shine is not None:
        picture, light = _dimly(picture, shine), shine.on(light)
    for figure in people:
        draw(figure, picture, light)
    if blur > 0:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8)
    return _grained(picture, exposure.noise, seed)


def _dimly(behind: Image, shine: Shine) -> Image:
    """What the page's light does to a wall far behind."""
    table = np.clip(reflected(shine.rise(shine.wall_m)), 0, 255).round().astype(np.uint8)
    return np.asarray(cv2.LUT(behind, table[None]), np.uint8)


def _grained(picture: Image, deviation: float, seed: int) -> Image:
    height, width = picture.shape[:2]
    grain = np.roll(_grain(width, height), (seed * 7919) % (height * width), axis=None)
    scaled = cv2.addWeighted(picture, 1.0, grain, deviation / 32, 0.0, dtype=cv2.CV_16S)
    return np.asarray(np.clip(scaled, 0, 255), np.uint8)


@functools.lru_cache(maxsize=4)
def _grain(width: int, height: int) -> NDArray[np.int16]:
    """Noise of deviation 32."""
    noise = np.random.default_rng(9).standard_normal((height, width, 3), np.float32) * 32
    return np.asarray(noise, np.int16)
