"""From what the eyes see to documents, for as long as the kiosk runs."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, ExitStack, aclosing
from datetime import date, datetime
from typing import Protocol

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.shown import Shown
from kiosk.checkin.sighting import Sighting, Understanding
from kiosk.documents import Patterns
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint
from kiosk.vision.camera_state import CameraState
from kiosk.vision.preview import PreviewKind
from kiosk.vision.sight import Sight

DOUBT_S = 0.3
"""A code that is no document must stay in view for so long, alone, before the patient is
told: a document beside it may only need another frame."""


class Watch(Protocol):
    """Whatever sees codes; :class:`kiosk.vision.eyes.Eyes`."""

    @property
    def state(self) -> CameraState: ...

    @property
    def trouble(self) -> str:
        """For staff: what is wrong with the camera and what to do, or ``""``."""
        ...

    async def state_changed(self) -> None:
        """Returns when :attr:`state` or :attr:`trouble` has another value than at the call."""
        ...

    def sights(self) -> AsyncGenerator[Sight, None]:
        """What is seen from now on, until the eyes are closed."""
        ...

    def previewing(self, kind: PreviewKind) -> AbstractContextManager[None]:
        """While inside, the camera's picture is there for the screen."""
        ...


def _today() -> date:
    return datetime.now(HOSPITAL_ZONE).date()


class DocumentReader:
    """Reads documents from the codes that the eyes see; a
    :class:`~kiosk.checkin.equipment.Reader`. Codes are looked for only while somebody waits in
    :meth:`next`. Belongs to the event loop of the eyes, which it neither opens nor closes.
    """

    def __init__(
        self, eyes: Watch, patterns: Patterns, *, today: Callable[[], date] = _today
    ) -> None:
        self._eyes = eyes
        self._shown = Shown()
        self._understanding = Understanding(self._shown.mark, patterns, today)
        self._waiting = False
        self._doubted: dict[bytes, float] = {}
        self._frame_taken = 0.0
        self._hint: CodeHint | None = None
        self._hint_changed = asyncio.Event()
        self._previewing = ExitStack()

    @property
    def camera_state(self) -> CameraState:
        return self._eyes.state

    @property
    def trouble(self) -> str:
        """For staff: what is wrong with the camera and what to do, or ``""``."""
        return self._eyes.trouble

    @property
    def available(self) -> bool:
        """Whether documents can be read; a camera that is being opened counts."""
        return self._eyes.state in (CameraState.OPENING, CameraState.SEEING)

    @property
    def frame_taken(self) -> float:
        """``time.monotonic()`` of the frame that held the last code, in seconds."""
        return self._frame_taken

    @property
    def hint(self) -> CodeHint | None:
        """What to tell the hand that holds a code which cannot be read; only while somebody
        waits in :meth:`next`. With it comes the live picture, for the hand to see itself."""
        return self._hint

    async def hint_changed(self, seen: CodeHint | None) -> CodeHint | None:
        """:attr:`hint`, as soon as it is another than ``seen``."""
        while self._hint is seen:
            await self._hint_changed.wait()
        return self._hint

    async def availability_changed(self) -> None:
        """Returns when :attr:`available` has another value than at the call."""
        before = self.available
        while self.available == before:
            await self._eyes.state_changed()

    async def next(self) -> Document | NotADocument:
        """Wait for the next code that was not taken yet. Never raises for a camera's troubles.

        Two codes in view: the one that is a document; of two documents the nearer one. A code
        is taken once, and again only after it has been out of view for a second. One caller at
        a time; cancelling takes nothing. Raises ``RuntimeError`` when the eyes are closed.
        """
        if self._waiting:
            raise RuntimeError("somebody waits for the next document already")
        self._waiting = True
        self._doubted.clear()
        blind = asyncio.create_task(self._lose_hints())
        try:
            async with aclosing(self._eyes.sights()) as sights:
                async for sight in sights:
                    taken = self._look(sight)
                    if taken is not None:
                        return taken.meaning
            raise RuntimeError("the eyes are closed")
        finally:
            blind.cancel()
            self._tell(None)
            self._waiting = False

    def forget(self) -> None:
        """Take the codes in view again, for a patient who tries once more."""
        self._shown.forget()

    def _look(self, sight: Sight) -> Sighting | None:
        """The document to take, or the code to complain about, if any."""
        self._tell(sight.hint)
        seen = self._understanding.of(sight.codes)
        in_view = {sighting.mark for sighting in seen}
        self._shown.look(in_view, sight.taken)
        taken = self._choose(seen, sight.taken)
        if taken is not None:
            self._frame_taken = sight.taken
            self._shown.add(in_view)
        return taken

    def _choose(self, seen: tuple[Sighting, ...], taken: float) -> Sighting | None:
        fresh = [sighting for sighting in seen if sighting.mark not in self._shown]
        document = next((sighting for sighting in fresh if sighting.is_document), None)
        if document or any(sighting.is_document for sighting in seen):
            self._doubted.clear()
            return document
        self._doubted = {
            sighting.mark: self._doubted.get(sighting.mark, taken) for sighting in fresh
        }
        return next((s for s in fresh if taken - self._doubted[s.mark] >= DOUBT_S), None)

    async def _lose_hints(self) -> None:
        """While nothing is seen, nothing can be said of it."""
        while True:
            await self._eyes.state_changed()
            if self._eyes.state is not CameraState.SEEING:
                self._tell(None)

    def _tell(self, hint: CodeHint | None) -> None:
        if hint is self._hint:
            return
        if self._hint is None:
            self._previewing.enter_context(self._eyes.previewing(PreviewKind.CARD))
        elif hint is None:
            self._previewing.close()
        self._hint = hint
        self._hint_changed.set()
        self._hint_changed = asyncio.Event()
