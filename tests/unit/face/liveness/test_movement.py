"""Movements, and when a face is still."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from kiosk.face.liveness.challenge import HINTS, TURNS, draw, instead
from kiosk.face.liveness.movement import Movement, Movements
from kiosk.face.liveness.stance import Stance, Stillness

BEFORE = Stance(taken=0, x=640, y=300, eyes_apart=100, yaw=3, pitch=-12, open=0.6)


def made(stances: Iterable[Stance]) -> list[Movement]:
    movements = Movements(BEFORE)
    return [one for one in map(movements.add, stances) if one is not None]


def through(**ends: float) -> list[Stance]:
    """There in five frames and back, from :data:`BEFORE` by these amounts."""
    shares = (0.2, 0.5, 0.8, 1, 1, 0.8, 0.5, 0.2, 0)
    return [
        replace(BEFORE, **{name: getattr(BEFORE, name) + by * part for name, by in ends.items()})
        for part in shares
    ]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"yaw": 14.0}, [Movement.LEFT]),
        ({"yaw": -14.0}, [Movement.RIGHT]),
        ({"pitch": -9.0, "y": 12.0}, [Movement.NOD]),
        ({"pitch": 9.0, "y": -12.0}, [Movement.NOD]),
        ({"pitch": -6.0, "y": 12.0}, [Movement.NOD]),
        ({"open": -0.5}, [Movement.BLINK]),
        ({"yaw": 9.0}, []),
        ({"pitch": -9.0}, []),
        ({"pitch": -5.0, "y": 13.0}, [Movement.NOD]),
        ({"pitch": -5.0, "y": 10.0}, []),
        ({"pitch": -3.0, "y": 20.0}, []),
        ({"yaw": 8.5, "x": 15.0}, [Movement.LEFT]),
        ({"yaw": -8.5, "x": -15.0}, [Movement.RIGHT]),
        ({"yaw": 8.5, "x": -15.0}, []),
        ({"yaw": 6.5, "x": 30.0}, []),
        ({"y": 30.0}, []),
        ({"pitch": 9.0, "y": 12.0}, []),
        ({"pitch": -9.0, "y": 12.0, "yaw": 9.5}, []),
        ({"open": -0.2}, []),
        ({"x": 200.0}, []),
    ],
)
def test_each_is_told_once(ends: dict[str, float], expected: list[Movement]) -> None:
    assert made(through(**ends)) == expected


def test_one_frame_is_a_slip_of_the_landmarks() -> None:
    assert made([BEFORE, replace(BEFORE, yaw=20), BEFORE, replace(BEFORE, yaw=-20), BEFORE]) == []


def test_eyes_that_stay_shut_have_not_blinked() -> None:
    assert made([BEFORE, *[replace(BEFORE, open=0.0)] * 20]) == []


def test_eyes_that_were_shut_before_cannot_blink() -> None:
    movements = Movements(replace(BEFORE, open=0.1))

    assert [movements.add(replace(BEFORE, open=open_)) for open_ in (0.1, 0.0, 0.1)] == [None] * 3


def test_eyes_that_vanish_in_a_turn_have_not_shut() -> None:
    aside = replace(BEFORE, yaw=BEFORE.yaw + 10, open=0.0)

    assert made([BEFORE, aside, BEFORE]) == []


def test_still_means_for_the_whole_time() -> None:
    still = Stillness(0.5)
    found = [still.add(replace(BEFORE, taken=at / 10)) for at in range(8)]

    assert [one is not None for one in found] == [False] * 5 + [True] * 3


@pytest.mark.parametrize("what", ["yaw", "pitch", "x", "y"])
def test_a_face_that_moves_is_not_still(what: str) -> None:
    still = Stillness(0.5)
    for at in range(30):
        off = 18 * (at % 4 - 1.5)
        assert still.add(replace(BEFORE, taken=at / 10, **{what: off})) is None


def test_who_looks_aside_is_not_looking_straight() -> None:
    still = Stillness(0.3)

    assert all(still.add(replace(BEFORE, taken=at / 10, yaw=24)) is None for at in range(10))


def test_a_blink_meanwhile_does_not_make_shut_eyes_the_measure() -> None:
    still = Stillness(0.5)
    for at in range(6):
        before = still.add(replace(BEFORE, taken=at / 10, open=0.0 if at in (2, 3) else 0.6))

    assert before is not None and before.open == 0.6


def test_everything_is_asked_for_in_every_place_and_a_turn_always() -> None:
    rng = random.Random(4)
    drawn = [draw(rng) for _ in range(600)]

    assert all(len(set(each)) == 2 and set(each) & set(TURNS) for each in drawn)
    for place in range(2):
        counted = Counter(each[place] for each in drawn)
        assert set(counted) == set(Movement) == set(HINTS)
        assert min(counted.values()) > 60


def test_a_turn_is_replaced_by_a_turn() -> None:
    rng = random.Random(5)

    assert {instead(rng, Movement.LEFT, []) for _ in range(9)} == {Movement.RIGHT}
    others = {instead(rng, Movement.BLINK, [Movement.LEFT]) for _ in range(60)}
    assert others == {Movement.RIGHT, Movement.NOD}
