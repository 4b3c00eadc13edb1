"""The staff page in the kiosk's window: the way to it, and its pages under a finger."""

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import Step
from kiosk.checkin.front import Gesture
from kiosk.checkin.screens import Back, OutOfOrder, Welcome, Working
from kiosk.checkin.staff_screens import (
    Deed,
    EntryDeed,
    Leave,
    Listed,
    Part,
    StaffBusy,
    StaffEntry,
    StaffPin,
    Sure,
)
from kiosk.model.text import local
from kiosk.ui.answers import answer_to
from kiosk.ui.front import QtFront
from kiosk.ui.gallery import SAMPLES_BY_NAME, SIZES, Look
from kiosk.ui.sample_staff import STAFF, WITHOUT_PAPER
from kiosk.ui.staff_door import StaffDoor
from kiosk.ui.stage import Stage
from kiosk.ui.view_models import view_model
from kiosk.ui.view_models.reader import Reader
from tests.ui.heard import heard_from

if TYPE_CHECKING:
    from tests.ui.conftest import Pages

HELD_MS = 3000
NAME = "N. H. P. N. Khương"


@pytest.mark.parametrize(
    ("name", "taps", "answer"),
    [
        ("StaffPin", [*(f"key-{d}" for d in "2468139"), "key-back", "answer-go"], "246813"),
        ("StaffPin-wrong", ["answer-leave"], Leave.LEAVE),
        ("StaffPin-locked", ["answer-leave"], Leave.LEAVE),
        ("StaffHome", ["answer-printer"], Part.PRINTER),
        ("StaffHome", ["answer-journal"], Part.JOURNAL),
        ("StaffHome", ["answer-leave"], Leave.LEAVE),
        ("StaffPart", ["answer-test-print"], Deed.TEST_PRINT),
        ("StaffPart", ["answer-new-roll"], Deed.NEW_ROLL),
        ("StaffPart-ill-camera", ["answer-restart-camera"], Deed.RESTART_CAMERA),
        ("StaffPart-call", ["answer-test-call"], Deed.TEST_CALL),
        ("StaffPart", ["answer-back"], Back.BACK),
        ("StaffJournal", [f"answer-{WITHOUT_PAPER.key}"], WITHOUT_PAPER.key),
        ("StaffJournal", ["answer-latest"], Listed.LATEST),
        ("StaffJournal-none", ["answer-provisional"], Listed.PROVISIONAL),
        ("StaffJournal", ["answer-back"], Back.BACK),
        ("StaffEntry", ["answer-show"], EntryDeed.SHOW),
        ("StaffEntry", ["answer-retry"], EntryDeed.RETRY),
        ("StaffEntry", ["answer-print-again"], EntryDeed.PRINT),
        ("StaffEntry-shown", ["answer-give-up"], EntryDeed.GIVE_UP),
        ("StaffEntry-shown", ["answer-dealt-with"], EntryDeed.DEALT_WITH),
        ("StaffEntry", ["answer-back"], Back.BACK),
        ("StaffSure-give-up", ["answer-yes"], Sure.YES),
        ("StaffSure-dealt-with", ["answer-back"], Back.BACK),
    ],
)
def test_a_tap_is_a_typed_answer(
    pages: "Pages", name: str, taps: list[str], answer: object
) -> None:
    pages.show(SAMPLES_BY_NAME[name], Look())
    assert heard_from(pages, *taps) == [answer]


def test_a_pin_has_six_to_twelve_digits_and_is_seen_by_nobody(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["StaffPin"], Look())
    assert heard_from(pages, *(["key-7"] * 5), "answer-go") == []
    assert "•" * 5 in pages.texts()
    assert "7" * 5 not in str(pages.texts())
    assert heard_from(pages, *(["key-7"] * 12), "answer-go") == ["7" * 12]
    # What the page says for a voice or for assistive technology has none of it either.
    pages.stage.present(SAMPLES_BY_NAME["StaffBusy"].screen)
    pages.stage.present(StaffPin())
    assert "•" not in str(pages.texts())


def test_while_it_is_locked_no_pin_is_taken(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["StaffPin-locked"], Look())
    assert pages.find("key-1") is None
    assert pages.find("answer-go") is None
    assert "Thử lại sau 15 phút." in pages.texts()
    assert answer_to(StaffPin(locked_s=1), "246813") is None
    assert answer_to(StaffPin(), "24681") is None


def test_what_is_not_offered_is_no_answer() -> None:
    page = StaffEntry(WITHOUT_PAPER, (EntryDeed.PRINT,))
    assert answer_to(page, "print-again") is EntryDeed.PRINT
    assert answer_to(page, "give-up") is None
    assert answer_to(StaffBusy(), "leave") is None


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_whose_it_is_stands_on_the_page_only_when_it_was_asked_for(
    pages: "Pages", size: tuple[int, int]
) -> None:
    pages.show(SAMPLES_BY_NAME["StaffEntry-all"], Look(size=size))
    assert pages.find("name") is None
    pages.show(SAMPLES_BY_NAME["StaffEntry-shown"], Look(size=size))
    assert NAME in pages.texts()
    assert NAME not in str(pages.stage.property("model")["spoken"])
    pages.stage.forget()
    pages.gallery.settle()
    assert NAME not in str(pages.texts())


