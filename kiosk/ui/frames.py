"""How smoothly the kiosk draws: for the bench, never for a patient's visit."""

import time
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, QTimer

from kiosk.ui.front import QtFront
from kiosk.ui.kiosk_window import KioskWindow

BEAT_MS = 5


@dataclass(slots=True)
class PageChange:
    """From the moment the stage is told of a page to its first picture on the screen."""

    page: str
    milliseconds: float


@dataclass(slots=True)
class FrameLog:
    """Times of one run, all in milliseconds. Give it to :func:`kiosk.ui.window.run`."""

    first_frame: float | None = None
    """Since :meth:`attach`."""
    frames: list[float] = field(default_factory=list)
    """Each picture: from the end of its animation step to its hand-over to the screen."""
    stalls: list[float] = field(default_factory=list)
    """Each time since the first picture that the main thread was busy for longer than a beat of
    5 ms: how long. Layout, page creation and drawing are all in it, so "no frame over 50 ms" is
    ``max(stalls)``."""
    page_changes: list[PageChange] = field(default_factory=list)
    _watches: list[QObject] = field(default_factory=list)

    def attach(self, window: KioskWindow, front: QtFront) -> None:
        """Start to watch. Called by ``run`` before the window is shown."""
        self._watches += [_Frames(self, window, front), _Beat(self)]

    def detach(self) -> None:
        """Stop watching; what was seen stays."""
        for watch in self._watches:
            watch.deleteLater()
        self._watches.clear()


class _Frames(QObject):
    def __init__(self, log: FrameLog, window: KioskWindow, front: QtFront) -> None:
        super().__init__()
        self._log = log
        self._attached = time.perf_counter()
        self._started = 0.0
        self._changing: tuple[str, float] | None = None
        # Direct, so that the time is the renderer's own wherever it runs.
        direct = Qt.ConnectionType.DirectConnection
        window.view.afterAnimating.connect(self._start, direct)
        window.view.frameSwapped.connect(self._end, direct)
        front.presenting.connect(self._change)

    def _change(self, page: str) -> None:
        self._changing = (page, time.perf_counter())

    def _start(self) -> None:
        self._started = time.perf_counter()

    def _end(self) -> None:
        now = time.perf_counter()
        if self._log.first_frame is None:
            self._log.first_frame = (now - self._attached) * 1000
        if self._started:
            self._log.frames.append((now - self._started) * 1000)
            self._started = 0.0
        if self._changing is not None:
            page, since = self._changing
            self._changing = None
            self._log.page_changes.append(PageChange(page, (now - since) * 1000))


class _Beat(QTimer):
    """Beats every ``BEAT_MS``; a beat that comes late tells how long the thread was busy."""

    def __init__(self, log: FrameLog) -> None:
        super().__init__(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._log = log
        self._last = time.perf_counter()
        self._drawn = False
        self.timeout.connect(self._beat)
        self.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        late = (now - self._last) * 1000 - BEAT_MS
        self._last = now
        if late > BEAT_MS and self._drawn:
            self._log.stalls.append(late)
        # The beat that the first picture fell into is part of the start.
        self._drawn = self._log.first_frame is not None
