"""Receipt printers that say nothing: some never did, others are switched off."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.reasons import PrinterReason
from kiosk.devices.printer.targets import open_printer
from tests.contract.printers import benches
from tests.contract.printers.benches import Bench
from tests.contract.printers.firmware import Firmware
from tests.contract.printers.peers import network_printer, speaks

WIDTH = 576
TICKET = Image.new("1", (WIDTH, 240))


def print_on(bench: Bench) -> PrinterStatus:
    return asyncio.run(bench.printer.print(TICKET))


def free_status(bench: Bench) -> PrinterStatus:
    """The status once the line of the ticket before is closed."""
    end = time.monotonic() + 10
    while (found := asyncio.run(bench.printer.status())).reason is PrinterReason.PRINTING:
        assert time.monotonic() < end
        time.sleep(0.01)
    return found


def eventually(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


@pytest.mark.slow
@pytest.mark.parametrize("wire", [benches.serial, benches.usb_cable], ids=lambda w: w.__name__)
def test_silence_on_a_cable_is_no_status_of_a_printer_that_never_answered(
    wire: Callable[[int, Path], AbstractContextManager[Bench]], tmp_path: Path
) -> None:
    with wire(WIDTH, tmp_path) as bench:
        bench.firmware.mute = True

        assert asyncio.run(bench.printer.status()).state is PrinterState.UNKNOWN
        assert print_on(bench).state is PrinterState.UNKNOWN
        assert eventually(lambda: len(bench.papers()) == 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "wire", [benches.serial, benches.usb_cable, benches.device_file], ids=lambda w: w.__name__
)
@pytest.mark.parametrize("asked_by", ["status", "print"])
def test_a_printer_on_a_cable_that_answered_before_is_offline_when_it_is_silent(
    wire: Callable[[int, Path], AbstractContextManager[Bench]], tmp_path: Path, asked_by: str
) -> None:
    """Switched off: the line takes its bytes all the same, and nobody prints them."""
    with wire(WIDTH, tmp_path) as bench:
        first = asyncio.run(bench.printer.status()) if asked_by == "status" else print_on(bench)
        assert first.state is PrinterState.READY
        printed = len(bench.papers())
        bench.firmware.mute = True

        silent = free_status(bench)
        assert (silent.state, silent.reason) == (PrinterState.OFFLINE, PrinterReason.NO_ANSWER)
        rows = bench.firmware.rows_seen
        assert print_on(bench).state is PrinterState.OFFLINE
        assert (len(bench.papers()), bench.firmware.rows_seen) == (printed, rows), "nothing sent"
        bench.firmware.mute = False
        assert print_on(bench).state is PrinterState.READY


@pytest.mark.slow
def test_a_network_printer_that_never_answers_is_offline_and_gets_no_ticket() -> None:
    firmware = Firmware(mute=True)
    with network_printer(speaks(firmware)) as port:
        printer = open_printer(f"tcp:127.0.0.1:{port}", WIDTH)

        assert asyncio.run(printer.print(TICKET)).state is PrinterState.OFFLINE
    assert firmware.rows_seen == 0
