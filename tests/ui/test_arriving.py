"""A page that has just come takes no taps: they were meant for the page before."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import Step
from kiosk.checkin.screens import Back, Confirmed, Welcome, Working
from kiosk.ui.gallery import SAMPLES_BY_NAME, Gallery, Look
from kiosk.ui.sample_services import SERVICES
from kiosk.ui.samples import DESK, HOSPITAL
from kiosk.ui.stage import ARRIVING_MS, Stage

if TYPE_CHECKING:
    from tests.ui.conftest import Pages

PORTRAIT = Look(size=(540, 960))
CONFIRM, CHOOSE = SAMPLES_BY_NAME["ConfirmIdentity"], SAMPLES_BY_NAME["ChooseService"]


class Hearing:
    """What the stage heard from the patient."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.answers: list[object] = []
        self.cancels = 0
        stage.answered.connect(self.answers.append)
        stage.cancelled.connect(self._cancelled)

    def _cancelled(self) -> None:
        self.cancels += 1

    def deaf(self) -> None:
        self.stage.answered.disconnect(self.answers.append)
        self.stage.cancelled.disconnect(self._cancelled)


@pytest.fixture(scope="module")
def _gallery(qapp: object) -> Iterator[Gallery]:
    gallery = Gallery(arriving_ms=ARRIVING_MS)
    yield gallery
    gallery.close()


@pytest.fixture
def heard(pages: "Pages") -> Iterator[Hearing]:
    hearing = Hearing(pages.stage)
    yield hearing
    hearing.deaf()


def arrived(pages: "Pages", qtbot: QtBot) -> None:
    """The time passes, only faster."""
    pages.stage._arriving.setInterval(0)
    qtbot.waitUntil(lambda: not pages.stage.property("arriving"), timeout=2000)
    pages.stage._arriving.setInterval(ARRIVING_MS)


@pytest.mark.parametrize("between_ms", [80, 250])
def test_a_double_tap_answers_one_page(
    pages: "Pages", heard: Hearing, qtbot: QtBot, between_ms: int
) -> None:
    pages.show(CONFIRM, PORTRAIT)
    arrived(pages, qtbot)
    spot = QPoint(360, 700)
    QTimer.singleShot(20, pages.stage, lambda: pages.stage.present(CHOOSE.screen))
    pages.tap_at(spot)
    assert heard.answers == [Confirmed.YES]
    QTest.qWait(between_ms)
    assert pages.stage.property("page") == "ChooseService"
    pages.tap_at(spot)
    arrived(pages, qtbot)
    assert heard.answers == [Confirmed.YES]
    # The same spot does answer, once it has been the patient's choice.
    pages.tap_at(spot)
    [_, service] = heard.answers
    assert service in SERVICES


@pytest.mark.slow
def test_a_page_of_work_that_is_soon_replaced_counts_too(
    pages: "Pages", heard: Hearing, qtbot: QtBot
) -> None:
    pages.stage.present(Working(Step.FIND))
    QTest.qWait(ARRIVING_MS * 3 // 4)
    pages.stage.present(CHOOSE.screen)
    pages.gallery.settle()
    QTest.qWait(ARRIVING_MS // 2)
    pages.tap("answer-back")
    assert heard.answers == []
    arrived(pages, qtbot)
    pages.tap("answer-back")
    assert heard.answers == [Back.BACK]


def test_keys_scrolling_and_the_way_out_wait_as_well_and_nothing_is_kept(
    pages: "Pages", heard: Hearing, qtbot: QtBot
) -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], PORTRAIT)
    pages.stage.present(SAMPLES_BY_NAME["EnterCode"].screen)
    for name in ("key-1", "cancel"):
        pages.tap(name)
    pages.show(CHOOSE, PORTRAIT)
    pages.stage.present(CHOOSE.screen)
    shown = {name for name in pages.names() if name.startswith("answer-")}
    pages.tap("page-after")
    assert {name for name in pages.names() if name.startswith("answer-")} == shown
    arrived(pages, qtbot)
    assert (heard.cancels, heard.answers) == (0, [])
    pages.tap("page-after")
    assert {name for name in pages.names() if name.startswith("answer-")} != shown
    pages.stage.present(SAMPLES_BY_NAME["EnterCode"].screen)
    pages.gallery.settle()
    arrived(pages, qtbot)
    assert pages.named("typed").property("digits") == ""
    pages.tap("key-2")
    pages.tap("cancel")
    assert (pages.named("typed").property("digits"), heard.cancels) == ("2", 1)


def test_a_key_that_is_ignored_types_nothing(pages: "Pages", qtbot: QtBot) -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], PORTRAIT)
    arrived(pages, qtbot)
    pages.tap("key-1")
    pages.stage.present(SAMPLES_BY_NAME["EnterCode-wrong"].screen)
    pages.tap("key-2")
    arrived(pages, qtbot)
    pages.tap("key-3")
    assert pages.named("typed").property("digits") == "13"


