"""Which light the page is asked for, and when; and how it then came to shine."""

import functools
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.model.page_light import FADE_S, PageLight

DWELL_S = (0.5, 1.4)
"""Between two changes, at random: never more than two a second. The wider, the less one sequence
is like another."""
STEP_S = 0.05
"""Of the grid on which light is followed; a fade has four steps."""
LATEST_S = 0.6
"""After it was asked for, light is seen: the page's frame, its screen, the camera's exposure."""
LAGS = round(LATEST_S / STEP_S) + 1
LONGEST_S = 90.0
"""Longer than any try."""
OTHERS = 200
_POINTS = round(LONGEST_S / STEP_S) + 1

Shine = NDArray[np.float32]
"""How warm the page shines at each point of the grid: 0.5 warm, -0.5 cool, 0 as always. The last
axis is time."""


class Lamp:
    """Asks for one light after the other, from the first frame on."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._due = 0.0
        self.light: PageLight | None = None
        """The light that is asked for now; None before the first frame."""
        self.asked: list[tuple[float, PageLight]] = []
        """When which light was asked for, in seconds of the frames."""

    def look(self, taken: float) -> None:
        """Ask for the other light, if it is time; ``taken`` as of the frames."""
        if self.light is None:
            self.light = self._rng.choice(tuple(PageLight))
        elif taken < self._due:
            return
        else:
            self.light = PageLight.COOL if self.light is PageLight.WARM else PageLight.WARM
        self.asked.append((taken, self.light))
        self._due = taken + self._rng.uniform(*DWELL_S)


def shine(asked: Sequence[tuple[float, PageLight]], until: float) -> Shine:
    """How the page shone from the first request to ``until``, if it followed without delay:
    shape (points,)."""
    began = asked[0][0]
    points = min(_POINTS, round((until - began) / STEP_S) + 1)
    signs = [0.5 if light is PageLight.WARM else -0.5 for _, light in asked]
    return _faded(np.array([at - began for at, _ in asked]), np.array(signs), points)


@functools.lru_cache(maxsize=1)
def others() -> Shine:
    """What might have been asked for as well: shape (:data:`OTHERS`, points)."""
    rng = np.random.default_rng(7)
    least, most = DWELL_S
    dwells = rng.uniform(least, most, (OTHERS, round(LONGEST_S / least)))
    first = rng.choice((-0.5, 0.5), OTHERS)
    signs = (-1.0) ** np.arange(dwells.shape[1])
    made = [
        _faded(np.concatenate([[0.0], np.cumsum(row)[:-1]]), sign * signs, _POINTS)
        for row, sign in zip(dwells, first, strict=True)
    ]
    return np.array(made, np.float32)


def _faded(at: NDArray[np.float64], levels: NDArray[np.float64], points: int) -> Shine:
    """Levels that are left for the next one ``at`` these seconds, from 0 on."""
    before = np.concatenate([[0.0], levels[:-1]])
    knots = np.column_stack([at, at + FADE_S]).ravel()
    values = np.column_stack([before, levels]).ravel()
    return np.asarray(np.interp(np.arange(points) * STEP_S, knots, values), np.float32)
