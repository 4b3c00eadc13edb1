"""What a simulated camera looks at: a desk in lamplight, and what is before it."""

import functools

import cv2
import numpy as np

from kiosk.devices.camera.base import Image

TAKES = 4
"""Pictures of the same thing, each with its own sensor noise, shown in turn."""
_TREMOR = ((0, 0), (1, -1), (-1, 1), (1, 1))
"""Pixels that a hand shakes by, from take to take."""
_GRAIN_APART = 89
"""Pixels, down and across, from one take's noise to the next one's."""
_GRAIN = 6
"""Grey levels by which a take of what is played is brighter, here and there."""


@functools.lru_cache(maxsize=1)
def desks(width: int, height: int) -> tuple[Image, ...]:
    """A wooden desk, darker away from the lamp, in :data:`TAKES` takes of a noisy sensor."""
    rng = np.random.default_rng(7)
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    light = 1.05 - 0.35 * (across**2 + down**2) / 2
    # Fibres are drawn across at an eighth of the width: they are that long, and it is quicker.
    fibres = rng.standard_normal((height, -(-width // 8)), dtype=np.float32) * 21
    grain = cv2.resize(cv2.GaussianBlur(fibres, (0, 0), sigmaX=5, sigmaY=1.2), (width, height))
    wood = np.array((104, 134, 166), dtype=np.float32)  # blue, green, red
    clean = ((wood[None, None, :] + grain[:, :, None]) * light[:, :, None]).clip(0, 255)
    clean = clean.astype(np.uint8)
    noise = rng.standard_normal(clean.shape, dtype=np.float32) * 3
    noise = noise.round().astype(np.int8)
    takes = (np.roll(noise, 97 * take, axis=(0, 1)) for take in range(TAKES))
    return tuple(
        np.asarray(cv2.add(clean, take, dtype=cv2.CV_8U), dtype=np.uint8) for take in takes
    )


def held_up(picture: Image, scale: float, angle: float, take: int, size: tuple[int, int]) -> Image:
    """The desk (``size`` is width, height) with the picture in front of its middle.

    ``scale`` is the picture's longer side as a share of the view's height; ``angle`` turns it
    counter-clockwise, in degrees.
    """
    width, height = size
    tall, wide = picture.shape[:2]
    scale = scale * height / max(tall, wide)
    across, down = _TREMOR[take]
    matrix = cv2.getRotationMatrix2D((wide / 2, tall / 2), angle, scale)
    matrix[:, 2] += (width / 2 - wide / 2 + across, height / 2 - tall / 2 + down)
    # INTER_AREA keeps thin modules when a large picture is shrunk, but cannot turn: shrink first.
    shrunk = picture
    if scale < 1:
        small = (max(1, round(wide * scale)), max(1, round(tall * scale)))
        shrunk = np.asarray(cv2.resize(shrunk, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        matrix[:, :2] @= np.diag((wide / small[0], tall / small[1]))
    drawn = cv2.warpAffine(
        shrunk,
        matrix,
        size,
        dst=desks(width, height)[take].copy(),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    return np.asarray(drawn, dtype=np.uint8)


def played(picture: Image, take: int, size: tuple[int, int]) -> Image:
    """The picture as the whole view (``size`` is width, height), as large as fits on black."""
    width, height = size
    tall, wide = picture.shape[:2]
    scale = min(width / wide, height / tall)
    fitted = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    view = picture if fitted == (wide, tall) else cv2.resize(picture, fitted, interpolation=how)
    if fitted != size:
        left, top = (width - fitted[0]) // 2, (height - fitted[1]) // 2
        whole = np.zeros((height, width, 3), dtype=np.uint8)
        whole[top : top + fitted[1], left : left + fitted[0]] = view
        view = whole
    return np.asarray(cv2.add(view, _grain(width, height)[take]), dtype=np.uint8)


@functools.lru_cache(maxsize=1)
def _grain(width: int, height: int) -> tuple[Image, ...]:
    """Noise to add: without it a picture that is played would look frozen."""
    rng = np.random.default_rng(11)
    noise = rng.integers(0, _GRAIN, (height, width, 3), dtype=np.uint8)
    most = _GRAIN_APART * (TAKES - 1)
    # One, continued by itself at its top and left, in which each take is a window.
    whole = np.pad(noise, ((most, 0), (most, 0), (0, 0)), mode="wrap")
    starts = (most - _GRAIN_APART * take for take in range(TAKES))
    return tuple(whole[at : at + height, at : at + width] for at in starts)
