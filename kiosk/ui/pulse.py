"""Whether every part of the kiosk lives: asked in rounds, from Qt's main thread.

A round is complete when each part has answered in its own thread, the window's scene has been
drawn, and all of it has come back through Qt's event loop. So a beat can only be had from a
screen, an engine and a journal that all live.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQuick import QQuickWindow

Answer = Callable[[], None]
Ask = Callable[[Answer], None]
"""Asks a part. It calls the answer from whatever thread, once, or never."""

UI = "ui"
ENGINE = "engine"


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Who hears of the rounds, each in Qt's main thread, and what else must answer."""

    period_s: float
    parts: Mapping[str, Ask] = field(default_factory=dict)
    """Beside the screen and the engine."""
    began: Callable[[], None] = _nothing
    beat: Callable[[], None] = _nothing
    silent: Callable[[str], None] = lambda part: None
    """A part has not answered within a period; again for each period that follows."""
    first_page: Callable[[], None] = _nothing
    stopping: Callable[[], None] = _nothing


class Pulse(QObject):
    """Asks in rounds, from :meth:`start` to :meth:`stop`. A part that has not answered is not
    asked again before it does: nothing piles up before what hangs."""

    beat = Signal()
    silent = Signal(str)
    first_page = Signal()

    _answered = Signal(int, str)

    def __init__(
        self,
        window: QQuickWindow,
        has_page: Callable[[], bool],
        heartbeat: Heartbeat,
        engine: Ask,
    ) -> None:
        # Qt's own: a part that answers late, or never, may be the last to hold the answer, and an
        # object of Qt's must not end in the part's thread.
        super().__init__(QCoreApplication.instance())
        self._window = window
        self._has_page = has_page
        self._parts = {ENGINE: engine, **heartbeat.parts}
        self._serial = 0
        self._waiting: set[str] = set()
        self._painted = False
        self._timer = QTimer(self, interval=round(heartbeat.period_s * 1000))
        self._timer.timeout.connect(heartbeat.began)
        self._timer.timeout.connect(self._round)
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.beat.connect(heartbeat.beat)
        self.silent.connect(heartbeat.silent)
        self.first_page.connect(heartbeat.first_page)
        window.frameSwapped.connect(self._look_for_page, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._timer.start()
        self._round()

    def stop(self) -> None:
        self._timer.stop()
        self._waiting.clear()
        self._serial += 1

    @Slot()
    def _look_for_page(self) -> None:
        # Frames that were drawn before this came are in the queue, and come after it.
        if not self._painted and self._has_page():
            self._painted = True
            self._window.frameSwapped.disconnect(self._look_for_page)
            self.first_page.emit()

    @Slot()
    def _round(self) -> None:
        if UI in self._waiting and not self._window.isExposed():
            self._take(self._serial, UI)  # it was hidden before it was drawn
        if self._waiting:
            for part in sorted(self._waiting):
                self.silent.emit(part)
            return
        self._serial += 1
        self._waiting = {UI, *self._parts}
        for part, ask in self._parts.items():
            ask(partial(self._answered.emit, self._serial, part))
        self._ask_window()

    def _ask_window(self) -> None:
        """Have the scene drawn; a window that nobody can see is not drawn, and answers so."""
        if not self._window.isExposed():
            self._answered.emit(self._serial, UI)
            return
        self._window.frameSwapped.connect(
            self._swapped,
            Qt.ConnectionType(
                Qt.ConnectionType.QueuedConnection.value
                | Qt.ConnectionType.SingleShotConnection.value
            ),
        )
        self._window.update()

    @Slot()
    def _swapped(self) -> None:
        self._take(self._serial, UI)

    @Slot(int, str)
    def _take(self, serial: int, part: str) -> None:
        if serial != self._serial or part not in self._waiting:
            return
        self._waiting.discard(part)
        if not self._waiting:
            self.beat.emit()
