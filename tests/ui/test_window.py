"""The kiosk's window and its run, from the first picture to a good end."""

import asyncio
import gc
import os
import signal
import threading
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import Step
from kiosk.checkin.front import Front
from kiosk.checkin.screens import EnterCode, Welcome, Working
from kiosk.errors import KioskError
from kiosk.model.text import local
from kiosk.ui import kiosk_window
from kiosk.ui.application import FAMILY, application, load_fonts, software_renderer
from kiosk.ui.dock import Controls, DockFeed, DockParts
from kiosk.ui.engine import EngineThread
from kiosk.ui.frames import FrameLog
from kiosk.ui.front import QtFront
from kiosk.ui.kiosk_window import KioskWindow
from kiosk.ui.stage import Stage
from kiosk.ui.window import Place, run

NOW = datetime(2026, 11, 23, 7, 42, tzinfo=UTC)
PLACE = Place(local("Bệnh viện Hồ Sen", "Ho Sen"), local("quầy 2", "desk 2"), ("vi", "en"))
SIZE = (540, 960)


def go(visits: Callable[[Front], Any], **more: Any) -> list[BaseException]:
    strays: list[BaseException] = []
    given: dict[str, Any] = {"windowed": SIZE, "now": lambda: NOW, "on_stray": strays.append}
    run(visits, PLACE, **(given | more))
    assert "engine" not in [thread.name for thread in threading.enumerate()]
    return strays


def kiosk_view() -> Any:
    [view] = [w for w in QGuiApplication.topLevelWindows() if w.isVisible()]
    return view


