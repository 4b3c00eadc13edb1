"""What goes wrong at a print queue, told by the real CUPS."""

import asyncio
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.ipp import IppServer
from tests.contract.printers import cups_daemon
from tests.contract.printers.cups_daemon import cups_and_spool, cups_server

WIDTH = 576
TICKET = Image.new("1", (WIDTH, 240))

REASONS = {
    "none": PrinterState.READY,
    "media-low-warning": PrinterState.PAPER_NEAR_END,
    "media-needed-error": PrinterState.PAPER_OUT,
    "input-tray-missing-warning": PrinterState.PAPER_OUT,
    "interlock-open-error": PrinterState.COVER_OPEN,
    "door-open-report": PrinterState.COVER_OPEN,
    "trimmer-motor-failure-error": PrinterState.CUTTER,
    "slitter-jam-warning": PrinterState.CUTTER,
    "separation-cutter-added-report": PrinterState.READY,
    "trimmer-over-temperature-warning": PrinterState.CUTTER,
    "fuser-over-temp-warning": PrinterState.OVERHEATED,
    "offline-report": PrinterState.OFFLINE,
    "media-jam-warning": PrinterState.FAULT,
    "other-error": PrinterState.FAULT,
}
"""What a print server may say of a printer (RFC 8011, 5.4.12; PWG 5100.9)."""


def stops(reason: str) -> str:
    """A backend that says why, and waits for somebody to mend it."""
    return f"echo 'STATE: +{reason}' >&2\nsleep 30"


GIVES_UP = "echo 'STATE: +media-jam-error' >&2; exit 1"
MENDED = "echo 'STATE: -media-empty-error' >&2; cat > /dev/null; exit 0"


@pytest.fixture(scope="module")
def cups() -> Iterator[IppServer]:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        away = f"socket://127.0.0.1:{closed.getsockname()[1]}/"
    ready = "State Idle\nAccepting Yes"
    known = {
        f"reason-{index}": f"{away}\n{ready}\nReason {reason}"
        for index, reason in enumerate(REASONS)
    }
    queues = {
        "stopped": f"{away}\nState Stopped\nAccepting Yes",
        "refusing": f"{away}\nState Idle\nAccepting No",
        "away": f"{away}\n{ready}",
        **known,
        "empty": f"empty:/\n{ready}",
        "cutter": f"cutter:/\n{ready}",
        "hot": f"hot:/\n{ready}",
        "jams": f"jams:/\n{ready}\nErrorPolicy abort-job",
        "mended": f"mended:/\n{ready}\nReason media-empty-error",
    }
    backends = {
        "empty": stops("media-empty-error"),
        "cutter": stops("separation-cutter-jam-error"),
        "hot": stops("fuser-over-temp-error"),
        "jams": GIVES_UP,
        "mended": MENDED,
    }
    with cups_server(queues, backends) as address:
        yield IppServer(address)


@pytest.mark.slow
@pytest.mark.skipif(cups_daemon.MISSING, reason=cups_daemon.WHY_MISSING)
@pytest.mark.parametrize(
    ("queue", "state"),
    [
        ("stopped", PrinterState.OFFLINE),
        ("refusing", PrinterState.OFFLINE),
        ("missing", PrinterState.OFFLINE),
        ("away", PrinterState.OFFLINE),
        ("empty", PrinterState.PAPER_OUT),
        ("cutter", PrinterState.CUTTER),
        ("hot", PrinterState.OVERHEATED),
        ("jams", PrinterState.FAULT),
        ("mended", PrinterState.READY),
    ],
)
def test_cups_tells_why_and_keeps_no_job_for_later_nor_for_anybody_to_read(
    cups: IppServer, queue: str, state: PrinterState
) -> None:
    printer = CupsPrinter(queue, WIDTH, cups)
    status = asyncio.run(printer.print(TICKET))

    assert status.state is state, status
    assert status.nothing_out is (queue in ("stopped", "refusing", "missing")), "else it was sent"
    assert _jobs(cups, queue, "not-completed") == ""

    def erased() -> bool:
        asyncio.run(printer.status())
        return _jobs(cups, queue, "completed") == ""

    assert eventually(erased)


@pytest.mark.slow
@pytest.mark.skipif(cups_daemon.MISSING, reason=cups_daemon.WHY_MISSING)
@pytest.mark.parametrize(("index", "state"), [*enumerate(REASONS.values())], ids=[*REASONS])
def test_each_reason_that_cups_gives_is_a_state(
    cups: IppServer, index: int, state: PrinterState
) -> None:
    status = asyncio.run(CupsPrinter(f"reason-{index}", WIDTH, cups).status())

    assert status.state is state, status


@pytest.mark.slow
@pytest.mark.skipif(cups_daemon.MISSING, reason=cups_daemon.WHY_MISSING)
def test_nothing_of_a_ticket_stays_in_the_spool() -> None:
    """CUPS keeps the documents of a day (PreserveJobFiles), as it is set up here."""
    queues = {"ticket": "swallows:/\nState Idle\nAccepting Yes"}
    backends = {"swallows": "cat > /dev/null"}
    with cups_and_spool(queues, backends) as (address, spool):
        printer = CupsPrinter("ticket", WIDTH, IppServer(address))
        assert asyncio.run(printer.print(TICKET)).state is PrinterState.READY
        command = ["lp", "-h", address, "-d", "ticket", "-t", "somebody-else", "-"]
        subprocess.run(command, input=b"%PDF", check=True, capture_output=True, timeout=20)

        assert [file.name for file in spool.glob("d*")] == ["d00002-001"]
        assert asyncio.run(printer.status()).state is PrinterState.READY
        assert [file.name for file in spool.glob("d*")] == ["d00002-001"], "that is not the kiosk's"


def eventually(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not (now := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return now


def _jobs(server: IppServer, queue: str, which: str) -> str:
    """What another client of CUPS sees."""
    command = ["lpstat", "-h", server.address, "-l", "-W", which, "-o", queue]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_no_cups_at_all_is_offline(tmp_path: Path) -> None:
    printer = CupsPrinter("ticket", WIDTH, IppServer(str(tmp_path / "cups.sock")))

    assert asyncio.run(printer.status()).state is PrinterState.OFFLINE
    told = asyncio.run(printer.print(TICKET))
    assert (told.state, told.nothing_out) == (PrinterState.OFFLINE, True)
