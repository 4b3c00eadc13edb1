"""Rays from a camera to the surface of a head."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.grid import Field, Numbers, columns_of, rows_of, sampled

_COARSE = 4
"""The search begins on a picture this many times smaller."""
_STEPS, _FINE_STEPS = 22, 3
_ROUNDS, _STEPS_A_ROUND = 9, 7
"""For the rays that have not arrived after these."""
_ARRIVED = 0.35
"""Pixels."""
_CAUTION = 0.62
"""Share of the way to the surface that a step goes: radii are steeper than distances."""
_NEAR, _FAR = 14.5, -14.0
"""Depths, from the axis, between which a head can be."""
_WIDE = 256
"""Rays are kept as rows of so many: OpenCV takes no long lines."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """The pixels that see the head, and where on its grid; shape (n, 256) each."""

    pixels: NDArray[np.intp]
    """Indices into the picture's pixels, row by row; the last is repeated to fill up."""
    columns: Field
    rows: Field
    share: Field
    """How much of the pixel is head, 0 to 1."""


def hits(radius: Field, lens: Lens, width: int, height: int) -> Hits | None:
    """What the rays of a picture of this size meet; ``None`` if the head is out of view."""
    pixels, depth = _near(radius, lens, width, height)
    if pixels.size == 0:
        return None
    pixels = _in_rows(pixels)
    march = _March(radius, _rays(lens, *_places(pixels, width)), depth.ravel()[pixels])
    for _ in range(_FINE_STEPS):
        march.go()
    for _ in range(_ROUNDS):
        # Some pass a shoulder of the head, and go on to the next or past it.
        going = (march.gap > np.float32(_ARRIVED / lens.scale)) & (march.depth > _FAR)
        few = np.flatnonzero(going)
        if few.size == 0:
            break
        march.go_few(_in_rows(few), _STEPS_A_ROUND)
    _, columns, rows = _gap(radius, march.rays, march.best)
    share = np.clip(1.35 - march.nearest * np.float32(lens.scale), 0, 1)
    return Hits(pixels, columns, rows, np.where(rows < 0, np.float32(0), share))


def _near(radius: Field, lens: Lens, width: int, height: int) -> tuple[NDArray[np.intp], Field]:
    """The pixels around the head, and for each of the picture a depth shortly before it."""
    small = -(-width // _COARSE), -(-height // _COARSE)
    x, y = np.meshgrid(np.arange(small[0], dtype=np.float32), np.arange(small[1], dtype=np.float32))
    middle = (_COARSE - 1) / 2
    rays = _rays(lens, x * _COARSE + middle, y * _COARSE + middle)
    march = _March(radius, rays, np.full(x.shape, _NEAR, np.float32))
    for _ in range(_STEPS):
        march.go()
    around = (march.nearest < 1.5 * _COARSE / lens.scale).astype(np.uint8)
    whole = small[0] * _COARSE, small[1] * _COARSE
    seen = cv2.resize(around, whole, interpolation=cv2.INTER_NEAREST)[:height, :width]
    early = cv2.resize(cv2.dilate(march.best, np.ones((3, 3), np.uint8)), whole)
    depth = np.ascontiguousarray(early[:height, :width], np.float32)
    return np.flatnonzero(seen), depth


@dataclass(frozen=True, slots=True, eq=False)
class _Rays:
    """A point of each ray, and its way for one centimetre of depth, in the head's axes."""

    start: tuple[Field, Field, Field]
    way: tuple[Field, Field, Field]

    def at(self, few: NDArray[np.intp]) -> "_Rays":
        """These of the rays."""
        sx, sy, sz = (one.ravel()[few] for one in self.start)
        wx, wy, wz = (one.ravel()[few] for one in self.way)
        return _Rays((sx, sy, sz), (wx, wy, wz))


class _March:
    """Rays on their way; each keeps where it was nearest to the head."""

    def __init__(self, radius: Field, rays: _Rays, depth: Field) -> None:
        self.rays, self.depth = rays, depth
        self._radius = radius
        self.gap = self.nearest = np.full(depth.shape, np.inf, np.float32)
        self.best = depth.copy()

    def go(self) -> None:
        """One step each."""
        gap = self.gap = _gap(self._radius, self.rays, self.depth)[0]
        closer = gap < self.nearest
        self.nearest = np.where(closer, gap, self.nearest)
        self.best = np.where(closer, self.depth, self.best)
        self.depth = np.maximum(self.depth - np.float32(_CAUTION) * gap, np.float32(_FAR))

    def go_few(self, few: NDArray[np.intp], steps: int) -> None:
        """Some steps of these rays only."""
        rest = _March(self._radius, self.rays.at(few), self.depth.ravel()[few])
        for _ in range(steps):
            rest.go()
        places = few.ravel()
        nearer = rest.nearest.ravel() < self.nearest.ravel()[places]
        for mine, its in ((self.nearest, rest.nearest), (self.best, rest.best)):
            mine.ravel()[places[nearer]] = its.ravel()[nearer]
        self.depth.ravel()[places] = rest.depth.ravel()
        self.gap.ravel()[places] = rest.gap.ravel()


def _in_rows(indices: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.pad(indices, (0, -indices.size % _WIDE), mode="edge").reshape(-1, _WIDE)


def _places(pixels: NDArray[np.intp], width: int) -> tuple[Field, Field]:
    """Column and row of each pixel."""
    return (pixels % width).astype(np.float32), (pixels // width).astype(np.float32)


def _rays(lens: Lens, columns: Numbers, rows: Numbers) -> _Rays:
    """The rays of these pixels."""
    px = ((columns + 0.5 - lens.middle[0]) / lens.scale).astype(np.float32)
    py = ((rows + 0.5 - lens.middle[1]) / lens.scale).astype(np.float32)
    to_head = lens.turn.T
    # A point at depth z is (px, py) * (1 - z / distance): rays meet in the camera.
    dx, dy = px / np.float32(-lens.distance), py / np.float32(-lens.distance)
    starts = [
        a * px + b * py + np.float32(c) for (a, b, _), c in zip(to_head, lens.pivot, strict=True)
    ]
    ways = [a * dx + b * dy + c for a, b, c in to_head]
    return _Rays((starts[0], starts[1], starts[2]), (ways[0], ways[1], ways[2]))


def _gap(radius: Field, rays: _Rays, depth: Field) -> tuple[Field, Field, Field]:
    """How far outside the head each ray is at its depth, and where of the grid that is."""
    (sx, sy, sz), (wx, wy, wz) = rays.start, rays.way
    # Seen from behind, so that the angle leaps where the grid has its ends.
    out, angle = cv2.cartToPolar(-sz - wz * depth, -sx - wx * depth)
    columns = columns_of(np.asarray(angle, np.float32) - np.float32(np.pi))
    rows = rows_of(sy + wy * depth)
    return np.asarray(out - sampled(radius, columns, rows), np.float32), columns, rows
