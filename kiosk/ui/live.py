"""The camera's picture on a page: what two processes share, as something that QML can show.

An ``Image`` of QML shows it, by one more name for each new picture; a ``QQuickPaintedItem`` would
paint each twice in the software renderer (1.5 ms a picture in place of 0.9, at 952×536).
"""

from typing import Protocol

from PySide6.QtCore import Property, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from kiosk.vision.preview import PreviewFrame, PreviewKind

PROVIDER = "live"
PERIOD_MS = 33
"""A camera gives thirty pictures a second; the timer looks as often whether there is a new one."""


class Previews(Protocol):
    """Where the pictures come from: :class:`~kiosk.vision.preview.PreviewReader`."""

    def newest(self, seen: int) -> PreviewFrame | None: ...


class LivePicture(QObject):
    """The newest picture of the camera, while a page shows it, and none else. In Qt's main thread.

    Properties for QML: ``source``, a URL for an ``Image`` without cache, ``""`` while there is
    no picture; ``ratio``, the picture's width by its height.
    """

    changed = Signal()

    def __init__(self, previews: Previews | None = None, parent: QObject | None = None) -> None:
        """Without ``previews`` there never is a picture."""
        super().__init__(parent)
        self._previews = previews
        self._kind: PreviewKind | None = None
        self._seen = 0
        self._image = QImage()
        self._timer = QTimer(self, interval=PERIOD_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)

    @property
    def image(self) -> QImage:
        """The picture, null for none."""
        return self._image

    @property
    def watching(self) -> bool:
        """Whether a page shows pictures now."""
        return self._timer.isActive()

    def watch(self, kind: PreviewKind | None) -> None:
        """Show pictures of this kind from now on; ``None`` drops the one that is there."""
        if kind is self._kind:
            return
        self._kind = kind
        self._drop()
        if kind is None or self._previews is None:
            self._timer.stop()
        else:
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Show the newest picture, if it is another one."""
        if self._previews is None or (frame := self._previews.newest(self._seen)) is None:
            return
        self._seen = frame.serial
        # The memory may still hold what the page before showed.
        if frame.kind is not self._kind:
            return
        self._image = QImage(
            frame.pixels, frame.width, frame.height, frame.stride, QImage.Format.Format_RGB32
        ).copy()
        self.changed.emit()

    def _drop(self) -> None:
        """A serial that was seen is not shown again, whoever asks next."""
        if not self._image.isNull():
            self._image = QImage()
            self.changed.emit()

    def _source(self) -> str:
        return "" if self._image.isNull() else f"image://{PROVIDER}/{self._seen}"

    def _ratio(self) -> float:
        return 16 / 9 if self._image.isNull() else self._image.width() / self._image.height()

    source = Property(str, _source, notify=changed)
    ratio = Property(float, _ratio, notify=changed)


class LivePictures(QQuickImageProvider):
    """Gives QML the newest picture, whichever it asks for."""

    def __init__(self, live: LivePicture) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._live = live

    def requestImage(self, id: str, size: QSize, requested: QSize) -> QImage:
        """See Qt's ``QQuickImageProvider``. Called in the main thread, as the ``Image`` that asks
        is not asynchronous. Where there is none any more, one pixel."""
        image = self._live.image
        if image.isNull():
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(0)
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image
