"""Status bytes as the command reference draws them (Epson ESC/POS, DLE EOT and GS r)."""

import pytest

from kiosk.devices.printer.answers import is_done, is_real_time, status_of, status_when_done
from kiosk.devices.printer.base import PrinterState

WELL = 0b0001_0010


@pytest.mark.parametrize(
    ("printer", "offline", "error", "paper", "state"),
    [
        (WELL, WELL, WELL, WELL, PrinterState.READY),
        (0b0001_0110, WELL, WELL, WELL, PrinterState.READY),
        (WELL, WELL, WELL, 0b0001_1110, PrinterState.PAPER_NEAR_END),
        (0b0001_1010, 0b0011_0010, WELL, 0b0111_1110, PrinterState.PAPER_OUT),
        (0b0001_1010, WELL, WELL, 0b0111_0010, PrinterState.PAPER_OUT),
        (0b0001_1010, 0b0011_0110, WELL, 0b0111_1110, PrinterState.COVER_OPEN),
        (0b0001_1010, 0b0101_0010, 0b0001_1010, WELL, PrinterState.FAULT),
        (0b0001_1010, 0b0101_0010, 0b0011_0010, WELL, PrinterState.FAULT),
        (0b0001_1010, 0b0101_0010, 0b0101_0010, WELL, PrinterState.FAULT),
        (0b0001_1010, 0b0101_0010, WELL, WELL, PrinterState.FAULT),
        (0b0001_1010, 0b0001_1010, WELL, WELL, PrinterState.OFFLINE),
    ],
)
def test_states(printer: int, offline: int, error: int, paper: int, state: PrinterState) -> None:
    assert status_of(printer, offline, error, paper).state is state


def test_faults_say_what_staff_should_look_at() -> None:
    def detail(error: int) -> str:
        return status_of(0b0001_1010, 0b0101_0010, error, WELL).detail

    assert "cutter" in detail(0b0001_1010)
    assert "hot" in detail(0b0101_0010)
    assert "off and on" in detail(0b0011_0010)
    assert detail(WELL)


def test_bytes_are_told_apart_by_their_fixed_bits() -> None:
    xon, xoff = 0x11, 0x13
    automatic = 0b0001_0000

    assert all(is_real_time(WELL | bits) for bits in (0, 0x08, 0x0C, 0x60, 0x6C))
    assert not any(map(is_real_time, (xon, xoff, automatic, 0x00, 0x0F, 0xFF)))
    assert all(map(is_done, (0x00, 0x03, 0x0C, 0x0F)))
    assert not any(map(is_done, (xon, xoff, automatic, WELL, 0xFF)))


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (0x00, PrinterState.READY),
        (0x03, PrinterState.PAPER_NEAR_END),
        (0x0C, PrinterState.PAPER_NEAR_END),
        (0x0F, PrinterState.PAPER_NEAR_END),
    ],
)
def test_a_ticket_that_is_done_is_printed_whatever_comes_next(
    answer: int, state: PrinterState
) -> None:
    assert status_when_done(answer).state is state
