"""What to tell the hand that holds up a code which cannot be read.

Only where it is certain that there is a code: a QR code whose place is known, finder patterns,
or a patch that is printed like one. To tell somebody to hold their shirt nearer is worse than to
say nothing.
"""

from collections import Counter, deque
from collections.abc import Iterator
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
    """Whether all of it is in view, as far as can be told."""


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
) -> Iterator[Candidate]:
    """Of whole patches: a code's own corners are often taken for smaller codes."""
    patches = _patches(regions, grey)
    middles = [np.mean(corners, axis=0) for corners in unread]
    for region in patches[:_MOST_REGIONS]:
        sure = any(
            0 <= x - region.x < region.width and 0 <= y - region.y < region.height
            for x, y in middles
        )
        candidate = _in(grey, region, sure)
        if candidate is not None:
            yield candidate


def _patches(regions: tuple[Region, ...], grey: Grey) -> list[Region]:
    """The likeliest region, all that overlaps it (a blurred code falls apart), and the others."""
    outer = [
        region
        for region in regions
        if not any(
            region.shared(other) > 0.8 * region.pixels and other.pixels > region.pixels
            for other in regions
            if other.pixels < grey.size / 2
        )
    ]
    if len(regions) < 2 or not outer:
        return outer
    parts = [region for region in regions if region.shared(outer[0])]
    left, top = min(part.x for part in parts), min(part.y for part in parts)
    right = max(part.x + part.width for part in parts)
    bottom = max(part.y + part.height for part in parts)
    united = Region(left, top, right - left, bottom - top)
    if united.pixels < 1.3 * outer[0].pixels:
        return outer
    return [outer[0], united, *outer[1:]]


def _in(grey: Grey, region: Region, sure: bool) -> Candidate | None:
    """The code in a region; ``sure`` where zxing-cpp says that there is one."""
    part = region.of(grey)
    at = np.array([region.x, region.y], dtype=np.float32)
    finders = find_finders(part)
    module = float(np.median([finder.side for finder in finders])) / 7 if finders else 0.0
    if 0 < len(finders) < 3 and _goes_on(finders, module, region, grey):
        return Candidate(_spread(finders) + at, module, False)
    shape = code_shape(part)
    if shape is not None:
        corners = shape.corners + at
        if finders or sure or not _near_the_edge(corners, grey):
            return Candidate(corners, module or shape.short / _TYPICAL_MODULES, True)
    if len(finders) >= (1 if sure else 2):
        return Candidate(_spread(finders) + at, module, True)
    return None


def _goes_on(finders: tuple[Finder, ...], module: float, region: Region, grey: Grey) -> bool:
    """Whether the finder patterns that are missed would be outside the picture."""
    height, width = grey.shape
    reach = _TYPICAL_MODULES * module
    return any(
        (region.x <= _EDGE and finder.x + region.x < reach)
        or (region.y <= _EDGE and finder.y + region.y < reach)
        or (region.x + region.width >= width - _EDGE and finder.x + region.x > width - reach)
        or (region.y + region.height >= height - _EDGE and finder.y + region.y > height - reach)
        for finder in finders
    )


def _spread(finders: tuple[Finder, ...]) -> NDArray[np.float32]:
    """The corners of the upright box about all of them."""
    half = max(finder.side for finder in finders) / 2
    xs, ys = [finder.x for finder in finders], [finder.y for finder in finders]
    left, right, top, bottom = min(xs) - half, max(xs) + half, min(ys) - half, max(ys) + half
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _why(grey: Grey, candidate: Candidate) -> CodeHint | None:
    """The first reason of these, as each hides those after it."""
    corners = candidate.corners
    height, width = grey.shape
    box = around(tuple((int(x), int(y)) for x, y in corners), grey, margin=0.0)
    part = box.of(grey)
    paper = float(np.percentile(part, 90))
    if paper < _DARK:
        return CodeHint.LIGHT
    if not candidate.whole:
        return CodeHint.INTO_VIEW
    if max(box.height / height, box.width / width) > _WHOLE_VIEW:
        return CodeHint.FARTHER
    if _near_the_edge(corners, grey):
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


def _near_the_edge(corners: NDArray[np.float32], grey: Grey) -> bool:
    height, width = grey.shape
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
