"""The kiosk's side of faces: pictures to compare with, and tries that are under way."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable

from kiosk.model.face import (
    FaceGuide,
    FaceOutcome,
    FaceSight,
    FaceUnreadable,
    FaceVerdict,
)
from kiosk.vision.wire.messages import (
    MOST_REFERENCE_BYTES,
    Check,
    Forget,
    Guided,
    Judged,
    Order,
    Refer,
    Referred,
    Stop,
)

REFER_S = 8.0
"""For a picture to be described; the first one waits until the models are loaded."""
SILENT_S = 30.0
"""A try that says nothing for so long has ended: the process bounds it far below."""
MOST_UNREAD = 64
"""Hints that wait for who looks; of more, the newest are dropped. A verdict never is."""
MOST_KEPT = 4
"""Pictures; a visit needs one."""


class FaceTries:
    """Belongs to one event loop. Knows no process: it gives orders, and is told answers."""

    def __init__(self, order: Callable[[Order], None]) -> None:
        self._order = order
        self._numbers = itertools.count(1)
        self._kept: dict[int, bytes] = {}
        """Pictures that were described, for a process that must begin anew. Until forgotten."""
        self._asked: dict[int, asyncio.Future[str]] = {}
        self._tries: dict[int, asyncio.Queue[FaceSight]] = {}

    async def reference(self, picture: bytes) -> int:
        """See :meth:`kiosk.vision.eyes.Eyes.reference`."""
        if len(picture) > MOST_REFERENCE_BYTES:
            raise FaceUnreadable("too-large")
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            self._order(Refer(number, picture))
            async with asyncio.timeout(REFER_S):
                refusal = await answer
        except TimeoutError:
            refusal = "away"
        finally:
            del self._asked[number]
        if refusal:
            raise FaceUnreadable(refusal)
        self._kept[number] = picture
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return number

    async def check(
        self, reference: int | None, *, descriptor: bool
    ) -> AsyncGenerator[FaceSight, None]:
        """See :meth:`kiosk.vision.eyes.Eyes.check_face`."""
        self.end()
        number = next(self._numbers)
        sights = self._tries[number] = asyncio.Queue()
        self._order(Check(number, reference or 0, descriptor))
        try:
            while True:
                try:
                    async with asyncio.timeout(SILENT_S):
                        sight = await sights.get()
                except TimeoutError:
                    sight = FaceVerdict(FaceOutcome.AWAY)
                yield sight
                if isinstance(sight, FaceVerdict):
                    return
        finally:
            if self._tries.pop(number, None) is not None:
                self._order(Stop(number))

    def told(self, message: Referred | Guided | Judged) -> None:
        """What the process said of a face; of a try that is over already, it is dropped."""
        match message:
            case Referred(number, refusal):
                answer = self._asked.get(number)
                if answer is not None and not answer.done():
                    answer.set_result(refusal)
            case Guided(number, hint, share, light):
                self._tell(number, FaceGuide(hint, share, light))
            case Judged(number, outcome, distance, descriptor):
                self._tell(number, FaceVerdict(outcome, distance, descriptor))

    def begin_anew(self) -> None:
        """A new process knows nothing: tell it the pictures that the one before could describe.
        One that was being described is not tried again, as it may be what ended the process."""
        for number, picture in self._kept.items():
            self._order(Refer(number, picture))

    def end(self) -> None:
        """Whatever is under way ends: the eyes are away."""
        for number in tuple(self._tries):
            self._tell(number, FaceVerdict(FaceOutcome.AWAY))
        for answer in self._asked.values():
            if not answer.done():
                answer.set_result("away")

    def forget(self) -> None:
        """Drop everything that is known of a face, here and in the process."""
        self.end()
        self._kept.clear()
        self._order(Forget())

    def _tell(self, number: int, sight: FaceSight) -> None:
        sights = self._tries.get(number)
        if sights is None:
            return
        if isinstance(sight, FaceVerdict) or sights.qsize() < MOST_UNREAD:
            sights.put_nowait(sight)
