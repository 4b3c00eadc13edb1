"""A printer whose paper is counted."""

from collections.abc import Callable

from PIL.Image import Image

from kiosk.devices.printer.base import Printer, PrinterStatus
from kiosk.devices.printer.paper import PaperCount, length_mm
from kiosk.devices.printer.passing import PassingPrinter

_FULL = PaperCount()


class CountingPrinter(PassingPrinter):
    """Any printer, with the paper counted that it used.

    Not known to it: how much of a ticket came out that is reported as not printed; that is not
    counted.
    """

    def __init__(
        self,
        printer: Printer,
        count: PaperCount = _FULL,
        on_change: Callable[[PaperCount], None] = lambda _: None,
    ) -> None:
        """``on_change`` is called in the loop's thread and must return at once."""
        super().__init__(printer)
        self._count = count
        self._on_change = on_change

    @property
    def count(self) -> PaperCount:
        return self._count

    async def status(self) -> PrinterStatus:
        status = await self._printer.status()
        self._keep(self._count.seen(status.state))
        return status

    async def print(self, bitmap: Image) -> PrinterStatus:
        status = await self._printer.print(bitmap)
        count = self._count.seen(status.state)
        if status.state.prints:
            count = count.printed(length_mm(bitmap.height, bitmap.width))
        self._keep(count)
        return status

    def new_roll(self) -> None:
        """Somebody put in a new roll, and says so."""
        self._keep(self._count.renewed())

    def _keep(self, count: PaperCount) -> None:
        if count != self._count:
            self._count = count
            self._on_change(count)
