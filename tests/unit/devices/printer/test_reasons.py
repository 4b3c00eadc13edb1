"""What an error of a printer's line is called where staff read it."""

import asyncio
import errno
import os
import socket

import pytest

from kiosk.devices.printer.answers import status_of
from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.reasons import PrinterReason, reason_of
from kiosk.devices.printer.targets import open_printer

WELL = 0b0001_0010


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, PrinterReason.NOT_FOUND),
        (errno.ENODEV, PrinterReason.NOT_FOUND),
        (errno.EACCES, PrinterReason.PERMISSION),
        (errno.EBUSY, PrinterReason.IN_USE),
        (errno.ECONNREFUSED, PrinterReason.UNREACHABLE),
        (errno.EHOSTUNREACH, PrinterReason.UNREACHABLE),
        (errno.EINVAL, PrinterReason.UNSUITABLE),
        (errno.ETIMEDOUT, PrinterReason.NO_ANSWER),
        (errno.EIO, PrinterReason.NO_ANSWER),
    ],
)
def test_an_error_is_told_by_its_number(number: int, reason: PrinterReason) -> None:
    assert reason_of(OSError(number, os.strerror(number))) is reason


def test_a_name_that_is_not_known_is_no_device_that_is_missing() -> None:
    """EAI_NONAME is -2, and no errno of ours."""
    unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert reason_of(unknown) is PrinterReason.UNREACHABLE


def test_an_error_without_a_number_is_no_answer() -> None:
    assert reason_of(TimeoutError("timed out")) is PrinterReason.NO_ANSWER


def test_a_printer_that_says_so_is_told_from_one_that_is_silent() -> None:
    status = status_of(0b0001_1010, 0b0001_1010, WELL, WELL)
    assert (status.state, status.reason) == (PrinterState.OFFLINE, PrinterReason.SAYS_OFFLINE)


def test_a_port_that_nobody_listens_at() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        assert _asked(f"tcp:127.0.0.1:{port}") is PrinterReason.UNREACHABLE


def test_a_device_that_is_not_there() -> None:
    assert _asked("serial:/dev/ttyUSB-nothing-here") is PrinterReason.NOT_FOUND


def _asked(target: str) -> PrinterReason | None:
    return asyncio.run(open_printer(target, 576).status()).reason
