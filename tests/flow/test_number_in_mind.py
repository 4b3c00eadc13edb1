"""A number that the patient saw on the screen stays theirs, however they leave."""

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.screens import Done
from kiosk.checkin.session import Session
from kiosk.checkin.staff_journal import retry
from kiosk.checkin.staff_screens import Said
from kiosk.devices.printer.base import PrinterState
from kiosk.errors import HospitalAway, MoveNotAllowed
from kiosk.journal.entry import Debt, State
from tests.flow.journalled import HOLD, Life, Machine
from tests.flow.stand import DOCUMENT

LONGER = HOLD + timedelta(minutes=1)


async def _at_the_number(machine: Machine, life: Life) -> asyncio.Task[object]:
    """A visit whose ticket did not come out, and whose patient does nothing on the last page."""
    machine.paper.state = PrinterState.FAULT
    del life.front.answers[Done]
    life.reader.queue.put_nowait(DOCUMENT)
    visit: asyncio.Task[object] = asyncio.create_task(Session(life.front, life.equipment).one())
    while not any(isinstance(screen, Done) for screen in life.front.asked):
        await asyncio.sleep(0.002)
    await life.equipment.afterwards.finish()  # the hospital has heard that there is no paper
    return visit


async def _later(machine: Machine, life: Life) -> None:
    machine.clock.jump(LONGER)
    await life.reconciler.round()
    await life.reconciler.round()


def _is_left_to_staff(machine: Machine) -> None:
    entry = machine.entry()
    assert (entry.state, entry.debt, entry.reason) == (State.REJECTED, Debt.NONE, "no-paper")
    assert machine.counted == ["B-001"]
    assert machine.hospital.places[0].paper is False


def test_who_leaves_without_a_word_has_the_number_in_mind(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.paper.state = PrinterState.FAULT
        async with machine.on() as life:
            del life.front.answers[Done]
            rules = replace(life.equipment.rules, done_s=0.02, warning_s=0.02)
            life.reader.queue.put_nowait(DOCUMENT)
            session = Session(life.front, replace(life.equipment, rules=rules))
            assert isinstance(await session.one(), Ticketed)
            await life.equipment.afterwards.finish()
            _is_left_to_staff(machine)
            await _later(machine, life)
        _is_left_to_staff(machine)

    asyncio.run(run())


def test_while_the_patient_stands_there_nobody_else_decides(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        async with machine.on() as life:
            visit = await _at_the_number(machine, life)
            await _later(machine, life)
            assert (machine.entry().state, machine.counted) == (State.TICKETED, ["B-001"])
            visit.cancel()
            await asyncio.gather(visit, return_exceptions=True)
            await life.equipment.afterwards.finish()
        _is_left_to_staff(machine)

    asyncio.run(run())


def test_a_number_on_the_screen_outlives_the_power(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "before")
        async with machine.on() as life:
            visit = await _at_the_number(machine, life)
            left = shutil.copytree(machine.folder, tmp_path / "after")
            visit.cancel()
            await asyncio.gather(visit, return_exceptions=True)
            await life.equipment.afterwards.finish()
        machine.folder = left
        async with machine.on() as life:
            await life.resumed()
            entry = machine.entry()
            assert (entry.state, entry.debt) == (State.TICKETED, Debt.NONE)
            await _later(machine, life)
        _is_left_to_staff(machine)

    asyncio.run(run())


def test_telling_the_hospital_once_more_takes_no_number_away(tmp_path: Path) -> None:
    """Of the paper it could not be told when the patient left."""

    async def run() -> None:
        machine = Machine(tmp_path)
        async with machine.on() as life:
            machine.hospital.errors["ticket_printed"] = [HospitalAway(), HospitalAway()]
            visit = await _at_the_number(machine, life)
            visit.cancel()
            await asyncio.gather(visit, return_exceptions=True)
            await life.equipment.afterwards.finish()
            entry = machine.entry()
            assert (entry.state, entry.debt) == (State.REJECTED, Debt.NOT_PRINTED)
            assert await retry(life.equipment, entry.key) == (Said.TOLD, "")
            await _later(machine, life)
        _is_left_to_staff(machine)

    asyncio.run(run())


def test_trying_again_has_nothing_to_tell_of_a_number_in_mind(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.paper.state = PrinterState.PAPER_OUT
        async with machine.on() as life:
            await life.visit()
            with pytest.raises(MoveNotAllowed):
                await life.journal.retry(machine.entry().key)
            await _later(machine, life)
        _is_left_to_staff(machine)

    asyncio.run(run())
