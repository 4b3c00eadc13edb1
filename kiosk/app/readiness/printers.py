"""Printers while nobody prints: they are asked now and then, and at once when one has failed."""

import asyncio

from PIL.Image import Image

from kiosk.app.metrics.tally import Tally
from kiosk.app.printers import Printers, Station
from kiosk.app.readiness.board import Board, Seen
from kiosk.devices.printer.base import Printer, PrinterState, PrinterStatus
from kiosk.devices.printer.passing import PassingPrinter
from kiosk.log import log

WELL_S = 15.0
"""So often printers are asked that work."""
UNWELL_S = 5.0
"""The same for one that does not: a patient may wait for it."""


class WatchedPrinter(PassingPrinter):
    """What visits print on, with each ticket counted. A :class:`Printer`."""

    def __init__(self, printer: Printer, tally: Tally, poll: "PrinterPoll") -> None:
        super().__init__(printer)
        self._tally = tally
        self._poll = poll

    async def print(self, bitmap: Image) -> PrinterStatus:
        ended = self._tally.printing()
        printed = False
        try:
            status = await self._printer.print(bitmap)
            printed = status.state.prints
        finally:
            ended(printed)
            if not printed:
                self._poll.now()
        return status


class PrinterPoll:
    """Asks each printer how it is. Its driver is asked, and not the count around it: a roll is
    told to be new by how often a printer was well between tickets."""

    def __init__(self, printers: Printers, board: Board) -> None:
        self._stations = printers.stations
        self._board = board
        self._wanted = asyncio.Event()
        self._states: dict[str, PrinterState] = {}

    def now(self) -> None:
        """Ask as soon as possible."""
        self._wanted.set()

    @property
    def prints(self) -> bool:
        """Whether one of them prints, as far as is known; before the first look they do."""
        return not self._states or any(state.prints for state in self._states.values())

    async def run(self) -> None:
        """For ever."""
        while True:
            self._wanted.clear()
            for station in self._stations:
                await self._ask(station)
            try:
                async with asyncio.timeout(WELL_S if self._all_print() else UNWELL_S):
                    await self._wanted.wait()
            except TimeoutError:
                continue

    async def _ask(self, station: Station) -> None:
        status = await station.driver.status()
        before = self._states.get(station.part, PrinterState.READY)
        self._states[station.part] = status.state
        if status.state is not before:
            log("device-state", device=station.part, state=status.state.value)
        well = status.state in (PrinterState.READY, PrinterState.UNKNOWN)
        self._board.see(Seen(station.part, status.state.value, well, status.detail))

    def _all_print(self) -> bool:
        return all(state.prints for state in self._states.values())
