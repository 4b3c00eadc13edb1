"""A patient who comes by themselves: for demonstrations and measurements."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar, cast

from kiosk.checkin.failures import Failure
from kiosk.checkin.front import Front, Gesture, StaffCall
from kiosk.checkin.screens import Screen, Welcome
from kiosk.checkin.scripted import Answers
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint

A = TypeVar("A")


class PlayedFront:
    """Shows every page on ``front`` and answers it from a script, as a patient would."""

    def __init__(
        self, front: Front, answers: Answers, step_up: Callable[[], None], look_s: float
    ) -> None:
        """``step_up`` is called when the resting page is up: hold a document to the camera
        then. Every page is looked at for ``look_s`` seconds before it is answered."""
        self._front = front
        self._answers = answers
        self._step_up = step_up
        self._look_s = look_s

    @property
    def language(self) -> str:
        return self._front.language

    async def ask(self, screen: Screen[A]) -> A:
        page = asyncio.ensure_future(self._front.ask(screen))
        try:
            await asyncio.sleep(self._look_s)
            if isinstance(screen, Welcome):
                self._step_up()
            script = self._answers.get(type(cast(Screen[Any], screen)))
            return await page if script is None else cast(A, script(screen))
        finally:
            page.cancel()
            await asyncio.gather(page, return_exceptions=True)

    def show(self, screen: Screen[None]) -> None:
        self._front.show(screen)

    def tell(self, failure: Failure) -> None:
        self._front.tell(failure)

    def progress(self, share: float) -> None:
        self._front.progress(share)

    def guide(self, what: FaceGuide | CodeHint | None) -> None:
        self._front.guide(what)

    async def gesture(self) -> Gesture:
        return await self._front.gesture()

    def warn_idle(self, seconds: float | None) -> None:
        self._front.warn_idle(seconds)

    def staff_call(self, state: StaffCall) -> None:
        self._front.staff_call(state)

    def forget(self) -> None:
        self._front.forget()
