"""Breaks the simulators of a kiosk in a soak, and mends them."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from kiosk.app.kiosk import Kiosk
from kiosk.bench.audit import Cause
from kiosk.bench.soak_plan import Fault, Gone, Lost
from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter
from kiosk.hospital.link import LinkMode
from kiosk.journal.disk_fault import DiskFault

BACK_S = 6.0
"""After a fault of the link the kiosk may take so long until it asks the hospital again: 5 s are
promised."""
KILLS_APART_S = 60.0
"""Three deaths of the eyes within a minute are taken for a fault that no new process mends."""
SLOW_S = 0.03
"""What a slow link adds in each direction. A longer one is a silent one, seen from the kiosk."""


class Troubles:
    """Of one kiosk, while it is equipped. Used in its event loop."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._lasting: dict[Cause, Fault] = {}
        self._link_ended = float("-inf")
        self._killed = float("-inf")

    @property
    def printer(self) -> SimulatedPrinter:
        first = self._kiosk.printers.first
        assert isinstance(first, SimulatedPrinter)
        return first

    def present(self) -> frozenset[Cause]:
        """What may befall a visit now."""
        causes = set(self._lasting)
        if time.monotonic() < self._link_ended + BACK_S:
            causes.add(Cause.LINK)
        return frozenset(causes)

    def begin(self, fault: Fault) -> None:
        """As its turn comes; where it is of a kind that lasts already, nothing happens."""
        self._lasting[fault.cause] = fault
        match fault.what:
            case LinkMode():
                self._break_link(fault.what, fault.detail)
            case PrinterState():
                self._break_printer(fault.what, fault.detail)
            case Lost():
                self.printer.lose_next_confirmation()
            case DiskFault():
                assert self._kiosk.disk is not None
                self._kiosk.disk.fault = fault.what
            case CameraFault() | Gone():
                self._break_camera(fault.what)
            case int():
                self._kiosk.clock.jump(timedelta(hours=fault.what))

    def begin_during(self, faults: Iterable[Fault]) -> Callable[[], None]:
        """Each at its time from now on, in the visit that begins. What is answered is to be called
        when the visit is over: those whose time has not come begin then."""
        late: dict[int, asyncio.TimerHandle] = {}

        def begin(nth: int, fault: Fault) -> None:
            late.pop(nth, None)
            self.begin(fault)

        def begin_rest() -> None:
            for nth, timer in tuple(late.items()):
                timer.cancel()
                begin(nth, given[nth])

        given = tuple(faults)
        for nth, fault in enumerate(given):
            if fault.after_s:
                loop = asyncio.get_running_loop()
                late[nth] = loop.call_later(fault.after_s, begin, nth, fault)
            else:
                self.begin(fault)
        return begin_rest

    def mend(self, cause: Cause) -> None:
        """Nothing of this kind is broken any more."""
        if self._lasting.pop(cause, None) is None:
            return
        match cause:
            case Cause.LINK:
                assert self._kiosk.link is not None
                self._kiosk.link.mode = LinkMode.PASS
                self._link_ended = time.monotonic()
            case Cause.PRINTER:
                self.printer.mend()
            case Cause.DISK:
                assert self._kiosk.disk is not None
                self._kiosk.disk.fault = None
            case Cause.CLOCK:
                self._kiosk.clock.reset()
            case _:
                hand = self._kiosk.eyes.hand if self._kiosk.eyes else None
                assert hand is not None
                hand.fault(None)
                hand.plug_in()

    def mend_all(self) -> None:
        for cause in tuple(self._lasting):
            self.mend(cause)

    def _break_link(self, mode: LinkMode, after: int) -> None:
        link = self._kiosk.link
        assert link is not None
        link.delay = SLOW_S
        link.reset_after = after
        link.mode = mode

    def _break_printer(self, state: PrinterState, at_byte: int) -> None:
        if state is PrinterState.PAPER_NEAR_END:
            self.printer.set_paper(Paper.NEAR_END)
        else:
            self.printer.fail_in_next_ticket(state, at_byte)

    def _break_camera(self, what: CameraFault | Gone) -> None:
        eyes = self._kiosk.eyes
        assert eyes is not None
        assert eyes.hand is not None
        match what:
            case CameraFault():
                eyes.hand.fault(what)
            case Gone.UNPLUGGED:
                eyes.hand.unplug()
            case Gone.KILLED if time.monotonic() > self._killed + KILLS_APART_S:
                self._killed = time.monotonic()
                if eyes.pid is not None:
                    os.kill(eyes.pid, signal.SIGKILL)
