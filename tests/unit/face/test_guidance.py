"""Whoever is looked at hears the first thing that is wrong, and not what was wrong in one frame."""

import numpy as np
import pytest

from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import Head
from kiosk.app.heads.scene import Lighting, scene
from kiosk.face.detect import detect
from kiosk.face.guidance import goodness, hint_for
from kiosk.face.seen import SeenFace
from kiosk.face.steady import ADVICE_S, CHANGE_S, SteadyHint
from kiosk.model.guidance import FaceHint
from tests.unit.face.people import face, hall, head

FRAME = hall((1280, 720))


@pytest.mark.parametrize(
    ("seen", "hint"),
    [
        (face(), FaceHint.GOOD),
        (face(side=120), FaceHint.NEARER),
        (face(side=600), FaceHint.FARTHER),
        (face(x=200), FaceHint.CENTRE),
        (face(y=50), FaceHint.CENTRE),
        (face(yaw=30), FaceHint.STRAIGHT),
        (face(yaw=-30), FaceHint.STRAIGHT),
        (face(pitch=45), FaceHint.STRAIGHT),
        (face(roll=-30), FaceHint.STRAIGHT),
        (face(brightness=0.08), FaceHint.DARK),
        (face(contrast=0.02), FaceHint.DARK),
        (face(brightness=0.2, backlit=0.5), FaceHint.BACKLIT),
        (face(brightness=0.35, backlit=0.4), FaceHint.GOOD),
        (face(brightness=0.95), FaceHint.BRIGHT),
        (face(sharpness=0.1), FaceHint.HOLD_STILL),
        (face(eyes_open=(0.0, 0.0)), FaceHint.COVERED),
        (face(eyes_open=(0.0, 0.4)), FaceHint.GOOD),
    ],
)
def test_what_is_wrong_is_told(seen: SeenFace, hint: FaceHint) -> None:
    assert hint_for(FRAME, [seen]) is hint


def test_somebody_beside_the_patient_is_told_and_somebody_behind_is_not() -> None:
    assert hint_for(FRAME, [face(), face(x=1000, side=200)]) is FaceHint.SEVERAL
    assert hint_for(FRAME, [face(), face(x=1000, side=120)]) is FaceHint.GOOD


CROWD = [Figure(head(who), share=0.3, x=0.1 + 0.2 * who) for who in range(5)]


@pytest.mark.parametrize(
    ("people", "hint"),
    [
        ([], FaceHint.NO_FACE),
        (CROWD, FaceHint.SEVERAL),
        ([Figure(Head.of("001217000003", "F", 7))], FaceHint.GOOD),
        ([Figure(head(1), shirt=head(3))], FaceHint.GOOD),
    ],
    ids=["nobody", "five", "a child", "a face on a shirt"],
)
def test_whoever_stands_there_is_told(people: list[Figure], hint: FaceHint) -> None:
    picture = scene(people, size=(640, 360))
    assert hint_for(picture, detect(picture)) is hint


@pytest.mark.parametrize(
    ("lighting", "hint"),
    [(Lighting.DARK, FaceHint.DARK), (Lighting.BACKLIT, FaceHint.BACKLIT)],
)
def test_bad_light_on_a_drawn_face_is_told(lighting: Lighting, hint: FaceHint) -> None:
    picture = scene([Figure(head(1))], lighting, size=(640, 360))
    assert hint_for(picture, detect(picture)) is hint


def test_without_a_face_the_light_may_be_why() -> None:
    window = hall((1280, 720), grey=230)
    window[150:, 400:880] = 12

    assert hint_for(FRAME, []) is FaceHint.NO_FACE
    assert hint_for(hall(grey=9), []) is FaceHint.DARK
    assert hint_for(window, []) is FaceHint.BACKLIT


def test_a_picture_of_one_pixel_has_no_face() -> None:
    assert hint_for(np.full((1, 1, 3), 128, dtype=np.uint8), []) is FaceHint.NO_FACE


def test_the_best_frame_is_sharp_near_and_straight() -> None:
    best = goodness(face())

    for worse in (face(sharpness=0.3), face(yaw=15), face(side=100), face(contrast=0.05)):
        assert goodness(worse) < best


def test_a_hint_that_lasts_for_one_frame_is_not_told() -> None:
    steady = SteadyHint()

    told = [
        steady.of(hint, at * 0.03)
        for at, hint in enumerate([FaceHint.NEARER, FaceHint.CENTRE, FaceHint.NEARER])
    ]

    assert told == [FaceHint.NEARER] * 3


def test_a_hint_that_lasts_is_told() -> None:
    steady = SteadyHint()
    steady.of(FaceHint.NEARER, 0.0)
    steady.of(FaceHint.CENTRE, 0.1)

    assert steady.of(FaceHint.CENTRE, 0.11 + CHANGE_S) is FaceHint.CENTRE


def test_good_is_told_at_once_and_never_for_a_frame_that_is_not() -> None:
    steady = SteadyHint()
    steady.of(FaceHint.NEARER, 0.0)

    assert steady.of(FaceHint.GOOD, 0.03) is FaceHint.GOOD
    assert steady.of(FaceHint.DARK, 0.06) is FaceHint.DARK


def test_who_cannot_open_the_eyes_wider_is_compared_all_the_same() -> None:
    steady = SteadyHint()

    assert steady.of(FaceHint.COVERED, 0.0) is FaceHint.COVERED
    assert steady.of(FaceHint.COVERED, ADVICE_S / 2) is FaceHint.COVERED
    assert steady.of(FaceHint.COVERED, ADVICE_S) is FaceHint.GOOD
