"""The printer of the privacy test: what it prints is the patient's, and no part of the search."""

from PIL.Image import Image

from kiosk.devices.printer.base import PrinterState, PrinterStatus


class Paper:
    """Prints at once, or says why not."""

    name = "paper"
    width = 576

    def __init__(self, state: PrinterState = PrinterState.READY) -> None:
        self._state = state

    async def status(self) -> PrinterStatus:
        return PrinterStatus(self._state)

    async def print(self, bitmap: Image) -> PrinterStatus:
        return PrinterStatus(self._state)
