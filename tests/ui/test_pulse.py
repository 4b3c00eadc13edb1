"""The heartbeat: all of screen, engine and journal, or none. Each is hung for real."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.checkin.front import Front
from kiosk.checkin.in_service import Cause
from kiosk.checkin.screens import OutOfOrder, Welcome
from kiosk.model.text import local
from kiosk.ui.engine import EngineThread
from kiosk.ui.front import QtFront
from kiosk.ui.pulse import Answer, Heartbeat, Pulse
from kiosk.ui.stage import Stage
from kiosk.ui.window import Place, run

PERIOD_S = 0.1
HANG_S = 0.8
PLACE = Place(local("Bệnh viện Hồ Sen", "Ho Sen"), local("quầy 2", "desk 2"), ("vi", "en"))


class Worker:
    """A part with a thread of its own, as the journal is."""

    def __init__(self) -> None:
        self._given: list[Callable[[], None]] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def ask(self, answer: Answer) -> None:
        with self._changed:
            self._given.append(answer)
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._given)
                job = self._given.pop(0)
            job()
            del job


class Heard:
    """What the heartbeat told, with its times."""

    def __init__(self, journal: Worker) -> None:
        self.beats: list[float] = []
        self.silences: list[tuple[float, str]] = []
        self.began: list[float] = []
        self.others: list[str] = []
        self.heartbeat = Heartbeat(
            PERIOD_S,
            {"journal": journal.ask},
            began=lambda: self.began.append(time.monotonic()),
            beat=lambda: self.beats.append(time.monotonic()),
            silent=lambda part: self.silences.append((time.monotonic(), part)),
            first_page=lambda: self.others.append("first-page"),
            stopping=lambda: self.others.append("stopping"),
        )

    def silent_parts(self) -> set[str]:
        return {part for _, part in self.silences}

    def beats_since(self, moment: float) -> int:
        return sum(beat > moment for beat in self.beats)


class Hang:
    """A real one: whoever calls it stands still."""

    def __init__(self) -> None:
        self.began = self.ended = 0.0

    def __call__(self) -> None:
        self.began = time.monotonic()
        time.sleep(HANG_S)
        self.ended = time.monotonic()

    def over(self, heard: Heard) -> bool:
        """Whether there was a beat after it."""
        return self.ended > 0 and heard.beats_since(self.ended) > 0

    def beats(self, heard: Heard) -> int:
        """While it lasted; one may be of a round that was under way."""
        return heard.beats_since(self.began) - heard.beats_since(self.ended)


class QtThread(QObject):
    """Runs what it is given in Qt's thread."""

    do = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.do.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()


def page_of(stage: Stage) -> str:
    return str(stage.page)


@pytest.fixture
def journal() -> Worker:
    return Worker()


@pytest.fixture
def heard(journal: Worker) -> Heard:
    return Heard(journal)


def go(heard: Heard, done: Callable[[], bool], begin: Callable[[], None] = lambda: None) -> None:
    """Run a kiosk; ``begin`` in the engine's thread once it lives, and end it when ``done``."""

    async def visits(front: Front) -> None:
        page = asyncio.create_task(front.ask(Welcome()))
        async with asyncio.timeout(60):
            while len(heard.beats) < 2 or "first-page" not in heard.others:
                await asyncio.sleep(0.01)
            begin()
            while not done():
                await asyncio.sleep(0.01)
        page.cancel()

    run(
        visits,
        PLACE,
        now=lambda: datetime(2026, 11, 23, 7, 42, tzinfo=UTC),
        on_stray=lambda error: None,
        windowed=(540, 960),
        heartbeat=heard.heartbeat,
    )


def test_a_kiosk_that_lives_beats_from_its_first_page_to_its_end(
    qtbot: QtBot, heard: Heard
) -> None:
    go(heard, lambda: len(heard.beats) >= 4)
    assert heard.others == ["first-page", "stopping"]


def test_frames_drawn_at_once_are_one_first_page(qtbot: QtBot, heard: Heard) -> None:
    """What each of them told is in the queue by the time the first is heard of."""
    window = QQuickWindow()
    pulse = Pulse(window, lambda: True, heard.heartbeat, lambda answer: None)
    for _ in range(3):
        window.frameSwapped.emit()
    QCoreApplication.processEvents()
    pulse.stop()
    assert heard.others == ["first-page"]


