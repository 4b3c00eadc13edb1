"""Codes in the frames of a camera, each frame a little differently.

A frame is searched for QR codes as it is, which is quick and reads most. Where that finds
nothing, the patches that could be a code are looked at by slower means, one after the other, for
as long as the budget allows; the next frame goes on where this one ended. So a hard code is found
within some frames, and a frame without any costs little more than its budget.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.devices.camera import zbar
from kiosk.devices.camera.base import Image
from kiosk.devices.camera.codes import views, zxing
from kiosk.devices.camera.codes.code import Code, Corner, Grey, as_grey
from kiosk.devices.camera.codes.dark import hint_in_the_dark, is_dark, lifted
from kiosk.devices.camera.codes.hints import Lasting, code_hint
from kiosk.devices.camera.codes.regions import Region, around, find_regions
from kiosk.devices.camera.codes.views import View
from kiosk.devices.camera.codes.zxing import Kinds, Threshold
from kiosk.model.guidance import CodeHint

BUDGET_S = 0.007
"""For a frame of a camera that gives thirty a second."""
_AGAIN = 4
"""Where a code was found, one frame of so many is searched for a second one."""
_JUDGED = 3
"""Why a code cannot be read is asked in one frame of so many: a hand is not as quick."""
_FORGET = 30
"""Frames: after about a second a way that found a code once is tried no more than others."""
_LEAST_SIDE = 8
"""Pixels; nothing is printed in a smaller picture."""
_CHEAP_S_PER_PIXEL = 2e-9
"""What a way is taken to cost before it was tried."""
_WEIGHT = 0.3
"""Of the newest time in the mean of a way's times."""


@dataclass(frozen=True, slots=True)
class Found:
    codes: tuple[Code, ...]
    """The same content once."""
    hint: CodeHint | None
    """What to tell the hand, where there is a code that cannot be read."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to look at a region."""

    view: View
    kinds: Kinds | None
    """``None``: by zbar, for all it knows."""
    threshold: Threshold = Threshold.LOCAL


WAYS = (
    Way(views.ENLARGED, Kinds.QR),
    Way(views.PLAIN, Kinds.LINEAR),
    Way(views.SMOOTHED_SHARPENED, Kinds.QR),
    Way(views.SHARPER, Kinds.QR),
    Way(views.PLAIN, Kinds.MATRIX),
    Way(views.SMOOTHED, Kinds.QR),
    Way(views.EVEN, Kinds.QR),
    Way(views.ENLARGED, Kinds.LINEAR),
    Way(views.PLAIN, Kinds.STACKED),
    Way(views.HALVED, Kinds.QR),
    Way(views.SHARPENED, Kinds.QR),
    Way(views.ENLARGED, Kinds.MATRIX),
    Way(views.PLAIN, None),
    Way(views.SMOOTHED, Kinds.LINEAR),
    Way(views.ENLARGED, Kinds.STACKED),
    Way(views.SMOOTHED, Kinds.MATRIX),
    Way(views.SMOOTHED, Kinds.STACKED),
    Way(views.PLAIN, Kinds.QR, Threshold.GLOBAL),
    Way(views.ENLARGED, None),
)
"""By what each adds to those before it, for its time: see docs/codes.md."""


