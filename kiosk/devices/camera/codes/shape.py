"""Whether a patch of a picture is printed like a code, even if nothing in it can be read.

A code is about as dark as it is light, changes often in its rows and columns, fills a rectangle,
and has a light margin. Print has less ink, a face fewer changes, and cloth no margin.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.codes.code import Grey

_SIDE = 96
"""Pixels a side, of the patch that is looked at."""
_MARGIN = 0.1
"""Of the patch's side, on each side, that must be light."""
_INK = (0.36, 0.66)
_CHANGES = 7.0
"""In a row and in a column, on average: a code has some twenty modules or more."""
_BARS = 14.0
"""Across bars, where along them nothing changes."""
_CLEARLY = 0.1
"""Of the contrast, beyond the middle."""
_ALONG_BARS = 3.0
_LINES = 0.2
"""Standard deviation of the share of ink from row to row: more are lines of print."""
_SQUARE = 1.8
"""The longer side in parts of the shorter one, as a tilted square may look."""
_LONGEST = 6.0
"""The same, of bars."""
_LEAST_SIDE = 20.0
"""Pixels of the picture."""
_LEAST_CONTRAST = 18.0
"""Grey levels between ink and paper."""
_LEAST_FILL = 0.78
_GAPS = (16, 36, 72)
"""Light gaps up to this part of the patch's longer side are closed."""
_MOST_PATCHES = 3


@dataclass(frozen=True, slots=True)
class Shape:
    corners: NDArray[np.float32]
    """Shape (4, 2): pixels of the part that was looked at, in order around the code."""
    short: float
    """Pixels: the shorter side."""
    long: float


def code_shape(part: Grey) -> Shape | None:
    """The rectangle that is printed like a code, where there is one in the part."""
    height, width = part.shape
    if min(height, width) < 24:
        return None
    shrink = max(1.0, max(height, width) / 256)
    size = (max(8, round(width / shrink)), max(8, round(height / shrink)))
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    for (x, y), (wide, tall), angle in _boxes(small):
        sides = sorted((wide * shrink, tall * shrink))
        if sides[0] < _LEAST_SIDE or sides[1] > _LONGEST * sides[0]:
            continue
        corners = np.asarray(cv2.boxPoints(((x, y), (wide, tall), angle)), np.float32) * shrink
        if _printed(_upright(part, corners), square=sides[1] < _SQUARE * sides[0]):
            return Shape(corners, sides[0], sides[1])
    return None


_Box = tuple[tuple[float, float], tuple[float, float], float]


def _boxes(small: Grey) -> Iterator[_Box]:
    """About dark patches, their light gaps closed, that fill their rectangles; largest first."""
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    for parts in _GAPS:
        gap = max(3, max(small.shape) // parts) | 1
        square = np.ones((gap, gap), dtype=np.uint8)
        whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, square)
        whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, square)
        contours, _ = cv2.findContours(whole, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:_MOST_PATCHES]:
            (x, y), (wide, tall), angle = cv2.minAreaRect(contour)
            if wide * tall >= 64 and cv2.contourArea(contour) >= _LEAST_FILL * wide * tall:
                yield (float(x), float(y)), (float(wide), float(tall)), float(angle)


def _upright(part: Grey, corners: NDArray[np.float32]) -> Grey:
    """The rectangle and its margin, shape (_SIDE, _SIDE)."""
    margin = _SIDE * _MARGIN
    far = _SIDE - margin
    target = np.array([[margin, far], [margin, margin], [far, margin], [far, far]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(corners, dtype=np.float32), target)
    drawn = cv2.warpPerspective(part, matrix, (_SIDE, _SIDE), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, dtype=np.uint8)


def _printed(patch: Grey, *, square: bool) -> bool:
    """Whether the patch has a code's ink, margin and changes; only bars may be oblong."""
    margin = int(_SIDE * _MARGIN)
    inside = patch[margin:-margin, margin:-margin]
    level, _ = cv2.threshold(inside, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    dark = inside <= level
    share = float(dark.mean())
    if not _INK[0] < share < _INK[1]:
        return False
    contrast = float(inside[~dark].mean() - inside[dark].mean())
    if contrast < _LEAST_CONTRAST:
        return False
    thin = max(2, margin // 2)
    ring = (patch[:thin], patch[-thin:], patch[:, :thin], patch[:, -thin:])
    if min(float((side > level).mean()) for side in ring) < 0.8:
        return False
    across, down = (_changes(lines, level, contrast) for lines in (inside, inside.T))
    if max(across, down) >= _BARS and min(across, down) <= _ALONG_BARS:
        return True
    rows, columns = (float(dark.mean(axis=axis).std()) for axis in (1, 0))
    return square and min(across, down) >= _CHANGES and max(rows, columns) < _LINES


def _changes(lines: Grey, level: float, contrast: float) -> float:
    """How often, on average, a line goes from clearly dark to clearly light or back."""
    apart = _CLEARLY * contrast
    smooth = np.asarray(cv2.blur(np.ascontiguousarray(lines), (1, 3)), dtype=np.int16)
    sides = np.where(smooth < level - apart, -1, np.where(smooth > level + apart, 1, 0))
    # What is neither takes over the last side that was clear.
    places = np.where(sides != 0, np.arange(sides.shape[1]), 0)
    last = np.maximum.accumulate(places, axis=1)
    clear = np.take_along_axis(sides, last, axis=1)
    return float((clear[:, 1:] * clear[:, :-1] < 0).sum(axis=1).mean())