def test_a_window_that_nobody_can_see_counts_as_alive(qtbot: QtBot, heard: Heard) -> None:
    """A compositor that has put the screen to sleep draws nothing."""
    qt, hidden = QtThread(), list[float]()

    def hide() -> None:
        [view] = [one for one in QGuiApplication.topLevelWindows() if one.isVisible()]
        view.setVisible(False)
        hidden.append(time.monotonic())

    go(
        heard,
        lambda: bool(hidden) and heard.beats_since(hidden[0]) >= 2,
        lambda: qt.do.emit(hide),
    )


@pytest.mark.slow
def test_a_journal_that_hangs_stops_the_beat_and_is_named(
    qtbot: QtBot, heard: Heard, journal: Worker
) -> None:
    hang = Hang()
    go(heard, lambda: hang.over(heard), lambda: journal.ask(hang))
    assert hang.beats(heard) <= 1
    assert "journal" in heard.silent_parts()


@pytest.mark.slow
def test_an_engine_that_hangs_stops_the_beat_and_is_named(qtbot: QtBot, heard: Heard) -> None:
    hang = Hang()
    go(heard, lambda: hang.over(heard), hang)
    assert hang.beats(heard) <= 1
    assert "engine" in heard.silent_parts()


@pytest.mark.slow
def test_a_screen_that_hangs_stops_the_beat(qtbot: QtBot, heard: Heard) -> None:
    """Nobody in Qt's thread can say so; that its rounds stop is seen from the engine's."""
    qt, hang = QtThread(), Hang()
    go(heard, lambda: hang.over(heard), lambda: qt.do.emit(hang))
    assert hang.beats(heard) == 0
    assert not [begun for begun in heard.began if hang.began < begun < hang.ended]


@pytest.fixture
def presented(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, object]]:
    """Each page that comes, with its time."""
    shown: list[tuple[float, object]] = []
    present = Stage.present

    def noted(stage: Stage, screen: object) -> None:
        shown.append((time.monotonic(), screen))
        present(stage, screen)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(Stage, "present", noted)
    return shown


@pytest.mark.slow
def test_while_the_engine_hangs_the_pages_say_out_of_order(
    qtbot: QtBot, heard: Heard, presented: list[tuple[float, object]]
) -> None:
    hang = Hang()
    go(heard, lambda: hang.over(heard) and isinstance(presented[-1][1], Welcome), hang)
    page = [screen for moment, screen in presented if moment < hang.ended][-1]
    assert isinstance(page, OutOfOrder)
    assert page.cause is Cause.ENGINE_STUCK
    assert page.desk.get("en") == "desk 2"


def test_a_page_that_comes_meanwhile_is_not_overwritten(qtbot: QtBot) -> None:
    stage = Stage(hospital=PLACE.hospital, desk=PLACE.desk, languages=("vi", "en"), arriving_ms=0)
    front = QtFront(stage)
    engine = EngineThread()
    engine.start()
    try:
        out = OutOfOrder(Cause.ENGINE_STUCK, PLACE.desk, local("", ""))
        front.stuck(out)
        assert page_of(stage) == "OutOfOrder"
        stage.answer("type")
        asking = engine.submit(front.ask(Welcome()))
        qtbot.waitUntil(lambda: page_of(stage) == "Welcome")
        front.stuck(out)
        front.answers_again()
        assert page_of(stage) == "Welcome"
        front.answers_again()
        stage.answer("type")
        assert asking.result(5)
    finally:
        engine.stop()


def test_a_stuck_engine_without_a_page_leaves_none_behind(qtbot: QtBot) -> None:
    stage = Stage(hospital=PLACE.hospital, desk=PLACE.desk, languages=("vi", "en"), arriving_ms=0)
    front = QtFront(stage)
    front.stuck(OutOfOrder(Cause.ENGINE_STUCK, PLACE.desk, local("", "")))
    front.answers_again()
    assert page_of(stage) == ""