class CodeSearch:
    """Looks for codes in frame after frame. Belongs to one thread at a time."""

    def __init__(
        self, *, second_opinion: bool = True, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """``second_opinion``: ask zbar too, where its library is installed. ``clock`` in
        seconds."""
        asked = second_opinion and zbar.available()
        self._ways = tuple(way for way in WAYS if way.kinds is not None or asked)
        self._clock = clock
        self._turn = 0
        self._next = (0, 0)  # of _ways, and of the regions of the frame
        self._lucky: Way | None = None
        self._cost: dict[Way, float] = {}
        self._lasting = Lasting()

    def search(self, image: Image, budget_s: float, *, thorough: bool = False) -> Found:
        """The codes of one frame, and what to tell the hand.

        Stops at ``budget_s`` seconds, or one look after it. ``thorough`` tries everything,
        however long it takes: for a picture that stands alone. Raises ``ValueError`` for what is
        no picture of eight bits a pixel.
        """
        began = self._clock()
        self._turn += 1
        grey, shrink = as_grey(image)
        if min(grey.shape) < _LEAST_SIDE:
            return Found((), None)
        dark = is_dark(grey)
        view = lifted(grey) if dark else grey
        first = self._first(view, thorough)
        codes = list(first.codes)
        if codes and not thorough and self._turn % _AGAIN:
            self._lasting.clear()
            return Found(_distinct(codes, shrink), None)
        regions = _open(view, codes, first.unread)
        if thorough:  # A scanned page may be nothing but a code.
            regions += (Region(0, 0, view.shape[1], view.shape[0]),)
        hint = None
        judged = thorough or self._turn % _JUDGED == 0
        if judged and not codes:
            hint = hint_in_the_dark(grey) if dark else code_hint(view, first.unread, regions)
        until = math.inf if thorough else began + budget_s
        codes += self._tried(view, regions, until, thorough=thorough, spare=judged)
        if codes:
            self._lasting.clear()
            return Found(_distinct(codes, shrink), None)
        if thorough:
            return Found((), hint)
        return Found((), self._lasting.after(hint) if judged else self._lasting.said)

    def _first(self, view: Grey, thorough: bool) -> zxing.Look:
        """QR codes of the whole view, at half the cost if they are dark on light and not large.

        For others in one frame of two, where nothing was found, and where a second one is looked
        for."""
        plain = zxing.look(view, Kinds.QR, inverted=False, downscale=False, errors=True)
        more = self._turn % _AGAIN == 0 if plain.codes else self._turn % 2 == 1
        if not (more or thorough):
            return plain
        return zxing.look(view, Kinds.QR, errors=True)

    def _tried(
        self,
        grey: Grey,
        regions: tuple[Region, ...],
        until: float,
        *,
        thorough: bool,
        spare: bool,
    ) -> list[Code]:
        """By the ways whose turn it is, till time is up; ``spare``: maybe by none."""
        found: list[Code] = []
        done: list[Region] = []
        for turn, (way, region, following) in enumerate(self._agenda(regions, thorough)):
            if any(region is other for other in done):
                continue
            began = self._clock()
            cost = self._cost.get(way, _CHEAP_S_PER_PIXEL) * region.pixels
            # One look is taken however long it may be, or on a slow machine none ever would.
            if began + cost > until and (turn or spare):
                break
            codes = _look(grey, region, way)
            took = (self._clock() - began) / region.pixels
            self._cost[way] = self._cost.get(way, took) * (1 - _WEIGHT) + took * _WEIGHT
            self._next = following
            if codes:
                found += codes
                done.append(region)
                self._lucky = way
        return found

    def _agenda(
        self, regions: tuple[Region, ...], thorough: bool
    ) -> Iterator[tuple[Way, Region, tuple[int, int]]]:
        """What to try, in order, each with the place to go on from after it."""
        if not regions:
            return
        if self._lucky is not None and not thorough:
            yield self._lucky, regions[0], self._next
            self._lucky = None if self._turn % _FORGET == 0 else self._lucky
        way, region = (0, 0) if thorough else self._next
        for _ in range(len(self._ways) * len(regions)):
            if region >= len(regions):
                way, region = way + 1, 0
            way %= len(self._ways)
            yield self._ways[way], regions[region], (way, region + 1)
            region += 1


def _open(
    grey: Grey, codes: list[Code], unread: tuple[tuple[Corner, ...], ...]
) -> tuple[Region, ...]:
    """The regions that are worth a look: codes that are known to be there first."""
    read = [around(code.corners, grey) for code in codes]
    known = [around(corners, grey) for corners in unread]
    regions = [*known, *find_regions(grey)]
    return tuple(
        region
        for turn, region in enumerate(regions)
        if not any(region.shared(other) > 0.5 * region.pixels for other in read)
        and not any(region.alike(other) for other in regions[:turn])
    )


def _look(grey: Grey, region: Region, way: Way) -> list[Code]:
    part = way.view.of(region.of(grey))
    if part is None:
        return []
    if way.kinds is not None:
        codes = zxing.look(part, way.kinds, threshold=way.threshold).codes
    else:
        codes = tuple(Code.of(seen.symbology, seen.data, seen.corners) for seen in zbar.look(part))
    return [_moved(code, way.view.scale, region) for code in codes]


def _moved(code: Code, scale: float, region: Region) -> Code:
    """With corners of the whole picture."""
    corners = tuple((int(x / scale) + region.x, int(y / scale) + region.y) for x, y in code.corners)
    return Code(code.symbology, code.data, code.text, corners)


def _distinct(codes: list[Code], shrink: float) -> tuple[Code, ...]:
    first = {(code.symbology, code.data): code for code in reversed(codes)}
    if shrink == 1:
        return tuple(first.values())
    return tuple(
        Code(
            code.symbology,
            code.data,
            code.text,
            tuple((int(x * shrink), int(y * shrink)) for x, y in code.corners),
        )
        for code in first.values()
    )
