"""The printer that tests and the dock steer, also while a ticket is under way."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from PIL import Image

from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter

TICKET = Image.new("1", (576, 80))

STEER: dict[str, tuple[Callable[[SimulatedPrinter], None], PrinterState]] = {
    "out": (lambda p: p.set_paper(Paper.OUT), PrinterState.PAPER_OUT),
    "cover": (lambda p: p.set_cover(is_open=True), PrinterState.COVER_OPEN),
    "cable": (lambda p: p.set_connected(False), PrinterState.OFFLINE),
    "cutter": (lambda p: p.set_trouble(PrinterState.CUTTER), PrinterState.CUTTER),
    "heat": (lambda p: p.set_trouble(PrinterState.OVERHEATED), PrinterState.OVERHEATED),
}
FAULTS = [state for state in PrinterState if not state.prints]


def state(printer: SimulatedPrinter) -> PrinterState:
    return asyncio.run(printer.status()).state


@pytest.mark.parametrize(("steer", "expected"), STEER.values(), ids=STEER)
def test_trouble_before_a_ticket(
    steer: Callable[[SimulatedPrinter], None], expected: PrinterState
) -> None:
    printer = SimulatedPrinter(576, seconds=0)
    steer(printer)

    assert state(printer) is expected
    assert asyncio.run(printer.print(TICKET)).state is expected
    assert printer.tickets == ()


@pytest.mark.parametrize(("steer", "expected"), STEER.values(), ids=STEER)
def test_trouble_from_another_thread_stops_the_ticket_under_way(
    steer: Callable[[SimulatedPrinter], None], expected: PrinterState
) -> None:
    printer = SimulatedPrinter(576, seconds=30)
    tester = threading.Timer(0.05, steer, (printer,))
    tester.start()
    began = time.monotonic()

    assert asyncio.run(printer.print(TICKET)).state is expected
    assert time.monotonic() - began < 5
    assert printer.tickets == ()


def test_paper_that_runs_out_in_the_next_ticket_is_out_until_it_is_filled() -> None:
    printer = SimulatedPrinter(576, seconds=0.02)
    printer.run_out_in_next_ticket()

    assert state(printer) is PrinterState.READY
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.PAPER_OUT
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.PAPER_OUT

    printer.set_paper(Paper.PRESENT)
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.READY
    assert len(printer.tickets) == 1


def test_paper_near_its_end_prints() -> None:
    printer = SimulatedPrinter(576, seconds=0)
    printer.set_paper(Paper.NEAR_END)

    assert asyncio.run(printer.print(TICKET)).state is PrinterState.PAPER_NEAR_END
    assert len(printer.tickets) == 1


def test_a_ticket_takes_its_time() -> None:
    printer = SimulatedPrinter(576, seconds=30)
    printer.set_seconds(0.1)
    began = time.monotonic()
    asyncio.run(printer.print(TICKET))

    assert 0.1 <= time.monotonic() - began < 5


def test_the_last_tickets_are_kept_and_each_is_told_of() -> None:
    told: list[Image.Image] = []
    printer = SimulatedPrinter(576, seconds=0, keep=2, on_ticket=told.append)
    heights = [8, 16, 24]
    for height in heights:
        asyncio.run(printer.print(Image.new("1", (576, height))))

    assert [ticket.height for ticket in told] == heights
    assert [ticket.height for ticket in printer.tickets] == heights[1:]

    printer.forget()
    assert printer.tickets == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda state: state.value)
def test_any_fault_at_any_byte_of_the_next_ticket(fault: PrinterState) -> None:
    across = 576 // 8
    for at in (0, 1, across - 1, across, 7 * across + 5, 80 * across - 1):
        printer = SimulatedPrinter(576, seconds=0)
        printer.fail_in_next_ticket(fault, at)

        assert state(printer) is PrinterState.READY
        assert asyncio.run(printer.print(TICKET)).state is fault
        assert state(printer) is fault
        assert printer.tickets == ()
        assert [scrap.height for scrap in printer.scraps] == [at // across] * (at >= across)


def test_a_fault_at_the_last_byte_meets_the_ticket_after() -> None:
    printer = SimulatedPrinter(576, seconds=0)
    printer.fail_in_next_ticket(PrinterState.PAPER_OUT, 576 // 8 * 80)

    assert asyncio.run(printer.print(TICKET)).state is PrinterState.READY
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.PAPER_OUT
    assert len(printer.tickets) == 1
    assert printer.scraps == ()


def test_what_is_no_fault_is_refused() -> None:
    printer = SimulatedPrinter(576)

    with pytest.raises(ValueError, match="no fault"):
        printer.fail_in_next_ticket(PrinterState.READY, 5)
    with pytest.raises(ValueError, match="no fault"):
        printer.fail_in_next_ticket(PrinterState.PAPER_OUT, -1)
    with pytest.raises(ValueError, match="way of its own"):
        printer.set_trouble(PrinterState.COVER_OPEN)


def test_trouble_is_mended() -> None:
    printer = SimulatedPrinter(576, seconds=0)
    printer.set_trouble(PrinterState.CUTTER)
    printer.set_trouble(None)

    assert asyncio.run(printer.print(TICKET)).state is PrinterState.READY


@pytest.mark.parametrize(("steer", "expected"), STEER.values(), ids=STEER)
def test_mending_ends_every_trouble_and_what_was_about_to_happen(
    steer: Callable[[SimulatedPrinter], None], expected: PrinterState
) -> None:
    printer = SimulatedPrinter(576, seconds=0)
    steer(printer)
    printer.fail_in_next_ticket(PrinterState.FAULT, 0)
    printer.mend()

    assert asyncio.run(printer.print(TICKET)).state is PrinterState.READY
    assert len(printer.tickets) == 1


def test_a_fault_that_is_mended_before_its_byte_never_was() -> None:
    printer = SimulatedPrinter(576, seconds=0.2)
    printer.fail_in_next_ticket(PrinterState.PAPER_OUT, 576 // 8 * TICKET.height // 2)

    async def print_and_mend() -> PrinterState:
        printing = asyncio.create_task(printer.print(TICKET))
        await asyncio.sleep(0.02)
        printer.mend()
        return (await printing).state

    assert asyncio.run(print_and_mend()) is PrinterState.READY
    assert len(printer.tickets) == 1
    assert not printer.scraps
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.READY


def test_a_lost_confirmation_is_a_ticket_that_is_out_and_not_known_to_be() -> None:
    out: list[Image.Image] = []
    printer = SimulatedPrinter(576, seconds=0, on_ticket=out.append)
    printer.lose_next_confirmation()
    ticket = Image.new("1", (576, 80))

    lost, heard = [asyncio.run(printer.print(ticket)) for _ in range(2)]
    assert (lost.state, lost.nothing_out) == (PrinterState.FAULT, False)
    assert heard.state is PrinterState.READY
    assert len(out) == len(printer.tickets) == 2
    assert printer.scraps == ()
    printer.lose_next_confirmation()
    printer.mend()
    assert asyncio.run(printer.print(ticket)).state is PrinterState.READY


@pytest.mark.parametrize(("at_byte", "nothing"), [(0, True), (71, True), (72, False)])
def test_it_says_whether_something_is_out(at_byte: int, nothing: bool) -> None:
    printer = SimulatedPrinter(576, seconds=0)
    printer.fail_in_next_ticket(PrinterState.COVER_OPEN, at_byte)
    assert asyncio.run(printer.print(Image.new("1", (576, 80)))).nothing_out is nothing
