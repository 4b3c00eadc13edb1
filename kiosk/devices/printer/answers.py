"""What an ESC/POS printer says of itself.

Real-time status ``DLE EOT n`` is answered at once, even by a printer that is offline;
``GS r 1`` only when everything before it is on paper; automatic status (``GS a``) comes unasked
where the printer's switches enable it. Sources: Epson ESC/POS command reference, DLE EOT, GS r
and GS a.
"""

from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.reasons import PrinterReason

ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE = b"\x10\x04\x02"
ASK_ERROR = b"\x10\x04\x03"
ASK_PAPER = b"\x10\x04\x04"
ASK_WHEN_DONE = b"\x1dr\x01"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""``DLE DC4 8``: drop the rest of a job, so that new paper does not get it."""

_OFFLINE = 0x08  # of ASK_PRINTER, and of the first automatic byte
_COVER = 0x04  # of ASK_OFFLINE
_PAPER_STOP = 0x20
_ERROR = 0x40
_CUTTER = 0x08  # of ASK_ERROR, and of the second automatic byte
_FATAL = 0x20
_HOT = 0x40
_NEAR_END = 0x0C  # of ASK_PAPER
_END = 0x60
_DONE_END = 0x0C  # of ASK_WHEN_DONE, and of the third automatic byte
_DONE_NEAR_END = 0x03
_AUTOMATIC_COVER = 0x20  # of the first automatic byte
_AUTOMATIC_MECHANICAL = 0x04  # of the second


def status_of(printer: int, offline: int, error: int, paper: int) -> PrinterStatus:
    """The state that four real-time answers make, the cause before its consequence.

    An open cover also stops the paper, and lack of paper also takes the printer offline. Some
    printers set the bit of an error without the one that says that there is an error.
    """
    if offline & _COVER:
        return _COVER_OPEN
    if paper & _END or offline & _PAPER_STOP:
        return _PAPER_OUT
    if offline & _ERROR or error & (_CUTTER | _FATAL | _HOT):
        return _fault(error)
    if printer & _OFFLINE:
        return _SAYS_OFFLINE
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


def status_unasked(block: bytes) -> PrinterStatus:
    """The state that the four bytes of an automatic status tell (GS a), in the same order."""
    printer, error, paper, _ = block
    if printer & _AUTOMATIC_COVER:
        return _COVER_OPEN
    if paper & _DONE_END:
        return _PAPER_OUT
    if error & (_AUTOMATIC_MECHANICAL | _CUTTER | _FATAL | _HOT):
        return _fault(error)
    if printer & _OFFLINE:
        return _SAYS_OFFLINE
    if paper & _DONE_NEAR_END:
        return PrinterStatus(PrinterState.PAPER_NEAR_END)
    return PrinterStatus(PrinterState.READY)


_COVER_OPEN = PrinterStatus(PrinterState.COVER_OPEN)
_PAPER_OUT = PrinterStatus(PrinterState.PAPER_OUT)
_SAYS_OFFLINE = PrinterStatus(
    PrinterState.OFFLINE, "the printer says that it is offline", PrinterReason.SAYS_OFFLINE
)


def _fault(error: int) -> PrinterStatus:
    """What none but a technician can mend comes first: the rest would not bring it back."""
    if error & _FATAL:
        return PrinterStatus(
            PrinterState.FAULT,
            "an error that only switching off and on clears",
            PrinterReason.SWITCH_OFF_AND_ON,
        )
    if error & _CUTTER:
        return PrinterStatus(PrinterState.CUTTER, "the cutter is jammed")
    if error & _HOT:
        return PrinterStatus(
            PrinterState.OVERHEATED, "the print head is too hot or the supply voltage is off"
        )
    return PrinterStatus(PrinterState.FAULT, "the printer reports an error")
