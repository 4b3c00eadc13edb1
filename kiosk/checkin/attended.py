"""Who is being waited for: the patient or the machine, and since when."""

import asyncio
from typing import Any, TypeVar

from kiosk.checkin.clock import Clock
from kiosk.checkin.front import Front
from kiosk.checkin.passing_front import PassingFront
from kiosk.checkin.screens import RESTING, FaceCheck, ReadingCard, Screen

A = TypeVar("A")


class AttendedFront(PassingFront):
    """A front that remembers which page is up and how long the patient has been silent."""

    def __init__(self, front: Front, clock: Clock) -> None:
        super().__init__(front)
        self._clock = clock
        self.screen: Screen[Any] | None = None
        self.quiet_since: float | None = None
        """Of the clock's ``monotonic``; ``None`` while nobody waits for the patient."""
        self._anybody = False
        self.changed = asyncio.Event()
        """Set at each change of ``quiet_since``."""

    @property
    def page(self) -> str:
        """The page's name, for staff and logs."""
        return type(self.screen).__name__ if self.screen is not None else "none"

    def touched(self) -> None:
        """The patient did something; on the resting page this begins to count silence."""
        self._anybody = True
        if self.quiet_since is not None or isinstance(self.screen, RESTING):
            self._wait_from(self._clock.monotonic())

    def _wait_from(self, moment: float | None) -> None:
        self.quiet_since = moment
        self.changed.set()

    async def ask(self, screen: Screen[A]) -> A:
        self.screen = screen
        resting = isinstance(screen, RESTING) and not self._anybody
        busy = isinstance(screen, ReadingCard | FaceCheck)  # it is the patient who waits
        self._wait_from(None if resting or busy else self._clock.monotonic())
        try:
            return await self._front.ask(screen)
        finally:
            self._wait_from(None)

    def show(self, screen: Screen[None]) -> None:
        self.screen = screen
        self._front.show(screen)

    def forget(self) -> None:
        self.screen = None
        self._anybody = False
        self._front.forget()
