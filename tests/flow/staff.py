"""Somebody of the staff at a kiosk's screen, page by page."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from argon2 import PasswordHasher

from kiosk.checkin.equipment import Equipment
from kiosk.checkin.front import Gesture
from kiosk.checkin.in_service import Service
from kiosk.checkin.screens import Screen, Welcome
from kiosk.checkin.scripted import Answers, ScriptedFront
from kiosk.checkin.session import Session
from kiosk.checkin.staff import Staff
from kiosk.checkin.staff_lock import Gate, TriesInMemory
from kiosk.checkin.staff_screens import Deed, Part, Said, StaffHome, StaffPin, Standing

PIN = "246813"
WRONG = "135246"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)

S = TypeVar("S", bound=Screen[Any])


@dataclass
class Parts:
    """An upkeep that remembers what it was asked to do."""

    found: tuple[Standing, ...] = (
        Standing(Part.PRINTER, "ready", deeds=(Deed.TEST_PRINT, Deed.NEW_ROLL)),
        Standing(Part.HOSPITAL, "up", deeds=(Deed.TEST_CALL,)),
        Standing(Part.JOURNAL, "ok"),
    )
    done: list[tuple[Part, Deed]] = field(default_factory=list)
    busy: asyncio.Event | None = None
    """Where set, a deed waits for it."""
    breaks: bool = False

    async def standings(self) -> tuple[Standing, ...]:
        if self.breaks:
            raise LookupError("planned")
        return self.found

    async def do(self, part: Part, deed: Deed) -> Said:
        if self.busy is not None:
            await self.busy.wait()
        self.done.append((part, deed))
        return Said.DONE


class ByHand(ScriptedFront):
    """A front whose pages wait for the test, one after the other."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self._answered: asyncio.Queue[Any] = asyncio.Queue()
        self._came = asyncio.Event()
        self.page: Screen[Any] | None = None
        self.shown: list[Screen[None]] = []
        self.forgotten = 0

    async def ask(self, screen: Screen[Any]) -> Any:
        if type(screen) in self.answers:
            return await super().ask(screen)
        self.asked.append(screen)
        self.page = screen
        self._came.set()
        try:
            return await self._answered.get()
        finally:
            self.page = None

    def show(self, screen: Screen[None]) -> None:
        self.shown.append(screen)

    def forget(self) -> None:
        self.forgotten += 1

    async def reaches(self, kind: type[S], of: Callable[[S], bool] = lambda page: True) -> S:
        """The page that waits now, once it is of this kind."""
        while not isinstance(self.page, kind) or not of(self.page):
            self._came.clear()
            await self._came.wait()
        return self.page

    def answer(self, value: object) -> None:
        """Of the page that waits."""
        assert self.page is not None
        self.page = None
        self._answered.put_nowait(value)


class AtTheScreen:
    """A kiosk that serves for ever, with a staff page, and a hand at its screen."""

    def __init__(
        self, equipment: Equipment, answers: Answers, service: Service | None = None
    ) -> None:
        """``answers`` are the patients'; pages that are not among them wait for the test."""
        self.equipment = equipment
        self.parts = Parts()
        self.gate = Gate(HASH, equipment.clock, TriesInMemory())
        self.front = ByHand(answers)
        self.session = Session(
            self.front, equipment, service=service, staff=Staff(self.gate, self.parts)
        )

    async def opens(self) -> None:
        """From the resting page to the first page behind the PIN."""
        await self.asks()
        self.front.answer(PIN)
        await self.front.reaches(StaffHome)

    async def asks(self) -> StaffPin:
        """From the resting page to the PIN."""
        await self.front.reaches(Welcome)
        self.front.gestures.put_nowait(Gesture.STAFF)
        return await self.front.reaches(StaffPin)

    async def leaves(self) -> None:
        """By the button at the top, to the patients' page."""
        self.front.gestures.put_nowait(Gesture.CANCEL)
        await self.front.reaches(Welcome)

    async def during(self, play: Coroutine[Any, Any, None]) -> None:
        """Serve patients while ``play`` goes on."""
        serving = asyncio.create_task(self.session.serve())
        playing = asyncio.create_task(play)
        try:
            await asyncio.wait({serving, playing}, return_when=asyncio.FIRST_COMPLETED)
            (playing if playing.done() else serving).result()
        finally:
            for task in (serving, playing):
                task.cancel()
            await asyncio.gather(serving, playing, return_exceptions=True)
            await self.equipment.afterwards.finish()