def test_runs_until_the_visits_end(qtbot: QtBot, tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    frames = FrameLog()
    first: list[int] = []

    async def visits(front: Front) -> None:
        page = asyncio.create_task(front.ask(Welcome()))
        await asyncio.sleep(0.2)
        page.cancel()
        front.show(Working(Step.FIND))
        await asyncio.sleep(0.2)

    strays = go(
        visits, frames=frames, screenshots=shots, on_first_frame=lambda: first.append(len(first))
    )
    assert strays == []
    assert [file.name for file in sorted(shots.iterdir())] == ["01-Welcome.png", "02-Working.png"]
    pictures = [QImage(str(file)) for file in sorted(shots.iterdir())]
    assert [(p.width(), p.height()) for p in pictures] == [SIZE, SIZE]
    assert pictures[0] != pictures[1]
    assert first == [0]
    assert frames.first_frame is not None
    assert [change.page for change in frames.page_changes] == ["Welcome", "Working"]
    assert all(0 < change.milliseconds < 2000 for change in frames.page_changes)
    assert len(frames.frames) >= 2


def test_an_error_of_the_visits_ends_the_run_and_is_raised(qtbot: QtBot) -> None:
    async def visits(front: Front) -> None:
        raise LookupError("planned")

    with pytest.raises(LookupError, match="planned"):
        go(visits)


def test_an_error_beside_the_visits_is_heard_of_and_ends_nothing(qtbot: QtBot) -> None:
    async def breaks() -> None:
        raise LookupError("planned")

    async def visits(front: Front) -> None:
        task = asyncio.create_task(breaks())
        await asyncio.sleep(0)
        del task
        await asyncio.sleep(0.1)

    [stray] = go(visits)
    assert isinstance(stray, LookupError)


class Waiting:
    """Visits that go on until they are told to end."""

    def __init__(self, do: Callable[[], object]) -> None:
        self.do = do
        self.cleaned = False

    async def __call__(self, front: Front) -> None:
        try:
            async with asyncio.timeout(10):
                page = asyncio.create_task(front.ask(EnterCode()))
                await asyncio.sleep(0.1)
                self.do()
                await page
        finally:
            await asyncio.sleep(0.01)
            self.cleaned = True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(qtbot: QtBot, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    waiting = Waiting(lambda: os.kill(os.getpid(), number))
    go(waiting)
    assert waiting.cleaned
    assert signal.getsignal(number) is before


def test_escape_ends_a_testers_window(qtbot: QtBot) -> None:
    escape = QTimer(interval=100)
    escape.timeout.connect(lambda: QTest.keyClick(kiosk_view(), Qt.Key.Key_Escape))
    waiting = Waiting(lambda: None)
    escape.start()
    go(waiting)
    escape.stop()
    assert waiting.cleaned


def test_opens_the_dock_and_passes_the_pages_through_it(qtbot: QtBot) -> None:
    feed = DockFeed()
    seen: list[str] = []
    feed.happened.connect(lambda happening: seen.append(happening.name))
    titles: list[str] = []

    async def visits(front: Front) -> None:
        front.show(Working(Step.FIND))
        await asyncio.sleep(0.2)

    look = QTimer(interval=50)
    look.timeout.connect(
        lambda: titles.extend(w.title() for w in QGuiApplication.topLevelWindows() if w.isVisible())
    )
    look.start()
    go(visits, dock=DockParts((), Controls(), feed))
    look.stop()
    assert seen == ["Working"]
    assert "kiosk dock" in titles


def test_nothing_of_a_run_is_left(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[weakref.ref[object]] = []

    def watched(kind: type[Any]) -> Callable[..., Any]:
        def make(*values: Any, **more: Any) -> Any:
            made = kind(*values, **more)
            left.append(weakref.ref(made))
            return made

        return make

    for kind in (Stage, QtFront, EngineThread, KioskWindow):
        monkeypatch.setattr(f"kiosk.ui.window.{kind.__name__}", watched(kind))

    async def visits(front: Front) -> None:
        front.show(Working(Step.FIND))

    go(visits)
    gc.collect()
    assert len(left) == 4
    assert [ref() for ref in left] == [None] * 4


# The window by itself.


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    application()
    return Stage(hospital=PLACE.hospital, desk=PLACE.desk, languages=PLACE.languages)


@pytest.fixture
def full_screen(stage: Stage, qtbot: QtBot) -> Iterator[KioskWindow]:
    window = KioskWindow(stage)
    window.show()
    qtbot.waitExposed(window.view)
    yield window
    window.close()


def test_over_the_whole_screen_nothing_closes_it_and_no_pointer_shows(
    full_screen: KioskWindow, qtbot: QtBot
) -> None:
    closed: list[int] = []
    full_screen.closed.connect(lambda: closed.append(1))
    QTest.keyClick(full_screen.view, Qt.Key.Key_Escape)
    assert not full_screen.view.close()
    assert closed == []
    assert full_screen.view.isVisible()
    assert full_screen.view.visibility() is full_screen.view.Visibility.FullScreen
    assert full_screen.view.cursor().shape() is Qt.CursorShape.BlankCursor


def test_any_press_is_a_sign_of_life(full_screen: KioskWindow, stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stage.touched, timeout=1000):
        QTest.mousePress(full_screen.view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    QTest.mouseRelease(full_screen.view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    with qtbot.waitSignal(stage.touched, timeout=1000):
        QTest.keyClick(full_screen.view, Qt.Key.Key_1)


def test_the_close_button_of_a_testers_window_asks_to_end(stage: Stage, qtbot: QtBot) -> None:
    window = KioskWindow(stage, SIZE)
    window.show()
    qtbot.waitExposed(window.view)
    assert (window.view.width(), window.view.height()) == SIZE
    with qtbot.waitSignal(window.closed, timeout=1000):
        QGuiApplication.sendEvent(window.view, QCloseEvent())
    assert window.view.isVisible()
    window.close()
    assert not window.view.isVisible()


@pytest.mark.qt_log_ignore("Main.qml")
def test_pages_that_cannot_be_loaded_are_an_error(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "Main.qml"
    broken.write_text("import QtQuick\nItem { required property var stage; colour: 3 }")
    monkeypatch.setattr(kiosk_window, "MAIN_PAGE", broken)
    with pytest.raises(KioskError, match=r"cannot be loaded.*colour"):
        KioskWindow(stage)


# The application.


@pytest.mark.parametrize(
    ("environment", "gpu", "software"),
    [
        ({}, False, True),
        ({}, True, False),
        ({"QT_QUICK_BACKEND": "rhi"}, False, False),
        ({"QSG_RHI_BACKEND": "opengl"}, False, False),
    ],
)
def test_draws_in_software_only_where_there_is_no_gpu(
    tmp_path: Path, environment: dict[str, str], gpu: bool, software: bool
) -> None:
    if gpu:
        (tmp_path / "renderD128").touch()
    assert software_renderer(environment, tmp_path) is software


def test_the_pages_are_written_in_the_font_that_comes_along(qtbot: QtBot) -> None:
    app = application()
    assert app.font().family() == FAMILY
    assert application() is app


def test_a_missing_font_is_an_error(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.ui.application.FAMILY", "No Such Family")
    with pytest.raises(KioskError, match="No Such Family is not in"):
        load_fonts(tmp_path)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(KioskError, match="cannot be loaded"):
        load_fonts(tmp_path)


def test_the_idle_question_waits_for_the_finger_to_lift(
    full_screen: KioskWindow, stage: Stage, qtbot: QtBot
) -> None:
    """A sign of life takes the question away, and with it the button under the finger."""
    stage.present(Welcome())
    stage.set_idle(30.0)
    signs: list[int] = []
    stage.touched.connect(lambda: signs.append(1))
    corner = QPoint(2, 2)
    QTest.mousePress(full_screen.view, Qt.MouseButton.LeftButton, pos=corner)
    QTest.qWait(50)
    assert signs == []
    with qtbot.waitSignal(stage.touched, timeout=1000):
        QTest.mouseRelease(full_screen.view, Qt.MouseButton.LeftButton, pos=corner)
