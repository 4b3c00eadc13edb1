"""A face as the kiosk's camera sees it, for some seconds."""

import math
from collections.abc import Iterator

import numpy as np

from kiosk.app.heads import attacks
from kiosk.app.heads.figure import Figure, draw
from kiosk.app.heads.hall import hall
from kiosk.app.heads.head import Head, Image
from kiosk.app.heads.motion import Movement, frames, moved
from kiosk.app.heads.scene import Lighting, scene
from kiosk.app.painter.orders import FPS, SIZE, Film, Manner, Somebody

_VIDEO_FPS, _CROWD_FPS = 10.0, 6.0
"""Fewer than usual: much has to be drawn for each picture."""
_PAPER, _PHONE = 15.0, 7.6
"""Widths in centimetres."""
_PAPER_AT, _PHONE_AT = 42.0, 21.0
"""Distances from the camera, in centimetres: so near that the face has its usual size."""
_PORTRAIT = (600, 760)
_SCREEN = (288, 512)
_IN_A_VIDEO = (Movement.TURN_LEFT, Movement.BLINK, Movement.NOD, Movement.TURN_RIGHT)
_NEAR, _EYES = 0.6, 0.48
"""How tall a head is and where its eyes are, as people stand at a kiosk: see :class:`Figure`.
Farther away, landmarks are too coarse for small movements."""
_NEAR_WITH_SHIRT, _EYES_WITH_SHIRT = 0.45, 0.36
"""So that what is on the chest is seen."""
_NEIGHBOURS = ((0.16, 0.55, 0.30), (0.84, 0.52, 0.34), (0.06, 0.6, 0.26), (0.95, 0.6, 0.26))
"""Where others stand, and how tall their heads are: see :class:`Figure`."""


def film(order: Film) -> tuple[Iterator[Image], float]:
    """The pictures that were asked for, each drawn as it is taken, and how many are a second.

    Raises ``ValueError`` for a movement or a lighting that is none.
    """
    movement, lighting = Movement(order.movement), Lighting(order.lighting)
    who = _head(order.who)
    if order.manner is not Manner.ALIVE:
        fps = _VIDEO_FPS if order.manner is Manner.VIDEO else FPS
        return _artefact(who, order.manner, lighting, order.seconds, fps), fps
    if order.beside:
        others = [
            Figure(_head(one), x=x, y=y, share=share)
            for one, (x, y, share) in zip(order.beside, _NEIGHBOURS, strict=False)
        ]
        return _crowd(Figure(who), others, movement, lighting, order.seconds), _CROWD_FPS
    person = Figure(who, share=_NEAR, y=_EYES)
    if order.shirt is not None:
        shirt = _head(order.shirt)
        person = Figure(who, share=_NEAR_WITH_SHIRT, y=_EYES_WITH_SHIRT, shirt=shirt)
    return frames(person, movement, lighting, size=SIZE, fps=FPS, seconds=order.seconds), FPS


def _head(who: Somebody) -> Head:
    if who.unlike:
        return Head.unlike(who.number, who.sex, who.age)
    return Head.of(who.number, who.sex, who.age)


def _moments(seconds: float, fps: float) -> Iterator[float]:
    return (number / fps for number in range(max(1, round(seconds * fps))))


def _crowd(
    person: Figure, others: list[Figure], movement: Movement, lighting: Lighting, seconds: float
) -> Iterator[Image]:
    """The person among others, who stand so near that their heads are as tall as the person's,
    or nearly."""
    for number, at in enumerate(_moments(seconds, _CROWD_FPS)):
        people = [*others, moved(person, movement, at)]
        yield scene(people, lighting, size=SIZE, seed=number)


def _artefact(
    who: Head, manner: Manner, lighting: Lighting, seconds: float, fps: float
) -> Iterator[Image]:
    """Paper or a phone in a hand that is not quite still."""
    behind = scene([], lighting, size=SIZE)
    still = None if manner is Manner.VIDEO else _sheet(who, manner, 0.0)
    for at in _moments(seconds, fps):
        sheet = still or _sheet(who, manner, at)
        away = _PAPER_AT if manner is Manner.PHOTO else _PHONE_AT
        turn = 2 * math.pi * at / seconds  # it comes round again
        held = attacks.Held(
            distance=away,
            x=0.25 * math.sin(2 * turn),
            y=0.2 * math.sin(turn + 1),
            yaw=2.0 * math.sin(turn),
            pitch=1.5 * math.sin(2 * turn + 2),
            roll=1.0 * math.sin(turn + 3),
        )
        yield attacks.hold(sheet, held, behind)


def _sheet(who: Head, manner: Manner, at: float) -> attacks.Sheet:
    person = Figure(who, share=0.62, y=0.45)
    if manner is Manner.PHOTO:
        return attacks.Sheet(_ground(person, _PORTRAIT), _PAPER, bend=0.01)
    if manner is Manner.VIDEO:
        length = 2.0
        turn = int(at / length) % len(_IN_A_VIDEO)
        person = moved(person, _IN_A_VIDEO[turn], at % length)
    return attacks.phone(_ground(person, _SCREEN), _PHONE)


def _ground(person: Figure, size: tuple[int, int]) -> Image:
    picture = np.array(hall(*size))
    draw(person, picture)
    return picture
