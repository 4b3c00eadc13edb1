"""The dock's troubles of printer, disk and eyes, wired to the simulators of one kiosk."""

import os
import signal
from contextlib import suppress

from kiosk.app.kiosk import Kiosk
from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.simulator import SimulatedPrinter
from kiosk.ui.dock import Cabinet
from kiosk.vision.eyes import Eyes


class PrinterAtTheDock:
    """Implements :class:`~kiosk.ui.dock.troubles.BadPrinter`."""

    def __init__(self, printer: SimulatedPrinter) -> None:
        self._printer = printer

    def trouble(self, state: PrinterState | None) -> None:
        """One at a time: what was wrong before is mended."""
        self._printer.set_cover(is_open=state is PrinterState.COVER_OPEN)
        self._printer.set_connected(state is not PrinterState.OFFLINE)
        inside = (PrinterState.CUTTER, PrinterState.OVERHEATED, PrinterState.FAULT)
        self._printer.set_trouble(state if state in inside else None)

    def in_next_ticket(self, state: PrinterState, at_byte: int) -> None:
        self._printer.fail_in_next_ticket(state, at_byte)


def cabinet_of(kiosk: Kiosk) -> Cabinet:
    """What of this kiosk can be broken: simulated devices, and a disk that is steerable."""
    first, eyes = kiosk.printers.first, kiosk.eyes
    simulated = eyes is not None and eyes.hand is not None
    return Cabinet(
        printer=PrinterAtTheDock(first) if isinstance(first, SimulatedPrinter) else None,
        disk=kiosk.disk,
        kill_eyes=(lambda: _kill(eyes)) if eyes is not None and simulated else None,
    )


def _kill(eyes: Eyes) -> None:
    pid = eyes.pid
    if pid is not None:
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(pid, signal.SIGKILL)
