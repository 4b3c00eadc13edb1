"""A picture of every page of a visit, for a machine without a screen."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickView

from kiosk.errors import KioskError
from kiosk.ui.front import QtFront

SETTLE_MS = 600
"""After this a page's motion has ended."""


def grab(view: QQuickView) -> QImage:
    """What ``view`` shows now, on a screen or on none."""
    return view.grabWindow()


class Screenshots(QObject):
    """Saves ``01-Welcome.png``, ``02-ConfirmIdentity.png`` … into a folder while it lives.

    A page is taken when it has settled, or at its end if that comes first. The folder is made
    if it is missing. Raises :class:`~kiosk.errors.KioskError` if a picture cannot be saved.
    """

    def __init__(self, view: QQuickView, front: QtFront, folder: Path) -> None:
        super().__init__()
        self._view = view
        self._folder = folder
        self._count = 0
        self._page = ""
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self.take)
        folder.mkdir(parents=True, exist_ok=True)
        front.presenting.connect(self._begin)

    def take(self) -> None:
        """Take the page that is up, if it has not been taken."""
        self._settled.stop()
        if not self._page:
            return
        self._count += 1
        file = self._folder / f"{self._count:02d}-{self._page}.png"
        self._page = ""
        if not grab(self._view).save(str(file)):
            raise KioskError(f"the picture {file} cannot be saved")

    def _begin(self, page: str) -> None:
        # The stage still shows the page before.
        self.take()
        self._page = page
        self._settled.start()
