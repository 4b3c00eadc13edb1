"""A front around a front: it tells the dock of each page, and can play the patient."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from kiosk.checkin.failures import Failure
from kiosk.checkin.front import Front, StaffCall
from kiosk.checkin.passing_front import PassingFront
from kiosk.checkin.screens import FaceCheck, Screen
from kiosk.checkin.scripted import Answers
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint
from kiosk.ui.dock.feed import DockFeed

A = TypeVar("A")

LOOK_S = 1.5
"""How long a page that is answered by itself can be looked at, in seconds."""
POLL_S = 0.1
"""How often a waiting page looks whether the tester turned playing on or off."""


class DockFront(PassingFront):
    """Passes everything on to ``front``. Called in the engine's loop, as every front is."""

    def __init__(
        self,
        front: Front,
        feed: DockFeed,
        answers: Answers,
        look_s: Mapping[str, float] | None = None,
    ) -> None:
        """``answers`` is the script; a page that is not in it waits for a hand. ``look_s`` says
        for which pages (by name) ``LOOK_S`` is too short or too long."""
        self.playing = False
        """Whether the script answers. May be set in any thread."""
        super().__init__(front)
        self._feed = feed
        self._answers = answers
        self._look_s = look_s or {}
        self._looks_at_a_face = False

    async def ask(self, screen: Screen[A]) -> A:
        """The first answer, the patient's or the script's; both see the page."""
        name = type(screen).__name__
        if not isinstance(screen, FaceCheck):  # it is asked again for each try
            self._look_no_more()
        self._feed.happen("asked", name)
        start = time.perf_counter()
        by_hand = asyncio.ensure_future(self._front.ask(screen))
        by_script = asyncio.ensure_future(self._play(screen))
        how = "withdrawn"
        try:
            await asyncio.wait({by_hand, by_script}, return_when=asyncio.FIRST_COMPLETED)
            how, answered = ("answered", by_hand) if by_hand.done() else ("played", by_script)
            return answered.result()
        finally:
            by_hand.cancel()
            by_script.cancel()
            await asyncio.gather(by_hand, by_script, return_exceptions=True)
            self._feed.happen(how, name, (time.perf_counter() - start) * 1000)

    async def _play(self, screen: Screen[A]) -> A:
        script = self._answers.get(type(cast(Screen[Any], screen)))
        left = self._look_s.get(type(screen).__name__, LOOK_S)
        while script is None or left > 0 or not self.playing:
            await asyncio.sleep(POLL_S)
            left -= POLL_S
        return cast(A, script(screen))

    def show(self, screen: Screen[None]) -> None:
        self._look_no_more()
        self._feed.happen("shown", type(screen).__name__)
        self._front.show(screen)

    def tell(self, failure: Failure) -> None:
        self._feed.happen("told", failure.code)
        # A page that was asked in this turn reaches the screen in the next one, as its asking
        # is a task. Told before it, the words would go with the page that it replaces.
        asyncio.get_running_loop().call_soon(self._front.tell, failure)

    def guide(self, what: FaceGuide | CodeHint | None) -> None:
        if isinstance(what, FaceGuide):
            self._looks_at_a_face = True
            self._feed.guide(what.hint)
        elif what is None:
            self._look_no_more()
        self._front.guide(what)

    def _look_no_more(self) -> None:
        """The page that looked at a face is over."""
        if self._looks_at_a_face:
            self._looks_at_a_face = False
            self._feed.guide(None)

    def warn_idle(self, seconds: float | None) -> None:
        if seconds is not None:
            self._feed.happen("warned", "idle", seconds * 1000)
        self._front.warn_idle(seconds)

    def staff_call(self, state: StaffCall) -> None:
        self._feed.happen("staff", state.value)
        self._front.staff_call(state)

    def forget(self) -> None:
        self._look_no_more()
        self._feed.happen("forgotten", "")
        self._front.forget()
