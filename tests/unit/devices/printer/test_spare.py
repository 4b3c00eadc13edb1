"""Two printers that stand for one, and paper that is counted."""

import asyncio

import pytest
from PIL import Image

from kiosk.devices.printer.base import Printer, PrinterState
from kiosk.devices.printer.counting import CountingPrinter
from kiosk.devices.printer.paper import PaperCount, length_mm
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter
from kiosk.devices.printer.spare import SparePrinter
from kiosk.ticket import marked_as_copy

TICKET = Image.new("1", (576, 80))


@pytest.fixture
def first() -> SimulatedPrinter:
    return SimulatedPrinter(576, seconds=0)


@pytest.fixture
def spare() -> SimulatedPrinter:
    return SimulatedPrinter(576, seconds=0)


def test_the_spare_one_rests_while_the_first_prints(
    first: SimulatedPrinter, spare: SimulatedPrinter
) -> None:
    failures: list[Printer] = []
    both = SparePrinter(first, spare, marked_as_copy, lambda printer, _: failures.append(printer))

    assert asyncio.run(both.print(TICKET)).state is PrinterState.READY
    assert asyncio.run(both.status()).state is PrinterState.READY
    assert (len(first.tickets), len(spare.tickets)) == (1, 0)
    assert failures == []


@pytest.mark.parametrize("at_byte", [0, 1000])
def test_what_the_first_does_not_print_comes_out_of_the_spare_one(
    first: SimulatedPrinter, spare: SimulatedPrinter, at_byte: int
) -> None:
    failures: list[tuple[Printer, PrinterState]] = []
    both = SparePrinter(
        first, spare, marked_as_copy, lambda one, told: failures.append((one, told.state))
    )
    first.fail_in_next_ticket(PrinterState.PAPER_OUT, at_byte)

    status = asyncio.run(both.print(TICKET))

    assert status.state is PrinterState.READY
    assert "simulated is paper-out" in status.detail
    assert (len(first.tickets), len(spare.tickets)) == (0, 1)
    assert (spare.tickets[0].height > TICKET.height) is bool(first.scraps), "a copy of a scrap"
    assert failures == [(first, PrinterState.PAPER_OUT)]
    assert "spare" in asyncio.run(both.status()).detail


def test_the_first_serves_again_by_itself(first: SimulatedPrinter, spare: SimulatedPrinter) -> None:
    both = SparePrinter(first, spare, marked_as_copy)
    first.set_paper(Paper.OUT)
    asyncio.run(both.print(TICKET))
    first.set_paper(Paper.PRESENT)
    asyncio.run(both.print(TICKET))

    assert (len(first.tickets), len(spare.tickets)) == (1, 1)


def test_where_neither_prints_it_is_said_of_the_first(
    first: SimulatedPrinter, spare: SimulatedPrinter
) -> None:
    failures: list[tuple[Printer, PrinterState]] = []
    both = SparePrinter(
        first, spare, marked_as_copy, lambda one, told: failures.append((one, told.state))
    )
    first.set_paper(Paper.OUT)
    spare.set_connected(False)

    assert asyncio.run(both.print(TICKET)).state is PrinterState.PAPER_OUT
    assert failures == [(spare, PrinterState.OFFLINE)], "the first one's is the ticket's"
    assert asyncio.run(both.status()).state is PrinterState.PAPER_OUT


def test_they_must_be_equally_wide(first: SimulatedPrinter) -> None:
    with pytest.raises(ValueError, match="different widths"):
        SparePrinter(first, SimulatedPrinter(384), marked_as_copy)


def test_paper_is_counted_for_what_was_printed_only(first: SimulatedPrinter) -> None:
    told: list[PaperCount] = []
    printer = CountingPrinter(first, on_change=told.append)
    asyncio.run(printer.print(TICKET))
    first.fail_in_next_ticket(PrinterState.PAPER_OUT, 500)
    asyncio.run(printer.print(TICKET))

    assert printer.count.tickets == 1
    assert printer.count.used_mm == length_mm(80, 576)
    assert printer.count.out
    assert told[-1] == printer.count
    assert len(told) == 2


def test_what_a_look_tells_of_the_roll_is_counted_too(first: SimulatedPrinter) -> None:
    told: list[PaperCount] = []
    printer = CountingPrinter(first, PaperCount(used_mm=500.0, tickets=5), told.append)
    first.set_paper(Paper.OUT)
    asyncio.run(printer.status())
    asyncio.run(printer.status())
    first.set_paper(Paper.PRESENT)
    asyncio.run(printer.status())

    assert printer.count == PaperCount()
    assert len(told) == 2, "what changes nothing is not told"


def test_a_ticket_that_is_out_unconfirmed_comes_out_of_the_spare_one_as_a_copy(
    first: SimulatedPrinter, spare: SimulatedPrinter
) -> None:
    first.lose_next_confirmation()
    asyncio.run(SparePrinter(first, spare, marked_as_copy).print(TICKET))

    assert [len(one.tickets) for one in (first, spare)] == [1, 1]
    [copy] = spare.tickets
    below = (0, copy.height - TICKET.height, 576, copy.height)
    assert copy.crop(below).tobytes() == TICKET.tobytes()
    assert copy.height > TICKET.height
