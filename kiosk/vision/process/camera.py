"""The thread that takes the camera's pictures, and opens it again after it died.

It takes hold of every picture, so that none is older than the newest, but decodes only those
that somebody needs.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.devices.camera.base import Frame, Grey, Image, Source
from kiosk.devices.camera.reasons import CameraError, CameraReason
from kiosk.vision.process.health import Health, Unusable
from kiosk.vision.process.preview_writer import PreviewWriter
from kiosk.vision.process.rest import Rest, small_grey
from kiosk.vision.process.worker import Worker
from kiosk.vision.wire.messages import MOST_TROUBLE, Camera

RETRY_S = (0.5, 1.0, 2.0, 5.0)
"""Waits before a camera that died is opened again; the last one repeats."""
FIRST_S = 8.0
"""Longest wait for the first picture: opening, and the sensor's own start."""
NEXT_S = 5.0
"""Longest wait for any other. Then it is away, and may come back by itself …"""
GIVEN_UP_S = 10.0
"""… for so long. What stands still in the kernel is freed by the end of its process alone."""
MOST_BROKEN = 10
"""Pictures in a row that cannot be decoded."""
LONGEST_SIDE = 4096
"""Pixels; larger pictures are shrunk, as codes are found no better in them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The newest picture: pixels a side, pictures a second, mean brightness from 0 to 1."""

    width: int = 0
    height: int = 0
    fps: float = 0.0
    light: float = 0.0


class CameraThread:
    """Gives pictures to the worker and to the preview. Start it once; it ends with the process."""

    def __init__(
        self,
        source: Callable[[], Source],
        asked: tuple[int, int],
        worker: Worker,
        preview: PreviewWriter,
        tell: Callable[[Camera], None],
    ) -> None:
        """``asked`` is width and height. ``tell`` is called with each change."""
        self._source = source
        self._asked = asked
        self._worker = worker
        self._preview = preview
        self._tell = tell
        self._told: Camera | None = None
        self._telling = threading.Lock()
        self.rest = Rest()
        self._retry_now = threading.Event()
        self._waits_since = 0.0
        self._waits_for = FIRST_S
        self.name = ""
        self.measured = Measured()

    def retry(self) -> None:
        """Something changed: open the camera now, if it is waited for."""
        self._retry_now.set()

    def run(self) -> None:
        """Until the process ends."""
        failures = 0
        while True:
            self._retry_now.clear()
            opened = time.monotonic()
            try:
                source = self._source()
                self.name = source.name
                self._use(source)
            except CameraError as error:
                self._say_away(error)
            except cv2.error as error:
                sentence = f"{self.name}: OpenCV fails with code {error.code}"
                self._say_away(CameraError(CameraReason.DRIVER, sentence))
            self._waits_since = 0.0
            # One that gave pictures for a while begins anew with the shortest wait.
            failures = 0 if time.monotonic() - opened > RETRY_S[-1] else failures + 1
            self._retry_now.wait(RETRY_S[min(failures, len(RETRY_S) - 1)])

    def overdue(self, now: float) -> float:
        """For how many seconds the camera has stood still beyond what it may; 0.0 for not.

        Says so to staff, in whatever thread asks, as the camera's own cannot.
        """
        since = self._waits_since
        over = now - since - self._waits_for if since else 0.0
        if over <= 0:
            return 0.0
        sentence = f"{self.name} does not answer: take its cable out and put it in again"
        self._say_away(CameraError(CameraReason.NO_ANSWER, sentence))
        return over

    def _use(self, source: Source) -> None:
        self._wait_for(FIRST_S)
        try:
            source.open()
            self._take(source, Health(source.name, self._asked, source.still_s))
        finally:
            self._waits_since = 0.0
            source.close()

    def _take(self, source: Source, health: Health) -> None:
        broken, first = 0, True
        while True:
            source.grab()
            self._wait_for(NEXT_S)
            now = time.monotonic()
            health.grabbed(now)
            wanted, closely = self._worker.watching, self._preview.wanted or self._worker.checking
            if not first and not self.rest.due(now, wanted=wanted, closely=closely):
                continue
            image = source.retrieve()
            if image is not None:
                broken, first = 0, False
                self._give(_bounded(image), now, health)
                continue
            broken += 1
            if broken > MOST_BROKEN:
                raise CameraError(
                    CameraReason.CORRUPT, f"{source.name} gives pictures that cannot be decoded"
                )

    def _give(self, image: Image, now: float, health: Health) -> None:
        small = small_grey(image)
        self.measured = _measured(image, small, health)
        try:
            flaw = health.look(image, small, now)
        except Unusable as error:
            self._say_away(error)
            return
        self._say(Camera(True, flaw.sentence, flaw.reason) if flaw else Camera(True))
        self._preview.write(image)
        search = self.rest.look(small, now)
        self._worker.offer(Frame(image, now), search=search)

    def _wait_for(self, seconds: float) -> None:
        self._waits_for = seconds
        self._waits_since = time.monotonic()

    def _say_away(self, error: CameraError) -> None:
        self._say(Camera(False, str(error)[:MOST_TROUBLE], error.reason))

    def _say(self, word: Camera) -> None:
        with self._telling:
            if word != self._told:
                self._told = word
                self._tell(word)


def _measured(image: Image, small: Grey, health: Health) -> Measured:
    height, width = image.shape[:2]
    return Measured(width, height, health.fps, float(small.mean()) / 255)


def _bounded(image: Image) -> Image:
    shrink = LONGEST_SIDE / max(image.shape[:2])
    if shrink >= 1:
        return image
    small = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)
