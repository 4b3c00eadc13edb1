"""From camera frames to documents, for as long as the kiosk runs."""

import asyncio
import enum
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from datetime import date, datetime
from typing import Any

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.shown import Shown
from kiosk.checkin.sighting import Eye, Sighting
from kiosk.devices.camera.base import Camera, Frame
from kiosk.documents import Patterns
from kiosk.errors import DeviceError, NotADocument
from kiosk.model.document import Document

RETRY_S = (0.5, 1.0, 2.0, 5.0)
"""Waits before a camera that died is opened again; the last one repeats."""
DOUBT_S = 0.3
"""A code that is no document must stay in view for so long, alone, before the patient is
told: a document beside it may only need another frame."""


class CameraState(enum.Enum):
    OPENING = "opening"
    SEEING = "seeing"
    AWAY = "away"
    """Missing, unplugged or broken: it is tried again, and patients type meanwhile."""


def _today() -> date:
    return datetime.now(HOSPITAL_ZONE).date()


class DocumentReader:
    """Reads documents from a camera; a :class:`~kiosk.checkin.equipment.Reader`.

    Owns the camera from the first :meth:`next` to :meth:`close`, and keeps it open between
    visits, as opening takes a second. Frames are looked at only while somebody waits in
    :meth:`next`; looking runs in a worker thread. Belongs to one event loop.
    """

    def __init__(
        self,
        camera: Camera,
        patterns: Patterns,
        *,
        today: Callable[[], date] = _today,
        second_opinion: bool = False,
        on_state: Callable[[CameraState], None] | None = None,
        retry_s: tuple[float, ...] = RETRY_S,
    ) -> None:
        """``on_state`` is called in the event loop at each change of :attr:`camera_state`."""
        self._camera = camera
        self._shown = Shown()
        self._eye = Eye(self._shown.mark, patterns, today, second_opinion)
        self._on_state = on_state
        self._retry_s = retry_s
        self._worker = ThreadPoolExecutor(1, "codes")
        self._watching: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()
        self._found: asyncio.Future[tuple[Sighting, set[bytes], float]] | None = None
        self._doubted: dict[bytes, float] = {}
        self._turn = 0
        self._state = CameraState.OPENING
        self._trouble = ""
        self._changed = asyncio.Event()
        self._frame_taken = 0.0

    @property
    def camera_state(self) -> CameraState:
        return self._state

    @property
    def trouble(self) -> str:
        """For staff: what is wrong with the camera and what to do, or ``""``."""
        return self._trouble

    @property
    def available(self) -> bool:
        """Whether documents can be read; a camera that is being opened counts."""
        return self._state is not CameraState.AWAY

    @property
    def frame_taken(self) -> float:
        """``time.monotonic()`` of the frame that held the last code, in seconds."""
        return self._frame_taken

    async def availability_changed(self) -> None:
        """Returns when :attr:`available` has another value than at the call."""
        before = self.available
        while self.available == before:
            await self._changed.wait()

    async def next(self) -> Document | NotADocument:
        """Wait for the next code that was not taken yet. Never raises for a camera's troubles.

        Two codes in view: the one that is a document; of two documents the nearer one. A code
        is taken once, and again only after it has been out of view for a second. One caller at
        a time; cancelling takes nothing.
        """
        if self._found is not None:
            raise RuntimeError("somebody waits for the next document already")
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch(), name="camera")
        self._doubted.clear()
        self._found = asyncio.get_running_loop().create_future()
        self._wanted.set()
        try:
            either: set[asyncio.Future[Any]] = {self._found, self._watching}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not self._found.done():
                self._watching.result()  # raises what ended it: nobody expected that
                raise RuntimeError("the reader is closed")
            sighting, in_view, self._frame_taken = self._found.result()
        finally:
            self._wanted.clear()
            self._found = None
        self._shown.add(in_view)
        return sighting.meaning

    def forget(self) -> None:
        """Take the codes in view again, for a patient who tries once more."""
        self._shown.forget()

    async def close(self) -> None:
        """Let go of the camera. A caller of :meth:`next` is cancelled or raises."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def _watch(self) -> None:
        """Keep the camera open, and open it again after it died."""
        failures = 0
        while True:
            try:
                async with aclosing(self._camera.frames()) as frames:
                    while True:
                        await self._wanted.wait()
                        frame = await anext(frames)
                        failures = 0
                        self._be(CameraState.SEEING)
                        await self._look(frame)
            except DeviceError as error:
                self._be(CameraState.AWAY, str(error))
            except StopAsyncIteration:
                self._be(CameraState.AWAY, f"{self._camera.name} gives no more pictures")
            await asyncio.sleep(self._retry_s[min(failures, len(self._retry_s) - 1)])
            failures += 1

    async def _look(self, frame: Frame) -> None:
        if not self._wanted.is_set():
            return
        self._turn += 1
        seen = await asyncio.get_running_loop().run_in_executor(
            self._worker, self._eye.look, frame.image, self._turn
        )
        in_view = {sighting.mark for sighting in seen}
        self._shown.look(in_view, frame.taken)
        taken = self._choose(seen, frame.taken)
        if taken and self._found is not None and not self._found.done():
            self._wanted.clear()
            self._found.set_result((taken, in_view, frame.taken))

    def _choose(self, seen: tuple[Sighting, ...], taken: float) -> Sighting | None:
        """The document to take, or the code to complain about, if any."""
        fresh = [sighting for sighting in seen if sighting.mark not in self._shown]
        document = next((sighting for sighting in fresh if sighting.is_document), None)
        if document or any(sighting.is_document for sighting in seen):
            self._doubted.clear()
            return document
        self._doubted = {
            sighting.mark: self._doubted.get(sighting.mark, taken) for sighting in fresh
        }
        return next((s for s in fresh if taken - self._doubted[s.mark] >= DOUBT_S), None)

    def _be(self, state: CameraState, trouble: str = "") -> None:
        self._trouble = trouble
        if state is self._state:
            return
        self._state = state
        self._changed.set()
        self._changed = asyncio.Event()
        if self._on_state is not None:
            self._on_state(state)
