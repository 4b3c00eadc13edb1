"""The three nested squares in the corners of a QR code (ISO/IEC 18004, finder pattern).

They can be seen when the code cannot be read: they are seven modules wide, and nothing else at a
kiosk looks like them.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from kiosk.devices.camera.codes.code import Grey

_MOST_CONTOURS = 6000
"""More are cloth or gravel, and take time."""
_LEAST_AREA = 40.0
"""Square pixels of a whole pattern, after enlarging."""
_WHOLE_OF_HOLE = (1.25, 3.4)
"""Areas of 7×7 modules in parts of 5×5: 1.96, and what blur and threshold make of it."""
_WHOLE_OF_CORE = (2.8, 11.0)
"""In parts of 3×3: 5.44."""
_DIM = 110.0
"""Grey level of paper below which a sensor's noise is of the contrast's size."""
_NEXT, _PREVIOUS, _CHILD, _PARENT = range(4)
"""Columns of OpenCV's hierarchy."""


@dataclass(frozen=True, slots=True)
class Finder:
    x: float
    y: float
    """Its middle, in pixels of the part that was searched."""
    side: float
    """Pixels; seven modules."""


def find_finders(part: Grey) -> tuple[Finder, ...]:
    """The finder patterns in a part of a picture, dark on light, of about one size."""
    scale = _scale(max(part.shape))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(part, None, fx=scale, fy=scale, interpolation=how)
    noisy = float(np.percentile(part[::4, ::4], 90)) < _DIM
    smooth = cv2.GaussianBlur(resized, (0, 0), 0.7 * scale + 0.8 if noisy else 0.8)
    work = np.asarray(smooth, dtype=np.uint8)
    block = max(15, min(work.shape) // 5) | 1
    ink = cv2.adaptiveThreshold(
        work, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 4
    )
    contours, hierarchy = cv2.findContours(ink, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if hierarchy is None or len(contours) > _MOST_CONTOURS:
        return ()
    tree = np.asarray(hierarchy[0], dtype=np.int64)
    seen = [
        Finder(x / scale, y / scale, side / scale)
        for whole, hole, core in _nested(tree)
        for x, y, side in _pattern(contours[whole], contours[hole], contours[core])
    ]
    return _of_one_size(seen)


def _scale(longest: int) -> float:
    """So that small codes are large enough for contours, and large patches are quick."""
    return 2.0 if longest < 300 else min(1.0, 640 / longest)


def _nested(tree: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Contours with a hole that holds one thing, which is solid."""
    holes = tree[:, _CHILD]
    whole = np.flatnonzero(holes >= 0)
    hole = holes[whole]
    core = tree[hole, _CHILD]
    single = (core >= 0) & (tree[hole, _NEXT] < 0)
    whole, hole, core = whole[single], hole[single], core[single]
    solid = (tree[core, _CHILD] < 0) & (tree[core, _NEXT] < 0)
    picked = zip(whole[solid], hole[solid], core[solid], strict=True)
    return [(int(a), int(b), int(c)) for a, b, c in picked]


def _pattern(whole: MatLike, hole: MatLike, core: MatLike) -> list[tuple[float, float, float]]:
    """Middle and side, if the three are squares of the right sizes about one middle."""
    areas = [cv2.contourArea(contour) for contour in (whole, hole, core)]
    if areas[0] < _LEAST_AREA or min(areas) <= 0:
        return []
    if not _WHOLE_OF_HOLE[0] < areas[0] / areas[1] < _WHOLE_OF_HOLE[1]:
        return []
    if not _WHOLE_OF_CORE[0] < areas[0] / areas[2] < _WHOLE_OF_CORE[1]:
        return []
    (x, y), (wide, tall), _ = cv2.minAreaRect(whole)
    (core_x, core_y), _, _ = cv2.minAreaRect(core)
    side = (wide * tall) ** 0.5
    if min(wide, tall) < 0.4 * max(wide, tall) or areas[0] < 0.72 * wide * tall:
        return []
    if abs(core_x - x) > 0.14 * side or abs(core_y - y) > 0.14 * side:
        return []
    return [(float(x), float(y), side)]


def _of_one_size(seen: list[Finder]) -> tuple[Finder, ...]:
    """The most that are alike: within a code they are, up to how it is tilted."""
    groups = [tuple(other for other in seen if 0.6 < other.side / one.side < 1.67) for one in seen]
    return max(groups, key=len, default=())
