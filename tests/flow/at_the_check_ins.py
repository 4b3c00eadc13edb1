"""Somebody of the staff who looks at a kiosk's check-ins, and what there may be to see."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from kiosk.checkin.printing import NO_PAPER
from kiosk.checkin.screens import Done, Finished, Welcome
from kiosk.checkin.scripted import willing_patient
from kiosk.checkin.staff_screens import EntryDeed, Part, StaffEntry, StaffJournal, StaffSure, Sure
from kiosk.devices.printer.base import PrinterState
from kiosk.errors import HospitalRefused
from kiosk.journal.entry import State
from tests.flow.journalled import Life, Machine
from tests.flow.staff import AtTheScreen

Play = Callable[[Machine, Life, AtTheScreen], Awaitable[None]]
CLOSED = HospitalRefused("service-closed")


def at(folder: Path, before: Callable[[Machine, Life], Awaitable[None]], play: Play) -> Machine:
    """``before``, and then ``play`` by somebody who looks at the check-ins."""
    machine = Machine(folder)

    async def run() -> None:
        async with machine.on() as life:
            await life.reconciler.round()
            await before(machine, life)
            answers = {k: one for k, one in willing_patient("tim-mach").items() if k is not Welcome}
            screen = AtTheScreen(life.equipment, answers)

            async def by_hand() -> None:
                await screen.opens()
                screen.front.answer(Part.JOURNAL)
                await play(machine, life, screen)

            await screen.during(by_hand())

    asyncio.run(run())
    return machine


async def refused(machine: Machine, life: Life) -> None:
    """A visit whose check-in the hospital refused."""
    machine.hospital.refuses["tim-mach"] = CLOSED
    visit = asyncio.create_task(life.visit())
    while not machine.entries() or machine.entries()[-1].state is not State.REJECTED:
        await asyncio.sleep(0.002)
    visit.cancel()
    await asyncio.gather(visit, return_exceptions=True)
    await life.equipment.afterwards.finish()


async def refused_later(machine: Machine, life: Life) -> None:
    """A number of the kiosk's own, on paper, which the hospital refuses when it is back."""
    life.away()
    await life.visit()
    machine.hospital.refuses["tim-mach"] = CLOSED
    life.back()
    await life.reconciler.round()
    assert machine.entry().state is State.REJECTED


async def noted(machine: Machine, life: Life) -> None:
    """The printer is out of paper; the patient says that they noted the number."""
    machine.paper.state = PrinterState.PAPER_OUT
    life.front.answers[Done] = lambda screen: Finished.TAKEN
    await life.visit()
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, NO_PAPER)
    machine.paper.state = PrinterState.READY


async def first_entry(screen: AtTheScreen) -> StaffEntry:
    page = await screen.front.reaches(StaffJournal)
    screen.front.answer(page.entries[0].key)
    return await screen.front.reaches(StaffEntry)


async def said(screen: AtTheScreen, deed: EntryDeed) -> StaffEntry:
    """The page after a deed that is asked once more where it cannot be undone."""
    screen.front.answer(deed)
    if deed in (EntryDeed.GIVE_UP, EntryDeed.DEALT_WITH):
        assert (await screen.front.reaches(StaffSure)).deed is deed
        screen.front.answer(Sure.YES)
    return await screen.front.reaches(StaffEntry, lambda page: page.said is not None)
