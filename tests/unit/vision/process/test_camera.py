"""The camera's thread: which pictures it decodes, and what it makes of those that do not come."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import cast

import cv2
import numpy as np
import pytest

from kiosk.devices.camera.base import Frame, Image
from kiosk.devices.camera.reasons import CameraError, CameraReason
from kiosk.vision.preview import PreviewKind, PreviewReader, new_memory
from kiosk.vision.process import camera as module
from kiosk.vision.process.camera import CameraThread
from kiosk.vision.process.describing import Describer
from kiosk.vision.process.preview_writer import PreviewWriter
from kiosk.vision.process.worker import Worker
from kiosk.vision.wire.framing import KioskGone
from kiosk.vision.wire.messages import Camera

SIZE = (640, 360)


class Counting:
    """A camera of two hundred pictures a second, noisy as a real one."""

    name = "counting"
    still_s = 5.0

    def __init__(self) -> None:
        self.opened = self.grabbed = self.retrieved = self.closed = 0
        self.broken = 0
        self.size = SIZE
        self.fault: CameraError | None = None
        self.misread = False
        self.stands = threading.Event()
        self.stands.set()
        self._rng = np.random.default_rng(5)

    def open(self) -> None:
        self.opened += 1
        if self.fault is not None:
            raise self.fault

    def grab(self) -> None:
        time.sleep(0.005)
        self.stands.wait(5)
        if self.fault is not None:
            raise self.fault
        self.grabbed += 1

    def retrieve(self) -> Image | None:
        self.retrieved += 1
        if self.broken:
            self.broken -= 1
            return None
        if self.misread:
            cv2.cvtColor(np.zeros((1, 1, 2), dtype=np.uint8), cv2.COLOR_BGR2GRAY)
        noise = self._rng.integers(0, 3, (self.size[1], self.size[0], 3), dtype=np.uint8)
        return noise + np.uint8(100)

    def close(self) -> None:
        self.closed += 1


class Desk:
    """The thread with a camera, a worker that only counts, and a preview."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.source = Counting()
        self.said: list[Camera] = []
        self.offered: list[tuple[Frame, bool]] = []
        self.gone = False
        self.memory = new_memory()
        self.preview = PreviewWriter(self.memory)
        nobody = cast(Describer, None)  # no face is looked at
        self.worker = Worker(
            False, 0.5, nobody, lambda word: None, lambda now: None, load=False, lit=True
        )
        monkeypatch.setattr(self.worker, "offer", self._offer)
        monkeypatch.setattr(module, "RETRY_S", (0.02, 0.04))
        self.camera = CameraThread(
            lambda: self.source, SIZE, self.worker, self.preview, self.said.append
        )
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with suppress(KioskGone):
            self.camera.run()

    def _offer(self, frame: Frame, *, search: bool) -> None:
        if self.gone:
            raise KioskGone
        self.offered.append((frame, search))

    def until(self, so: Callable[[], bool], within: float = 5) -> None:
        end = time.monotonic() + within
        while not so():
            assert time.monotonic() < end
            time.sleep(0.005)

    def end(self) -> None:
        self.gone, self.source.fault = True, None
        self.source.stands.set()
        self.camera.retry()
        self._thread.join(5)
        assert not self._thread.is_alive()
        os.close(self.memory)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(monkeypatch)
    made.until(lambda: bool(made.said))
    yield made
    made.end()


def test_pictures_that_nobody_needs_are_not_decoded(desk: Desk) -> None:
    assert desk.said == [Camera(True)]
    before = (desk.source.grabbed, desk.source.retrieved)
    desk.until(lambda: desk.source.grabbed > before[0] + 60)
    assert desk.source.retrieved - before[1] <= 2


def test_a_preview_gets_every_picture(desk: Desk) -> None:
    reader = PreviewReader(desk.memory)
    desk.preview.want(PreviewKind.CARD)
    before = (desk.source.grabbed, desk.source.retrieved)
    desk.until(lambda: desk.source.grabbed > before[0] + 40)
    assert desk.source.retrieved - before[1] >= 40
    assert reader.newest(0) is not None


