"""The simulation by hand, and the rule in it: a worse one fails here before a hospital sees it."""

import math
from collections.abc import Callable

import pytest

from kiosk.bench.routing import BOUND, OURS, POLICIES, TICKETS, Outcome, outcome
from kiosk.bench.routing_day import (
    APPOINTMENT_SHARE,
    CLOSES,
    PRIORITY_SHARE,
    Arrival,
    Day,
    Kind,
    SimulatedRoom,
    Trouble,
    make_day,
)
from kiosk.bench.routing_play import Patient, Play

DAYS = 12
LOAD = 0.85


def ten_minute_rooms(count: int, closes: float = math.inf) -> tuple[SimulatedRoom, ...]:
    """Open from minute 0; the last one closes when told."""
    rooms = [SimulatedRoom(str(number), 10, 10, 0, math.inf) for number in range(count - 1)]
    return (*rooms, SimulatedRoom(str(count - 1), 10, 10, 0, closes))


def come(*times: float, size: float = 1, room: str | None = None) -> tuple[Arrival, ...]:
    return tuple(Arrival(at, False, room, size) for at in times)


def play(policy: str, day: Day) -> list[Patient]:
    return Play(day, POLICIES[policy](day.seed)).run()


def waits(policy: str, day: Day) -> list[float]:
    return [one.wait for one in play(policy, day)]


@pytest.mark.parametrize("policy", POLICIES)
def test_one_room_is_one_line_under_every_policy(policy: str) -> None:
    day = Day("", ten_minute_rooms(1), come(1, 2, 30))
    assert waits(policy, day) == [0, 9, 0]


def test_the_bound_is_one_line_for_whichever_room_is_free() -> None:
    day = Day("", ten_minute_rooms(2), (*come(0, size=5), *come(1, 2, 3, room="0")))
    assert waits(BOUND, day) == [0, 0, 9, 18]
    assert waits(TICKETS, day) == [0, 49, 58, 67]


def test_priority_patients_go_ahead_two_at_a_time_in_the_bound_and_in_ours() -> None:
    people = [Arrival(at, at > 2, None, 1) for at in range(6)]
    day = Day("", ten_minute_rooms(1), tuple(people))
    assert waits(BOUND, day) == waits(OURS, day) == [0, 29, 48, 7, 16, 35]


def test_a_free_room_takes_who_waits_elsewhere_and_that_is_a_move() -> None:
    long = Day("", ten_minute_rooms(2), (*come(0, size=6), *come(1, 2, 3)))
    seen = play(OURS, long)
    assert [one.wait for one in seen] == [0, 0, 19, 8]
    assert [(one.moves, one.room) for one in seen] == [(0, "0"), (0, "1"), (1, "1"), (0, "1")]
    late = Day("", (*ten_minute_rooms(1), SimulatedRoom("late", 10, 10, 5, math.inf)), come(0, 1))
    seen = play(OURS, late)
    assert [(one.wait, one.moves, one.room) for one in seen] == [(0, 0, "0"), (4, 1, "late")]


def test_a_stop_spreads_the_line_and_only_the_one_who_is_inside_is_finished() -> None:
    stop = Trouble("0", 5, 65, math.inf)
    day = Day("", ten_minute_rooms(2), come(0, 1, 2, 3), stop)
    seen = play(OURS, day)
    assert [(one.wait, one.room) for one in seen] == [(0, "0"), (0, "1"), (9, "1"), (18, "1")]
    assert waits(BOUND, day) == [0, 0, 9, 18]
    assert waits(TICKETS, day) == [0, 0, 63, 8]


@pytest.mark.parametrize("policy", [policy for policy in POLICIES if policy != BOUND])
def test_a_room_that_closes_calls_nobody_afterwards(policy: str) -> None:
    day = Day("", ten_minute_rooms(2, closes=15), come(0, 0, 1, 1, 2, 2, 16))
    seen = play(policy, day)
    assert all(one.came.at + one.wait < 15 for one in seen if one.room == "1")
    assert sum(1 for one in seen if one.came.at + one.wait > 20) >= 2
    assert not any(math.isnan(one.wait) for one in seen)


def test_when_a_room_has_closed_the_bound_goes_on_with_the_others() -> None:
    day = Day("", ten_minute_rooms(2, closes=15), come(0, 0, 1, 1, 2, 2, 16))
    assert [one.came.at + one.wait for one in play(BOUND, day)] == [0, 0, 10, 10, 20, 30, 40]


def test_who_comes_late_to_an_appointment_in_a_stopped_room_gets_another() -> None:
    day = Day("", ten_minute_rooms(2), come(6, room="0"), Trouble("0", 5, 65, math.inf))
    assert [(one.wait, one.room) for one in play(OURS, day)] == [(0, "1")]


def test_a_slow_room_takes_longer_for_who_is_called_meanwhile() -> None:
    day = Day("", ten_minute_rooms(1), come(0, 1, 2), Trouble("0", 5, 15, 3))
    assert waits(OURS, day) == [0, 9, 38]


def test_a_day_is_the_same_each_time_and_its_people_are_whatever_befalls_a_room() -> None:
    day = make_day(5, LOAD)
    assert make_day(5, LOAD) == day
    assert make_day(6, LOAD).arrivals != day.arrivals
    for kind in (Kind.STOP, Kind.SLOW):
        troubled = make_day(5, LOAD, kind)
        assert troubled.trouble
        assert (troubled.arrivals, troubled.rooms) == (day.arrivals, day.rooms)


def test_days_have_the_load_the_groups_and_the_mornings_that_are_said() -> None:
    days = [make_day(number, LOAD) for number in range(40)]
    people = [one for day in days for one in day.arrivals]
    work = [
        sum(one.size for one in day.arrivals)
        / sum((min(room.closes, CLOSES) - room.opens) / room.minutes for room in day.rooms)
        for day in days
    ]
    assert sum(work) / len(work) == pytest.approx(LOAD, abs=0.02)
    assert share(people, lambda one: one.priority) == pytest.approx(PRIORITY_SHARE, abs=0.02)
    assert share(people, lambda one: one.room) == pytest.approx(APPOINTMENT_SHARE, abs=0.02)
    walking = [one for one in people if not one.room]
    assert share(walking, lambda one: one.at < 12 * 60) == pytest.approx(0.8, abs=0.03)


def share(people: list[Arrival], counted: Callable[[Arrival], object]) -> float:
    return sum(1 for one in people if counted(one)) / len(people)


def test_the_rule_is_near_the_bound_fair_and_moves_few() -> None:
    ours, bound, tickets = (outcome(policy, LOAD, DAYS) for policy in (OURS, BOUND, TICKETS))
    assert ours.mean <= 1.02 * bound.mean
    assert ours.mean <= 0.9 * tickets.mean
    assert mean(ours.longest) <= 2.6
    assert mean(ours.longest) <= 1.2 * mean(bound.longest)
    assert moves(ours) <= 0.15


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def moves(outcome: Outcome) -> float:
    return mean([float(one.moves) for one in outcome.everybody])
