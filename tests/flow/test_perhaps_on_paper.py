"""A ticket that may be out although the printer did not say so: whoever has it keeps its number."""

import asyncio
from pathlib import Path

import pytest
from PIL.Image import Image

from kiosk.checkin import printing
from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Outcome
from kiosk.checkin.screens import Done, Finished
from kiosk.checkin.session import Session
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.journal.entry import State
from kiosk.ticket import Slip, render
from tests.flow.journalled import Machine
from tests.flow.stand import DOCUMENT, Paper


class Unsure(Paper):
    """Its first job ends without its word; what is out then, it may know."""

    def __init__(self, nothing_out: bool) -> None:
        super().__init__()
        self.nothing_out = nothing_out

    async def print(self, bitmap: Image) -> PrinterStatus:
        first = not self.printed
        status = await super().print(bitmap)
        if first:
            return PrinterStatus(PrinterState.FAULT, nothing_out=self.nothing_out)
        return status


@pytest.mark.parametrize("nothing_out", [False, True])
def test_the_next_sheet_is_a_copy_if_something_may_be_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_out: bool
) -> None:
    slips: list[Slip] = []

    def drawn(slip: Slip, width: int) -> Image:
        slips.append(slip)
        return render(slip, width)

    monkeypatch.setattr(printing, "render", drawn)

    async def run() -> None:
        machine = Machine(tmp_path, paper=Unsure(nothing_out))
        async with machine.on() as life:
            life.front.answers[Done] = lambda screen: (
                Finished.TAKEN if screen.printed else Finished.PRINT_AGAIN
            )
            await life.visit()
        assert machine.entry().state is State.CONFIRMED

    asyncio.run(run())
    assert [slip.reprint for slip in slips] == [False, not nothing_out]


@pytest.mark.parametrize("nothing_out", [False, True])
def test_who_cancels_while_it_is_printed_may_have_gone_with_it(
    tmp_path: Path, nothing_out: bool
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path, paper=Unsure(nothing_out))
        machine.paper.busy = asyncio.Event()
        async with machine.on() as life:
            life.reader.queue.put_nowait(DOCUMENT)
            visit: asyncio.Task[Outcome] = asyncio.create_task(
                Session(life.front, life.equipment).one()
            )
            while not machine.printing:
                await asyncio.sleep(0.002)
            life.front.gestures.put_nowait(Gesture.CANCEL)
            assert isinstance(await visit, Cancelled)
            machine.paper.busy.set()
            await life.equipment.afterwards.finish()
        entry = machine.entry()
        if nothing_out:
            assert (entry.state, machine.counted) == (State.ABANDONED, [])
        else:
            assert (entry.state, entry.reason) == (State.REJECTED, "no-paper")
            assert machine.counted == ["B-001"]

    asyncio.run(run())
