"""What goes wrong at a print queue, told by the real CUPS."""

import asyncio
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.ipp import IppServer
from tests.contract.printers import cups_daemon
from tests.contract.printers.cups_daemon import cups_server

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
    ("queue", "state", "job"),
    [
        ("stopped", PrinterState.OFFLINE, None),
        ("refusing", PrinterState.OFFLINE, None),
        ("missing", PrinterState.OFFLINE, None),
        ("away", PrinterState.OFFLINE, "job-canceled-by-user"),
        ("empty", PrinterState.PAPER_OUT, "job-canceled-by-user"),
        ("cutter", PrinterState.CUTTER, "job-canceled-by-user"),
        ("hot", PrinterState.OVERHEATED, "job-canceled-by-user"),
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


@pytest.mark.slow
@pytest.mark.skipif(cups_daemon.MISSING, reason=cups_daemon.WHY_MISSING)
@pytest.mark.parametrize(("index", "state"), [*enumerate(REASONS.values())], ids=[*REASONS])
def test_each_reason_that_cups_gives_is_a_state(
    cups: IppServer, index: int, state: PrinterState
) -> None:
    status = asyncio.run(CupsPrinter(f"reason-{index}", WIDTH, cups).status())

    assert status.state is state, status


def _jobs(server: IppServer, queue: str, which: str) -> str:
    """What another client of CUPS sees."""
    command = ["lpstat", "-h", server.address, "-l", "-W", which, "-o", queue]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_no_cups_at_all_is_offline(tmp_path: Path) -> None:
    printer = CupsPrinter("ticket", WIDTH, IppServer(str(tmp_path / "cups.sock")))

    assert asyncio.run(printer.status()).state is PrinterState.OFFLINE
    assert asyncio.run(printer.print(TICKET)).state is PrinterState.OFFLINE
