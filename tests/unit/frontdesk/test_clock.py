"""The hospital's time never goes back."""

from datetime import datetime, timedelta

import pytest

from kiosk.frontdesk.clock import SteadyClock, hospital_now

NINE = datetime.fromisoformat("2026-11-23T09:00:00+07:00")


class Machine:
    """A clock that can be set, and seconds that cannot."""

    def __init__(self) -> None:
        self.time = NINE
        self.seconds = 100.0
        self.steady = SteadyClock(lambda: self.time, lambda: self.seconds)

    def let_pass(self, seconds: float) -> datetime:
        self.time += timedelta(seconds=seconds)
        self.seconds += seconds
        return self.steady()


def test_it_is_the_machine_s_clock_while_that_goes_on() -> None:
    machine = Machine()
    assert machine.steady() == NINE
    assert machine.let_pass(0.25) == NINE + timedelta(seconds=0.25)
    assert machine.let_pass(3600) == NINE + timedelta(seconds=3600.25)
    assert abs(SteadyClock()() - hospital_now()) < timedelta(seconds=5)


def test_set_back_a_little_it_goes_slowly_until_the_machine_has_caught_up() -> None:
    machine = Machine()
    machine.time -= timedelta(hours=1)
    assert machine.steady() == NINE
    assert machine.let_pass(60) == NINE + timedelta(seconds=30)
    told = [machine.let_pass(600) for _ in range(14)]
    assert told == sorted(told)
    assert told[-1] == machine.time > NINE


@pytest.mark.parametrize("back", [timedelta(hours=13), timedelta(days=20000)])
def test_set_to_another_day_it_goes_on_at_its_pace(back: timedelta) -> None:
    machine = Machine()
    machine.time -= back
    assert machine.steady() == NINE
    assert machine.let_pass(60) == NINE + timedelta(seconds=60)
    told = [machine.let_pass(600) for _ in range(144)]
    assert told[-1] == NINE + timedelta(days=1, seconds=60)
    machine.time = NINE + timedelta(days=2)
    assert machine.let_pass(1) == NINE + timedelta(days=2, seconds=1)


def test_set_forward_it_follows() -> None:
    machine = Machine()
    machine.time += timedelta(days=1)
    assert machine.steady() == NINE + timedelta(days=1)


def test_it_goes_on_from_what_is_on_record() -> None:
    machine = Machine()
    machine.steady.not_before(None)
    machine.steady.not_before(NINE - timedelta(hours=1))
    assert machine.steady() == NINE
    machine.steady.not_before(NINE + timedelta(hours=12))
    assert machine.steady() == NINE + timedelta(hours=12)
    assert machine.let_pass(30) > NINE + timedelta(hours=12)


def test_a_record_far_ahead_was_written_by_a_wrong_clock() -> None:
    machine = Machine()
    machine.steady.not_before(NINE + timedelta(days=400))
    assert machine.steady() == NINE
