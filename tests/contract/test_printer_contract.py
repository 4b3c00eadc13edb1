"""What every printer promises, asked of each: the drivers, and the simulator that tests trust.

Receipt printers are firmware written from the command reference, CUPS is the real one.
"""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.ticket import render
from tests.contract.printers import benches, cups_daemon
from tests.contract.printers.benches import Bench
from tests.contract.printers.slips import slip

_CUPS = (
    pytest.mark.slow,
    pytest.mark.skipif(cups_daemon.MISSING, reason=cups_daemon.WHY_MISSING),
)
_BENCHES = (
    benches.simulated,
    benches.png,
    benches.pdf,
    benches.file,
    benches.tcp,
    pytest.param(benches.device_file, marks=pytest.mark.slow),
    benches.serial,
    benches.usb_cable,
    pytest.param(benches.cups, marks=_CUPS),
)


@pytest.fixture(params=[576, 384])
def width(request: pytest.FixtureRequest) -> int:
    dots: int = request.param
    return dots


@pytest.fixture(params=_BENCHES, ids=lambda bench: bench.__name__)
def bench(request: pytest.FixtureRequest, width: int, tmp_path: Path) -> Iterator[Bench]:
    with request.param(width, tmp_path) as one:
        yield one


def pattern(width: int, height: int, seed: int) -> Image.Image:
    """Dots in which every byte value occurs, so that a mangled one is seen."""
    bits = bytes(
        (row * 37 + column * 11 + seed) % 256
        for row in range(height)
        for column in range(width // 8)
    )
    return Image.frombytes("1", (width, height), bits)


def same(papers: list[Image.Image], tickets: list[Image.Image]) -> bool:
    return [(p.size, p.tobytes()) for p in papers] == [(t.size, t.tobytes()) for t in tickets]


def test_every_dot_comes_out(bench: Bench, width: int) -> None:
    ticket = pattern(width, 80, 1)

    status = asyncio.run(bench.printer.print(ticket))

    assert status.state.prints, status
    assert same(bench.papers(), [ticket])


def test_tickets_come_out_in_order_whatever_their_length(bench: Bench, width: int) -> None:
    tickets = [pattern(width, height, height) for height in (8, 2104, 248)]

    async def print_all() -> list[bool]:
        return [(await bench.printer.print(ticket)).state.prints for ticket in tickets]

    assert asyncio.run(print_all()) == [True] * 3
    assert same(bench.papers(), tickets)


def test_tickets_at_the_same_time_do_not_mix(bench: Bench, width: int) -> None:
    tickets = [pattern(width, 160, seed) for seed in (1, 2)]

    async def print_both() -> list[bool]:
        return [s.state.prints for s in await asyncio.gather(*map(bench.printer.print, tickets))]

    assert asyncio.run(print_both()) == [True, True]
    papers = sorted(bench.papers(), key=lambda paper: paper.tobytes())
    assert same(papers, sorted(tickets, key=lambda ticket: ticket.tobytes()))


def test_the_code_on_a_ticket_is_read_from_the_paper(bench: Bench, width: int) -> None:
    asyncio.run(bench.printer.print(render(slip(), width)))

    (paper,) = bench.papers()
    assert [code.text for code in zxingcpp.read_barcodes(np.asarray(paper.convert("L")))] == [
        slip().follow_up
    ]


def test_a_well_printer_says_so_in_time(bench: Bench) -> None:
    began = time.monotonic()
    status = asyncio.run(bench.printer.status())

    assert time.monotonic() - began < 2
    assert status.state.prints, status


@pytest.mark.parametrize(
    ("mode", "wider", "height"), [("L", 0, 80), ("1", 8, 80), ("1", -8, 80), ("1", 0, 9000)]
)
def test_what_is_no_ticket_is_refused(
    bench: Bench, width: int, mode: str, wider: int, height: int
) -> None:
    with pytest.raises(ValueError, match="wide in mode 1"):
        asyncio.run(bench.printer.print(Image.new(mode, (width + wider, height))))
    assert bench.papers() == []


def test_it_knows_its_name_and_width(bench: Bench, width: int) -> None:
    assert bench.printer.width == width
    assert bench.printer.name
