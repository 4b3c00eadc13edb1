"""The bridge between the visit's thread and the stage's."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.front import Front, Gesture, StaffCall
from kiosk.checkin.screens import (
    Back,
    EnterCode,
    NoDocument,
    ReadingCard,
    Welcome,
    Working,
)
from kiosk.errors import DeviceError
from kiosk.model.text import local
from kiosk.ui.engine import EngineThread
from kiosk.ui.front import GESTURES_KEPT, QtFront, _Work
from kiosk.ui.stage import Stage

Submit = Callable[[Coroutine[Any, Any, Any]], "Future[Any]"]


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(
        hospital=local("Bệnh viện", "Hospital"),
        desk=local("quầy 2", "desk 2"),
        languages=("vi", "en"),
        can_speak=True,
        arriving_ms=0,
    )


@pytest.fixture
def engine(qtbot: QtBot) -> Iterator[EngineThread]:
    engine = EngineThread()
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture
def front(stage: Stage) -> QtFront:
    return QtFront(stage)


def shown(qtbot: QtBot, stage: Stage, page: str) -> None:
    qtbot.waitUntil(lambda: stage.property("page") == page, timeout=2000)


async def beat(front: Front) -> None:
    """Let everything that is on its way into the loop arrive."""
    for _ in range(3):
        await asyncio.sleep(0)


def test_an_answer_comes_back_to_the_visit(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    a_front: Front = front
    asked = engine.submit(a_front.ask(Welcome()))
    shown(qtbot, stage, "Welcome")
    stage.answer("type")
    assert asked.result(2) is NoDocument.TYPE


def test_the_stage_is_touched_in_the_main_thread_only(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    seen: list[str] = []
    stage.pageChanged.connect(lambda: seen.append(threading.current_thread().name))
    front.presenting.connect(lambda page: seen.append(page))

    async def visit() -> None:
        front.show(Working(Step.FIND))

    engine.submit(visit()).result(2)
    assert seen == []
    shown(qtbot, stage, "Working")
    assert seen == ["Working", threading.main_thread().name]


def test_a_tap_on_a_page_that_is_gone_answers_nothing(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    first = engine.submit(front.ask(EnterCode()))
    shown(qtbot, stage, "EnterCode")
    first.cancel()
    asked: list[asyncio.Task[Any]] = []

    async def next_page() -> None:
        asked.append(asyncio.create_task(front.ask(EnterCode())))
        await asyncio.sleep(0)

    async def answers() -> list[object]:
        return [task.result() if task.done() else None for task in asked]

    engine.submit(next_page()).result(2)
    # Qt has not run since: the old page is still up, and is tapped.
    stage.answer("back")
    assert engine.submit(answers()).result(2) == [None]
    with qtbot.waitSignal(stage.modelChanged, timeout=2000):
        pass
    stage.answer("12345678")
    qtbot.waitUntil(lambda: engine.submit(answers()).result(2) == ["12345678"], timeout=2000)


def test_a_page_that_only_shows_is_not_answered(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    asked = engine.submit(front.ask(EnterCode()))
    shown(qtbot, stage, "EnterCode")

    async def show() -> None:
        front.show(Working(Step.FIND))

    engine.submit(show()).result(2)
    stage.answered.emit(Back.BACK)
    engine.submit(beat(front)).result(2)
    assert not asked.done()
    shown(qtbot, stage, "Working")
    stage.answered.emit(Back.BACK)
    engine.submit(beat(front)).result(2)
    assert not asked.done()


def test_language_follows_the_patient_and_goes_home_with_them(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    assert front.language == "vi"
    stage.setLanguage("en")
    assert front.language == "en"

    async def forget() -> str:
        front.forget()
        return front.language

    assert engine.submit(forget()).result(2) == "vi"
    qtbot.waitUntil(lambda: stage.property("language") == "vi", timeout=2000)
    assert front.language == "vi"


@pytest.mark.parametrize(
    ("do", "gesture"),
    [
        (Stage.cancel, Gesture.CANCEL),
        (Stage.callStaff, Gesture.CALL_STAFF),
        (Stage.touch, Gesture.TOUCH),
    ],
)
def test_gestures_arrive(
    front: QtFront,
    stage: Stage,
    engine: EngineThread,
    qtbot: QtBot,
    do: Callable[[Stage], None],
    gesture: Gesture,
) -> None:
    engine.submit(front.ask(EnterCode()))
    shown(qtbot, stage, "EnterCode")
    waiting = engine.submit(front.gesture())
    do(stage)
    assert waiting.result(2) is gesture


def test_touches_are_merged_and_push_nothing_out(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    engine.submit(front.ask(EnterCode()))
    shown(qtbot, stage, "EnterCode")
    for _ in range(100):
        stage.touch()
    for _ in range(100):
        stage.cancel()

    async def gestures() -> list[Gesture]:
        got: list[Gesture] = []
        while True:
            try:
                got.append(await asyncio.wait_for(front.gesture(), 0.05))
            except TimeoutError:
                return got

    assert engine.submit(gestures()).result(2) == (
        [Gesture.TOUCH] + [Gesture.CANCEL] * (GESTURES_KEPT - 1)
    )


def test_the_last_patients_cancel_does_not_end_the_next_visit(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    engine.submit(front.ask(EnterCode()))
    shown(qtbot, stage, "EnterCode")
    stage.cancel()

    async def forget() -> None:
        await beat(front)
        front.forget()

    engine.submit(forget()).result(2)
    stage.cancel()  # the page is still up: Qt has not run since
    waiting = engine.submit(front.gesture())
    engine.submit(beat(front)).result(2)
    assert not waiting.done()
    shown(qtbot, stage, "")
    stage.touch()
    assert waiting.result(2) is Gesture.TOUCH


def test_a_notice_goes_by_itself(
    front: QtFront,
    stage: Stage,
    engine: EngineThread,
    qtbot: QtBot,
) -> None:
    front._main_notice.setInterval(60)

    async def tell() -> None:
        front.show(Working(Step.FIND))
        front.tell(FAILURES["not-a-document"])

    engine.submit(tell()).result(2)
    qtbot.waitUntil(lambda: bool(stage.property("notice")), timeout=2000)
    assert stage.property("page") == "Working"
    qtbot.waitUntil(lambda: stage.property("notice") == {}, timeout=2000)


def test_warnings_and_staff_calls_are_shown_and_forgotten(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    async def interrupt() -> None:
        front.show(Working(Step.FIND))
        front.warn_idle(30)
        front.staff_call(StaffCall.SENT)

    async def forget() -> None:
        front.forget()

    engine.submit(interrupt()).result(2)
    qtbot.waitUntil(lambda: stage.property("staffCall") == "sent", timeout=2000)
    assert stage.property("idle")["seconds"] == 30
    engine.submit(forget()).result(2)
    shown(qtbot, stage, "")
    assert (stage.property("idle"), stage.property("staffCall")) == ({}, "none")


def test_progress_reaches_the_page_from_any_thread_as_its_newest_value(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    engine.submit(front.ask(ReadingCard()))
    shown(qtbot, stage, "ReadingCard")
    heard: list[float] = []
    stage.workChanged.connect(lambda: heard.append(stage.property("work")))

    def read() -> None:
        for share in range(1001):
            front.progress(share / 1000)

    reading = threading.Thread(target=read)
    reading.start()
    reading.join(5)
    assert heard == []  # Qt has not run since
    qtbot.waitUntil(lambda: stage.property("work") == 1.0, timeout=2000)
    assert heard == [1.0]
    front.progress(0.5)
    qtbot.waitUntil(lambda: heard == [1.0, 0.5], timeout=2000)


def test_the_progress_of_a_page_that_is_gone_is_not_that_of_the_next(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    asked = engine.submit(front.ask(ReadingCard()))
    shown(qtbot, stage, "ReadingCard")
    heard: list[float] = []
    stage.workChanged.connect(lambda: heard.append(stage.property("work")))

    async def again() -> None:
        front.progress(0.7)
        asked.cancel()
        task = asyncio.ensure_future(front.ask(ReadingCard()))
        await asyncio.sleep(0)
        front.progress(0.2)
        task.cancel()

    engine.submit(again()).result(2)
    qtbot.waitUntil(lambda: stage.property("work") == 0.2, timeout=2000)
    assert heard == [0.7, 0.0, 0.2]
    gone = front._main_work
    front._main_present(ReadingCard(), 99, _Work())
    gone.share = 0.9
    front._main_progress(gone)
    assert stage.property("work") == 0.0


@pytest.mark.parametrize(
    ("share", "shown_as"), [(-0.5, 0.0), (1.5, 1.0), (float("nan"), 0.0), (0.25, 0.25)]
)
def test_no_share_is_less_than_nothing_or_more_than_all(
    stage: Stage, share: float, shown_as: float
) -> None:
    stage.set_work(0.5)
    stage.set_work(share)
    assert stage.property("work") == shown_as


class FakeSpeaker:
    """Says nothing, slowly, and remembers it."""

    available = True

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.cut = 0

    async def say(self, text: str, language: str) -> None:
        self.said.append((text, language))
        if text == "broken":
            raise DeviceError("planned")
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cut += 1
            raise

    async def stop(self) -> None:
        raise AssertionError("the front cancels what it started")


def test_reads_the_page_aloud_until_the_next_page(
    stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    speaker = FakeSpeaker()
    front = QtFront(stage, speaker)
    engine.submit(front.ask(Welcome()))
    shown(qtbot, stage, "Welcome")
    stage.readAloud()
    qtbot.waitUntil(lambda: len(speaker.said) == 1, timeout=2000)
    text, language = speaker.said[0]
    assert text
    assert language == "vi"
    stage.readAloud()
    qtbot.waitUntil(lambda: (len(speaker.said), speaker.cut) == (2, 1), timeout=2000)
    engine.submit(front.ask(EnterCode()))
    qtbot.waitUntil(lambda: speaker.cut == 2, timeout=2000)


def test_a_voice_that_fails_is_heard_of_and_ends_nothing(
    stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    front = QtFront(stage, FakeSpeaker())
    asked = engine.submit(front.ask(Welcome()))
    shown(qtbot, stage, "Welcome")
    with qtbot.waitSignal(engine.stray, timeout=2000) as blocker:
        stage.speechWanted.emit("broken", "vi")
    assert isinstance(blocker.args[0], DeviceError)
    assert not asked.done()


def test_taps_when_no_visit_listens_are_no_error(
    front: QtFront, stage: Stage, engine: EngineThread, qtbot: QtBot
) -> None:
    stage.touch()
    engine.submit(front.ask(Welcome()))
    shown(qtbot, stage, "Welcome")
    engine.stop()
    stage.touch()
    stage.answer("type")
