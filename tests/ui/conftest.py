"""The pages in a window of their own, and how tests find their way in it."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.model.text import ENGLISH
from kiosk.ui.gallery import Gallery
from kiosk.ui.translation import Translations


def walk(item: QQuickItem) -> Iterator[QQuickItem]:
    """``item`` and all visible items in it, in the order in which they are drawn."""
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from walk(child)


@cache
def touchscreen() -> QPointingDevice:
    return QTest.createTouchDevice()


class Pages:
    """A gallery's window, for fingers."""

    def __init__(self, gallery: Gallery) -> None:
        self.gallery = gallery
        self.stage = gallery.stage
        self.show = gallery.show

    @property
    def root(self) -> QQuickItem:
        root = self.gallery.window.view.rootObject()
        assert root is not None
        return root

    def items(self) -> list[QQuickItem]:
        return list(walk(self.root))

    def find(self, name: str) -> QQuickItem | None:
        return next((item for item in self.items() if item.objectName() == name), None)

    def named(self, name: str) -> QQuickItem:
        found = self.find(name)
        assert found is not None, f"no {name} among {sorted(filter(None, self.names()))}"
        return found

    def names(self) -> set[str]:
        return {item.objectName() for item in self.items()}

    def texts(self) -> list[str]:
        found = [str(i.property("text")) for i in self.items() if i.inherits("QQuickText")]
        return [text for text in found if text]

    def settle(self) -> None:
        """Draw until drawing changes nothing: a pager knows how many tiles fit once it was drawn,
        and draws them then."""
        before: set[str] | None = None
        for _ in range(20):
            QCoreApplication.processEvents()
            self.gallery.window.view.grabWindow()
            QCoreApplication.processEvents()
            if (names := self.names()) == before:
                return
            before = names
        raise AssertionError("the page does not come to rest")

    def middle(self, name: str) -> QPoint:
        item = self.named(name)
        return item.mapRectToScene(item.boundingRect()).center().toPoint()

    def tap(self, name: str) -> None:
        self.tap_at(self.middle(name))

    def tap_at(self, where: QPoint) -> None:
        QTest.mouseClick(self.gallery.window.view, Qt.MouseButton.LeftButton, pos=where)

    def press(self, name: str) -> Callable[[], None]:
        """Put a finger down on ``name``; the answer takes it off."""
        view, where = self.gallery.window.view, self.middle(name)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=where)
        return lambda: QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=where)

    def touch(self, name: str) -> Callable[[], None]:
        """The same on a touchscreen."""
        view, where = self.gallery.window.view, self.middle(name)
        QTest.touchEvent(view, touchscreen()).press(0, where).commit()
        return lambda: QTest.touchEvent(view, touchscreen()).release(0, where).commit()


@pytest.fixture(autouse=True)
def _english(qapp: object) -> None:
    """The application's language outlives whoever set it."""
    Translations(()).install(ENGLISH)


@pytest.fixture(scope="module")
def _gallery(qapp: object) -> Iterator[Gallery]:
    gallery = Gallery()
    yield gallery
    gallery.close()


@pytest.fixture
def pages(_gallery: Gallery) -> Iterator[Pages]:
    yield Pages(_gallery)
    _gallery.stage.forget()
