"""Two printers that stand for one: what the first does not print comes out of the spare one."""

from collections.abc import Callable
from dataclasses import replace

from PIL.Image import Image

from kiosk.devices.printer.base import Printer, PrinterStatus


class SparePrinter:
    """Tries the first printer, and the spare one if the first did not print.

    The first is asked for every ticket, so it serves again by itself once it is mended.

    Where something may have come out of the first one, the sheet of the spare one says that it is a
    copy: a whole ticket and a scrap may bear the same number.
    """

    def __init__(
        self,
        first: Printer,
        spare: Printer,
        marked: Callable[[Image], Image],
        on_failure: Callable[[Printer, PrinterStatus], None] = lambda _printer, _status: None,
    ) -> None:
        """``marked`` makes a ticket a copy, which may be longer. ``on_failure`` hears of what the
        status of a ticket does not tell: how the first one stands where the spare one printed, and
        how the spare one does where neither did.

        ``ValueError`` if their paper is not equally wide: a ticket is drawn for one width.
        """
        if first.width != spare.width:
            raise ValueError(f"{first.name} and {spare.name} print different widths")
        self._first = first
        self._spare = spare
        self._marked = marked
        self._on_failure = on_failure

    @property
    def name(self) -> str:
        return f"{self._first.name}, else {self._spare.name}"

    @property
    def width(self) -> int:
        return self._first.width

    async def status(self) -> PrinterStatus:
        """The first one's, or the spare one's where only that prints."""
        first = await self._first.status()
        if first.state.prints:
            return first
        spare = await self._spare.status()
        if not spare.state.prints:
            return first
        return PrinterStatus(spare.state, f"the spare one prints: {self._why(first)}")

    async def print(self, bitmap: Image) -> PrinterStatus:
        """A state that does not print is the first one's: it is to be mended first."""
        first = await self._first.print(bitmap)
        if first.state.prints:
            return first
        spare = await self._spare.print(bitmap if first.nothing_out else self._marked(bitmap))
        if not spare.state.prints:
            self._on_failure(self._spare, spare)
            return replace(first, nothing_out=first.nothing_out and spare.nothing_out)
        self._on_failure(self._first, first)
        return PrinterStatus(spare.state, f"by the spare one: {self._why(first)}")

    def _why(self, status: PrinterStatus) -> str:
        detail = f" ({status.detail})" if status.detail else ""
        return f"{self._first.name} is {status.state.value}{detail}"
