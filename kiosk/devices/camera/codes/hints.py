"""What to tell the hand that holds up a code which cannot be read.

Only where it is certain that there is a code: a QR code whose place is known, finder patterns,
or a patch that is printed like one. To tell somebody to hold their shirt nearer is worse than to
say nothing.
"""

from collections import Counter, deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.codes.code import Corner, Grey
from kiosk.devices.camera.codes.finders import Finder, find_finders
from kiosk.devices.camera.codes.regions import Region, around
from kiosk.devices.camera.codes.shape import code_shape
from kiosk.model.guidance import CodeHint

_TYPICAL_MODULES = 41
"""Across an identity card's code (version 6), where modules cannot be measured."""
_DARK = 62.0
"""Grey level of paper below which there is too little light."""
_DIM = 105.0
"""The same, where no other reason is found: noise is then as strong as the ink."""
_SHADED = 0.3
"""Grey level of paper in the darkest part of a code, in parts of that in the lightest."""
_SATURATED = 250
_GLARE_SHARE = 0.015
"""Of the code's area that is white where no code is."""
_SMALL = 2.3
"""Pixels a module; zxing-cpp needs about 1.75 of a sharp one."""
_LARGE = 9.0
"""Pixels a module; a sharp code of that size is always read, so the lens is too near."""
_WHOLE_VIEW = 0.9
"""Of the picture's shorter side."""
_BLURRED = 0.42
"""Standard deviation of the blur, in modules."""
_MOST_UNSURE = 0.7
"""Of the picture's shorter side: a larger code shows its finder patterns."""
_MOST_REGIONS = 2
_EDGE = 4
"""Pixels from the picture's edge, within which something goes on outside it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that is certainly there, in pixels of the whole picture."""

    corners: NDArray[np.float32]
    """Shape (n, 2), around it or as much of it as is known."""
    module: float
    """Pixels, roughly."""
    whole: bool
    """Whether all of its corners are in view, as far as can be told."""


def code_hint(
    grey: Grey, unread: tuple[tuple[Corner, ...], ...], regions: tuple[Region, ...]
) -> CodeHint | None:
    """What this frame shows to be wrong with the code in it; ``None`` where there is none, or
    nothing that a hand could mend."""
    for candidate in _candidates(grey, unread, regions):
        hint = _why(grey, candidate)
        if hint is not None:
            return hint
    return None


def _candidates(
    grey: Grey, unread: tuple[tuple[Corner, ...], ...], regions: tuple[Region, ...]
) -> list[Candidate]:
    found = []
    for corners in unread[:_MOST_REGIONS]:
        points = np.array(corners, dtype=np.float32)
        side = float(np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1).mean())
        region = around(corners, grey)
        finders = find_finders(region.of(grey))
        module = finders[0].side / 7 if finders else side / _TYPICAL_MODULES
        if side >= 12:
            found.append(Candidate(points, module, True))
    for region in regions[:_MOST_REGIONS] if not found else ():
        candidate = _in(grey, region)
        if candidate is not None:
            found.append(candidate)
    return found


def _in(grey: Grey, region: Region) -> Candidate | None:
    part = region.of(grey)
    at = np.array([region.x, region.y], dtype=np.float32)
    finders = find_finders(part)
    cut = _touches(region, grey)
    shape = code_shape(part)
    if len(finders) >= 2 or (finders and (cut or shape is not None)):
        module = float(np.median([finder.side for finder in finders])) / 7
        if shape is not None:
            return Candidate(shape.corners + at, module, not cut or len(finders) == 3)
        return Candidate(_spread(finders) + at, module, len(finders) >= 3)
    if shape is None or cut or shape.long > _MOST_UNSURE * min(grey.shape):
        return None
    return Candidate(shape.corners + at, shape.short / _TYPICAL_MODULES, True)


def _spread(finders: tuple[Finder, ...]) -> NDArray[np.float32]:
    """The corners of the upright box about all of them."""
    half = max(finder.side for finder in finders) / 2
    xs, ys = [finder.x for finder in finders], [finder.y for finder in finders]
    left, right, top, bottom = min(xs) - half, max(xs) + half, min(ys) - half, max(ys) + half
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _touches(region: Region, grey: Grey) -> bool:
    height, width = grey.shape
    return (
        min(region.x, region.y) <= _EDGE
        or region.x + region.width >= width - _EDGE
        or region.y + region.height >= height - _EDGE
    )


