"""People who do what a kiosk asks, each in their own way: bona fide presentations.

ISO/IEC 30107-3 calls so what is presented without any wish to deceive. Nobody here exists; how
fast and how far they move is set by age.
"""

import random
from dataclasses import dataclass
from typing import Protocol

from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import Head, Image
from kiosk.app.heads.motion import SECONDS, Movement, moved
from kiosk.app.heads.scene import Lighting, scene
from kiosk.app.heads.shine import WALL_M, Shine
from kiosk.app.heads.traits import ordinary_look, traits_of
from kiosk.bench.vision_attacks_page import Colour, Following
from kiosk.model.guidance import FaceHint

FPS = 10.0
"""Frames a second in which faces are looked for; a camera gives more."""
RETRY_S = 2.0
"""After a movement that was not accepted, it is made again so much later."""
MOVEMENTS = {
    FaceHint.TURN_LEFT: Movement.TURN_LEFT,
    FaceHint.TURN_RIGHT: Movement.TURN_RIGHT,
    FaceHint.NOD: Movement.NOD,
    FaceHint.BLINK: Movement.BLINK,
}
_OPPOSITE = {
    Movement.TURN_LEFT: Movement.TURN_RIGHT,
    Movement.TURN_RIGHT: Movement.TURN_LEFT,
}


class Presenter(Protocol):
    """Whoever, or whatever, is before the camera."""

    def frame(self, at: float, hint: FaceHint | None, page: Colour) -> Image:
        """What the camera sees ``at`` seconds, while the page says ``hint`` and shines in the
        colour ``page``. Called in order."""
        ...


@dataclass(frozen=True, slots=True)
class Manner:
    """Who somebody is, and how they answer."""

    name: str
    """By which people are drawn by lot, so that another manner does not make other people."""
    ages: tuple[int, int] = (16, 65)
    unusual: bool = False
    """With features far from those of most, as which the people of the demonstration are drawn."""
    delay: tuple[float, float] = (0.6, 1.4)
    """Seconds until they begin."""
    pace: tuple[float, float] = (0.7, 1.1)
    """In parts of the common one."""
    reach: tuple[float, float] = (0.6, 1.0)
    """How far: a turn of 28 degrees and a nod of 16 are 1."""
    confused: float = 0.04
    """How often left and right are taken for each other."""
    hall_lux: float = 300.0
    wall_m: float = WALL_M
    """From the page to what is behind them."""
    balance_s: float | None = None
    """In which the camera's white balance follows; None: it is fixed."""
    lightings: tuple[Lighting, ...] = (Lighting.NORMAL, Lighting.NORMAL, Lighting.BRIGHT)


GROWN = Manner("grown")
OLD = Manner(
    "old", ages=(65, 92), delay=(1.2, 2.6), pace=(0.4, 0.7), reach=(0.5, 0.75), confused=0.08
)
POOR_LIGHT = Manner("poor light", lightings=(Lighting.BACKLIT, Lighting.SIDE))
UNUSUAL = Manner("unusual", unusual=True)
BRIGHT_HALL = Manner("bright hall", hall_lux=1500.0)
BALANCED = Manner("balanced", balance_s=2.0, wall_m=1.0)


def somebody(rng: random.Random, ages: tuple[int, int], *, unusual: bool = False) -> Head:
    """Somebody who does not exist, of one of these ages, first and last included."""
    sex, age, number = rng.choice("MF"), rng.randint(*ages), f"by lot {rng.random()}"
    if unusual:
        return Head.of(number, sex, age)
    look = ordinary_look(rng, male=sex == "M")
    return Head(traits_of(number, sex, age, look))


class Answer:
    """When which movement is made: after a delay, and again if it was not seen."""

    def __init__(self, manner: Manner, rng: random.Random) -> None:
        self._manner = manner
        self._rng = rng
        self._hint: FaceHint | None = None
        self._movement = Movement.STAND
        self._begin = 0.0
        self._pace = self._reach = 1.0

    def at(self, at: float, hint: FaceHint | None) -> tuple[Movement, float, float]:
        """The movement, how many of its seconds are over, and its reach."""
        idle = at >= self._begin + SECONDS[self._movement] / self._pace
        if hint is not self._hint and (idle or self._movement is Movement.STAND):
            self._hint = hint
            self._plan(at, hint, self._rng.uniform(*self._manner.delay))
        elif idle and hint in MOVEMENTS:
            self._plan(at, hint, RETRY_S)
        if at < self._begin or self._movement is Movement.STAND:
            return Movement.STAND, at, 1.0
        return self._movement, (at - self._begin) * self._pace, self._reach

    def _plan(self, at: float, hint: FaceHint | None, delay: float) -> None:
        movement = Movement.STAND if hint is None else MOVEMENTS.get(hint, Movement.STAND)
        if movement in _OPPOSITE and self._rng.random() < self._manner.confused:
            movement = _OPPOSITE[movement]
        self._movement, self._begin = movement, at + delay
        self._pace = self._rng.uniform(*self._manner.pace)
        self._reach = self._rng.uniform(*self._manner.reach)
        if movement is Movement.BLINK:
            self._pace = max(self._pace, 0.7)  # old lids are slower, but by a quarter only
            self._reach = 1.0


class Person:
    """A patient at the kiosk."""

    def __init__(self, number: int, manner: Manner) -> None:
        rng = random.Random(f"patient {manner.name} {number}")
        self._figure = Figure(
            somebody(rng, manner.ages, unusual=manner.unusual),
            share=rng.uniform(0.38, 0.5),
            x=rng.uniform(0.44, 0.56),
            y=rng.uniform(0.36, 0.46),
        )
        self._lighting = rng.choice(manner.lightings)
        self._manner = manner
        self._camera = None if manner.balance_s is None else Following(manner.balance_s)
        self._answer = Answer(manner, rng)
        self._shift = rng.uniform(0, 6)
        self._frames = 0

    def frame(self, at: float, hint: FaceHint | None, page: Colour) -> Image:
        movement, seconds, reach = self._answer.at(at, hint)
        person = moved(self._figure, movement, seconds + self._shift * (movement is Movement.STAND))
        if movement is not Movement.STAND:
            person = moved(self._figure, movement, seconds, reach)
        self._frames += 1
        shine = Shine(page, self._manner.hall_lux, self._manner.wall_m)
        seen = scene([person], self._lighting, seed=self._frames, shine=shine)
        return seen if self._camera is None else self._camera.seen(seen, at)
