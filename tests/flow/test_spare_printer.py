"""Whole visits at a kiosk with two printers, with a journal and a hospital that counts."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.screens import Done, Finished
from kiosk.checkin.session import Session
from kiosk.devices.printer.base import Printer, PrinterState, PrinterStatus
from kiosk.devices.printer.counting import CountingPrinter
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter
from kiosk.devices.printer.spare import SparePrinter
from kiosk.journal.entry import Debt, State
from kiosk.ticket import marked_as_copy
from tests.flow.journalled import Life, Machine
from tests.flow.stand import DOCUMENT


class TwoPrinters:
    """A life of the kiosk with them."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.first = SimulatedPrinter(576, seconds=0)
        self.spare = SimulatedPrinter(576, seconds=0)
        self.failures: list[tuple[Printer, PrinterState]] = []
        first, spare = CountingPrinter(self.first), CountingPrinter(self.spare)
        self._parts: dict[Printer, SimulatedPrinter] = {first: self.first, spare: self.spare}
        self._both = SparePrinter(first, spare, marked_as_copy, self._failed)

    def _failed(self, printer: Printer, status: PrinterStatus) -> None:
        self.failures.append((self._parts[printer], status.state))

    async def visit(self) -> Ticketed:
        equipment = replace(self.life.equipment, printer=self._both)
        self.life.reader.queue.put_nowait(DOCUMENT)
        outcome = await Session(self.life.front, equipment).one()
        await equipment.afterwards.finish()
        assert isinstance(outcome, Ticketed)
        return outcome

    @property
    def sheets(self) -> tuple[int, int]:
        return len(self.first.tickets), len(self.spare.tickets)


def at(folder: Path, play: Callable[[TwoPrinters], Awaitable[None]]) -> Machine:
    machine = Machine(folder)

    async def run() -> None:
        async with machine.on() as life:
            await life.reconciler.round()  # learns what there is to choose
            await play(TwoPrinters(life))

    asyncio.run(run())
    return machine


def one_place(machine: Machine, paper: bool) -> None:
    [place] = machine.hospital.places
    assert (place.paper, place.cancelled) == (paper, False)


def test_a_ticket_from_the_spare_one_is_confirmed_as_any(tmp_path: Path) -> None:
    async def play(printers: TwoPrinters) -> None:
        printers.first.set_paper(Paper.OUT)
        assert (await printers.visit()).printed
        assert printers.sheets == (0, 1)
        assert printers.failures == [(printers.first, PrinterState.PAPER_OUT)]

    machine = at(tmp_path, play)
    assert (machine.entry().state, machine.entry().debt) == (State.CONFIRMED, Debt.NONE)
    assert machine.entry().number == "B-001"
    one_place(machine, paper=True)
    assert machine.hospital.calls("call_staff") == [], "the patient has their ticket"


def test_a_ticket_that_breaks_off_in_the_first_is_one_place_and_one_sheet(tmp_path: Path) -> None:
    async def play(printers: TwoPrinters) -> None:
        printers.first.fail_in_next_ticket(PrinterState.FAULT, 20_000)
        assert (await printers.visit()).printed
        assert printers.sheets == (0, 1)
        [scrap] = printers.first.scraps
        [sheet] = printers.spare.tickets
        begun = marked_as_copy(scrap)
        assert sheet.crop((0, 0, *begun.size)).tobytes() == begun.tobytes(), "a copy"

    machine = at(tmp_path, play)
    assert machine.entry().state is State.CONFIRMED
    one_place(machine, paper=True)
    assert [printed for _, printed in machine.hospital.calls("ticket_printed")] == [True]


def test_where_neither_prints_the_number_is_shown_and_comes_out_once_one_is_mended(
    tmp_path: Path,
) -> None:
    async def play(printers: TwoPrinters) -> None:
        printers.first.set_paper(Paper.OUT)
        printers.spare.set_connected(False)
        seen: list[bool] = []

        def done(page: Done) -> Finished:
            seen.append(page.printed)
            printers.spare.set_connected(True)
            return Finished.TAKEN if page.printed else Finished.PRINT_AGAIN

        printers.life.front.answers[Done] = done
        assert not (await printers.visit()).printed
        assert seen == [False, True]
        assert printers.sheets == (0, 1)

    machine = at(tmp_path, play)
    assert machine.entry().state is State.CONFIRMED
    one_place(machine, paper=True)


def test_where_neither_prints_staff_have_it_and_the_place_stays(tmp_path: Path) -> None:
    async def play(printers: TwoPrinters) -> None:
        printers.first.set_paper(Paper.OUT)
        printers.spare.set_connected(False)
        assert not (await printers.visit()).printed
        assert printers.sheets == (0, 0)

    machine = at(tmp_path, play)
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, "no-paper")
    one_place(machine, paper=False)
    assert machine.hospital.calls("call_staff") == [("kiosk-1", "Done")]


def test_a_number_of_the_kiosks_own_from_the_spare_one_is_told_later(tmp_path: Path) -> None:
    async def play(printers: TwoPrinters) -> None:
        printers.life.away()
        printers.first.set_paper(Paper.OUT)
        got = await printers.visit()
        assert (got.printed, got.ticket.number) == (True, "K1-001")
        assert printers.sheets == (0, 1)
        printers.life.back()
        await printers.life.reconciler.round()
        assert printers.life.journal.owed() == ()

    machine = at(tmp_path, play)
    assert machine.entry().state is State.CONFIRMED
    one_place(machine, paper=True)
