from math import inf, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.frontdesk.queue.pace import WINDOW, pace, remaining
from tests.examples import examples

minutes = st.floats(0, 600)


def test_a_room_that_finished_nobody_yet_has_the_stated_pace() -> None:
    assert pace(8, []) == 8


def test_a_few_services_move_the_pace_a_little_and_many_move_it_far() -> None:
    assert 8 < pace(8, [16]) < 10
    assert 14 < pace(8, [16] * WINDOW) < 16
    assert 8 < pace(10, [5]) < 10
    assert 5 < pace(10, [5] * WINDOW) < 6


def test_one_long_consultation_makes_no_slow_room() -> None:
    usual = [8.0] * 9
    assert pace(8, [*usual, 240]) == pace(8, [*usual, 24]) < 10


def test_a_room_that_slows_is_followed_also_far_beyond_what_was_stated() -> None:
    assert pace(8, [8] * WINDOW + [16] * WINDOW) == pace(8, [16] * WINDOW)
    assert pace(5, [40] * WINDOW) > 30


@pytest.mark.slow
@given(st.floats(1, 120), st.lists(minutes, max_size=40))
@settings(max_examples=examples(100))
def test_a_pace_is_above_nothing_and_within_what_was_seen(
    prior: float, recent: list[float]
) -> None:
    found = pace(prior, recent)
    assert 0 < found <= max([prior, *recent]) * (1 + 1e-9)


def test_who_was_just_called_takes_the_pace() -> None:
    assert remaining(8, 0) == 8
    assert remaining(8, -3) == 8  # a clock that jumped back
    assert isclose(remaining(8, 0.001), 8, abs_tol=0.01)


def test_the_time_left_is_the_mean_of_those_who_are_inside_so_long() -> None:
    # Integrated: log-normal with mean 8 and standard deviation 0.6 · 8.
    assert remaining(8, 3) == pytest.approx(5.41, abs=0.01)
    assert remaining(8, 24) == pytest.approx(5.57, abs=0.01)


@given(st.floats(0.5, 120), st.one_of(minutes, st.just(1e9), st.just(inf)))
@settings(max_examples=examples(100))
def test_somebody_inside_takes_some_time_yet_but_not_for_ever(usual: float, elapsed: float) -> None:
    left = remaining(usual, elapsed)
    assert 0.5 * usual < left <= usual * (1 + 1e-9)
