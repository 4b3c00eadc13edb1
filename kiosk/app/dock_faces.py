"""Faces before the dock's camera: drawn elsewhere, played by a thread of their own."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.app.painter.client import Painter, PainterAway
from kiosk.app.painter.orders import Film, Manner, Somebody
from kiosk.frontdesk.generate import Person, newcomers, people
from kiosk.model.guidance import FaceHint
from kiosk.ui.dock.sights import FaceManner, FaceOwner, FaceState, FaceToShow

Image = NDArray[np.uint8]

MOVEMENTS = {
    FaceHint.TURN_LEFT: ("turn-left", 1.8),
    FaceHint.TURN_RIGHT: ("turn-right", 1.8),
    FaceHint.BLINK: ("blink", 1.2),
    FaceHint.NOD: ("nod", 1.6),
}
"""What a page may ask for, as a movement and its seconds: see :mod:`kiosk.app.heads.motion`."""
STAND, STAND_S = "stand", 4.0
ARTEFACT_S = {FaceManner.PHOTO: 2.0, FaceManner.PHONE: 2.0, FaceManner.VIDEO: 8.0}
"""After so many seconds they come round again."""
_SCREENS = {FaceManner.PHONE, FaceManner.VIDEO}
"""On which the page's light does not fall."""
AFTER_S = 1.0
"""How long a face waits after a movement before it does it again, if that is still asked for."""
MOST_TIMES = 3
_CHILD = 7
_MANNERS = {
    FaceManner.WILLING: Manner.ALIVE,
    FaceManner.STILL: Manner.ALIVE,
    FaceManner.PHOTO: Manner.PHOTO,
    FaceManner.PHONE: Manner.PHONE,
    FaceManner.VIDEO: Manner.VIDEO,
}


class Hand(Protocol):
    """The tester's hand before the simulated camera, as far as faces need it."""

    def play(
        self,
        frames: Sequence[Image],
        fps: float = 30.0,
        loop: bool = True,
        *,
        lit: bool = True,
    ) -> None: ...

    def put_away(self) -> None: ...

    @property
    def played(self) -> object:
        """What is played: the same object as long as it is."""
        ...


class FacesAtTheDock:
    """Implements :class:`~kiosk.ui.dock.sights.FacesBefore`. No call blocks."""

    def __init__(self, hand: Hand, painter: Painter, today: Callable[[], date]) -> None:
        self._stage = _Stage(hand, painter, today)
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="dock-faces", daemon=True)
        self._thread.start()

    @property
    def state(self) -> FaceState:
        return self._stage.state

    def show(self, face: FaceToShow) -> None:
        """See :class:`~kiosk.ui.dock.sights.FacesBefore`; so are the next three."""
        self._stage.drawing()
        self._orders.put(lambda: self._stage.show(face))

    def ready(self, face: FaceToShow) -> None:
        self._orders.put(lambda: self._stage.ready(face))

    def follow(self, hint: FaceHint | None) -> None:
        self._orders.put(lambda: self._stage.follow(hint))

    def leave(self) -> None:
        self._orders.put(self._stage.leave)

    def close(self) -> None:
        """End the thread; it may be in the middle of a film, and does not show it."""
        self._orders.put(None)
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            try:
                order = self._orders.get(timeout=self._stage.wait_s)
            except queue.Empty:
                order = self._stage.go_on
            if order is None:
                return
            order()


