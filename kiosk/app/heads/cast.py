"""Rays from a camera to the surface of a head."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.grid import Field, columns_of, rows_of, sampled

_COARSE = 3
"""The search begins on a picture this many times smaller."""
_STEPS, _FINE_STEPS = 26, 4
_ARRIVED = 0.35
"""Pixels."""
_CAUTION = 0.62
"""Share of the way to the surface that a step goes: radii are steeper than distances."""
_NEAR, _FAR = 14.5, -14.0
"""Depths, from the axis, between which a head can be."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Where the ray of each pixel meets the head, shape (height, width) each."""

    columns: Field
    rows: Field
    share: Field
    """How much of the pixel is head, 0 to 1."""
    point: tuple[Field, Field, Field]
    """In the head's own axes, in centimetres."""


@dataclass(frozen=True, slots=True, eq=False)
class Lens:
    """A camera before a head: all in centimetres, the picture's middle on the axis ``z``."""

    turn: NDArray[np.float32]
    """(3, 3): from the head's axes to the camera's."""
    pivot: tuple[float, float, float]
    """The point of the head that stays where it is when the head turns."""
    distance: float
    """From the camera to the pivot's plane."""
    scale: float
    """Pixels for each centimetre in that plane."""
    middle: tuple[float, float]
    """Where the pivot is in the picture, in pixels."""


def hits(radius: Field, lens: Lens, width: int, height: int) -> Hits:
    """Where the rays of a picture of this size meet the surface."""
    small = max(1, width // _COARSE), max(1, height // _COARSE)
    rays = _rays(lens, *small, width / small[0], height / small[1])
    depth = np.full((small[1], small[0]), _NEAR, np.float32)
    for _ in range(_STEPS):
        gap = _gap(radius, rays, depth)[0]
        depth = np.maximum(depth - np.float32(_CAUTION) * gap, np.float32(_FAR))
    # Off the head, begin again from before the silhouette: its edge is sharp on the fine grid.
    early = cv2.dilate(depth, np.ones((3, 3), np.uint8))
    depth = np.asarray(cv2.resize(early, (width, height)), np.float32)
    rays = _rays(lens, width, height, 1.0, 1.0)
    march = _March(radius, rays, depth)
    for _ in range(_FINE_STEPS):
        march.go()
    open_ = np.flatnonzero(march.gap > np.float32(_ARRIVED / lens.scale))
    if open_.size:
        # Few rays graze the head and go on, to a shoulder of it or past it.
        few = _few(open_)
        rest = _March(radius, (_at(rays[0], few), _at(rays[1], few)), march.depth.ravel()[few])
        for _ in range(_STEPS):
            rest.go()
        march.nearest.ravel()[few] = np.minimum(rest.nearest, march.nearest.ravel()[few])
        march.best.ravel()[few] = rest.best
    _, columns, rows, point = _gap(radius, rays, march.best)
    share = np.clip(1.35 - march.nearest * np.float32(lens.scale), 0, 1).astype(np.float32)
    return Hits(columns, rows, share, point)


class _March:
    """Rays on their way; each keeps where it was nearest to the head."""

    def __init__(self, radius: Field, rays: "_Rays", depth: Field) -> None:
        self._radius, self._rays, self.depth = radius, rays, depth
        self.gap = self.nearest = np.full(depth.shape, np.inf, np.float32)
        self.best = depth.copy()

    def go(self) -> None:
        """One step each."""
        gap = self.gap = _gap(self._radius, self._rays, self.depth)[0]
        closer = gap < self.nearest
        self.nearest = np.where(closer, gap, self.nearest)
        self.best = np.where(closer, self.depth, self.best)
        self.depth = np.maximum(self.depth - np.float32(_CAUTION) * gap, np.float32(_FAR))


def _few(indices: NDArray[np.intp]) -> NDArray[np.intp]:
    """The indices as rows of a picture, the last repeated: OpenCV takes no long lines."""
    wide = 256
    padded = np.pad(indices, (0, -indices.size % wide), mode="edge")
    return padded.reshape(-1, wide)


def _at(of: tuple[Field, Field, Field], few: NDArray[np.intp]) -> tuple[Field, Field, Field]:
    return of[0].ravel()[few], of[1].ravel()[few], of[2].ravel()[few]


_Rays = tuple[tuple[Field, Field, Field], tuple[Field, Field, Field]]


def _rays(lens: Lens, width: int, height: int, by_x: float, by_y: float) -> _Rays:
    """A point of each ray, and its direction for one centimetre of depth, in the head's axes."""
    x = ((np.arange(width, dtype=np.float32) + 0.5) * by_x - lens.middle[0]) / lens.scale
    y = ((np.arange(height, dtype=np.float32) + 0.5) * by_y - lens.middle[1]) / lens.scale
    px, py = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    to_head = lens.turn.T
    # A point at depth z is (px, py) * (1 - z / distance): rays meet in the camera.
    dx, dy = -px / np.float32(lens.distance), -py / np.float32(lens.distance)
    start = tuple(
        np.asarray(to_head[i, 0] * px + to_head[i, 1] * py + np.float32(lens.pivot[i]), np.float32)
        for i in range(3)
    )
    way = tuple(
        np.asarray(to_head[i, 0] * dx + to_head[i, 1] * dy + to_head[i, 2], np.float32)
        for i in range(3)
    )
    return (start[0], start[1], start[2]), (way[0], way[1], way[2])


def _gap(
    radius: Field, rays: _Rays, depth: Field
) -> tuple[Field, Field, Field, tuple[Field, Field, Field]]:
    """How far outside the head each ray is at its depth, and what of the grid is there."""
    (sx, sy, sz), (wx, wy, wz) = rays
    x, y, z = sx + wx * depth, sy + wy * depth, sz + wz * depth
    out, angle = cv2.cartToPolar(z, x)
    turned = np.where(angle > np.pi, angle - np.float32(2 * np.pi), angle)
    columns, rows = columns_of(np.asarray(turned, np.float32)), rows_of(y)
    return out - sampled(radius, columns, rows), columns, rows, (x, y, z)
