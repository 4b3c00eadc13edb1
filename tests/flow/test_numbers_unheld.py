"""A number ahead that was taken for somebody who has it no more goes back to the hospital."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.staff_journal import dealt_with, give_up
from kiosk.checkin.staff_screens import Said
from kiosk.devices.printer.base import PrinterState
from kiosk.journal.entry import State
from kiosk.journal.journal import Journal
from tests.flow.journalled import Life, somebody
from tests.flow.leasing import LeasingMachine, at, free, keeper


async def without_paper(machine: LeasingMachine, life: Life) -> str:
    """Somebody takes T-001, and no printer has paper. Answers the check-in's key."""
    machine.paper.state = PrinterState.PAPER_OUT
    await life.visit()
    machine.paper.state = PrinterState.READY
    [entry] = life.journal.owed()
    assert (entry.state, entry.number) == (State.PENDING, "T-001")
    return entry.key


def test_one_that_staff_give_up_goes_back_when_the_hospital_is_there(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        key = await without_paper(machine, life)
        assert await give_up(life.equipment, key) == (Said.TOLD, "")
        keeping = keeper(life)
        await keeping.round()
        assert machine.hospital.returned == [], "it is away"
        life.back()
        await keeping.round()
        assert machine.hospital.returned == ["T-001"]
        assert await free(life) == ["H-001", "H-002", "T-002", "T-003"]
        await keeping.round()
        assert machine.hospital.returned == ["T-001"], "once"

    machine = at(tmp_path, play)
    assert machine.states() == [State.ABANDONED]
    assert machine.hospital.calls("check_in") == []


def test_one_that_somebody_has_stays_theirs(tmp_path: Path) -> None:
    """On paper, noted by hand, told of, or refused and left to staff."""

    async def play(machine: LeasingMachine, life: Life) -> None:
        noted = await without_paper(machine, life)
        await life.visit(somebody(1))
        life.back()
        await keeper(life).round()
        assert machine.hospital.returned == []
        del machine.hospital.out["T-001"]
        await life.reconciler.round()
        assert (await life.journal.find(noted)).reason == "lease-lapsed"
        await keeper(life).round()
        assert machine.hospital.returned == []
        assert machine.hospital.calls("return_numbers") == []
        assert await dealt_with(life.equipment, noted) is Said.DONE
        await keeper(life).round()

    machine = at(tmp_path, play)
    assert machine.hospital.calls("return_numbers") == [("T-001",)]
    assert machine.counted == ["T-002"]


def test_yesterdays_number_of_the_same_name_is_another_one(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await life.visit(somebody(1))
        life.back()
        await life.reconciler.round()
        machine.clock.jump(timedelta(days=1))
        machine.hospital.day += timedelta(days=1)
        machine.hospital.issued.clear()
        await keeper(life).round()
        life.away()
        key = await without_paper(machine, life)
        await give_up(life.equipment, key)
        life.back()
        await keeper(life).round()

    assert at(tmp_path, play).hospital.returned == ["T-001"]


def test_the_power_is_cut_when_it_was_taken_and_nobody_had_it_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = LeasingMachine(tmp_path / "state")
    left = tmp_path / "after"

    async def cut() -> None:
        async with machine.on() as life:
            await keeper(life).round()
            life.away()
            begun = asyncio.Event()

            async def never(self: Journal, *_: object) -> None:
                begun.set()
                await asyncio.Event().wait()

            monkeypatch.setattr(Journal, "provisional", never)
            visit = asyncio.create_task(life.visit())
            await begun.wait()
            life.back()
            await keeper(life).round()
            assert machine.hospital.returned == [], "somebody is being given it"
            life.away()
            shutil.copytree(machine.folder, left)
            visit.cancel()
            await asyncio.gather(visit, return_exceptions=True)
            await life.equipment.afterwards.finish()
            monkeypatch.undo()

    async def after() -> None:
        async with machine.on() as life:
            await life.resumed()
            life.back()
            await keeper(life).round()
            assert machine.hospital.returned == ["T-001"]
            await life.visit()

    asyncio.run(cut())
    machine.folder = left
    asyncio.run(after())
    assert "T-001" not in machine.counted
