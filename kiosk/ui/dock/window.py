"""The dock's window, beside the kiosk's."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSize, QUrl
from PySide6.QtQuick import QQuickView

from kiosk.errors import KioskError
from kiosk.ui.dock.desk import Dock
from kiosk.ui.dock.pictures import DockPictures

PAGE = Path(__file__).parents[1] / "qml" / "dock" / "Dock.qml"
SIZE = QSize(900, 960)
SMALLEST = QSize(760, 840)
GAP = 16


class DockWindow:
    """Shows a dock. Raises :class:`~kiosk.errors.KioskError` if its page cannot be loaded."""

    def __init__(self, dock: Dock, pictures: DockPictures) -> None:
        self.view = QQuickView()
        self.view.setTitle("kiosk dock")
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.engine().addImageProvider("dock", pictures)
        self.view.setInitialProperties({"dock": dock})
        self.view.setSource(QUrl.fromLocalFile(str(PAGE)))
        if self.view.status() is not QQuickView.Status.Ready:
            reasons = "; ".join(error.toString() for error in self.view.errors())
            raise KioskError(f"the dock cannot be loaded: {reasons}")

    def show_beside(self, kiosk: QQuickView) -> None:
        """Put it to the right of ``kiosk``, which is on the screen already."""
        self.view.setMinimumSize(SMALLEST)
        self.view.resize(SIZE)
        self.view.setFramePosition(kiosk.frameGeometry().topRight() + QPoint(GAP, 0))
        self.view.show()

    def retranslate(self) -> None:
        """Say everything in the language that is installed now."""
        self.view.engine().retranslate()

    def close(self) -> None:
        """Take it off the screen, with all that it holds. The dock must still live."""
        self.view.close()
        self.view.setSource(QUrl())
