"""Heads of people who do not exist: found as faces, the same person however held, and moving."""

import functools
import gc
import itertools
import weakref
from datetime import date

import numpy as np
import pytest

from kiosk.app.dock_faces import somebody as somebody_of
from kiosk.app.heads.figure import Figure, draw
from kiosk.app.heads.head import STRAIGHT, Head, Image, Pose
from kiosk.app.heads.light import DAY, Light
from kiosk.app.heads.motion import SECONDS, TURN, Movement, frames, moved
from kiosk.app.heads.scene import Lighting, scene
from kiosk.app.portraits import portrait
from kiosk.face.compare import distance
from kiosk.face.describe import describe
from kiosk.face.descriptor import Descriptor
from kiosk.face.detect import detect
from kiosk.face.reference import template
from kiosk.face.seen import SeenFace
from kiosk.frontdesk.generate import newcomers, people

SAME, OTHER = 0.45, 0.5
"""Distances: one person's are below the first, two people's above the second."""
SMALL = (640, 360)
HOLDERS = [one for one in (*people(), *newcomers()) if one.card_issued]


def slowly(*cases: object) -> list[object]:
    """Cases that are left out of the quick run."""
    return [pytest.param(case, marks=pytest.mark.slow) for case in cases]


def somebody(number: int, age: int = 40) -> Head:
    return Head.of(f"trial {number}", "MF"[number % 2], age)


def seen(image: Image) -> SeenFace:
    [face] = detect(image)
    return face


@functools.cache
def described(
    number: int, pose: Pose = STRAIGHT, lighting: Lighting = Lighting.NORMAL
) -> Descriptor:
    image = scene([Figure(somebody(number), pose)], lighting, size=SMALL)
    return describe(image, seen(image))


@pytest.mark.parametrize("number", [1, *slowly(0, 2, 3, 4, 5)])
def test_a_head_of_a_third_of_the_picture_is_found_as_a_face(number: int) -> None:
    ground = np.full((480, 640, 3), 180, np.uint8)
    draw(Figure(somebody(number, 15 + 20 * number), share=0.3), ground)
    face = seen(ground)
    assert face.score >= 0.3
    assert abs(face.box.centre[0] - 320) < 20


@pytest.mark.slow
def test_a_number_is_one_face_for_ever() -> None:
    one, again = Head(somebody(1).traits).view(), Head(somebody(1).traits).view()
    assert (one.image == again.image).all()
    assert (one.mask == again.mask).all()
    assert (one.image != somebody(3).view().image).any()


@pytest.mark.parametrize(
    "pose",
    [
        Pose(yaw=20),
        *slowly(
            Pose(yaw=-20),
            Pose(pitch=10),
            Pose(roll=12),
            Pose(eyes_open=0),
            Pose(mouth=0.6),
        ),
    ],
)
def test_the_same_person_stays_so_however_the_head_is_held(pose: Pose) -> None:
    assert distance(described(1), described(1, pose)) <= SAME


@pytest.mark.parametrize("lighting", [Lighting.SIDE, *slowly(Lighting.BRIGHT, Lighting.BACKLIT)])
def test_the_same_person_stays_so_in_any_light(lighting: Lighting) -> None:
    assert distance(described(1), described(1, STRAIGHT, lighting)) <= SAME


@pytest.mark.slow
def test_the_portrait_on_a_card_is_of_who_stands_there_years_later() -> None:
    person = HOLDERS[0]
    sex, number = "M" if person.sex == "male" else "F", person.personal_number
    assert person.card_issued
    taken = portrait(number, sex, person.born, taken=person.card_issued, jpeg=False, size=15_000)
    live = scene([Figure(Head.of(number, sex, 2026 - person.born.year))], size=SMALL)
    assert distance(template(taken), describe(live, seen(live))) <= SAME


@pytest.mark.parametrize("place", [0, *slowly(9, 18, 27, 36)])
def test_somebody_unlike_is_nobody_s_double(place: int) -> None:
    who = somebody_of(HOLDERS[place], date(2026, 11, 23))
    heads = (maker(who.number, who.sex, who.age) for maker in (Head.of, Head.unlike))
    pictures = [scene([Figure(head)], size=SMALL) for head in heads]
    assert distance(*(describe(picture, seen(picture)) for picture in pictures)) > 0.55