def test_why_a_device_is_not_well_is_told_in_the_language_of_the_page(pages: "Pages") -> None:
    """A driver's own words stand behind it, and say for whom they are."""
    pages.show(SAMPLES_BY_NAME["StaffPart-ill-spare-printer"], Look())
    said = pages.texts()
    assert "Không kết nối được máy in qua mạng." in said
    assert "Chi tiết cho bộ phận tin học (tiếng Anh): No route to host" in said
    assert "Bật máy in, kiểm tra dây mạng; nếu vẫn vậy, gọi bộ phận tin học." in said


@pytest.mark.parametrize(("name", "screen"), STAFF, ids=[name for name, _ in STAFF])
def test_every_page_is_in_one_language(name: str, screen: Any) -> None:
    """A word without a translation would be the same in both."""

    def said(language: str) -> str:
        found: list[str] = []

        def look_up(context: str, text: str) -> str:
            found.append(text)
            return f"<{text}>"

        model = view_model(screen, Reader(language, "", "desk", look_up))
        return str(model["spoken"])

    assert said("vi") != "" != said("en")
    assert "{" not in said("vi") + said("en")


def test_holding_the_hospitals_name_leads_to_it(pages: "Pages", qtbot: QtBot) -> None:
    pages.show(SAMPLES_BY_NAME["Welcome"], Look())
    heard: list[bool] = []
    door = pages.stage.staff_door
    door.wanted.connect(lambda: heard.append(True))
    where = pages.middle("staff-door")
    view = pages.gallery.window.view
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=where)
    qtbot.wait(300)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=where)
    assert heard == []
    assert pages.named("staff-door").property("pressAndHoldInterval") == HELD_MS
    # The time is Qt's; here it is shortened, as nobody wants to wait for it.
    pages.named("staff-door").setProperty("pressAndHoldInterval", 100)
    try:
        with qtbot.waitSignal(door.wanted, timeout=2000):
            QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=where)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=where)
    finally:
        pages.named("staff-door").setProperty("pressAndHoldInterval", HELD_MS)
        door.wanted.disconnect()


def test_during_a_visit_it_is_asked_first(pages: "Pages", qtbot: QtBot) -> None:
    door = pages.stage.staff_door
    pages.show(SAMPLES_BY_NAME["ChooseService-staff-asked"], Look())
    with qtbot.assertNotEmitted(door.wanted):
        pages.tap("staff-go-on")
    assert pages.find("staff-question") is None
    door.knock()
    with qtbot.assertNotEmitted(door.wanted), qtbot.assertNotEmitted(pages.stage.answered):
        pages.tap("answer-TIM-MACH")  # under the question: a tap anywhere goes on
    assert pages.find("staff-question") is None
    door.knock()
    with qtbot.waitSignal(door.wanted):
        pages.tap("staff-end-visit")
    assert pages.find("staff-question") is None


def test_the_question_goes_with_its_visit(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["ChooseService-staff-asked"], Look())
    pages.stage.present(Working(Step.FIND))
    assert pages.find("staff-question")
    pages.stage.forget()
    pages.stage.present(Welcome())
    assert pages.find("staff-question") is None


def opened(door: StaffDoor) -> list[str]:
    heard: list[str] = []
    door.wanted.connect(lambda: heard.append("wanted"))
    door.knock()
    return heard


def test_without_a_pin_nothing_is_behind_the_name(qtbot: QtBot) -> None:
    for screen in (Welcome(), Working(Step.FIND)):
        door = StaffDoor(there=False)
        door.shows(screen)
        assert opened(door) == []
        assert not door.property("asked")


def test_on_a_page_where_nobody_is_served_nobody_is_asked(qtbot: QtBot) -> None:
    out_of_order = SAMPLES_BY_NAME["OutOfOrder"].screen
    assert isinstance(out_of_order, OutOfOrder)
    for screen in (Welcome(), out_of_order):
        door = StaffDoor(there=True)
        door.shows(screen)
        assert opened(door) == ["wanted"]
    for other in (None, StaffPin()):
        door = StaffDoor(there=True)
        door.shows(other)
        assert opened(door) == []
        assert not door.property("asked")


def test_nobody_ends_a_visit_without_being_asked(qtbot: QtBot) -> None:
    door = StaffDoor(there=True)
    heard: list[str] = []
    door.wanted.connect(lambda: heard.append("wanted"))
    door.shows(Working(Step.FIND))
    door.endVisit()
    assert heard == []


def test_the_engine_hears_of_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(
        hospital=local("Bệnh viện", "Hospital"),
        desk=local("quầy 2", "desk 2"),
        languages=("vi", "en"),
        arriving_ms=0,
        staff_door=StaffDoor(there=True),
    )
    front = QtFront(stage)
    heard: list[Gesture] = []
    monkeypatch.setattr(front, "_main_gesture", heard.append)
    stage.present(Welcome())
    stage.staff_door.knock()
    assert heard == [Gesture.STAFF]
