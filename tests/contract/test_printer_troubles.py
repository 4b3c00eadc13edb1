"""What goes wrong with printers: a ticket that is not on paper is never called printed."""

import asyncio
import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.printer import conversation, escpos
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.targets import open_printer
from tests.contract.printers import benches
from tests.contract.printers.benches import Bench
from tests.contract.printers.firmware import Firmware
from tests.contract.printers.peers import network_printer

WIDTH = 576
TICKET = Image.new("1", (WIDTH, 240))


@pytest.fixture(
    params=[
        benches.tcp,
        benches.serial,
        benches.usb_cable,
        pytest.param(benches.device_file, marks=pytest.mark.slow),
    ],
    ids=lambda bench: bench.__name__,
)
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    """A receipt printer, on each line over which it can answer, and looked at often."""
    monkeypatch.setattr(conversation, "_LOOK_SECONDS", 0.05)
    with request.param(WIDTH, tmp_path) as one:
        yield one


def print_on(bench: Bench) -> PrinterStatus:
    return asyncio.run(bench.printer.print(TICKET))


def eventually(true: Callable[[], bool]) -> bool:
    """Whether it is true within two seconds: a printer takes what was sent in its own time."""
    end = time.monotonic() + 2
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


TROUBLES = {
    "paper_out": PrinterState.PAPER_OUT,
    "cover_open": PrinterState.COVER_OPEN,
    "cutter_jammed": PrinterState.CUTTER,
    "overheated": PrinterState.OVERHEATED,
    "broken": PrinterState.FAULT,
    "offline": PrinterState.OFFLINE,
}


@pytest.mark.parametrize(("trouble", "state"), TROUBLES.items())
def test_trouble_is_told_and_nothing_is_sent(
    bench: Bench, trouble: str, state: PrinterState
) -> None:
    setattr(bench.firmware, trouble, True)

    assert asyncio.run(bench.printer.status()).state is state
    told = print_on(bench)
    assert (told.state, told.nothing_out) == (state, True)
    assert bench.firmware.rows_seen == 0


@pytest.mark.parametrize(("trouble", "state"), TROUBLES.items())
def test_trouble_in_the_middle_of_a_ticket(bench: Bench, trouble: str, state: PrinterState) -> None:
    firmware = bench.firmware
    firmware.on_row = lambda row: setattr(firmware, trouble, row >= 100)

    told = print_on(bench)
    assert (told.state, told.nothing_out) == (state, False), "a part of it may be out"
    assert bench.papers() == []
    assert eventually(lambda: firmware.cleared == 1), "new paper would get the rest of a ticket"


def test_the_next_ticket_is_whole_once_the_trouble_is_mended(bench: Bench) -> None:
    bench.firmware.rows_left = 100
    assert print_on(bench).state is PrinterState.PAPER_OUT

    bench.firmware.rows_left = None
    bench.firmware.paper_out = False

    assert print_on(bench).state is PrinterState.READY
    assert [paper.tobytes() for paper in bench.papers()] == [TICKET.tobytes()]


