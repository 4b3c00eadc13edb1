"""A patient of a soak: answers at once, or goes away, and remembers how they were left."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from kiosk.bench.audit import Cause
from kiosk.bench.soak_plan import Gone, Manner, Scene, Shows
from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Outcome
from kiosk.checkin.screens import (
    AfterProblem,
    Done,
    EnterCan,
    EnterCode,
    Finished,
    LayCard,
    NoDocument,
    Problem,
    Screen,
    UnlockBy,
    UnlockCard,
    Welcome,
    WithoutChip,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.devices.camera.faults import CameraFault

A = TypeVar("A")

CANCELS_WITHIN_S = 0.08
"""Few visits last longer."""
SEEN_WITHIN_S = 4.0
"""A code that is held up so long without being seen is given up: the number is typed."""
BLIND_WITHIN_S = 1.0
"""The same before a camera in whose pictures no code can be, however long it is held up."""
LAID_WITHIN_S = 1.0
"""A card that lies there and is not seen for so long is given up."""
_HEALS = frozenset({CameraFault.HANGS, Gone.KILLED})
"""What the kiosk mends by itself, within :data:`SEEN_WITHIN_S`."""
_PAGES = 6
"""So many pages most visits have: silence falls on one of them."""


class Patient(ScriptedFront):
    """:class:`~kiosk.checkin.front.Front` of one visit."""

    def __init__(
        self, scene: Scene, number: str, service: str, lay_again: Callable[[], None]
    ) -> None:
        """``number`` is their personal number, ``lay_again`` puts their card back."""
        super().__init__(willing_patient(service))
        self._scene = scene
        self._number = number
        self._lay_again = lay_again
        self._silent_at = int(scene.moment * _PAGES) if scene.manner is Manner.FALLS_SILENT else -1
        self._tried = False
        if scene.shows is not Shows.CODE:
            self.answers[Welcome] = lambda screen: NoDocument.TYPE
        self.answers |= {
            EnterCode: lambda screen: number,
            UnlockCard: lambda screen: UnlockBy.TYPE,
            EnterCan: lambda screen: number[-6:],
            LayCard: lambda screen: WithoutChip.GO_ON,
            Done: self._take,
            Problem: self._after,
        }

    def steps_up(self) -> None:
        """At the beginning of the visit."""
        if self._scene.manner is Manner.CANCELS:
            after = self._scene.moment * CANCELS_WITHIN_S
            loop = asyncio.get_running_loop()
            loop.call_later(after, self.gestures.put_nowait, Gesture.CANCEL)

    async def ask(self, screen: Screen[A]) -> A:
        page: Screen[Any] = screen
        if len(self.asked) == self._silent_at and not isinstance(page, Welcome):
            self.asked.append(screen)
            await asyncio.Event().wait()
        if isinstance(page, Welcome) and self._scene.shows is not Shows.CODE:
            await asyncio.sleep(self._patience_s(page))
        if isinstance(page, LayCard):
            self._lay_again()
            await asyncio.sleep(LAID_WITHIN_S)
        return await super().ask(screen)

    def _patience_s(self, page: Welcome) -> float:
        """So long the card, or the code, is tried before the number is typed."""
        if self._scene.shows is Shows.CARD:
            return LAID_WITHIN_S
        if not page.camera:
            return 0.0
        faults = {fault.what for fault in self._scene.begins if fault.cause is Cause.CAMERA}
        return SEEN_WITHIN_S if faults <= _HEALS else BLIND_WITHIN_S

    @property
    def noted(self) -> Done | None:
        """The page from which they took a number without paper, also without a word."""
        last = self.asked[-1] if self.asked else None
        return last if isinstance(last, Done) and not last.printed else None

    def was_told(self, outcome: Outcome) -> bool:
        """Whether they know how to go on: a number, a next step in their language, or it was they
        who went away."""
        if isinstance(outcome, Cancelled):
            return True
        last = self.asked[-1] if self.asked else None
        if isinstance(last, Problem):
            return bool(last.failure.next_step.get(self.language))
        return isinstance(last, Done) and bool(last.ticket.number)

    def _take(self, screen: Done) -> Finished:
        """Without paper, half of them ask once for it."""
        if not screen.printed and self._scene.moment < 0.5 and not self._tried:
            self._tried = True
            return Finished.PRINT_AGAIN
        return Finished.TAKEN

    def _after(self, screen: Problem) -> AfterProblem:
        if self._scene.moment < 0.5 and not self._tried:
            self._tried = True
            return AfterProblem.TRY_AGAIN
        return AfterProblem.LEAVE
