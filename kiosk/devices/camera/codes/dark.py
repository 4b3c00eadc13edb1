"""Views that are too dark for decoders, made as light as they would be in a lit room.

zxing-cpp 3 reads nothing whose ink and paper are less than 20 grey levels apart (measured), and
edges that are weaker than noise are not looked at: without this, a code in a dark hall would
neither be read nor would anybody be told why.
"""

import cv2
import numpy as np

from kiosk.devices.camera.codes.code import Grey
from kiosk.devices.camera.codes.regions import find_regions
from kiosk.devices.camera.codes.shape import code_shape
from kiosk.model.guidance import CodeHint

_DARK = 48
"""Grey level that the lightest parts of a dark view do not reach; white paper has some 240."""
_SURELY_LIGHT = 120
"""Grey level that noise alone does not reach in a dark view."""
_LIGHT_SHARE = 0.01
"""Of a view: a lamp or a display that is smaller does not make it light."""
_CELL = 8
"""Pixels a side over which brightness is taken, so that noise does not count as light."""
_LEAST_RANGE = 2.0
"""Grey levels from dark to light; less are a lens cap, and noise."""
_BLACK, _WHITE = 40, 190
"""Where the darkest and lightest are brought to; noise goes beyond both."""
_TO_READ = 1.0
"""Pixels, standard deviation: less noise, and modules of two pixels stay apart."""
_TO_TELL = 1.4
"""The same, of a picture of half the size, where it is only asked whether something is printed
like a code. With less, the noise in a photograph on a card is taken for modules."""


def is_dark(grey: Grey) -> bool:
    """Whether hardly anything in the view is light."""
    few = grey[:: 2 * _CELL, :: 2 * _CELL]  # Tells nearly all, in a tenth of the time.
    if np.count_nonzero(few >= _SURELY_LIGHT) > _LIGHT_SHARE * few.size:
        return False
    cells = _cells(grey)
    return int(np.count_nonzero(cells >= _DARK)) < _LIGHT_SHARE * cells.size


def lifted(grey: Grey, smoothing: float = _TO_READ) -> Grey:
    """The view as dark and as light as print is in good light, smoothed by ``smoothing`` (pixels,
    standard deviation); as it is, where there is nothing to tell apart."""
    low, high = (float(level) for level in np.percentile(_cells(grey), (1, 99.5)))
    if high - low < _LEAST_RANGE:
        return grey
    levels = _BLACK + (np.arange(256) - low) * ((_WHITE - _BLACK) / (high - low))
    stretched = cv2.LUT(grey, levels.clip(0, 255).astype(np.uint8))
    return np.asarray(cv2.GaussianBlur(stretched, (0, 0), smoothing), dtype=np.uint8)


def hint_in_the_dark(grey: Grey) -> CodeHint | None:
    """``LIGHT`` where something in a dark view is printed like a code: no other reason counts as
    long as it is dark."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    view = lifted(np.asarray(half, dtype=np.uint8), _TO_TELL)
    printed = any(code_shape(region.of(view)) for region in find_regions(view))
    return CodeHint.LIGHT if printed else None


def _cells(grey: Grey) -> Grey:
    """Mean grey level of each cell."""
    height, width = grey.shape
    size = (max(1, width // _CELL), max(1, height // _CELL))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
