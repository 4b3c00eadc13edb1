"""The staff page of a whole kiosk: its window, its devices' processes, the embedded hospital."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app.kiosk import Kiosk
from kiosk.app.screen import Show, show
from kiosk.app.staff import staff_of
from kiosk.app.staff_file import FILE
from kiosk.app.upkeep import KioskUpkeep
from kiosk.checkin.screens import Done, EnterCode, NoDocument, Welcome
from kiosk.checkin.scripted import willing_patient
from kiosk.checkin.staff_lock import TRIES
from kiosk.checkin.staff_screens import Deed, Part, Said
from kiosk.config import Settings, override
from kiosk.frontdesk.generate import people
from kiosk.vision.camera_state import CameraState
from tests.flow.at_reader import logged
from tests.flow.staff import AtTheScreen

LONGEST_S = 60
PIN = "246813"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)
CODED = next(one for one in people() if one.code)


def settings(folder: Path, **more: object) -> Settings:
    return override(
        Settings(),
        {
            "staff.pin_hash": HASH,
            "printer.target": f"png:{folder / 'paper'}",
            "face.verify": False,
            "card_reader.source": "none",
            "display.reduced_motion": True,
        }
        | more,
    )


def paper(folder: Path) -> list[Path]:
    return sorted((folder / "paper").glob("*.png"))


def test_the_camera_is_started_anew_and_patients_are_served_as_before(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "paper").mkdir()
    kiosk = Kiosk(settings(tmp_path), tmp_path / "hospital", state=tmp_path / "state")
    answers = dict(willing_patient())
    answers[Welcome] = lambda screen: NoDocument.TYPE
    answers[EnterCode] = lambda screen: CODED.code
    del answers[Done]

    async def run() -> None:
        eyes = kiosk.eyes
        assert eyes is not None
        async with asyncio.timeout(LONGEST_S), kiosk.equipped() as equipment:
            upkeep = KioskUpkeep(kiosk, equipment)
            while eyes.state is not CameraState.SEEING:
                await eyes.state_changed()
            before = eyes.pid
            assert await upkeep.do(Part.CAMERA, Deed.RESTART_CAMERA) is Said.DONE
            assert eyes.state is CameraState.SEEING
            assert eyes.pid not in (None, before)
            assert before is not None
            with pytest.raises(ProcessLookupError):
                os.kill(before, 0)
            assert await upkeep.do(Part.PRINTER, Deed.TEST_PRINT) is Said.PRINTED
            assert len(paper(tmp_path)) == 1
            assert await upkeep.do(Part.HOSPITAL, Deed.TEST_CALL) is Said.DONE
            # A patient after all that.
            screen = AtTheScreen(equipment, answers)

            async def served() -> None:
                await screen.front.reaches(Done, lambda page: page.printed)

            await screen.during(served())
            assert len(paper(tmp_path)) == 2

    try:
        asyncio.run(run())
    finally:
        kiosk.close()
    told = capfd.readouterr().err
    assert [line["page"] for line in logged(told, "staff-called")] == ["test"]
    assert logged(told, "eyes-ended") == []  # it was no failure


def test_the_lock_outlives_the_kiosk(tmp_path: Path) -> None:
    """Of a kiosk whose power goes after the fifth wrong PIN."""
    plain = settings(tmp_path, **{"camera.source": "none", "hospital.address": "http://127.0.0.1:9",
                                  "hospital.allow_plain_http": True})  # fmt: skip

    async def tried(kiosk: Kiosk, times: int, pin: str) -> tuple[float, list[bool]]:
        async with kiosk.equipped() as equipment:
            staff = staff_of(kiosk, equipment)
            assert staff is not None
            opened = [await staff.gate.opens(pin) for _ in range(times)]
            return staff.gate.locked_s, opened

    first = Kiosk(plain, tmp_path / "hospital", state=tmp_path)
    assert asyncio.run(tried(first, TRIES, "135246"))[0] > 0
    assert (tmp_path / FILE).stat().st_size < 200
    second = Kiosk(plain, tmp_path / "hospital", state=tmp_path)
    locked_s, opened = asyncio.run(tried(second, 1, PIN))
    assert locked_s > 0
    assert opened == [False]
    third = Kiosk(plain, tmp_path / "hospital", state=tmp_path)
    third.clock.jump(timedelta(minutes=1))
    assert asyncio.run(tried(third, 1, PIN)) == (0.0, [True])


class Finger:
    """Does one thing after the other in the kiosk's window, each as soon as it can be done."""

    def __init__(self, *steps: Callable[["Finger"], bool]) -> None:
        self._steps = list(steps)
        self.done = False
        self.held_since = 0.0
        self._end = time.monotonic() + LONGEST_S
        self._timer = QTimer(interval=50)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def view(self) -> QQuickView | None:
        found = [w for w in QGuiApplication.topLevelWindows() if isinstance(w, QQuickView)]
        return next((w for w in found if w.isVisible()), None)

    def page(self) -> str:
        root = self.view.rootObject() if self.view else None
        stage = root.property("stage") if root else None
        return "" if stage is None or stage.property("arriving") else str(stage.property("page"))

    def item(self, name: str) -> QQuickItem | None:
        root = self.view.rootObject() if self.view else None
        return next((one for one in _walk(root) if one.objectName() == name), None)

    def tap(self, name: str) -> bool:
        found = self.item(name)
        if found is None or not found.isEnabled() or self.view is None:
            return False
        where = found.mapRectToScene(found.boundingRect()).center().toPoint()
        QTest.mouseClick(self.view, Qt.MouseButton.LeftButton, pos=where)
        return True

    def press(self, name: str) -> bool:
        found = self.item(name)
        if found is None or self.view is None:
            return False
        where = found.mapRectToScene(found.boundingRect()).center().toPoint()
        QTest.mousePress(self.view, Qt.MouseButton.LeftButton, pos=where)
        self.held_since = time.monotonic()
        return True

    def close(self) -> None:
        self._timer.stop()
        if self.view is not None:
            QTest.keyClick(self.view, Qt.Key.Key_Escape)

    def _look(self) -> None:
        if self._steps and self._steps[0](self):
            self._steps.pop(0)
        self.done = not self._steps
        if self.done or time.monotonic() > self._end:
            self.close()


