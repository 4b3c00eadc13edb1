from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from kiosk.ui.typed_keys import TypedKeys
from tests.ui.conftest import Pages


def test_what_a_scanner_types_is_heard_and_kept_from_the_page(pages: Pages) -> None:
    keys: list[str] = []
    owner = QObject()
    view = pages.gallery.window.view
    view.installEventFilter(TypedKeys(keys.append, owner))
    for key in (Qt.Key.Key_D, Qt.Key.Key_N, Qt.Key.Key_4, Qt.Key.Key_Bar):
        QTest.keyClick(view, key)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Shift)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert keys == ["d", "n", "4", "|", "\r"]
    owner.deleteLater()
