"""Who gets the worker's time: codes and faces in turn, in the newest picture."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.camera.base import Frame
from kiosk.devices.camera.codes import Found
from kiosk.devices.camera.desk import desks, held_up
from kiosk.errors import DeviceError
from kiosk.model.face import FaceGuide, FaceOutcome, FaceUnreadable, FaceVerdict
from kiosk.model.guidance import FaceHint
from kiosk.vision.process import faces as faces_module
from kiosk.vision.process import worker as module
from kiosk.vision.process.describing import Describer
from kiosk.vision.process.worker import Worker
from kiosk.vision.sight import MOST_CODES
from kiosk.vision.wire.framing import KioskGone
from kiosk.vision.wire.messages import Check, Guided, Judged, Loading, Refer, Referred, Saw

Draw = Callable[[str | bytes], NDArray[np.uint8]]
Word = Saw | Referred | Guided | Judged


class ScriptedCheck:
    """Judges at the third look."""

    looked: list[float]

    def __init__(self, reference: object, liveness: object, **how: object) -> None:
        self.looked = []
        self.reference = reference
        assert how["threshold"] == 0.37

    def look(self, image: object, taken: float) -> FaceGuide | FaceVerdict:
        self.looked.append(taken)
        if len(self.looked) < 3:
            return FaceGuide(FaceHint.GOOD, 0.5)
        outcome = FaceOutcome.CAPTURED if self.reference is None else FaceOutcome.MATCHED
        return FaceVerdict(outcome, 0.25)


class Describing:
    """Instead of the process that describes."""

    def __init__(self) -> None:
        self.forgot = 0

    def load(self) -> None:
        pass

    def forget(self) -> None:
        self.forgot += 1


def template(picture: bytes) -> object:
    if picture == b"none":
        raise FaceUnreadable("no-face")
    return picture


class Looking:
    """A worker in its thread, and what it tells."""

    def __init__(self) -> None:
        self.told: list[Word] = []
        self.loading: list[bool] = []
        self.woken: list[float] = []
        self.gone = False
        self.describing = Describing()
        describer = cast(Describer, self.describing)
        self.worker = Worker(
            True, 0.37, describer, self._tell, self.woken.append, load=False, lit=True
        )
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _tell(self, word: Word | Loading) -> None:
        if self.gone:
            raise KioskGone
        if isinstance(word, Loading):
            self.loading.append(word.begins)
        else:
            self.told.append(word)

    def _run(self) -> None:
        with suppress(KioskGone):
            self.worker.run()

    def end(self) -> None:
        self.gone = True
        self.worker.order(Refer(99, b"none"))
        self._thread.join(5)
        assert not self._thread.is_alive()

    def offers(
        self, image: NDArray[np.uint8], until: Callable[[], bool], search: bool = True
    ) -> int:
        """The same picture again and again, until it is so; how often."""
        end = time.monotonic() + 5
        for turn in range(10_000):
            if until():
                return turn
            assert time.monotonic() < end
            self.worker.offer(Frame(image, time.monotonic()), search=search)
            time.sleep(0.005)
        raise AssertionError

    def of(self, kind: type) -> list[Word]:
        return [word for word in self.told if isinstance(word, kind)]


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looking]:
    monkeypatch.setattr(faces_module, "FaceCheck", ScriptedCheck)
    monkeypatch.setattr(faces_module, "template", template)
    monkeypatch.setattr(faces_module, "run_by", lambda network: None)
    monkeypatch.setattr(module, "WAIT_S", 0.02)
    made = Looking()
    yield made
    made.end()


@pytest.fixture
def card(qr_picture: Draw) -> NDArray[np.uint8]:
    return held_up(qr_picture("HEN:1"), 0.7, 0, 0, (1280, 720))


def test_codes_are_looked_for_while_they_are_wanted(
    looking: Looking, card: NDArray[np.uint8]
) -> None:
    desk = desks(1280, 720)[0]
    looking.worker.offer(Frame(card, 1.0), search=True)
    looking.worker.watch(7)
    looking.offers(desk, lambda: len(looking.told) > 0)
    looking.offers(card, lambda: any(isinstance(w, Saw) and w.codes for w in looking.told))
    first, *_, last = looking.told
    assert isinstance(first, Saw)
    assert isinstance(last, Saw)
    assert (first.watch, first.codes) == (7, ())
    assert [(code.symbology, code.data) for code in last.codes] == [("QR", b"HEN:1")]
    assert last.codes[0].area > 10_000
    looking.worker.watch(0)
    time.sleep(0.1)
    looking.told.clear()
    looking.worker.offer(Frame(card, 2.0), search=True)
    time.sleep(0.1)
    assert looking.told == []


@pytest.mark.slow
def test_empty_pictures_are_told_now_and_then(looking: Looking) -> None:
    desk = desks(1280, 720)[0]
    looking.worker.watch(1)
    end = time.monotonic() + 0.6
    offered = looking.offers(desk, lambda: time.monotonic() > end)
    assert offered > 30
    assert 2 <= len(looking.told) <= 4


def test_a_picture_that_is_not_worth_it_is_not_searched(
    looking: Looking, card: NDArray[np.uint8]
) -> None:
    looking.worker.watch(1)
    end = time.monotonic() + 0.2
    looking.offers(card, lambda: time.monotonic() > end, search=False)
    assert looking.told == []


def test_a_sheet_full_of_codes_is_told_in_part(looking: Looking, qr_picture: Draw) -> None:
    sheet = np.full((720, 1280, 3), 255, dtype=np.uint8)
    for place in range(12):
        code = qr_picture(f"HEN:{place}")[::2, ::2]
        top, left = 170 * (place // 4) + 20, 300 * (place % 4) + 20
        sheet[top : top + code.shape[0], left : left + code.shape[1]] = code
    looking.worker.watch(1)
    looking.offers(sheet, lambda: any(isinstance(w, Saw) and w.codes for w in looking.told))
    saws = [word for word in looking.told if isinstance(word, Saw)]
    assert max(len(saw.codes) for saw in saws) == MOST_CODES


def test_a_face_is_guided_and_judged_while_codes_are_read(
    looking: Looking, card: NDArray[np.uint8]
) -> None:
    looking.worker.watch(3)
    looking.worker.order(Refer(1, b"picture"))
    looking.worker.order(Check(2, 1, False))
    assert looking.worker.checking
    looking.offers(card, lambda: bool(looking.of(Judged)) and bool(looking.of(Saw)))
    assert looking.of(Referred) == [Referred(1, "")]
    assert looking.of(Guided) == [Guided(2, FaceHint.GOOD, 0.5)], "what is the same is told once"
    assert looking.of(Judged) == [Judged(2, FaceOutcome.MATCHED, 0.25, b"")]
    assert not looking.worker.checking


def test_pictures_without_a_face_and_forgotten_ones(looking: Looking) -> None:
    looking.worker.order(Refer(1, b"none"))
    looking.worker.order(Refer(2, b"picture"))
    looking.worker.order(None)
    looking.worker.order(Check(3, 2, False))
    desk = desks(1280, 720)[0]
    looking.offers(desk, lambda: bool(looking.of(Judged)))
    assert looking.of(Referred) == [Referred(1, "no-face"), Referred(2, "")]
    assert looking.of(Judged) == [Judged(3, FaceOutcome.AWAY, None, b"")]
    assert looking.describing.forgot == 1


def test_a_try_without_pictures_ends(looking: Looking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces_module, "AWAY_S", 0.1)
    looking.worker.order(Check(1, 0, False))
    end = time.monotonic() + 3
    while not looking.told and time.monotonic() < end:
        time.sleep(0.01)
    assert looking.told == [Judged(1, FaceOutcome.AWAY, None, b"")]
    assert not looking.worker.checking


def test_a_try_that_was_stopped_says_nothing_more(looking: Looking) -> None:
    desk = desks(1280, 720)[0]
    looking.worker.order(Check(1, 0, False))
    looking.offers(desk, lambda: bool(looking.of(Guided)))
    looking.worker.order(1)
    looking.worker.order(Check(2, 0, True))
    looking.offers(desk, lambda: bool(looking.of(Judged)))
    assert [word.check for word in looking.told if isinstance(word, Judged)] == [2]


def test_work_that_takes_too_long_is_noticed(
    looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk, *_) = desks(1280, 720)
    looking.worker.watch(1)
    looking.offers(desk, lambda: bool(looking.of(Saw)))  # the first search may take longer
    free = threading.Event()
    monkeypatch.setattr(module, "LOOK_S", 0.05)

    def search(*_: object) -> Found:
        free.wait(5)
        return Found((), None)

    monkeypatch.setattr(looking.worker._search, "search", search)
    assert looking.worker.busy(time.monotonic()) == 0
    looking.worker.offer(Frame(desk, 1.0), search=True)
    end = time.monotonic() + 3
    while not looking.worker.busy(time.monotonic()) > 0.1 and time.monotonic() < end:
        time.sleep(0.01)
    assert looking.worker.busy(time.monotonic()) > 0.1
    free.set()


def test_the_kiosk_is_told_before_and_after_what_loads(looking: Looking) -> None:
    (desk, *_) = desks(1280, 720)
    looking.worker.watch(1)
    looking.offers(desk, lambda: bool(looking.of(Saw)))
    assert looking.loading == [True, False], "the first search"
    looking.worker.order(Refer(1, b"a face"))
    looking.offers(desk, lambda: bool(looking.of(Referred)))
    assert looking.loading == [True, False, True, False], "the models of faces"
    looking.worker.order(Refer(2, b"a face"))
    looking.offers(desk, lambda: len(looking.of(Referred)) == 2)
    assert len(looking.loading) == 4


@pytest.mark.parametrize("error", [DeviceError("damaged"), BrokenPipeError(), ImportError()])
def test_codes_are_read_where_faces_cannot_be_had(
    monkeypatch: pytest.MonkeyPatch, looking: Looking, qr_picture: Draw, error: Exception
) -> None:
    def fails(self: object) -> None:
        raise error

    monkeypatch.setattr(faces_module.Faces, "load", fails)
    card = held_up(qr_picture("HEN:1"), 0.6, 0.0, 0, (1280, 720))
    looking.worker.watch(1)
    looking.worker.order(Refer(1, b"a face"))
    looking.worker.order(Check(2, 0, False))
    looking.worker.order(None)
    looking.offers(card, lambda: any(isinstance(w, Saw) and w.codes for w in looking.told))
    assert looking.of(Referred) == [Referred(1, "away")]
    assert looking.of(Judged) == [Judged(2, FaceOutcome.AWAY, None, b"")]
    assert not looking.worker.checking
