"""A patient who comes by themselves: for demonstrations and measurements."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar, cast

from kiosk.checkin.front import Front
from kiosk.checkin.passing_front import PassingFront
from kiosk.checkin.screens import Screen, Welcome
from kiosk.checkin.scripted import Answers

A = TypeVar("A")


class PlayedFront(PassingFront):
    """Shows every page on ``front`` and answers it from a script, as a patient would."""

    def __init__(
        self, front: Front, answers: Answers, step_up: Callable[[], None], look_s: float
    ) -> None:
        """``step_up`` is called when the resting page is up: hold a document to the camera
        then. Every page is looked at for ``look_s`` seconds before it is answered."""
        super().__init__(front)
        self._answers = answers
        self._step_up = step_up
        self._look_s = look_s

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
