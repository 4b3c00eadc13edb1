"""Faces before a scripted camera: the test says how each try ends."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager

from kiosk.model.face import (
    DESCRIPTOR_BYTES,
    FaceGuide,
    FaceOutcome,
    FaceSight,
    FaceUnreadable,
    FaceVerdict,
)
from kiosk.model.guidance import FaceHint

DESCRIPTOR = bytes(range(256)) * (DESCRIPTOR_BYTES // 256)


class ScriptedFaces:
    """A :class:`kiosk.checkin.faces.Faces`; a try for which nothing is scripted never ends."""

    def __init__(self, *outcomes: FaceOutcome) -> None:
        self.outcomes = list(outcomes)
        self.available = True
        self.unreadable = ""
        """Why the chip's picture shows no face."""
        self.references: list[bytes] = []
        self.checked: list[tuple[int | None, bool]] = []
        """The reference of each try, and whether a description was wanted."""
        self.looking = 0
        """Tries that are under way."""
        self.previews = 0
        self.forgot = 0
        self._changed = asyncio.Event()

    async def availability_changed(self) -> None:
        await self._changed.wait()
        self._changed.clear()

    def be(self, available: bool) -> None:
        self.available = available
        self._changed.set()

    async def reference(self, picture: bytes) -> int:
        await asyncio.sleep(0)
        if self.unreadable:
            raise FaceUnreadable(self.unreadable)
        self.references.append(picture)
        return len(self.references)

    async def check(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]:
        assert self.previews, "nobody looks into a camera without seeing themselves"
        self.checked.append((reference, descriptor))
        self.looking += 1
        try:
            yield FaceGuide(FaceHint.NEARER, 0.25)
            await asyncio.sleep(0)
            while not self.outcomes:
                await asyncio.Event().wait()
            outcome = self.outcomes.pop(0)
            yield FaceGuide(FaceHint.GOOD, 0.75)
            well = outcome in (FaceOutcome.MATCHED, FaceOutcome.CAPTURED)
            yield FaceVerdict(outcome, 0.3, DESCRIPTOR if descriptor and well else b"")
        finally:
            self.looking -= 1

    @contextmanager
    def previewing(self) -> Iterator[None]:
        self.previews += 1
        try:
            yield
        finally:
            self.previews -= 1

    def forget(self) -> None:
        self.forgot += 1
