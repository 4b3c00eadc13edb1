"""Moving the invented people's faces apart."""

import random

import numpy as np
import pytest

from kiosk.app.heads.chosen import Look
from kiosk.app.heads.traits import look_by_lot
from kiosk.app.painter.orders import Somebody
from kiosk.bench import faces_apart
from kiosk.bench.faces_apart import Crowd, written

PEOPLE = [Somebody(f"trial {number}", "MF"[number % 2], 30 + 20 * number) for number in range(3)]


def test_the_file_says_whose_look_is_which() -> None:
    rng = random.Random(1)
    looks = [look_by_lot(rng, male=who.sex == "M") for who in PEOPLE]
    numbers = [Somebody(str(9 - place), who.sex, who.age) for place, who in enumerate(PEOPLE)]
    note, *lines, end = written(numbers, looks).split("\n")
    assert note.startswith("#")
    assert end == ""
    assert [line.split()[0] for line in lines] == ["7", "8", "9"]
    assert Look.unpacked(lines[2].split()[1]).hair == looks[0].hair


def test_faces_move_only_if_it_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(2)
    monkeypatch.setattr(faces_apart, "PROPOSALS", 8)
    monkeypatch.setattr(faces_apart, "_described", lambda *_: np.array([rng.random(), 0.0, 0.0]))
    crowd = Crowd(PEOPLE, rng)
    costs = [crowd.cost]
    for _ in range(40):
        helped = crowd.move()
        costs.append(crowd.cost)
        assert helped == (costs[-1] < costs[-2])
    assert costs[-1] < costs[0]


@pytest.mark.slow
def test_faces_come_apart() -> None:
    crowd = Crowd(PEOPLE, random.Random(3))
    before = crowd.distances.min()
    while not crowd.move():
        pass
    assert len(crowd.distances) == 3
    assert crowd.distances.min() >= min(before, faces_apart.APART) - 0.05
