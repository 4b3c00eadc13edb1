"""The staff page: a conversation beside the visits, which never runs while one does."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.checkin.attended import AttendedFront
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.front import Gesture
from kiosk.checkin.screens import Back
from kiosk.checkin.staff_entries import StaffEntries
from kiosk.checkin.staff_lock import Gate
from kiosk.checkin.staff_screens import (
    Deed,
    Leave,
    Part,
    Said,
    StaffBusy,
    StaffHome,
    StaffPart,
    StaffPin,
    Standing,
)
from kiosk.checkin.staff_upkeep import Upkeep
from kiosk.log import log, unexpected

CLOSES_S = 60.0
"""Without a touch the page closes itself, unasked: it is no patient who loses anything."""


@dataclass(frozen=True, slots=True)
class Staff:
    """What the staff page of a kiosk works with. A kiosk without a PIN has none."""

    gate: Gate
    upkeep: Upkeep


class StaffConversation:
    """From the PIN to the end; make a new one for each."""

    def __init__(
        self,
        front: AttendedFront,
        equipment: Equipment,
        staff: Staff,
        call_staff: Callable[[], None],
    ) -> None:
        """``call_staff`` is for the button that is on every page. Whoever calls :meth:`run`
        empties the front afterwards."""
        self._front = front
        self._equipment = equipment
        self._gate = staff.gate
        self._upkeep = staff.upkeep
        self._call_staff = call_staff
        self._entries = StaffEntries(front, equipment)

    async def run(self) -> None:
        """Until staff leave, or nobody has touched the screen for :data:`CLOSES_S`. What was begun
        is finished all the same."""
        log("staff-page", what="asked")
        talking = asyncio.create_task(self._talk())
        watching = asyncio.create_task(self._watch())
        try:
            await asyncio.wait({talking, watching}, return_when=asyncio.FIRST_COMPLETED)
            how = "left" if talking.done() else watching.result()
            if talking.done():
                talking.result()
        except Exception as error:  # the staff page must not take the patients' pages along
            unexpected(error)
            how = "failed"
        finally:
            for each in (talking, watching):
                each.cancel()
            await asyncio.gather(talking, watching, return_exceptions=True)
        log("staff-page", what=how)

    async def _watch(self) -> str:
        """How it ended from outside: ``left`` by the button at the top, or ``idle``."""
        while True:
            match await self._gesture():
                case None:
                    return "idle"
                case Gesture.CANCEL:
                    return "left"
                case Gesture.CALL_STAFF:
                    self._call_staff()
                case _:
                    pass

    async def _gesture(self) -> Gesture | None:
        """The next one; ``None`` if there is none for long."""
        gesture = asyncio.ensure_future(self._front.gesture())
        over = asyncio.ensure_future(self._equipment.clock.sleep(CLOSES_S))
        try:
            await asyncio.wait({gesture, over}, return_when=asyncio.FIRST_COMPLETED)
            return gesture.result() if gesture.done() else None
        finally:
            for each in (gesture, over):
                each.cancel()
            await asyncio.gather(gesture, over, return_exceptions=True)

    async def _talk(self) -> None:
        if not await self._let_in():
            return
        log("staff-page", what="opened")
        while True:
            answer = await self._front.ask(StaffHome(await self._standings()))
            match answer:
                case Leave():
                    return
                case Part.JOURNAL:
                    await self._entries.look_through()
                case _:
                    await self._look_after(answer)

    async def _let_in(self) -> bool:
        wrong = False
        while True:
            locked_s = self._gate.locked_s
            answer = await self._front.ask(StaffPin(wrong, math.ceil(locked_s)))
            if isinstance(answer, Leave):
                return False
            self._front.show(StaffBusy())
            # To its end, whoever leaves meanwhile: a right PIN is not to be counted as wrong.
            trying = self._equipment.afterwards.start(self._gate.opens(answer))
            if await asyncio.shield(trying):
                return True
            wrong = True
            what = "locked" if self._gate.locked_s > 0 else "wrong-pin"
            log("staff-page", what=what)

    async def _standings(self) -> tuple[Standing, ...]:
        self._front.show(StaffBusy())
        return await self._upkeep.standings()

    async def _look_after(self, part: Part) -> None:
        said: Said | None = None
        while True:
            found = (one for one in await self._standings() if one.part is part)
            standing = next(found, None)
            if standing is None:
                return
            answer = await self._front.ask(StaffPart(standing, said))
            if isinstance(answer, Back):
                return
            said = await self._do(part, answer)

    async def _do(self, part: Part, deed: Deed) -> Said:
        self._front.show(StaffBusy())
        # To its end, also if the page closes meanwhile.
        return await asyncio.shield(self._equipment.afterwards.start(self._doing(part, deed)))

    async def _doing(self, part: Part, deed: Deed) -> Said:
        said = await self._upkeep.do(part, deed)
        log("staff-page", what=deed.value, about=part.value, result=said.value)
        return said
