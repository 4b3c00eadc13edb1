"""Shoulders and clothes below a head."""

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.grid import Field, bump, step
from kiosk.app.heads.light import Light, lit
from kiosk.app.heads.traits import Traits

_CLOTHES = (
    (0.46, 0.34, 0.26),
    (0.28, 0.26, 0.52),
    (0.36, 0.44, 0.30),
    (0.42, 0.36, 0.38),
    (0.86, 0.85, 0.83),
    (0.20, 0.19, 0.19),
)
"""Blue-green-red, 0 to 1."""
COLLAR_Y, SHOULDER = 15.4, 20.5
"""Below the eyes, and to the side, in centimetres."""


def shoulders(
    traits: Traits, light: Light, size: tuple[int, int], scale: float, eyes: tuple[float, float]
) -> tuple[NDArray[np.float32], Field]:
    """What a picture of ``size`` (width, height) shows of the bust, and how much of each pixel.

    The colours are 0 to 1, shape (height, width, 3). ``eyes`` is where the point between the
    eyes is, ``scale`` pixels make a centimetre.
    """
    width, height = size
    small = 1 - 0.28 * traits.child
    x = ((np.arange(width, dtype=np.float32) + 0.5 - eyes[0]) / np.float32(scale * small))[None, :]
    y = ((np.arange(height, dtype=np.float32) + 0.5 - eyes[1]) / np.float32(scale))[:, None]
    y = COLLAR_Y - 1 - 0.4 * traits.child + (y - COLLAR_Y + 1) / np.float32(small)
    side = np.abs(x)
    wide = SHOULDER + (1.2 if traits.male else -1.2)
    slope = 13.2 + 0.25 * np.maximum(side - 5.5, 0) + 3.2 * np.maximum(side - wide + 3, 0) ** 2 / 9
    top = slope.astype(np.float32)
    neckline = (COLLAR_Y + 1.6) - np.square(side / 6.6) * 3.4
    edge = 0.5 / scale
    body = step(-edge, edge, y - top) * step(-edge, edge, y - neckline)
    body = body * step(wide + 0.9, wide + 0.7, side + 0 * y)
    cloth = np.array(_CLOTHES[traits.clothes % len(_CLOTHES)], np.float32)
    folds = cv2.resize(_folds(traits.seed % 16), (width, height))
    colours = np.asarray(cloth * (1 + 0.05 * folds[..., None]), np.float32)
    collar = bump(y - neckline, 0.7, 0.55) * step(7.5, 6.5, side)
    colours *= np.asarray(1 - 0.22 * collar, np.float32)[..., None]
    if traits.clothes % 2:
        colours *= np.asarray(1 - 0.35 * bump(x, 0, 0.16) * step(16.8, 17.4, y), np.float32)[
            ..., None
        ]
    nx = np.clip(x / 24, -0.9, 0.9) + 0.06 * folds
    ny = -0.85 * np.exp(np.clip((top - y) / 2.6, -20, 0))
    nz = np.sqrt(np.clip(1 - np.square(nx) - np.square(ny), 0.05, 1))
    normals = np.stack(np.broadcast_arrays(nx, ny, nz), axis=2).astype(np.float32)
    shaded = lit(colours, normals, np.eye(3, dtype=np.float32), light)
    return shaded, np.asarray(body, np.float32)


@functools.lru_cache(maxsize=4)
def _folds(seed: int) -> Field:
    """Long soft folds, of mean 0 and deviation 1."""
    noise = np.random.default_rng(seed).standard_normal((160, 160)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), sigmaX=5, sigmaY=13)
    return np.asarray(soft / soft.std(), np.float32)
