"""The heartbeat: all of screen, engine and journal, or none. Each is hung for real."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.checkin.front import Front
from kiosk.checkin.in_service import Cause
from kiosk.checkin.screens import OutOfOrder, Welcome
from kiosk.model.text import local
from kiosk.ui.engine import EngineThread
from kiosk.ui.front import QtFront
from kiosk.ui.pulse import Answer, Heartbeat
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

    def longest_gap(self) -> float:
        return max(b - a for a, b in zip(self.beats, self.beats[1:], strict=False))

    def silent_parts(self) -> set[str]:
        return {part for _, part in self.silences}


def page_of(stage: Stage) -> str:
    return str(stage.page)


@pytest.fixture
def journal() -> Worker:
    return Worker()


@pytest.fixture
def heard(journal: Worker) -> Heard:
    return Heard(journal)


def go(heard: Heard, seconds: float, begin: Callable[[], None] = lambda: None) -> None:
    async def visits(front: Front) -> None:
        page = asyncio.create_task(front.ask(Welcome()))
        async with asyncio.timeout(20):
            while not heard.beats:
                await asyncio.sleep(0.01)
        begin()
        await asyncio.sleep(seconds)
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
    go(heard, 0.4)
    assert len(heard.beats) >= 4
    assert heard.others == ["first-page", "stopping"]


def test_a_window_that_nobody_can_see_counts_as_alive(qtbot: QtBot, heard: Heard) -> None:
    """A compositor that has put the screen to sleep draws nothing."""
    hiding = QTimer(singleShot=True, interval=150)
    hidden: list[float] = []

    def hide() -> None:
        [view] = [one for one in QGuiApplication.topLevelWindows() if one.isVisible()]
        view.setVisible(False)
        hidden.append(time.monotonic())

    hiding.timeout.connect(hide)
    hiding.start()
    go(heard, 0.8)
    assert len([beat for beat in heard.beats if beat > hidden[0]]) >= 2


@pytest.mark.slow
def test_a_journal_that_hangs_stops_the_beat_and_is_named(
    qtbot: QtBot, heard: Heard, journal: Worker
) -> None:
    go(heard, 1.5 * HANG_S, lambda: journal.ask(lambda: time.sleep(HANG_S)))
    assert heard.longest_gap() >= HANG_S - 2 * PERIOD_S
    assert "journal" in heard.silent_parts()
    assert heard.beats[-1] > heard.silences[-1][0], "it beats again once all answer"


@pytest.mark.slow
def test_an_engine_that_hangs_stops_the_beat_and_is_named(qtbot: QtBot, heard: Heard) -> None:
    go(heard, HANG_S / 2, lambda: time.sleep(HANG_S))
    assert heard.longest_gap() >= HANG_S - 2 * PERIOD_S
    assert "engine" in heard.silent_parts()
    assert heard.beats[-1] > heard.silences[-1][0]


@pytest.mark.slow
def test_a_screen_that_hangs_stops_the_beat(qtbot: QtBot, heard: Heard) -> None:
    """Nobody in Qt's thread can say so; that its rounds stop is seen from the engine's."""
    hang = QTimer(singleShot=True, interval=200)
    hang.timeout.connect(lambda: time.sleep(HANG_S))
    hang.start()
    go(heard, 1.5 * HANG_S + 0.3)
    assert heard.longest_gap() >= HANG_S - 2 * PERIOD_S
    assert max(b - a for a, b in zip(heard.began, heard.began[1:], strict=False)) >= HANG_S * 0.9


@pytest.fixture
def presented(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    shown: list[object] = []
    present = Stage.present

    def noted(stage: Stage, screen: object) -> None:
        shown.append(screen)
        present(stage, screen)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(Stage, "present", noted)
    return shown


@pytest.mark.slow
def test_while_the_engine_hangs_the_pages_say_out_of_order(
    qtbot: QtBot, heard: Heard, presented: list[object]
) -> None:
    go(heard, HANG_S / 2, lambda: time.sleep(HANG_S))
    kinds = [type(screen) for screen in presented]
    assert kinds[:3] == [Welcome, OutOfOrder, Welcome]
    page = presented[1]
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
