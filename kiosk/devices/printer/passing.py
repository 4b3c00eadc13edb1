"""A printer that passes everything on to another one."""

from PIL.Image import Image

from kiosk.devices.printer.base import Printer, PrinterStatus


class PassingPrinter:
    """For who stands between the kiosk and a printer, and has something to do with some calls.
    A :class:`~kiosk.devices.printer.base.Printer`."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    @property
    def name(self) -> str:
        return self._printer.name

    @property
    def width(self) -> int:
        return self._printer.width

    async def status(self) -> PrinterStatus:
        return await self._printer.status()

    async def print(self, bitmap: Image) -> PrinterStatus:
        return await self._printer.print(bitmap)