def _walk(item: QQuickItem | None) -> Iterator[QQuickItem]:
    if item is not None and item.isVisible():
        yield item
        for child in item.childItems():
            yield from _walk(child)


def on(page: str, tap: str) -> Callable[[Finger], bool]:
    return lambda finger: finger.page() == page and finger.tap(tap)


def test_held_typed_and_tapped_through_in_the_kiosks_own_window(
    tmp_path: Path, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "paper").mkdir()
    kiosk = Kiosk(
        settings(tmp_path, **{"camera.source": "none"}),
        tmp_path / "hospital",
        state=tmp_path / "state",
    )
    opened_after: list[float] = []

    def opens(finger: Finger) -> bool:
        if finger.page() != "StaffPin":
            return False
        opened_after.append(time.monotonic() - finger.held_since)
        return True

    finger = Finger(
        lambda finger: finger.page() == "Welcome" and finger.press("staff-door"),
        opens,
        *(on("StaffPin", f"key-{digit}") for digit in PIN),
        on("StaffPin", "answer-go"),
        on("StaffHome", "answer-printer"),
        on("StaffPart", "answer-test-print"),
        on("StaffPart", "answer-back"),
        on("StaffHome", "answer-journal"),
        on("StaffJournal", "answer-back"),
        on("StaffHome", "answer-leave"),
        lambda finger: finger.page() == "Welcome",
    )
    try:
        show(kiosk, Show(windowed=True))
    finally:
        finger.close()
        kiosk.close()
    told = capfd.readouterr().err
    assert finger.done, [line["what"] for line in logged(told, "staff-page")]
    assert 2.9 < opened_after[0] < 10
    assert len(paper(tmp_path)) == 1
    assert [line["what"] for line in logged(told, "staff-page")] == [
        *("asked", "opened", "test-print", "left"),
    ]
    assert PIN not in told
