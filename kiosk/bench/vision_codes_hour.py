"""What memory an hour of codes leaves behind."""

import gc
from collections.abc import Iterator
from itertools import count, cycle, islice

import cv2
import numpy as np

from kiosk.bench.memory import resident_mb
from kiosk.bench.vision_codes_frames import code_frame
from kiosk.bench.vision_codes_scene import Image
from kiosk.devices.camera.codes import BUDGET_S, CodeSearch

HOUR = 30 * 60 * 60
"""Frames of a camera that gives thirty a second."""
MOST_GROWN_MB = 6.0
"""A promise of our own."""
_SIZE = (640, 360)
"""Pixels. Half a camera's a side: how much is kept does not depend on it, how long it takes
does."""
_KINDS = ("phone", "tilted", "two", "glare", "scratched", "noisy")
_WARM = 600
"""Frames, in which libraries take what they keep for good."""
_TICK_S = BUDGET_S / 4
"""On a clock of its own, so that every run takes the same looks, few of them slow."""


def memory_grown_mb(frames: int) -> float:
    """Megabytes (10⁶ bytes) by which the process is larger after so many frames than before, with
    one :class:`CodeSearch`; there is a code in every frame, and most are read."""
    ticks = count()
    search = CodeSearch(clock=lambda: next(ticks) * _TICK_S)
    shown = cycle(tuple(_pictures()))

    def look(times: int) -> float:
        for image in islice(shown, times):
            search.search(image, BUDGET_S)
        gc.collect()
        return resident_mb()

    before = look(_WARM)
    return look(frames) - before


def _pictures() -> Iterator[Image]:
    for number, kind in enumerate(_KINDS):
        frame = code_frame(kind, number, degree=0.2).image
        yield np.asarray(cv2.resize(frame, _SIZE, interpolation=cv2.INTER_AREA), dtype=np.uint8)
