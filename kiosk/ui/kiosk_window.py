"""The kiosk's window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickView

from kiosk.errors import KioskError
from kiosk.ui.drawings import PROVIDER, Drawings
from kiosk.ui.live import PROVIDER as LIVE
from kiosk.ui.live import LivePictures
from kiosk.ui.stage import Stage

MAIN_PAGE = Path(__file__).parent / "qml" / "Main.qml"
SMALLEST = QSize(480, 800)

_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress}
_RELEASES = {QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.KeyRelease}


class KioskWindow(QObject):
    """Shows the pages of a stage: over the whole screen, or as a window for testers.

    ``windowed`` is the window's width and height in logical pixels. Over the whole screen
    there is no pointer, and neither Escape nor the window manager closes it.
    Raises :class:`~kiosk.errors.KioskError` if the pages cannot be loaded.
    """

    first_frame = Signal()
    """Once, when the first picture is on the screen."""
    closed = Signal()
    """The tester wants to stop: Escape, or the window's close button."""
    shone = Signal(object)
    """Red, green and blue of the page's ground, 0 to 255, when a picture with another one is on
    the screen; after :meth:`tell_light`."""

    def __init__(self, stage: Stage, windowed: tuple[int, int] | None = None) -> None:
        super().__init__()
        self._stage = stage
        self._windowed = windowed
        self.view = QQuickView()
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.setTitle(QGuiApplication.applicationName())
        self.view.setInitialProperties({"stage": stage})
        self.view.frameSwapped.connect(
            self.first_frame,
            Qt.ConnectionType(
                Qt.ConnectionType.QueuedConnection.value
                | Qt.ConnectionType.SingleShotConnection.value
            ),
        )
        self._light: tuple[int, int, int] | None = None
        self.view.installEventFilter(self)
        self.view.engine().addImageProvider(PROVIDER, Drawings())
        self.view.engine().addImageProvider(LIVE, LivePictures(stage.live_picture))
        stage.languageChanged.connect(self.view.engine().retranslate)
        self.view.setSource(QUrl.fromLocalFile(str(MAIN_PAGE)))
        if self.view.status() is not QQuickView.Status.Ready:
            reasons = "; ".join(error.toString() for error in self.view.errors())
            raise KioskError(f"the pages cannot be loaded: {reasons}")

    def tell_light(self) -> None:
        """From now on, emit :attr:`shone`; the first time with the next picture."""
        self.view.frameSwapped.connect(self._look_at_ground, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _look_at_ground(self) -> None:
        ground = self.view.rootObject().property("color")
        light = (ground.red(), ground.green(), ground.blue())
        if light != self._light:
            self._light = light
            self.shone.emit(light)

    def show(self) -> None:
        """Put it on the screen."""
        if self._windowed is None:
            self.view.setCursor(Qt.CursorShape.BlankCursor)
            self.view.showFullScreen()
            return
        self.view.setMinimumSize(SMALLEST)
        self.view.resize(*self._windowed)
        self.view.show()

    def close(self) -> None:
        """Take it off the screen, with all that it holds. The stage must still live."""
        self.view.removeEventFilter(self)
        self._stage.languageChanged.disconnect(self.view.engine().retranslate)
        self.view.close()
        self.view.setSource(QUrl())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every press is a sign of life; the ways out are for testers only.

        While the patient is asked whether they are there, the finger's lifting is the sign: the
        question would be gone before the tap on one of its buttons is whole.
        """
        kind = event.type()
        if kind in (_RELEASES if self._stage.idle else _PRESSES):
            self._stage.touch()
        if kind is QEvent.Type.Close:
            event.ignore()
            self._leave()
            return True
        if isinstance(event, QKeyEvent) and _is_escape(event):
            self._leave()
            return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        if self._windowed is not None:
            self.closed.emit()


def _is_escape(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
