"""A printer that behaves like one and is made of nothing: paper, cover and cable are steered."""

import enum
import threading
import time
from collections import deque
from collections.abc import Callable

from PIL.Image import Image

from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.bitmap import checked
from kiosk.devices.printer.worker import Worker


class Paper(enum.Enum):
    PRESENT = "present"
    NEAR_END = "near-end"
    OUT = "out"


class SimulatedPrinter:
    """Prints into memory.

    Everything that steers it may be called from any thread, at any time, also while a
    ticket is under way: the rest of that ticket meets the new state. ``on_ticket`` is called
    from the printer's thread with each whole ticket; it must return quickly.
    """

    def __init__(
        self,
        width: int,
        *,
        seconds: float = 1.0,
        keep: int = 20,
        on_ticket: Callable[[Image], None] = lambda _: None,
    ) -> None:
        """``seconds`` is how long a ticket takes to come out; ``keep`` tickets are remembered."""
        self._width = width
        self._seconds = seconds
        self._on_ticket = on_ticket
        self._changed = threading.Condition()
        self._paper = Paper.PRESENT
        self._cover_open = False
        self._connected = True
        self._runs_out_at: float | None = None
        self._tickets: deque[Image] = deque(maxlen=keep)
        self._worker = Worker("simulated-printer")

    @property
    def name(self) -> str:
        return "simulated"

    @property
    def width(self) -> int:
        return self._width

    @property
    def tickets(self) -> tuple[Image, ...]:
        """The last tickets that came out whole, oldest first."""
        with self._changed:
            return tuple(self._tickets)

    def forget(self) -> None:
        """Throw the tickets away."""
        with self._changed:
            self._tickets.clear()

    def set_seconds(self, seconds: float) -> None:
        """How long the next ticket takes."""
        with self._changed:
            self._seconds = seconds

    def set_paper(self, paper: Paper) -> None:
        with self._changed:
            self._paper = paper
            self._changed.notify_all()

    def set_cover(self, *, is_open: bool) -> None:
        with self._changed:
            self._cover_open = is_open
            self._changed.notify_all()

    def set_connected(self, connected: bool) -> None:
        with self._changed:
            self._connected = connected
            self._changed.notify_all()

    def run_out_in_next_ticket(self, after: float = 0.5) -> None:
        """The paper ends once this part (0 to 1) of the next ticket is out."""
        with self._changed:
            self._runs_out_at = after

    async def status(self) -> PrinterStatus:
        with self._changed:
            return PrinterStatus(self._state())

    async def print(self, bitmap: Image) -> PrinterStatus:
        ticket = checked(bitmap, self._width)
        return await self._worker.run(lambda: self._print(ticket), 60.0)

    def _state(self) -> PrinterState:
        if not self._connected:
            return PrinterState.OFFLINE
        if self._cover_open:
            return PrinterState.COVER_OPEN
        if self._paper is Paper.OUT:
            return PrinterState.PAPER_OUT
        if self._paper is Paper.NEAR_END:
            return PrinterState.PAPER_NEAR_END
        return PrinterState.READY

    def _print(self, ticket: Image) -> PrinterStatus:
        with self._changed:
            runs_out_at, self._runs_out_at = self._runs_out_at, None
            if runs_out_at is None:
                state = self._feed(self._seconds)
            else:
                state = self._feed(self._seconds * runs_out_at)
                if state.prints:
                    self._paper = Paper.OUT
                    state = self._state()
            if not state.prints:
                return PrinterStatus(state, "the ticket did not come out whole")
            self._tickets.append(ticket)
        self._on_ticket(ticket)
        return PrinterStatus(state)

    def _feed(self, seconds: float) -> PrinterState:
        """Let paper come out for so long, or until something stops it."""
        end = time.monotonic() + seconds
        while self._state().prints and (left := end - time.monotonic()) > 0:
            self._changed.wait(left)
        return self._state()
