"""A front that passes everything on to another one."""

from typing import TypeVar

from kiosk.checkin.failures import Failure
from kiosk.checkin.front import Front, Gesture, StaffCall
from kiosk.checkin.screens import Screen
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint

A = TypeVar("A")


class PassingFront:
    """For who stands between a visit and what shows it, and has something to do with some calls.
    A :class:`~kiosk.checkin.front.Front`."""

    def __init__(self, front: Front) -> None:
        self._front = front

    @property
    def language(self) -> str:
        return self._front.language

    async def ask(self, screen: Screen[A]) -> A:
        return await self._front.ask(screen)

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
