"""Faces and files before the dock's camera, with a painter that draws at once."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from kiosk.app.dock_faces import (
    MOVEMENTS,
    FacesAtTheDock,
    Image,
    face_number,
    film_of,
)
from kiosk.app.dock_files import FilesAtTheDock
from kiosk.app.painter.client import Painter, PainterAway
from kiosk.app.painter.orders import MOST_AHEAD, File, Film, Manner
from kiosk.frontdesk.generate import people
from kiosk.model.guidance import FaceHint
from kiosk.ui.dock.sights import (
    FaceManner,
    FaceOwner,
    FaceState,
    FaceToShow,
    FileState,
)

NUMBER = face_number(people()[0])
TODAY = date(2026, 11, 23)
BLACK = np.zeros((2, 2, 3), np.uint8)


class Hand:
    def __init__(self) -> None:
        self.played: object = ()
        self.loops: list[bool] = []
        self.held: list[float] = []

    def play(
        self,
        frames: Sequence[Image],
        fps: float = 30.0,
        loop: bool = True,
        *,
        lit: bool = True,
    ) -> None:
        self.played = tuple(frames)
        self.lit = lit
        self.loops.append(loop)

    def hold(self, image: Image, *, scale: float = 0.6, angle: float = 0.0) -> None:
        self.played = ()
        self.held.append(scale)

    def put_away(self) -> None:
        self.played = ()


class AtOnce:
    """A painter without a process."""

    def __init__(self) -> None:
        self.orders: list[File | Film] = []
        self.drawn_ahead: list[tuple[str, float]] = []
        self.fails: Exception | None = None
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def ahead(self, films: Sequence[Film]) -> None:
        self.drawn_ahead = [(one.movement, one.seconds) for one in films]

    def paint(self, order: File | Film) -> tuple[list[Image], float]:
        self.orders.append(order)
        assert self.may_go_on.wait(5)
        if self.fails is not None:
            raise self.fails
        return [BLACK.copy()], 15.0

    @property
    def films(self) -> list[Film]:
        return [order for order in self.orders if isinstance(order, Film)]

    @property
    def movements(self) -> list[str]:
        return [film.movement for film in self.films]


class Dock:
    def __init__(self) -> None:
        self.hand, self.painter = Hand(), AtOnce()
        painter = cast(Painter, self.painter)
        self.faces = FacesAtTheDock(self.hand, painter, lambda: TODAY)
        self.files = FilesAtTheDock(self.hand, painter)

    def soon(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 5
        while not true():
            assert time.monotonic() < end, "not in time"
            time.sleep(0.005)

    def shown(self, face: FaceToShow) -> None:
        self.faces.show(face)
        self.soon(lambda: self.faces.state is FaceState.SHOWN)


@pytest.fixture
def dock() -> Iterator[Dock]:
    one = Dock()
    yield one
    one.faces.close()
    one.files.close()


def test_a_face_steps_up_stands_and_leaves(dock: Dock) -> None:
    assert dock.faces.state is FaceState.NONE
    dock.shown(FaceToShow(NUMBER))
    assert dock.painter.movements == ["stand"]
    assert dock.hand.loops == [True]
    dock.faces.leave()
    dock.soon(lambda: dock.hand.played == ())
    dock.soon(lambda: dock.faces.state is FaceState.NONE)


def test_a_willing_face_does_what_the_page_asks_and_then_stands(
    dock: Dock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app.dock_faces.AFTER_S", -1.75)
    dock.shown(FaceToShow(NUMBER))
    dock.faces.follow(FaceHint.TURN_RIGHT)
    dock.soon(lambda: len(dock.painter.orders) == 2)
    dock.faces.follow(FaceHint.TURN_RIGHT)
    dock.soon(lambda: len(dock.painter.orders) == 5)
    assert dock.painter.movements == ["stand", *["turn-right"] * 3, "stand"], "three times at most"
    assert dock.hand.loops == [True, False, False, False, True]


def test_a_face_that_waits_comes_when_a_page_looks_and_goes_with_it(dock: Dock) -> None:
    dock.faces.ready(FaceToShow(NUMBER))
    dock.soon(lambda: dock.faces.state is FaceState.READY)
    assert dock.painter.orders == []
    dock.faces.follow(FaceHint.NO_FACE)
    dock.soon(lambda: dock.faces.state is FaceState.SHOWN)
    dock.faces.follow(FaceHint.BLINK)
    dock.soon(lambda: dock.painter.movements == ["stand", "blink"])
    dock.faces.follow(None)
    dock.soon(lambda: dock.hand.played == ())
    dock.soon(lambda: dock.faces.state is FaceState.READY)


def test_all_that_a_willing_face_may_be_asked_for_is_drawn_before_it_is(dock: Dock) -> None:
    dock.faces.ready(FaceToShow(NUMBER))
    dock.soon(lambda: len(dock.painter.drawn_ahead) == 5)
    drawn = list(dock.painter.drawn_ahead)
    assert len(drawn) <= MOST_AHEAD
    for hint in (FaceHint.NO_FACE, *MOVEMENTS):
        dock.faces.follow(hint)
    dock.soon(lambda: len(dock.painter.orders) == 5)
    assert [(film.movement, film.seconds) for film in dock.painter.films] == drawn


@pytest.mark.parametrize("manner", [one for one in FaceManner if one is not FaceManner.WILLING])
def test_what_never_moves_as_asked_is_drawn_once(dock: Dock, manner: FaceManner) -> None:
    dock.shown(FaceToShow(NUMBER, manner=manner))
    assert dock.painter.drawn_ahead == [
        (film.movement, film.seconds) for film in dock.painter.films
    ]


def test_for_who_has_left_or_is_nobody_nothing_is_drawn(dock: Dock) -> None:
    dock.shown(FaceToShow(NUMBER))
    dock.faces.leave()
    dock.soon(lambda: dock.painter.drawn_ahead == [])
    dock.faces.ready(FaceToShow("nobody's"))
    dock.faces.leave()
    dock.soon(lambda: dock.faces.state is FaceState.NONE)
    assert dock.painter.drawn_ahead == []


@pytest.mark.parametrize(
    "manner", [FaceManner.STILL, FaceManner.PHOTO, FaceManner.PHONE, FaceManner.VIDEO]
)
def test_only_a_willing_face_follows(dock: Dock, manner: FaceManner) -> None:
    dock.shown(FaceToShow(NUMBER, manner=manner))
    dock.faces.follow(FaceHint.NOD)
    dock.faces.leave()
    dock.soon(lambda: dock.faces.state is FaceState.NONE)
    assert dock.painter.movements == ["stand"]


@pytest.mark.parametrize(
    ("manner", "lit"),
    [
        (FaceManner.WILLING, True),
        (FaceManner.PHOTO, True),
        (FaceManner.PHONE, False),
        (FaceManner.VIDEO, False),
    ],
)
def test_the_pages_light_falls_on_skin_and_paper(dock: Dock, manner: FaceManner, lit: bool) -> None:
    dock.shown(FaceToShow(NUMBER, manner=manner))
    assert dock.hand.lit is lit


def test_what_a_tester_holds_up_is_not_taken_away_by_a_face(dock: Dock) -> None:
    dock.shown(FaceToShow(NUMBER))
    dock.hand.play([BLACK])
    held = dock.hand.played
    assert dock.faces.state is FaceState.READY
    dock.faces.leave()
    dock.soon(lambda: dock.faces.state is FaceState.NONE)
    assert dock.hand.played is held


@pytest.mark.parametrize("error", [PainterAway(), ValueError("no movement")])
def test_a_face_that_cannot_be_drawn_is_told_and_the_next_one_is(
    dock: Dock, error: Exception
) -> None:
    dock.painter.fails = error
    dock.faces.show(FaceToShow(NUMBER))
    dock.soon(lambda: dock.faces.state is FaceState.FAILED)
    dock.faces.show(FaceToShow("nobody's"))
    dock.soon(lambda: dock.faces.state is FaceState.FAILED)
    dock.painter.fails = None
    dock.shown(FaceToShow(NUMBER))


def test_a_hint_without_a_face_is_nobody_s(dock: Dock) -> None:
    dock.faces.follow(FaceHint.BLINK)
    dock.faces.leave()
    dock.soon(lambda: dock.faces.state is FaceState.NONE)
    assert dock.painter.orders == []


@pytest.mark.parametrize("owner", list(FaceOwner))
def test_whose_face_is_drawn(owner: FaceOwner) -> None:
    film = film_of(FaceToShow(NUMBER, owner), "stand", 1.0, TODAY)
    assert film.who.number == NUMBER
    assert film.who.unlike == (owner in (FaceOwner.OTHER, FaceOwner.CHILD))
    assert film.shirt is None or film.shirt.unlike
    assert len(film.beside) == (4 if owner is FaceOwner.SEVERAL else 0)
    assert (film.shirt is not None) == (owner is FaceOwner.SHIRT)
    assert owner is not FaceOwner.CHILD or film.who.age == 7
    assert film.manner is Manner.ALIVE


def test_every_person_has_a_face_of_their_own() -> None:
    numbers = [face_number(person) for person in people()]
    assert all(numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_number_is_not_in_what_is_printed_of_a_face() -> None:
    assert NUMBER not in repr(FaceToShow(NUMBER))


def test_a_file_is_held_up_or_played(dock: Dock) -> None:
    dock.files.hold(Path("picture.png"))
    dock.soon(lambda: dock.files.state is FileState.SHOWN)
    assert dock.hand.held == [0.95]
    dock.files.play(Path("film.avi"))
    dock.soon(lambda: dock.hand.loops == [True])
    assert dock.painter.orders == [File("picture.png", False), File("film.avi", True)]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ValueError("not-there"), FileState.NOT_THERE),
        (ValueError("not-a-picture"), FileState.NOT_A_PICTURE),
        (ValueError("too-large"), FileState.TOO_LARGE),
        (PainterAway(), FileState.TOO_LARGE),
    ],
)
def test_a_file_that_cannot_be_shown_has_a_state(
    dock: Dock, error: Exception, state: FileState
) -> None:
    dock.painter.fails = error
    dock.painter.may_go_on.clear()
    dock.files.hold(Path("file"))
    assert dock.files.state is FileState.READING
    dock.painter.may_go_on.set()
    dock.soon(lambda: dock.files.state is state)
    assert dock.hand.held == []
