# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""The way to the staff page: the hospital's name, held for three seconds."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.checkin.screens import RESTING, Screen
from kiosk.ui.view_models.staff import StaffScreen


class StaffDoor(QObject):
    """Where it stands, and whether it has been knocked at. On Qt's main thread, as the stage.

    Nothing is behind it on a kiosk without a PIN (``there`` false). While a patient is served,
    knocking asks first (``asked``), as the visit would be ended: a hand may lie there by chance.
    """

    askedChanged = Signal()
    wanted = Signal()
    """Staff want the page; a visit that is under way is to be ended for it."""

    def __init__(self, there: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._there = there
        self._asked = False
        self._screen: Screen[Any] | None = None

    def shows(self, screen: Screen[Any] | None) -> None:
        """The page that is up from now on; without one, or on staff's own, nothing is asked."""
        self._screen = screen
        if screen is None or isinstance(screen, StaffScreen):
            self._ask(False)

    @Slot()
    def knock(self) -> None:
        """The name was held long enough."""
        if not self._there or self._screen is None or isinstance(self._screen, StaffScreen):
            return
        if isinstance(self._screen, RESTING):
            self.wanted.emit()
        else:
            self._ask(True)

    @Slot()
    def goOn(self) -> None:
        """It was by chance: the visit goes on as if nothing had been."""
        self._ask(False)

    @Slot()
    def endVisit(self) -> None:
        """Staff mean it."""
        if self._asked:
            self._ask(False)
            self.wanted.emit()

    def _ask(self, asked: bool) -> None:
        if asked != self._asked:
            self._asked = asked
            self.askedChanged.emit()

    there = Property(bool, lambda self: self._there, constant=True)
    asked = Property(bool, lambda self: self._asked, notify=askedChanged)
