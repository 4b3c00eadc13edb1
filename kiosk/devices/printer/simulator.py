"""A printer that behaves like one and is made of nothing: paper, cover and cable are steered."""

import enum
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PIL.Image import Image

from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.bitmap import checked
from kiosk.devices.printer.worker import Worker


class Paper(enum.Enum):
    PRESENT = "present"
    NEAR_END = "near-end"
    OUT = "out"


_TROUBLES = {PrinterState.CUTTER, PrinterState.OVERHEATED, PrinterState.FAULT}
"""What :meth:`SimulatedPrinter.set_trouble` knows."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """What befalls the next ticket, once a part of it is out: bytes of its picture, or of one."""

    state: PrinterState
    at_byte: int | None
    after: float = 0.0

    def part_of(self, ticket: Image) -> float:
        if self.at_byte is None:
            return self.after
        return self.at_byte / (ticket.width // 8 * ticket.height)


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
        self._trouble: PrinterState | None = None
        self._fault: _Fault | None = None
        self._fault_now: _Fault | None = None
        self._unconfirmed = False
        self._tickets: deque[Image] = deque(maxlen=keep)
        self._scraps: deque[Image] = deque(maxlen=keep)
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

    @property
    def scraps(self) -> tuple[Image, ...]:
        """What came out of the last tickets that did not come out whole, oldest first."""
        with self._changed:
            return tuple(self._scraps)

    def forget(self) -> None:
        """Throw the tickets away, and the scraps."""
        with self._changed:
            self._tickets.clear()
            self._scraps.clear()

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
            self._fault = _Fault(PrinterState.PAPER_OUT, None, after)

    def set_trouble(self, trouble: PrinterState | None) -> None:
        """The cutter, heat or a fault, until ``None`` mends it. ``ValueError`` for others."""
        if trouble is not None and trouble not in _TROUBLES:
            raise ValueError(f"{trouble.value} has a way of its own to be set")
        with self._changed:
            self._trouble = trouble
            self._changed.notify_all()

    def fail_in_next_ticket(self, state: PrinterState, at_byte: int) -> None:
        """The printer comes into this state once so many bytes of the next ticket's picture are
        out, eight dots each. At its last byte the ticket is whole, and the next one is not begun.

        ``ValueError`` for a state that prints, and for less than no byte.
        """
        if state.prints or at_byte < 0:
            raise ValueError(f"no fault of a printer: {state.value} at byte {at_byte}")
        with self._changed:
            self._fault = _Fault(state, at_byte)

    def lose_next_confirmation(self) -> None:
        """The next ticket that comes out whole is not known to: its answer is lost, as on a line
        that breaks after the cut."""
        with self._changed:
            self._unconfirmed = True

    def mend(self) -> None:
        """Nothing is wrong any more, nor about to be: paper in, cover closed, cable plugged."""
        with self._changed:
            self._paper, self._cover_open, self._connected = Paper.PRESENT, False, True
            self._trouble = self._fault = self._fault_now = None
            self._unconfirmed = False
            self._changed.notify_all()

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
        if self._trouble is not None:
            return self._trouble
        if self._paper is Paper.NEAR_END:
            return PrinterState.PAPER_NEAR_END
        return PrinterState.READY

    def _print(self, ticket: Image) -> PrinterStatus:
        with self._changed:
            self._fault_now, self._fault = self._fault, None
            out = self._feed_until_it_fails(ticket)
            fault, self._fault_now = self._fault_now, None
            if out < 1.0 and fault is not None and self._state().prints:
                self._befall(fault.state)
            state = self._state()
            if not state.prints:
                torn = self._tear_off(ticket, out)
                told = "the ticket did not come out whole"
                return PrinterStatus(state, told, nothing_out=not torn)
            self._tickets.append(ticket)
            lost, self._unconfirmed = self._unconfirmed, False
            if fault is not None:
                self._befall(fault.state)
        self._on_ticket(ticket)
        if lost:
            return PrinterStatus(PrinterState.FAULT, "the printer did not say that it is out")
        return PrinterStatus(state)

    def _feed_until_it_fails(self, ticket: Image) -> float:
        """The part of the ticket that is out. A fault that is mended before its byte never was."""
        fault = self._fault_now
        part = 1.0 if fault is None else min(1.0, fault.part_of(ticket))
        out = self._feed(self._seconds, part)
        if out < 1.0 and self._fault_now is None and self._state().prints:
            out += self._feed(self._seconds, 1.0 - out)
        return out

    def _feed(self, seconds: float, part: float) -> float:
        """Let this part of a ticket come out, that takes so long in whole, or until something
        stops it; the part that is out."""
        began = time.monotonic()
        end = began + seconds * part
        while self._state().prints and (left := end - time.monotonic()) > 0:
            self._changed.wait(left)
        if self._state().prints:
            return part
        return min(part, (time.monotonic() - began) / seconds) if seconds else 0.0

    def _befall(self, state: PrinterState) -> None:
        if state is PrinterState.PAPER_OUT:
            self._paper = Paper.OUT
        elif state is PrinterState.COVER_OPEN:
            self._cover_open = True
        elif state is PrinterState.OFFLINE:
            self._connected = False
        else:
            self._trouble = state

    def _tear_off(self, ticket: Image, out: float) -> bool:
        """Whether there is a scrap."""
        if rows := int(ticket.height * out + 1e-6):  # a row that is out in whole
            self._scraps.append(ticket.crop((0, 0, ticket.width, rows)))
        return bool(rows)
