"""What goes wrong with printers: a ticket that is not on paper is never called printed."""

import asyncio
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.printer import conversation
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.ipp import IppServer
from kiosk.devices.printer.targets import open_printer
from tests.contract.printers import benches, cups_daemon
from tests.contract.printers.benches import Bench
from tests.contract.printers.cups_daemon import cups_server
from tests.contract.printers.firmware import Firmware
from tests.contract.printers.peers import network_printer, speaks

WIDTH = 576
TICKET = Image.new("1", (WIDTH, 240))


@pytest.fixture(
    params=[benches.tcp, benches.serial, benches.usb_cable], ids=lambda bench: bench.__name__
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
    "cutter_jammed": PrinterState.FAULT,
    "offline": PrinterState.OFFLINE,
}


@pytest.mark.parametrize(("trouble", "state"), TROUBLES.items())
def test_trouble_is_told_and_nothing_is_sent(
    bench: Bench, trouble: str, state: PrinterState
) -> None:
    setattr(bench.firmware, trouble, True)

    assert asyncio.run(bench.printer.status()).state is state
    assert print_on(bench).state is state
    assert bench.firmware.rows_seen == 0


@pytest.mark.parametrize(("trouble", "state"), TROUBLES.items())
def test_trouble_in_the_middle_of_a_ticket(bench: Bench, trouble: str, state: PrinterState) -> None:
    firmware = bench.firmware
    firmware.on_row = lambda row: setattr(firmware, trouble, row >= 100)

    assert print_on(bench).state is state
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
def test_a_printer_that_cannot_say_done_is_given_its_time(tmp_path: Path) -> None:
    with benches.tcp(WIDTH, tmp_path) as bench:
        bench.firmware.knows_when_done = False
        began = time.monotonic()

        assert print_on(bench).state is PrinterState.READY
        assert time.monotonic() - began > TICKET.height / 480
        assert len(bench.papers()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("wire", [benches.serial, benches.usb_cable], ids=lambda w: w.__name__)
def test_silence_on_a_cable_is_no_status(
    wire: Callable[[int, Path], AbstractContextManager[Bench]], tmp_path: Path
) -> None:
    with wire(WIDTH, tmp_path) as bench:
        bench.firmware.mute = True

        assert asyncio.run(bench.printer.status()).state is PrinterState.UNKNOWN
        assert print_on(bench).state is PrinterState.UNKNOWN
        assert eventually(lambda: len(bench.papers()) == 1)


@pytest.mark.slow
def test_a_network_printer_that_never_answers_is_offline_and_gets_no_ticket() -> None:
    firmware = Firmware(mute=True)
    with network_printer(speaks(firmware)) as port:
        printer = open_printer(f"tcp:127.0.0.1:{port}", WIDTH)

        assert asyncio.run(printer.print(TICKET)).state is PrinterState.OFFLINE
    assert firmware.rows_seen == 0


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


@pytest.mark.slow
def test_a_network_printer_that_stops_reading_is_given_up_in_time() -> None:
    firmware = Firmware()
    over = threading.Event()

    def stalls(connection: socket.socket) -> None:
        for _ in range(4):
            connection.sendall(firmware.feed(connection.recv(64)))
        over.wait(30)

    began = time.monotonic()
    with network_printer(stalls) as port:
        status = asyncio.run(open_printer(f"tcp:127.0.0.1:{port}", WIDTH).print(TICKET))
        over.set()

    assert status.state is PrinterState.OFFLINE
    assert time.monotonic() - began < 10


@pytest.mark.slow
def test_a_serial_printer_that_takes_no_more_is_given_up_in_time() -> None:
    master, slave = os.openpty()
    began = time.monotonic()
    try:
        status = asyncio.run(open_printer(f"file:{os.ttyname(slave)}", WIDTH).print(TICKET))
    finally:
        os.close(master)
        os.close(slave)

    assert status.state is PrinterState.FAULT
    assert "broke off" in status.detail
    assert time.monotonic() - began < 12


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


OUT_OF_PAPER = """
echo "STATE: +media-empty-error" >&2
sleep 30
"""
GIVES_UP = "echo 'STATE: +media-jam-error' >&2; exit 1"
MENDED = "echo 'STATE: -media-empty-error' >&2; cat > /dev/null; exit 0"


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IppServer]:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        away = f"socket://127.0.0.1:{closed.getsockname()[1]}/"
    ready = "State Idle\nAccepting Yes"
    queues = {
        "stopped": f"{away}\nState Stopped\nAccepting Yes",
        "refusing": f"{away}\nState Idle\nAccepting No",
        "away": f"{away}\n{ready}",
        "empty": f"empty:/\n{ready}",
        "jams": f"jams:/\n{ready}\nErrorPolicy abort-job",
        "mended": f"mended:/\n{ready}\nReason media-empty-error",
    }
    backends = {"empty": OUT_OF_PAPER, "jams": GIVES_UP, "mended": MENDED}
    with cups_server(tmp_path_factory.mktemp("cups") / "cups", queues, backends) as address:
        yield IppServer(address)


@pytest.mark.slow
@pytest.mark.skipif(cups_daemon.MISSING, reason=cups_daemon.WHY_MISSING)
@pytest.mark.parametrize(
    ("queue", "state", "job"),
    [
        ("stopped", PrinterState.OFFLINE, None),
        ("refusing", PrinterState.OFFLINE, None),
        ("missing", PrinterState.OFFLINE, None),
        ("away", PrinterState.OFFLINE, "job-canceled-by-user"),
        ("empty", PrinterState.PAPER_OUT, "job-canceled-by-user"),
        ("jams", PrinterState.FAULT, "jams-"),
        ("mended", PrinterState.READY, "processing-to-stop-point"),
    ],
)
def test_cups_tells_why_and_keeps_no_job_for_later(
    cups: IppServer, queue: str, state: PrinterState, job: str | None
) -> None:
    status = asyncio.run(CupsPrinter(queue, WIDTH, cups).print(TICKET))

    assert status.state is state, status
    waiting, over = (_jobs(cups, queue, which) for which in ("not-completed", "completed"))
    assert waiting == ""
    assert job in over if job else over == ""


def _jobs(server: IppServer, queue: str, which: str) -> str:
    """What another client of CUPS sees."""
    command = ["lpstat", "-h", server.address, "-l", "-W", which, "-o", queue]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_no_cups_at_all_is_offline(tmp_path: Path) -> None:
    printer = CupsPrinter("ticket", WIDTH, IppServer(str(tmp_path / "cups.sock")))

    assert asyncio.run(printer.status()).state is PrinterState.OFFLINE
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.OFFLINE