def _why(grey: Grey, candidate: Candidate) -> CodeHint | None:
    """The first reason of these, as each hides those after it."""
    corners = candidate.corners
    height, width = grey.shape
    box = around(tuple((int(x), int(y)) for x, y in corners), grey, margin=0.0)
    part = box.of(grey)
    paper = float(np.percentile(part, 90))
    if paper < _DARK:
        return CodeHint.LIGHT
    near = _near_the_edge(corners, width, height)
    if near and not candidate.whole:
        return CodeHint.INTO_VIEW
    if max(box.height / height, box.width / width) > _WHOLE_VIEW:
        return CodeHint.FARTHER
    if near:
        return CodeHint.INTO_VIEW
    if _glares(part, corners - np.array([box.x, box.y], np.float32), candidate.module):
        return CodeHint.TILT
    if candidate.module < _SMALL:
        return CodeHint.NEARER
    if _blur(part, paper) > _BLURRED * candidate.module:
        return CodeHint.FARTHER if candidate.module > _LARGE else CodeHint.HOLD_STILL
    if paper < _DIM or _shaded(part):
        return CodeHint.LIGHT
    return None


def _shaded(part: Grey) -> bool:
    """Whether the paper is far darker on one side of the code than on the other."""
    parts = [piece for row in np.array_split(part, 3) for piece in np.array_split(row, 3, axis=1)]
    papers = [float(np.percentile(piece, 90)) for piece in parts if piece.size]
    return min(papers) < _SHADED * max(papers)


def _near_the_edge(corners: NDArray[np.float32], width: int, height: int) -> bool:
    least, most = corners.min(axis=0), corners.max(axis=0)
    return bool(
        least.min() <= _EDGE or most[0] >= width - 1 - _EDGE or most[1] >= height - 1 - _EDGE
    )


def _glares(part: Grey, corners: NDArray[np.float32], module: float) -> bool:
    """Whether there is white that is wider than anything white in a code."""
    inside = np.zeros(part.shape, dtype=np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(corners.astype(np.int32)), (1,))
    white = ((part >= _SATURATED) & (inside == 1)).astype(np.uint8)
    side = max(3, round(4.5 * module)) | 1
    left = cv2.erode(white, np.ones((side, side), dtype=np.uint8))
    wide = cv2.dilate(left, np.ones((side, side), dtype=np.uint8))
    return bool(cv2.countNonZero(wide) > _GLARE_SHARE * max(1, cv2.countNonZero(inside)))


def _blur(part: Grey, paper: float) -> float:
    """Pixels, standard deviation: from how steep the steepest edges are. An edge between ink and
    paper that a lens blurs by σ rises by contrast / (σ √(2π)) a pixel."""
    contrast = max(8.0, paper - float(np.percentile(part, 5)))
    smooth = np.asarray(cv2.GaussianBlur(part, (3, 3), 0), dtype=np.float32)
    steepest = [
        float(np.percentile(np.abs(np.diff(smooth, axis=axis)), 97)) if min(part.shape) > 2 else 0.0
        for axis in (0, 1)
    ]
    return contrast / (max(0.5, min(steepest)) * 2.507)


class Lasting:
    """A hint that several frames give, so that none flickers, and no odd frame gives one."""

    _OF, _LEAST = 6, 3

    def __init__(self) -> None:
        self._last: deque[CodeHint | None] = deque(maxlen=self._OF)
        self.said: CodeHint | None = None
        """What the last frames gave."""

    def clear(self) -> None:
        """Somebody read it, or it is another code."""
        self._last.clear()
        self.said = None

    def after(self, hint: CodeHint | None) -> CodeHint | None:
        """What to say now that this frame gave ``hint``."""
        self._last.append(hint)
        given = Counter(hint for hint in self._last if hint is not None)
        ranked = given.most_common(1)
        most, count = ranked[0] if ranked else (None, 0)
        if self.said is not None and given[self.said] >= 2:
            if most is not self.said and count >= given[self.said] + 2:
                self.said = most
        else:
            self.said = most if count >= self._LEAST else None
        return self.said