class _Stage:
    """What the thread does. Only :attr:`state` and :meth:`drawing` are for others."""

    def __init__(self, hand: Hand, painter: Painter, today: Callable[[], date]) -> None:
        self._hand, self._painter, self._today = hand, painter, today
        self._face: FaceToShow | None = None
        self._called = False
        """By a page, not by the tester: it leaves with the page."""
        self._asked: FaceHint | None = None
        self._times = 0
        self._up = False
        self._film: object = None
        self._due: float | None = None
        self._told = FaceState.NONE

    @property
    def state(self) -> FaceState:
        if self._told is FaceState.SHOWN and self._hand.played is not self._film:
            return FaceState.READY  # something else is held up
        return self._told

    @property
    def wait_s(self) -> float | None:
        """Until :meth:`go_on`; ``None`` for ever."""
        return None if self._due is None else max(0.0, self._due - time.monotonic())

    def drawing(self) -> None:
        self._told = FaceState.DRAWING

    def show(self, face: FaceToShow) -> None:
        self._face, self._called = face, False
        self._draw_ahead()
        self._stand()

    def ready(self, face: FaceToShow) -> None:
        self._away()
        self._face, self._told = face, FaceState.READY
        self._draw_ahead()

    def leave(self) -> None:
        self._away()
        self._face, self._told = None, FaceState.NONE
        self._draw_ahead()

    def follow(self, hint: FaceHint | None) -> None:
        """A face that waits comes; one that is willing does what is asked, once it is."""
        if self._face is None or hint is self._asked:
            return
        self._asked, self._times = hint, 0
        if hint is None:
            if self._called:
                self._away()
            return
        if not self._is_up():
            self._called = True
            self._told = FaceState.DRAWING
        if self._face.manner is FaceManner.WILLING and hint in MOVEMENTS:
            self._move(hint)
        elif not self._is_up():
            self._stand()

    def go_on(self) -> None:
        """What was played is over."""
        self._due = None
        if not self._is_up() or self._face is None:
            return
        if self._asked in MOVEMENTS and self._times < MOST_TIMES:
            assert self._asked is not None
            self._move(self._asked)
        else:
            self._stand()

    def _is_up(self) -> bool:
        return self._up and self._hand.played is self._film

    def _away(self) -> None:
        self._due = None
        if self._is_up():
            self._hand.put_away()
        self._up = False
        if self._face is not None:
            self._told = FaceState.READY

    def _draw_ahead(self) -> None:
        """A page waits only some seconds for a movement, which is drawn in as many on a busy
        machine: all that may be asked for is drawn before it is."""
        face = self._face
        if face is None:
            self._painter.ahead([])
            return
        films = [(STAND, _standing_s(face))]
        if face.manner is FaceManner.WILLING:
            films += [(movement, lasting + AFTER_S) for movement, lasting in MOVEMENTS.values()]
        today = self._today()
        with suppress(LookupError):  # it is told when it is to be shown
            self._painter.ahead([film_of(face, *film, today) for film in films])

    def _move(self, hint: FaceHint) -> None:
        movement, lasting = MOVEMENTS[hint]
        self._times += 1
        if self._play(movement, lasting + AFTER_S, loop=False):
            self._due = time.monotonic() + lasting + AFTER_S

    def _stand(self) -> None:
        assert self._face is not None
        self._due = None
        self._play(STAND, _standing_s(self._face), loop=True)

    def _play(self, movement: str, seconds: float, *, loop: bool) -> bool:
        assert self._face is not None
        try:
            order = film_of(self._face, movement, seconds, self._today())
            frames, fps = self._painter.paint(order)
        except (PainterAway, LookupError, ValueError):
            self._told = FaceState.FAILED
            self._up = False
            return False
        self._hand.play(frames, fps, loop, lit=self._face.manner not in _SCREENS)
        self._film, self._up = self._hand.played, True
        self._told = FaceState.SHOWN
        return True


def _standing_s(face: FaceToShow) -> float:
    return ARTEFACT_S.get(face.manner, STAND_S)


def film_of(face: FaceToShow, movement: str, seconds: float, today: date) -> Film:
    """What to draw for this face. Raises ``LookupError`` for a number that is nobody's."""
    person = _person(face.number)
    who = somebody(person, today)
    other = Somebody(who.number, who.sex, who.age, unlike=True)
    beside: list[Somebody] = []
    shirt = None
    if face.owner is FaceOwner.OTHER:
        who = other
    elif face.owner is FaceOwner.CHILD:
        who = Somebody(who.number, who.sex, _CHILD, unlike=True)
    elif face.owner is FaceOwner.SEVERAL:
        beside = [_neighbour(who, place) for place in range(4)]
    elif face.owner is FaceOwner.SHIRT:
        shirt = other
    return Film(who, beside, shirt, _MANNERS[face.manner], face.light.value, movement, seconds)


def face_number(person: Person) -> str:
    """What tells this person's face from others: the number on their card, if they have one."""
    return person.personal_number or person.id


def somebody(person: Person, on: date) -> Somebody:
    """The person's face, as old as they are on this day."""
    age = on.year - person.born.year
    return Somebody(face_number(person), "M" if person.sex == "male" else "F", max(0, age))


def _neighbour(who: Somebody, place: int) -> Somebody:
    """Somebody who is nobody's patient."""
    return Somebody(f"beside {place} {who.number}", who.sex, who.age)


def _person(number: str) -> Person:
    for person in (*people(), *newcomers()):
        if face_number(person) == number:
            return person
    raise LookupError("no invented person has this face")
