"""A clock that was ahead, or behind, and is set: nothing that is owed or held waits for it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.outcome import Ticketed
from kiosk.errors import HospitalAway
from kiosk.journal.entry import Debt, State
from tests.flow.journalled import Life, Machine


async def untold(life: Life) -> None:
    """A visit whose paper the hospital could not be told of, at once and once more."""
    life.machine.hospital.errors["ticket_printed"] = [HospitalAway("lost"), HospitalAway("lost")]
    assert isinstance(await life.visit(), Ticketed)
    await life.reconciler.round()
    [owed] = life.journal.owed()
    assert owed.next_at is not None


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=3650)])
def test_what_is_owed_is_told_when_a_clock_that_was_ahead_is_set(
    tmp_path: Path, ahead: timedelta
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        async with machine.on() as life:
            machine.clock.jump(ahead)
            await untold(life)
            machine.clock.reset()
            await life.reconciler.round()
            assert life.journal.owed() == ()
        assert machine.entry().state is State.CONFIRMED

    asyncio.run(run())


def test_a_pause_between_tries_is_kept_while_the_clock_is_right(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        async with machine.on() as life:
            await untold(life)
            await life.reconciler.round()
            assert len(life.journal.owed()) == 1, "it is not yet time"
            machine.clock.jump(timedelta(seconds=30))
            await life.reconciler.round()
            assert life.journal.owed() == ()

    asyncio.run(run())


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=3650)])
def test_a_number_that_waits_for_its_patient_does_not_wait_for_a_clock_that_was_ahead(
    tmp_path: Path, ahead: timedelta
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        machine.clock.jump(ahead)
        machine.hospital.stops = asyncio.Event()
        await machine.killed(lambda: bool(machine.hospital.places))
        async with machine.on() as life:
            await life.resumed()
            assert machine.states() == [State.TICKETED], "held for its patient"
            machine.clock.reset()
            await life.reconciler.round()
        assert machine.counted == []
        assert machine.entry().debt is Debt.NONE

    asyncio.run(run())