def test_whoever_watches_is_offered_what_moves(desk: Desk) -> None:
    desk.worker.watch(1)
    desk.camera.rest.wake(time.monotonic())
    desk.until(lambda: sum(search for _, search in desk.offered) > 20)
    frame, _ = desk.offered[-1]
    assert frame.image.shape == (360, 640, 3)
    assert frame.taken <= time.monotonic()


def test_broken_pictures_are_passed_over_but_not_for_ever(desk: Desk) -> None:
    desk.preview.want(PreviewKind.CARD)
    desk.source.broken = 10
    desk.until(lambda: desk.source.broken == 0)
    assert desk.said == [Camera(True)]
    desk.source.broken = 11
    desk.until(lambda: len(desk.said) >= 2)
    sentence = "counting gives pictures that cannot be decoded"
    assert desk.said[1] == Camera(False, sentence, CameraReason.CORRUPT)
    desk.until(lambda: desk.said[-1] == Camera(True))
    assert desk.source.opened == 2


def test_a_camera_that_dies_is_closed_and_opened_again(desk: Desk) -> None:
    sentence = "take the cable out and put it in again"
    desk.source.fault = CameraError(CameraReason.NO_FRAMES, sentence)
    desk.until(lambda: desk.source.opened > 3)
    assert desk.said[1:] == [Camera(False, sentence, CameraReason.NO_FRAMES)]
    assert desk.source.closed >= desk.source.opened - 1
    desk.source.fault = None
    desk.until(lambda: desk.said[-1] == Camera(True))


def test_what_opencv_cannot_do_is_told_by_its_number(desk: Desk) -> None:
    desk.preview.want(PreviewKind.CARD)
    desk.source.misread = True
    desk.until(lambda: len(desk.said) >= 2)
    assert desk.said[1].reason is CameraReason.DRIVER
    assert desk.said[1].trouble.startswith("counting: OpenCV fails with code -")
    desk.source.misread = False
    desk.until(lambda: desk.said[-1] == Camera(True))


def test_a_sentence_that_is_too_long_is_cut(desk: Desk) -> None:
    desk.source.fault = CameraError(CameraReason.NOT_FOUND, "x" * 5000)
    desk.until(lambda: len(desk.said) >= 2)
    assert desk.said[1] == Camera(False, "x" * 500, CameraReason.NOT_FOUND)


def test_a_camera_of_another_size_sees_and_is_told(desk: Desk) -> None:
    desk.source.size = (800, 600)
    desk.until(lambda: len(desk.said) >= 2)
    assert (desk.said[1].sees, desk.said[1].reason) == (True, CameraReason.WRONG_SIZE)


@pytest.mark.slow
def test_a_camera_that_stands_still_is_told_by_whoever_asks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.camera.overdue(time.monotonic()) == 0
    monkeypatch.setattr(module, "NEXT_S", 0.1)
    before = desk.source.grabbed
    desk.until(lambda: desk.source.grabbed > before + 1)
    desk.source.stands.clear()
    desk.until(lambda: desk.camera.overdue(time.monotonic()) > 0)
    assert desk.said[-1] == Camera(
        False,
        "counting does not answer: take its cable out and put it in again",
        CameraReason.NO_ANSWER,
    )
    desk.source.stands.set()
    desk.until(lambda: desk.said[-1] == Camera(True))
    assert desk.camera.overdue(time.monotonic()) == 0


def test_pictures_of_no_use_are_told_and_not_looked_at(desk: Desk) -> None:
    desk.source.size = (100, 80)
    desk.until(lambda: len(desk.said) == 2)
    assert (desk.said[1].sees, "100×80" in desk.said[1].trouble) == (False, True)
    assert desk.said[1].reason is CameraReason.TOO_SMALL
    offered = len(desk.offered)
    desk.preview.want(PreviewKind.CARD)
    before = desk.source.retrieved
    desk.until(lambda: desk.source.retrieved > before + 5)
    assert len(desk.offered) == offered
    desk.source.size = SIZE
    desk.until(lambda: desk.said[-1] == Camera(True))


def test_huge_pictures_are_made_smaller(desk: Desk) -> None:
    desk.source.size = (8320, 1000)
    desk.preview.want(PreviewKind.CARD)
    desk.until(lambda: desk.offered[-1][0].image.shape == (492, 4096, 3))
    assert desk.camera.measured.width == 4096
