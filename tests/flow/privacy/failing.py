"""Parts of a kiosk that do their work, until one of them is to fail with a patient's data."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast

from kiosk.checkin.front import Gesture
from kiosk.checkin.screens import Screen
from kiosk.checkin.scripted import ScriptedFront

PATIENCE_S = 1.0
"""Then whoever stands before a page goes away."""

T = TypeVar("T")
A = TypeVar("A")


class Plan:
    """What fails next, and what was called."""

    def __init__(self) -> None:
        self.called: set[str] = set()
        """As ``hospital.find``: each thing that visits wait for."""
        self.failed: set[str] = set()
        self._armed = ""
        self._error: Callable[[], BaseException] = RuntimeError

    def arm(self, where: str, error: Callable[[], BaseException]) -> None:
        self._armed, self._error = where, error

    def disarm(self) -> None:
        self._armed = ""

    @property
    def armed(self) -> bool:
        """Whether what is to fail was not called yet."""
        return bool(self._armed)

    def perhaps(self, where: str) -> None:
        """Raises what was armed for this place, once."""
        self.called.add(where)
        if where == self._armed:
            self._armed = ""
            self.failed.add(where)
            raise self._error()


class _Failing:
    def __init__(self, real: object, part: str, plan: Plan) -> None:
        self._real = real
        self._part = part
        self._plan = plan

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not inspect.ismethod(found):
            return found
        where = f"{self._part}.{name}"
        if not inspect.iscoroutinefunction(found):

            def at_once(*given: Any, **named: Any) -> Any:
                self._plan.perhaps(where)
                return found(*given, **named)

            return at_once

        async def awaited(*given: Any, **named: Any) -> Any:
            await asyncio.sleep(0)
            self._plan.perhaps(where)
            return await found(*given, **named)

        return awaited


def failing(real: T, part: str, plan: Plan) -> T:
    """``real``, whose methods fail as planned."""
    return cast(T, _Failing(real, part, plan))


class PatientAtPages(ScriptedFront):
    """Answers; cancels at a page, or a page fails while it is shown."""

    def __init__(self, answers: Any, plan: Plan, cancels_at: str = "") -> None:
        super().__init__(answers)
        self._plan = plan
        self._cancels_at = cancels_at

    async def ask(self, screen: Screen[A]) -> A:
        page = type(screen).__name__
        self._plan.perhaps(f"page.{page}")
        if page == self._cancels_at:
            self.asked.append(screen)
            self.gestures.put_nowait(Gesture.CANCEL)
            await asyncio.Event().wait()
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await super().ask(screen)
        except TimeoutError:  # a page that this patient has no answer for
            self.gestures.put_nowait(Gesture.CANCEL)
            await asyncio.Event().wait()
            raise

    def show(self, screen: Screen[None]) -> None:
        self._plan.perhaps(f"page.{type(screen).__name__}")

    def tell(self, failure: Any) -> None:
        self._plan.perhaps("page.tell")
        super().tell(failure)
