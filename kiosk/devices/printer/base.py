"""What a ticket printer is to the kiosk."""

import enum
from dataclasses import dataclass, field
from typing import Protocol

from PIL.Image import Image

from kiosk.devices.printer.reasons import PrinterReason


class PrinterState(enum.Enum):
    """All that can be wrong with a printer, as one closed list."""

    READY = "ready"
    PAPER_NEAR_END = "paper-near-end"
    """Still prints."""
    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter"
    """The cutter is jammed: the ticket may be out, but hangs in the printer."""
    OVERHEATED = "overheated"
    """The print head, or its supply, is out of its range. Mends itself when it cools."""
    OFFLINE = "offline"
    """Not connected, switched off, or not answering."""
    FAULT = "fault"
    """Anything else that staff must look at: a jam, a ticket that broke off, a broken device."""
    UNKNOWN = "unknown"
    """The connection gives no status back (a file, a one-way cable)."""

    @property
    def prints(self) -> bool:
        """Whether it is worth sending a job."""
        return self in _PRINTING


_PRINTING = {PrinterState.READY, PrinterState.PAPER_NEAR_END, PrinterState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    state: PrinterState
    detail: str = ""
    """In English, for the IT department; never content of a ticket."""
    reason: PrinterReason | None = None
    """Why, where there is more to say than the state does."""
    nothing_out: bool = field(default=False, compare=False)
    """Of a ticket that did not print: surely not a dot of it is on paper. Else there may be a part
    of it, or all of it, and the next sheet is a copy."""


class Printer(Protocol):
    """Prints bitmaps, one job at a time. Blocking work runs in a worker thread of the driver."""

    @property
    def name(self) -> str:
        """For staff: ``tcp:10.0.0.7:9100``."""
        ...

    @property
    def width(self) -> int:
        """Printable width in dots: 576 on 80 mm paper, 384 on 58 mm (203 dpi)."""
        ...

    async def status(self) -> PrinterStatus:
        """The printer's state now, within two seconds; never raises."""
        ...

    async def print(self, bitmap: Image) -> PrinterStatus:
        """Print one ticket and cut. ``bitmap`` has mode ``"1"`` and is exactly ``width`` wide.

        Returns only after the last byte is written (and, where the connection can tell,
        after the printer said that the paper is out and whole). A state that does not print
        means that this ticket is not on paper. Never raises for a printer's troubles.
        """
        ...