def test_an_ignored_press_is_not_seen_and_the_buttons_do_not_fade(
    pages: "Pages", qtbot: QtBot
) -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], PORTRAIT)
    arrived(pages, qtbot)
    before = pages.gallery.grab()
    pages.stage.present(SAMPLES_BY_NAME["EnterCode"].screen)
    lift = pages.press("key-5")
    assert pages.stage.property("arriving")
    assert not pages.named("key-5").property("down")
    assert pages.gallery.grab() == before
    arrived(pages, qtbot)
    # Held on into the time when taps count: it began before.
    assert not pages.named("key-5").property("down")
    lift()
    assert pages.named("typed").property("digits") == ""


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
@pytest.mark.parametrize("name", ["cancel", "key-5", "answer-back"])
def test_a_press_that_began_before_the_page_changed_does_nothing(
    pages: "Pages", heard: Hearing, qtbot: QtBot, name: str, touch: bool
) -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], PORTRAIT)
    arrived(pages, qtbot)
    lift = pages.touch(name) if touch else pages.press(name)
    assert pages.named(name).property("down")
    pages.stage.present(SAMPLES_BY_NAME["EnterCode-wrong"].screen)
    assert not pages.named(name).property("down")
    arrived(pages, qtbot)
    lift()
    assert (heard.cancels, heard.answers) == (0, [])
    assert pages.named("typed").property("digits") == ""


def test_the_helpers_answer_at_once_and_do_not_begin_it_anew(
    pages: "Pages", heard: Hearing, qtbot: QtBot
) -> None:
    pages.show(CONFIRM, PORTRAIT)
    with qtbot.waitSignal(pages.stage.staffWanted, timeout=1000):
        pages.stage.present(CONFIRM.screen)
        pages.tap("helper-call-staff")
    assert pages.stage.property("arriving")
    arrived(pages, qtbot)
    with qtbot.assertNotEmitted(pages.stage.arrivingChanged):
        for name in ("helper-language", "helper-large-text", "helper-contrast"):
            pages.tap(name)
    pages.tap("answer-yes")
    assert heard.answers == [Confirmed.YES]


def test_a_double_tap_on_the_idle_question_answers_no_page(
    pages: "Pages", heard: Hearing, qtbot: QtBot
) -> None:
    pages.show(CONFIRM, PORTRAIT)
    pages.stage.set_idle(30)
    arrived(pages, qtbot)
    spot = pages.middle("answer-not-me")
    pages.tap_at(spot)
    pages.stage.set_idle(None)
    pages.tap_at(spot)
    assert heard.answers == []
    arrived(pages, qtbot)
    pages.tap_at(spot)
    assert heard.answers == [Confirmed.NOT_ME]


def test_the_idle_question_does_not_take_a_tap_that_was_meant_for_the_page(
    pages: "Pages", heard: Hearing, qtbot: QtBot
) -> None:
    pages.show(CONFIRM, PORTRAIT)
    arrived(pages, qtbot)
    pages.stage.set_idle(30)
    pages.gallery.settle()
    with qtbot.waitSignal(pages.stage.touched, timeout=1000):
        lift = pages.press("idle-cancel")
        assert not pages.named("idle-cancel").property("down")
        lift()
    assert heard.cancels == 0
    # Asked already, the ring is only set to another length.
    arrived(pages, qtbot)
    pages.stage.set_idle(60)
    pages.tap("idle-cancel")
    assert heard.cancels == 1


# The stage by itself: whoever calls its slots meets the same rule.


def test_taps_count_after_the_time_that_the_stage_was_given(qtbot: QtBot) -> None:
    stage = Stage(hospital=HOSPITAL, desk=DESK, languages=("vi",), arriving_ms=60)
    with qtbot.waitSignal(stage.answered, timeout=1000, raising=False) as early:
        stage.present(Welcome())
        QTimer.singleShot(20, stage, lambda: stage.answer("type"))
        qtbot.waitUntil(lambda: not stage.property("arriving"), timeout=1000)
        assert not early.signal_triggered
        stage.answer("type")
    assert early.signal_triggered


def test_the_time_begins_when_the_page_is_made(qtbot: QtBot) -> None:
    """Taps of meanwhile are waiting in line then, and must not find it over."""
    stage = Stage(hospital=HOSPITAL, desk=DESK, languages=("vi",), arriving_ms=200)
    stage.modelChanged.connect(lambda: time.sleep(0.25))
    stage.present(Welcome())
    QCoreApplication.processEvents()
    assert stage.property("arriving")


def test_the_kiosk_waits_unless_it_is_told_otherwise(qtbot: QtBot) -> None:
    stage = Stage(hospital=HOSPITAL, desk=DESK, languages=("vi",))
    heard = Hearing(stage)
    stage.present(CONFIRM.screen)
    stage.answer("yes")
    stage.cancel()
    assert (heard.answers, heard.cancels) == ([], 0)
    stage.forget()
    assert not stage.property("arriving")
