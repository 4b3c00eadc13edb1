"""Where in a picture a code could be: patches full of edges.

Codes have more and stronger edges than nearly anything that is in front of a kiosk, so that most
of a picture need not be searched by slow means.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.codes.code import Grey

MOST_REGIONS = 4
_WORK_WIDTH = 640
"""Pixels: edges are counted in a picture of about this width."""
_CELL = 8
"""Pixels of that picture."""
_LEAST_CELLS = 4
"""Of a patch."""
_LEAST_EDGE = 5.0
"""Mean gradient of a cell, in grey levels, below which there is nothing but noise."""
_LEVELS = (0.32, 0.6)
"""Shares of the strongest cell: the higher one parts a code from a patterned ground."""


@dataclass(frozen=True, slots=True)
class Region:
    """Pixels of the whole picture; never empty."""

    x: int
    y: int
    width: int
    height: int
    strength: float = 0.0
    """Mean gradient inside, in grey levels."""

    @property
    def pixels(self) -> int:
        return self.width * self.height

    def of(self, grey: Grey) -> Grey:
        """What is there, as a view into ``grey``."""
        return grey[self.y : self.y + self.height, self.x : self.x + self.width]

    def shared(self, other: "Region") -> int:
        """Pixels that are in both."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        tall = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, wide) * max(0, tall)

    def alike(self, other: "Region") -> bool:
        """Whether both are about the same patch."""
        shared = self.shared(other)
        return shared > 0.6 * (self.pixels + other.pixels - shared)


def around(corners: tuple[tuple[int, int], ...], grey: Grey, margin: float = 0.25) -> Region:
    """The upright box about these points, larger by ``margin`` of its size, inside the picture."""
    height, width = grey.shape
    xs, ys = zip(*corners, strict=True)
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    more = 8 + margin * max(wide, tall)
    left, right = (int(np.clip(v, 0, width)) for v in (min(xs) - more, max(xs) + more))
    top, bottom = (int(np.clip(v, 0, height)) for v in (min(ys) - more, max(ys) + more))
    return Region(
        min(left, width - 1), min(top, height - 1), max(1, right - left), max(1, bottom - top)
    )


def find_regions(grey: Grey) -> tuple[Region, ...]:
    """At most :data:`MOST_REGIONS` patches that could hold a code, the likeliest first."""
    height, width = grey.shape
    shrink = max(1, round(width / _WORK_WIDTH))
    cell = _CELL * shrink
    if height < 2 * cell or width < 2 * cell:
        return (Region(0, 0, width, height),) if height and width else ()
    edges = _edges(grey, shrink)
    ground = float(np.percentile(edges, 30))  # a code may fill more than half of the view
    # Not the strongest cell: specks have one, the smallest code has some.
    most = float(np.partition(edges, -_LEAST_CELLS, axis=None)[-_LEAST_CELLS])
    if most < _LEAST_EDGE:
        return ()
    found: list[Region] = []
    for level in _LEVELS:
        mask = (edges > max(_LEAST_EDGE * 0.6, ground + level * (most - ground))).astype(np.uint8)
        closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), dtype=np.uint8))
        found += _boxes(np.asarray(closed, dtype=np.uint8), edges, cell, (height, width))
    found.sort(key=lambda region: region.strength * region.pixels**0.25, reverse=True)
    apart: list[Region] = []
    for region in found:
        if not any(region.alike(other) for other in apart):
            apart.append(region)
    return tuple(apart[:MOST_REGIONS])


def _edges(grey: Grey, shrink: int) -> NDArray[np.float32]:
    """Mean of the gradient's two parts in each cell."""
    work = grey
    if shrink > 1:
        size = (grey.shape[1] // shrink, grey.shape[0] // shrink)
        work = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    across = cv2.convertScaleAbs(cv2.Sobel(work, cv2.CV_16S, 1, 0, ksize=1))
    down = cv2.convertScaleAbs(cv2.Sobel(work, cv2.CV_16S, 0, 1, ksize=1))
    both = cv2.addWeighted(across, 0.5, down, 0.5, 0)
    size = (both.shape[1] // _CELL, both.shape[0] // _CELL)
    cells = cv2.resize(both, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cells, dtype=np.float32)


def _boxes(
    mask: Grey, edges: NDArray[np.float32], cell: int, size: tuple[int, int]
) -> list[Region]:
    height, width = size
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = []
    largest = sorted(range(1, count), key=lambda label: -stats[label, cv2.CC_STAT_AREA])
    for label in largest[: 2 * MOST_REGIONS]:
        left, top, wide, tall, area = (int(value) for value in stats[label])
        if area < _LEAST_CELLS:
            continue
        inside = labels[top : top + tall, left : left + wide] == label
        strength = float(edges[top : top + tall, left : left + wide][inside].mean())
        margin = 1.5 + 0.12 * max(wide, tall)
        x, y = (max(0, int((start - margin) * cell)) for start in (left, top))
        right = min(width, int((left + wide + margin) * cell))
        bottom = min(height, int((top + tall + margin) * cell))
        boxes.append(Region(x, y, right - x, bottom - y, strength))
    return boxes
