"""Status bytes as the command reference draws them (Epson ESC/POS, DLE EOT and GS r)."""

import pytest

from kiosk.devices.printer.answers import status_of, status_unasked, status_when_done
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
        (0b0001_1010, 0b0101_0010, 0b0001_1010, WELL, PrinterState.CUTTER),
        (0b0001_1010, 0b0101_0010, 0b0011_0010, WELL, PrinterState.FAULT),
        (0b0001_1010, 0b0101_0010, 0b0101_0010, WELL, PrinterState.OVERHEATED),
        (0b0001_1010, 0b0101_0010, WELL, WELL, PrinterState.FAULT),
        (0b0001_1010, 0b0101_0010, 0b0111_1010, WELL, PrinterState.FAULT),
        (0b0001_1010, WELL, 0b0001_1010, WELL, PrinterState.CUTTER),
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


@pytest.mark.parametrize(
    ("block", "state"),
    [
        ((0x10, 0x00, 0x00, 0x00), PrinterState.READY),
        ((0x14, 0x00, 0x60, 0x0F), PrinterState.READY),
        ((0x10, 0x00, 0x03, 0x00), PrinterState.PAPER_NEAR_END),
        ((0x18, 0x00, 0x0F, 0x00), PrinterState.PAPER_OUT),
        ((0x38, 0x00, 0x0F, 0x00), PrinterState.COVER_OPEN),
        ((0x18, 0x08, 0x00, 0x00), PrinterState.CUTTER),
        ((0x18, 0x40, 0x00, 0x00), PrinterState.OVERHEATED),
        ((0x18, 0x28, 0x00, 0x00), PrinterState.FAULT),
        ((0x18, 0x04, 0x00, 0x00), PrinterState.FAULT),
        ((0x18, 0x00, 0x00, 0x00), PrinterState.OFFLINE),
    ],
)
def test_states_that_are_told_unasked(block: tuple[int, ...], state: PrinterState) -> None:
    assert status_unasked(bytes(block)).state is state
