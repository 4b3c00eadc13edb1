"""Whole exchanges, damaged: only errors of the library come out, soon, and nothing is believed."""

import random

import pytest

from kiosk.bench.card_fuzz import run_cases
from kiosk.bench.damage import damaged


@pytest.mark.slow
def test_damaged_exchanges_end_in_errors_of_the_library() -> None:
    tally = run_cases(range(2000), seed=7)
    assert tally.strange == []
    assert tally.believed == 0
    assert tally.refused > 500
    assert tally.read > 200, "damage must not all be stopped at the door"
    assert tally.longest < 5.0


def test_damage_is_damage_and_the_same_for_the_same_seed() -> None:
    sound = bytes(range(200))
    made = [damaged(sound, random.Random(seed)) for seed in range(200)]
    assert made == [damaged(sound, random.Random(seed)) for seed in range(200)]
    assert sum(one != sound for one in made) > 190
    assert damaged(b"", random.Random(1)) is not None