def test_paper_near_its_end_prints(bench: Bench) -> None:
    bench.firmware.paper_near_end = True

    assert asyncio.run(bench.printer.status()).state is PrinterState.PAPER_NEAR_END
    assert print_on(bench).state is PrinterState.PAPER_NEAR_END
    assert len(bench.papers()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("wire", [benches.tcp, benches.usb_cable], ids=lambda w: w.__name__)
def test_paper_that_ends_at_any_row_is_no_ticket(
    wire: Callable[[int, Path], AbstractContextManager[Bench]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Printed exactly if every row is on paper: at 0, at the last, and at twenty between."""
    monkeypatch.setattr(conversation, "_LOOK_SECONDS", 0.05)
    rows = [0, 1, TICKET.height - 1, TICKET.height]
    rows += random.Random(6).sample(range(TICKET.height), 20)
    with wire(WIDTH, tmp_path) as bench:
        for left in rows:
            bench.firmware.paper_out = False
            bench.firmware.rows_left = left
            bench.papers().clear()

            assert print_on(bench).state.prints is (left == TICKET.height), left
            assert len(bench.papers()) == (left == TICKET.height)


@pytest.mark.slow
def test_a_network_that_breaks_at_any_byte_is_no_ticket() -> None:
    """Of the ticket, the cut and the question behind it: never called printed without "done"."""
    size = WIDTH // 8 * TICKET.height
    for at in [0, 1, *random.Random(7).sample(range(size), 10), size - 1, size]:
        with network_printer(hangs_up(after=at)) as port:
            status = asyncio.run(open_printer(f"tcp:127.0.0.1:{port}", WIDTH).print(TICKET))

        assert not status.state.prints, at


@pytest.mark.slow
def test_a_printer_that_cannot_say_done_is_given_its_time(tmp_path: Path) -> None:
    with benches.tcp(WIDTH, tmp_path) as bench:
        bench.firmware.knows_when_done = False
        began = time.monotonic()

        assert print_on(bench).state is PrinterState.READY
        assert time.monotonic() - began > TICKET.height / 480
        assert len(bench.papers()) == 1


@pytest.mark.slow
def test_a_printer_that_was_switched_off_in_a_ticket_did_not_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escpos, "_HANG_SECONDS", 0.5)
    with benches.serial(WIDTH, tmp_path) as bench:

        def blink(row: int) -> None:
            if row == 100:
                bench.firmware.switch_off_and_on()

        bench.firmware.on_row = blink
        status = print_on(bench)

    assert status.state is PrinterState.FAULT, "it is well again, and knows nothing of the ticket"
    assert "did not confirm" in status.detail
    assert bench.papers() == []


def test_status_that_comes_unasked_is_not_taken_for_done(bench: Bench) -> None:
    """Paper near its end, told by a printer that is set to tell, in four bytes."""

    def tells(row: int) -> None:
        bench.firmware.unasked = bytes((0x10, 0x00, 0x03, 0x00))
        bench.firmware.paper_out = row >= 100

    bench.firmware.on_row = tells

    assert print_on(bench).state is PrinterState.PAPER_OUT
    assert bench.papers() == []


def test_a_refused_connection_is_offline_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    printer = open_printer(f"tcp:127.0.0.1:{port}", WIDTH)
    began = time.monotonic()

    assert asyncio.run(printer.status()).state is PrinterState.OFFLINE
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.OFFLINE
    assert time.monotonic() - began < 1


def hangs_up(after: int) -> Callable[[socket.socket], None]:
    """A printer that answers, and closes the connection once it has so many bytes of a ticket."""

    def serve(connection: socket.socket) -> None:
        firmware = Firmware()
        taken = 0
        while data := connection.recv(1024):
            taken += len(data)
            if taken > after:
                return
            connection.sendall(firmware.feed(data))

    return serve


def test_a_connection_that_breaks_in_the_middle_is_no_ticket() -> None:
    with network_printer(hangs_up(after=2000)) as port:
        status = asyncio.run(open_printer(f"tcp:127.0.0.1:{port}", WIDTH).print(TICKET))

    assert status.state is PrinterState.FAULT
    assert "broke off" in status.detail


def stops_reading() -> PrinterStatus:
    firmware = Firmware()
    over = threading.Event()

    def stalls(connection: socket.socket) -> None:
        for _ in range(4):
            connection.sendall(firmware.feed(connection.recv(64)))
        over.wait(30)

    with network_printer(stalls) as port:
        status = asyncio.run(open_printer(f"tcp:127.0.0.1:{port}", WIDTH).print(TICKET))
        over.set()
    return status


def takes_no_more(target: str) -> PrinterStatus:
    master, slave = os.openpty()
    try:
        return asyncio.run(open_printer(target.format(os.ttyname(slave)), WIDTH).print(TICKET))
    finally:
        os.close(master)
        os.close(slave)


@pytest.fixture(scope="module")
def given_up() -> dict[str, tuple[PrinterStatus, float]]:
    """What came of a ticket that printers take in part, and after how many seconds. All at once,
    as nothing is done but to wait."""

    def waited(what: Callable[[], PrinterStatus]) -> tuple[PrinterStatus, float]:
        began = time.monotonic()
        return what(), time.monotonic() - began

    scenes = {"tcp": stops_reading} | {
        target: partial(takes_no_more, target) for target in ("file:{}", "serial:{}")
    }
    with ThreadPoolExecutor(len(scenes)) as waiting:
        ended = {name: waiting.submit(waited, scene) for name, scene in scenes.items()}
        return {name: one.result(60) for name, one in ended.items()}


@pytest.mark.slow
def test_a_network_printer_that_stops_reading_is_given_up_in_time(
    given_up: dict[str, tuple[PrinterStatus, float]],
) -> None:
    status, seconds = given_up["tcp"]

    assert status.state is PrinterState.OFFLINE
    assert seconds < 10


@pytest.mark.slow
@pytest.mark.parametrize("target", ["file:{}", "serial:{}"])
def test_a_serial_printer_that_takes_no_more_is_given_up_in_time(
    target: str, given_up: dict[str, tuple[PrinterStatus, float]]
) -> None:
    status, seconds = given_up[target]

    assert status.state is PrinterState.FAULT
    assert "broke off" in status.detail
    assert seconds < 15


def test_a_cable_that_takes_only_a_part_is_no_ticket(tmp_path: Path) -> None:
    with benches.usb_cable(WIDTH, tmp_path) as bench:
        bench.firmware.on_row = lambda row: bench.block()
        long = Image.new("1", (WIDTH, 1200))

        assert not asyncio.run(bench.printer.print(long)).state.prints
        assert bench.papers() == []


def test_a_cable_that_is_pulled_is_offline(tmp_path: Path) -> None:
    with benches.usb_cable(WIDTH, tmp_path) as bench:
        bench.firmware.on_row = lambda row: bench.unplug()

        long = Image.new("1", (WIDTH, 1200))
        assert asyncio.run(bench.printer.print(long)).state is PrinterState.OFFLINE
        assert asyncio.run(bench.printer.status()).state is PrinterState.OFFLINE
        assert bench.papers() == []


def test_a_file_that_cannot_be_written_is_offline(tmp_path: Path) -> None:
    printer = open_printer(f"file:{tmp_path}/missing/tickets", WIDTH)

    assert asyncio.run(printer.print(TICKET)).state is PrinterState.OFFLINE


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_picture_without_its_folder_is_a_fault(kind: str, tmp_path: Path) -> None:
    printer = open_printer(f"{kind}:{tmp_path}/missing/ticket.{kind}", WIDTH)

    assert asyncio.run(printer.status()).state is PrinterState.FAULT
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.FAULT
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_no_ticket() -> None:
    status = asyncio.run(open_printer("file:/dev/full", WIDTH).print(TICKET))

    assert not status.state.prints
    assert status.state is PrinterState.OFFLINE or "broke off" in status.detail
