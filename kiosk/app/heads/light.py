"""Light on a head."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Colours = NDArray[np.float32]
_GAMMA = 2.2
"""Of the strengths below, which are as a picture holds them."""


@dataclass(frozen=True, slots=True)
class Light:
    """A lamp and what comes from all around. Directions are seen by the camera, in degrees."""

    azimuth: float = -20.0
    """Negative from the left of the picture."""
    elevation: float = 30.0
    """Positive from above."""
    key: float = 0.75
    """Strength of the lamp."""
    ambient: float = 0.42
    """Strength of the light from all around."""
    warmth: float = 0.0
    """-1 blue to 1 yellow."""
    page: tuple[float, float, float] | None = None
    """What a page before the head adds, blue-green-red, in parts of all this on a part of the head
    that looks into the camera; in linear light, unlike the other strengths."""


def lit(colours: _Colours, normals: _Colours, turn: NDArray[np.float32], light: Light) -> _Colours:
    """Colours (h, w, 3) as they look with normals (h, w, 3, in the head's axes) in this light."""
    azimuth, elevation = np.deg2rad(light.azimuth), np.deg2rad(light.elevation)
    lamp = np.array(
        (
            np.sin(azimuth) * np.cos(elevation),
            -np.sin(elevation),
            np.cos(azimuth) * np.cos(elevation),
        )
    )
    to_head = turn.T
    lamp = (to_head @ lamp).astype(np.float32)
    up = (to_head @ np.array((0.0, -1.0, 0.0))).astype(np.float32)
    eye = (to_head @ np.array((0.0, 0.0, 1.0))).astype(np.float32)
    lit_by_lamp = normals @ lamp
    # Skin lets light through: the shade begins softly.
    wrapped = np.clip((lit_by_lamp + 0.35) / 1.35, 0, 1)
    around = 0.72 + 0.28 * (normals @ up)
    facing = np.clip(normals @ eye, 0, 1)
    brightness = light.key * wrapped + light.ambient * around * (0.75 + 0.25 * facing)
    half = lamp + eye
    half /= np.linalg.norm(half)
    gloss = np.clip(normals @ half, 0, 1) ** 24 * np.float32(0.10 * light.key)
    tint = np.array((1 - 0.12 * light.warmth, 1.0, 1 + 0.08 * light.warmth), np.float32)
    shade = brightness[..., None]
    if light.page is not None:
        # The page is large and near: what looks past it gets some of its light, too.
        reached = np.clip((normals @ eye + 0.25) / 1.25, 0, 1)[..., None]
        page = _ahead(light, float(lamp @ eye)) ** _GAMMA * np.array(light.page, np.float32)
        shade = (np.maximum(shade, 0) ** _GAMMA + reached * page) ** (1 / _GAMMA)
    return np.asarray(colours * shade * tint + gloss[..., None], np.float32)


def _ahead(light: Light, towards: float) -> float:
    """How bright all but the page makes what looks into the camera, ``towards`` which the lamp
    shines by this cosine."""
    return light.key * max(0.0, towards + 0.35) / 1.35 + 0.72 * light.ambient


DAY = Light()
"""An evenly lit room."""
