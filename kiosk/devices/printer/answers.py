"""What an ESC/POS printer says of itself.

Real-time status ``DLE EOT n`` is answered at once, even by a printer that is offline;
``GS r 1`` only when everything before it is on paper. Sources: Epson ESC/POS command
reference, DLE EOT and GS r.
"""

from kiosk.devices.printer.base import PrinterState, PrinterStatus

ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE = b"\x10\x04\x02"
ASK_ERROR = b"\x10\x04\x03"
ASK_PAPER = b"\x10\x04\x04"
ASK_WHEN_DONE = b"\x1dr\x01"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""``DLE DC4 8``: drop the rest of a job, so that new paper does not get it."""

_OFFLINE = 0x08  # of ASK_PRINTER
_COVER = 0x04  # of ASK_OFFLINE
_PAPER_STOP = 0x20
_ERROR = 0x40
_CUTTER = 0x08  # of ASK_ERROR
_FATAL = 0x20
_HOT = 0x40
_NEAR_END = 0x0C  # of ASK_PAPER
_END = 0x60
_DONE_END = 0x0C  # of ASK_WHEN_DONE
_DONE_NEAR_END = 0x03


def is_real_time(answer: int) -> bool:
    """Whether a byte answers a ``DLE EOT``: bits 1 and 4 are set; 0 and 7 are not."""
    return answer & 0x93 == 0x12


def is_done(answer: int) -> bool:
    """Whether a byte answers ``GS r``: bits 4 and 7 are not set."""
    return answer & 0x90 == 0


def status_of(printer: int, offline: int, error: int, paper: int) -> PrinterStatus:
    """The state that four real-time answers make, the cause before its consequence.

    An open cover also stops the paper, and lack of paper also takes the printer offline.
    """
    if offline & _COVER:
        return PrinterStatus(PrinterState.COVER_OPEN)
    if paper & _END or offline & _PAPER_STOP:
        return PrinterStatus(PrinterState.PAPER_OUT)
    if offline & _ERROR:
        return PrinterStatus(PrinterState.FAULT, _fault(error))
    if printer & _OFFLINE:
        return PrinterStatus(PrinterState.OFFLINE, "the printer says that it is offline")
    if paper & _NEAR_END:
        return PrinterStatus(PrinterState.PAPER_NEAR_END)
    return PrinterStatus(PrinterState.READY)


def status_when_done(answer: int) -> PrinterStatus:
    """The state after a ticket that is whole on paper: it prints in any case."""
    if answer & _DONE_END:
        return PrinterStatus(PrinterState.PAPER_NEAR_END, "the paper ended after this ticket")
    if answer & _DONE_NEAR_END:
        return PrinterStatus(PrinterState.PAPER_NEAR_END)
    return PrinterStatus(PrinterState.READY)


def _fault(error: int) -> str:
    if error & _CUTTER:
        return "the cutter is jammed"
    if error & _HOT:
        return "the print head is too hot or the supply voltage is off"
    if error & _FATAL:
        return "an error that only switching off and on clears"
    return "the printer reports an error"
