"""Watches a kiosk that serves, and decides whether it still can."""

import asyncio

from kiosk.app.kiosk import Kiosk
from kiosk.app.readiness.board import Board, Overall
from kiosk.app.readiness.failing import FailingVisits
from kiosk.app.readiness.parts import journal_keeps, parts_now
from kiosk.app.readiness.printers import PrinterPoll
from kiosk.app.readiness.service import InService
from kiosk.app.watchdog import Watchdog
from kiosk.checkin.calling import call_staff
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.in_service import Cause
from kiosk.checkin.screens import OutOfOrder
from kiosk.hospital.circuit import LinkState
from kiosk.log import unexpected

LOOK_S = 1.0
CALL_AGAIN_S = 30.0
"""A call for staff that did not reach anybody is made again so often."""


class Watch:
    """Looks at every part each second. In the visits' event loop."""

    def __init__(
        self,
        kiosk: Kiosk,
        equipment: Equipment,
        board: Board,
        poll: PrinterPoll,
        failing: FailingVisits,
        watchdog: Watchdog,
    ) -> None:
        self._kiosk = kiosk
        self._equipment = equipment
        self._board = board
        self._poll = poll
        self._failing = failing
        self._watchdog = watchdog
        self._looked = equipment.clock.monotonic()
        self._calling: asyncio.Task[None] | None = None
        self.service = InService(equipment.clock.monotonic)
        self.away_s = 0.0
        """Seconds that the hospital was away since the kiosk's start."""

    @property
    def overall(self) -> Overall:
        if self.service.cause is not None:
            return Overall.OUT_OF_ORDER
        return Overall.READY if self._board.all_well else Overall.DEGRADED

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                self.look()
            except Exception as error:  # a look that fails must not end all later ones
                unexpected(error)
            await self._equipment.clock.sleep(LOOK_S)

    def look(self) -> None:
        """How everything is now, and what follows from it."""
        now = self._equipment.clock.monotonic()
        if self._equipment.link.state is LinkState.AWAY:
            self.away_s += now - self._looked
        self._looked = now
        self._board.see_all(parts_now(self._kiosk, self._equipment))
        if self.service.turn(self._cause()):
            self._call_staff()
        self._watchdog.look()
        self._watchdog.status(self.words)

    @property
    def words(self) -> str:
        """For ``systemctl status``: codes, and nobody's data."""
        cause = self.service.cause
        if cause is not None:
            return f"out of order: {cause.value}"
        return "; ".join(("serving", *self._board.unwell))

    def _cause(self) -> Cause | None:
        """Each of the three keeps a number for its patient: the hospital, the journal, paper."""
        away = self._equipment.link.state is LinkState.AWAY
        if away and not journal_keeps(self._equipment) and not self._poll.prints:
            return Cause.NOTHING_HOLDS
        if self._failing.failing:
            return Cause.VISITS_FAIL
        return None

    def _call_staff(self) -> None:
        """Once for each time: a cause that follows another is the same time."""
        if self.service.cause is None:
            if self._calling is not None:
                self._calling.cancel()
                self._calling = None
        elif self._calling is None:
            self._calling = self._equipment.afterwards.start(self._call())

    async def _call(self) -> None:
        while not await call_staff(self._equipment, OutOfOrder.__name__):
            await self._equipment.clock.sleep(CALL_AGAIN_S)
