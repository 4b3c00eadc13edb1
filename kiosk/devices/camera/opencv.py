"""Cameras, streams, videos and pictures, all by OpenCV and all in the same way.

A thread takes hold of every picture, so that none is older than the newest, but decodes one
only when somebody waits for it. What it cannot know: whether a device that stands still in
the kernel will ever come back; such a thread is left alone, and no second one is started
beside it.
"""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator

import cv2

from kiosk.devices.camera.base import Frame, Source
from kiosk.devices.camera.sources import quiet, source_of
from kiosk.errors import DeviceError

FIRST_S = 8.0
"""Longest wait for the first picture: opening, and the sensor's own start."""
NEXT_S = 5.0
"""Longest wait for any other."""
MOST_BROKEN = 10
"""Pictures in a row that cannot be decoded."""
LEAVE_S = 1.0
"""Longest wait for the thread before to let go of the camera."""


class OpenCVCamera:
    """A :class:`~kiosk.devices.camera.base.Camera` from any source that OpenCV reads.

    ``source`` is ``/dev/videoN``, an index, an ``http``, ``https`` or ``rtsp`` address,
    ``folder:PATH`` (or a folder) or ``file:PATH`` (or a file; video or picture). ``width``
    and ``height`` in pixels are asked of a device; the others have their own.
    """

    def __init__(self, source: str, width: int = 1280, height: int = 720) -> None:
        self._source = (source, width, height)
        self._name = source_of(*self._source).name
        self._taker: _Taker | None = None

    @property
    def name(self) -> str:
        return self._name

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See :class:`~kiosk.devices.camera.base.Camera`."""
        if self._taker is not None:
            await self._taker.left(LEAVE_S)
        quiet()
        taker = self._taker = _Taker(source_of(*self._source))
        taker.start()
        try:
            yield await taker.next(FIRST_S)
            while True:
                yield await taker.next(NEXT_S)
        finally:
            taker.stop()


class _Taker:
    """The thread that takes pictures, and the bridge from it to the event loop."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._loop = asyncio.get_running_loop()
        self._wanted = threading.Event()
        self._stopped = threading.Event()
        self._answer: asyncio.Future[Frame] | None = None
        self._failure: DeviceError | None = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    async def left(self, seconds: float) -> None:
        """Wait until the thread has let go of the camera; :class:`DeviceError` if it does not."""
        end = self._loop.time() + seconds
        while self._thread.is_alive():
            if self._loop.time() > end:
                raise DeviceError(
                    f"{self._source.name} does not answer: take its cable out and put it in again"
                )
            await asyncio.sleep(0.01)

    async def next(self, seconds: float) -> Frame:
        """The first picture that is taken from now on."""
        self._answer = self._loop.create_future()
        if self._failure is not None:
            raise self._failure
        self._wanted.set()
        try:
            # Not wait_for: in Python 3.11 it forgets that it was cancelled when the picture
            # comes at the same moment, and whoever closes the camera waits for ever.
            async with asyncio.timeout(seconds):
                return await self._answer
        except TimeoutError:
            raise DeviceError(
                f"{self._source.name} gives no picture for {seconds:g} s: check its cable"
            ) from None

    def _run(self) -> None:
        try:
            self._source.open()
            self._take()
        except DeviceError as error:
            self._tell(error)
        except cv2.error as error:
            self._tell(DeviceError(f"{self._source.name}: OpenCV fails with code {error.code}"))
        finally:
            self._source.close()

    def _take(self) -> None:
        broken = 0
        while not self._stopped.is_set():
            self._source.grab()
            taken = time.monotonic()
            if not self._wanted.is_set():
                continue
            image = self._source.retrieve()
            if image is not None:
                broken = 0
                self._wanted.clear()
                self._tell(Frame(image, taken))
                continue
            broken += 1
            if broken > MOST_BROKEN:
                raise DeviceError(f"{self._source.name} gives pictures that cannot be decoded")

    def _tell(self, outcome: Frame | DeviceError) -> None:
        try:
            self._loop.call_soon_threadsafe(self._told, outcome)
        except RuntimeError:  # the loop is closed: nobody is left to tell
            self._stopped.set()

    def _told(self, outcome: Frame | DeviceError) -> None:
        answer = self._answer
        if isinstance(outcome, DeviceError):
            self._failure = outcome
            if answer is not None and not answer.done():
                answer.set_exception(outcome)
        elif answer is not None and not answer.done():
            answer.set_result(outcome)