def test_turning_to_the_own_left_is_to_the_right_in_the_picture() -> None:
    def nose(pose: Pose) -> float:
        """How far right of the eyes' middle it is, in parts of their distance."""
        points = seen(scene([Figure(somebody(1), pose)], size=SMALL)).landmarks
        eyes = points[:4, 0]
        return float((points[4, 0] - eyes.mean()) / np.ptp(eyes))

    assert nose(Pose(yaw=20)) - 0.04 > nose(STRAIGHT) > nose(Pose(yaw=-20)) + 0.04


def test_eyes_shut_and_open() -> None:
    open_ = seen(scene([Figure(somebody(1))], size=SMALL)).eyes_open
    shut = seen(scene([Figure(somebody(1), Pose(eyes_open=0))], size=SMALL)).eyes_open
    assert max(shut) < min(open_) - 0.2


def test_light_reaches_the_face() -> None:
    def brightness(light: Light) -> float:
        view = somebody(1).view(light=light, size=(100, 130))
        return float(view.image[view.mask == 255].mean())

    dim = Light(key=DAY.key / 4, ambient=DAY.ambient / 4)
    assert brightness(dim) < brightness(DAY) / 3
    left = somebody(1).view(light=Light(azimuth=-70, ambient=0.1), size=(100, 130)).image
    assert left[:, :50].mean() > 1.5 * left[:, 50:].mean()


def test_backlit_is_a_dark_face_before_a_bright_ground() -> None:
    picture = scene([Figure(somebody(1))], Lighting.BACKLIT, size=SMALL)
    assert picture[10:100, 200:240].mean() > 200 > 90 > picture[110:180, 300:340].mean()


@pytest.mark.slow
def test_several_people_are_several_faces_and_a_shirt_s_is_on_the_shirt() -> None:
    heads = [somebody(number) for number in (0, 1, 2)]
    crowd = [Figure(head, x=0.22 + 0.28 * place) for place, head in enumerate(heads)]
    assert len(detect(scene(crowd, size=SMALL))) == 3
    plain = scene([Figure(heads[0])], size=SMALL)
    printed = scene([Figure(heads[0], shirt=heads[1])], size=SMALL)
    changed = np.argwhere((plain != printed).any(axis=2))
    assert changed.size
    assert changed[:, 0].min() > seen(plain).box.bottom


@pytest.mark.parametrize(
    ("x", "y", "share"), [(-0.2, 0.4, 0.5), (1.4, 0.4, 0.5), (0.5, 1.6, 0.5), (0.5, 0.4, 3.0)]
)
def test_who_is_partly_or_wholly_out_of_view_is_no_trouble(
    x: float, y: float, share: float
) -> None:
    picture = scene([Figure(somebody(1), x=x, y=y, share=share)], size=(160, 90))
    assert picture.shape == (90, 160, 3)


@pytest.mark.parametrize("movement", list(Movement))
def test_a_movement_begins_and_ends_near_standing(movement: Movement) -> None:
    figure = Figure(somebody(1))
    last = moved(figure, movement, SECONDS[movement] * 0.999)
    assert abs(last.pose.yaw) < 2
    assert abs(last.pose.pitch) < 2
    assert abs(last.x - figure.x) < 0.01
    if movement is Movement.STEP_IN:
        assert moved(figure, movement, 0).x > 1.1
    middle = moved(figure, movement, SECONDS[movement] / 2).pose
    if movement is Movement.TURN_LEFT:
        assert middle.yaw > TURN - 2
    if movement is Movement.NOD:
        assert middle.pitch > 12


def test_somebody_who_blinks_does_it_twice_and_slow_people_smaller() -> None:
    figure = Figure(somebody(1))
    opened = [moved(figure, Movement.BLINK, at / 30).pose.eyes_open > 0.5 for at in range(36)]
    assert sum(one and not next_ for one, next_ in itertools.pairwise(opened)) == 2
    assert moved(figure, Movement.TURN_LEFT, 0.9, reach=0.5).pose.yaw < TURN * 0.6


def test_a_movement_comes_as_frames_at_the_rate_that_was_asked_for() -> None:
    taken = list(frames(Figure(somebody(1)), Movement.NOD, size=(160, 90), fps=5, pace=0.5))
    assert len(taken) == round(SECONDS[Movement.NOD] * 2 * 5)
    assert all((one != taken[0]).any() for one in taken[1:]), "noise alone differs"


def test_a_head_that_nobody_holds_takes_no_memory() -> None:
    gc.disable()  # what only a collection frees is there for long, and weighs ten megabytes
    try:
        head = Head.unlike("001079990124", "M", 40)
        head.view(size=(120, 150))
        gone = weakref.ref(head)
        del head
        assert gone() is None
    finally:
        gc.enable()
