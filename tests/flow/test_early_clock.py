"""A machine that does not know the time: a whole visit before 2020, and the clock set after it."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.outcome import Ticketed
from kiosk.journal.entry import State
from kiosk.journal.health import Health
from tests.flow.journalled import Machine, somebody

EARLY = (
    datetime(1970, 1, 1, 7, 0, 30, tzinfo=HOSPITAL_ZONE),
    datetime(2019, 12, 31, 23, 59, 50, tzinfo=HOSPITAL_ZONE),
)
"""A clock without a battery begins at the first; one whose battery is old, anywhere."""


def at(folder: Path, early: datetime) -> Machine:
    machine = Machine(folder)
    machine.clock.jump(early - machine.clock.now())
    assert machine.clock.now().year < 2020
    return machine


@pytest.mark.parametrize("early", EARLY, ids=lambda one: str(one.year))
def test_a_visit_is_served_and_settled(tmp_path: Path, early: datetime) -> None:
    machine = at(tmp_path, early)

    async def run() -> None:
        async with machine.on() as life:
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.printed
            assert life.journal.health is Health.OK

    asyncio.run(run())
    assert machine.entry().state is State.CONFIRMED
    assert machine.entry().began_at.year == early.year
    [place] = machine.hospital.places
    assert (place.paper, place.cancelled) == (True, False)


@pytest.mark.parametrize("early", EARLY, ids=lambda one: str(one.year))
def test_a_number_of_the_kiosks_own_is_told_when_the_clock_is_set(
    tmp_path: Path, early: datetime
) -> None:
    """The network brings both back: the time, and the hospital."""
    machine = at(tmp_path, early)

    async def run() -> None:
        async with machine.on() as life:
            await life.reconciler.round()  # learns what there is to choose
            life.away()
            first = await life.visit()
            machine.clock.reset()
            second = await life.visit(somebody(1))
            assert isinstance(first, Ticketed)
            assert isinstance(second, Ticketed)
            assert first.ticket.number != second.ticket.number, "setting it begins no series anew"
            life.back()
            await life.reconciler.round()
            assert life.journal.owed() == ()

    asyncio.run(run())
    assert machine.states() == [State.CONFIRMED, State.CONFIRMED]
    assert [(place.paper, place.cancelled) for place in machine.hospital.places] == [
        (True, False),
        (True, False),
    ]


@pytest.mark.parametrize("early", EARLY, ids=lambda one: str(one.year))
def test_who_was_cut_off_gets_the_same_number_after_a_start_at_the_right_time(
    tmp_path: Path, early: datetime
) -> None:
    """The power goes while the ticket is printed; there is a network at the next start."""
    machine = at(tmp_path / "state", early)

    async def run() -> None:
        machine.paper.busy = asyncio.Event()
        await machine.killed(lambda: machine.printing)
        machine.clock.reset()
        async with machine.on() as life:
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "B-001"

    asyncio.run(run())
    [place] = machine.hospital.places
    assert (place.paper, place.cancelled) == (True, False)
    assert len(machine.paper.printed) == 1
