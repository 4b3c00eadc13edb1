"""A face before a wall, in the light of a page; only what the check for light looks at."""

import functools
import math
import random
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kiosk.face.liveness.light import Answer, PageLit
from kiosk.face.liveness.stance import Stance
from kiosk.face.seen import Image
from kiosk.model.page_light import PageLight

STEP = 0.1
LATE_S, FADE_S = 0.15, 0.2
TALL, WIDE = 100, 170
X, Y, APART = 85, 45, 20.0
SKIN, HAIR, LIPS, WALL = (60, 95, 140), (25, 25, 28), (75, 70, 130), (150, 150, 150)
PAGE, WARM = 0.65, np.array([-0.35, 0.0, 0.25])
"""Of the page's white, always; and what warm light adds to blue, green and red, cool light the
opposite."""
_NOISE = np.random.default_rng(4).standard_normal((TALL, WIDE, 3)) * 2.5
_Field = NDArray[np.float64]


@dataclass
class Room:
    """Linear light is taken as the power 2.2 of grey levels."""

    rise: float = 0.37
    """Of the face, before a white page."""
    wall: float = 0.01
    skin: tuple[int, int, int] = SKIN
    seed: int = 1
    page_of: int | None = None
    """It answers the light of another kiosk's try, as a film that was made there does."""
    balance: tuple[float, float] = (0.0, 0.0)
    """How much blue and red change, up and down, in a period of ``balance_s``."""
    balance_s: float = 7.0
    veil: float = 0.0
    """What glass adds to everything on the face, before a white page; white is 1."""
    apart: float = APART
    """Between the eyes, in pixels; where this is large, nothing beside the face is in view."""
    _pages: list[tuple[float, float]] = field(default_factory=lambda: [(-math.inf, 0.0)])
    """From when on the page turns to this, 1.0 warm to -1.0 cool."""

    def tried(self, seconds: float = 10.0) -> Answer:
        lit = PageLit(random.Random(self.seed))
        other = None if self.page_of is None else PageLit(random.Random(f"other {self.page_of}"))
        for number in range(round(seconds / STEP)):
            at = 50.0 + number * STEP
            stance = Stance(at, X, Y, self.apart, 0.0, 0.0, 0.8)
            image = self.seen(at, number)
            lit.look(image, stance)
            if other is not None:
                other.look(image, stance)
            self._hear((other or lit).light, at)
        return lit.answer()

    def _hear(self, light: PageLight | None, at: float) -> None:
        level = {PageLight.WARM: 1.0, PageLight.COOL: -1.0, None: 0.0}[light]
        if level != self._pages[-1][1]:
            self._pages.append((at + LATE_S, level))

    def _level(self, at: float) -> float:
        """1.0 warm to -1.0 cool, with the page's fade."""
        begun = [page for page in self._pages if page[0] <= at]
        before = begun[-2][1] if len(begun) > 1 else 0.0
        began, level = begun[-1]
        return before + (level - before) * min(1.0, (at - began) / FADE_S)

    def seen(self, at: float, number: int) -> Image:
        page = PAGE + WARM * self._level(at)
        turn = math.sin(2 * math.pi * at / self.balance_s)
        balance = 1 + np.array([self.balance[0], 0.0, self.balance[1]]) * turn
        image = _lit(_drawn(self.skin, self.apart), 1 + self.wall * page, 0)
        face = _face(self.apart)
        drawn = _drawn(self.skin, self.apart)[face]
        image[face] = _lit(drawn, 1 + self.rise * page, self.veil * page)
        grain = np.roll(_NOISE, number * 7919)
        return np.asarray(np.clip(image * balance + grain, 0, 255).round(), np.uint8)


def _face(apart: float) -> tuple[slice, slice]:
    return (
        slice(max(0, round(Y - 0.9 * apart)), round(Y + 1.3 * apart)),
        slice(max(0, round(X - apart)), round(X + apart)),
    )


@functools.cache
def _drawn(skin: tuple[int, int, int], apart: float) -> _Field:
    """Linear light, 0 to 1: a wall, hair, skin, brows and lips."""
    picture = np.empty((TALL, WIDE, 3))
    picture[:] = WALL
    picture[_face(apart)] = HAIR
    for colour, (top, bottom), wide in (
        (skin, (-0.6, 1.1), 0.75),
        (HAIR, (-0.35, -0.2), 0.5),
        (HAIR, (-0.05, 0.05), 0.4),
        (LIPS, (0.65, 0.8), 0.3),
    ):
        rows = slice(max(0, round(Y + top * apart)), round(Y + bottom * apart))
        picture[rows, max(0, round(X - wide * apart)) : round(X + wide * apart)] = colour
    return np.asarray((picture / 255) ** 2.2)


def _lit(linear: _Field, gain: _Field, veil: _Field | int) -> _Field:
    return np.asarray(255 * (linear * gain + veil) ** (1 / 2.2))
