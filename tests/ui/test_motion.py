"""Pictures that move to explain, and stand still for who wants no motion."""

from collections.abc import Iterator

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.checkin.screens import LayCard, ReadingCard, Screen, UnlockCard, Welcome
from kiosk.ui.application import application
from kiosk.ui.kiosk_window import KioskWindow
from kiosk.ui.samples import DESK, HOSPITAL
from kiosk.ui.stage import Stage


class Moving:
    """The pages with motion, in a window of their own."""

    def __init__(self) -> None:
        application()
        self.stage = Stage(hospital=HOSPITAL, desk=DESK, languages=("vi",), arriving_ms=0)
        self.window = KioskWindow(self.stage, (540, 960))
        self.window.show()

    def find(self, name: str) -> QQuickItem:
        found = within(self.window.view.rootObject(), name)
        assert found is not None, name
        return found


def within(item: QQuickItem, name: str) -> QQuickItem | None:
    """The first visible item of that name in ``item``, made by a view or not."""
    if not item.isVisible():
        return None
    if item.objectName() == name:
        return item
    return next((found for child in item.childItems() if (found := within(child, name))), None)


@pytest.fixture
def moving(qtbot: QtBot) -> Iterator[Moving]:
    moving = Moving()
    qtbot.waitExposed(moving.window.view)
    yield moving
    moving.window.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("screen", "goes", "by"),
    [(UnlockCard(), "over", -0.3), (LayCard(), "near", 0.1)],
    ids=["UnlockCard", "LayCard"],
)
def test_the_card_shows_where_it_goes(
    moving: Moving, qtbot: QtBot, screen: Screen[object], goes: str, by: float
) -> None:
    moving.stage.present(screen)
    card = moving.find("card-ways")
    start = card.property(goes)
    far = (
        (lambda: card.property(goes) < start + by)
        if by < 0
        else (lambda: card.property(goes) > start + by)
    )
    qtbot.waitUntil(far, timeout=4000)


def test_length_and_number_of_the_work_go_on_together(moving: Moving, qtbot: QtBot) -> None:
    moving.stage.present(ReadingCard())
    bar = moving.find("work")
    moving.stage.set_work(0.8)
    assert bar.property("percent") == "0%"
    qtbot.waitUntil(lambda: bar.property("percent") == "80%", timeout=2000)
    track = moving.find("work-done").parentItem()
    assert track is not None
    whole, least = track.width(), track.height()
    length = moving.find("work-done").width()
    assert length == pytest.approx(least + 0.8 * (whole - least), rel=0.01)


def test_a_resting_page_with_a_reader_alone_has_no_camera_in_it(moving: Moving) -> None:
    moving.stage.present(Welcome(camera=False, cards=True))
    assert moving.find("card-ways").property("camera") is False
    moving.stage.present(Welcome(camera=True, cards=True))
    assert moving.find("card-ways").property("camera") is True
