"""Puts the dock together."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtQuick import QQuickView

from kiosk.checkin.front import Front
from kiosk.checkin.scripted import willing_patient
from kiosk.ui.dock.controls import DockParts
from kiosk.ui.dock.desk import Dock
from kiosk.ui.dock.front import DockFront
from kiosk.ui.dock.pictures import DockPictures
from kiosk.ui.dock.window import DockWindow

LOOK_S = {"Done": 4.0, "Problem": 4.0}
"""Seconds: the last page of a visit is the one to look at."""


class Docking:
    """The dock, its window, and :attr:`front`, which the visits must go through."""

    def __init__(self, parts: DockParts, front: Front, now: Callable[[], datetime]) -> None:
        answers = willing_patient(face=parts.controls.faces is not None)
        self.front = DockFront(front, parts.feed, answers, LOOK_S)
        self._pictures = DockPictures()
        self._dock = Dock(parts, self._pictures, now, self._play)
        self._window: DockWindow | None = None

    def show_beside(self, kiosk: QQuickView) -> None:
        """Open the dock's window."""
        self._window = DockWindow(self._dock, self._pictures)
        self._window.show_beside(kiosk)

    def retranslate(self) -> None:
        if self._window is not None:
            self._window.retranslate()

    def close(self) -> None:
        if self._window is not None:
            self._window.close()

    def _play(self, on: bool) -> None:
        self.front.playing = on
