"""What the camera might see, drawn, for pages in the gallery and in tests: nobody, and no photo."""

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from kiosk.vision.preview import MOST_HEIGHT, MOST_WIDTH, PreviewFrame, PreviewKind

_WALL, _FLOOR = QColor("#C8CDBE"), QColor("#6E7F76")
_SKIN, _HAIR, _COAT = QColor("#C99B78"), QColor("#3A332E"), QColor("#7A4B58")


class DrawnPreviews:
    """Holds one drawn picture at a time; in place of a camera's
    :class:`~kiosk.vision.preview.PreviewReader`."""

    def __init__(self) -> None:
        self._serial = 0
        self._kind: PreviewKind | None = None

    def show(self, kind: PreviewKind | None) -> None:
        """Have a new picture of this kind from now on; ``None`` has none."""
        self._serial += 1
        self._kind = kind

    def again(self) -> None:
        """Have another picture of the same kind."""
        self.show(self._kind)

    def newest(self, seen: int) -> PreviewFrame | None:
        """As of a ``PreviewReader``."""
        if self._kind is None or seen == self._serial:
            return None
        image = _person() if self._kind is PreviewKind.FACE else _card_in_hand()
        return PreviewFrame(
            self._serial,
            image.width(),
            image.height(),
            image.bytesPerLine(),
            self._kind,
            memoryview(bytes(image.constBits())),
        )


def _hall() -> tuple[QImage, QPainter]:
    image = QImage(MOST_WIDTH, MOST_HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    light = QLinearGradient(QPointF(0, 0), QPointF(0, MOST_HEIGHT))
    light.setColorAt(0, _WALL)
    light.setColorAt(1, _FLOOR)
    painter.fillRect(image.rect(), light)
    painter.fillRect(QRect(450, 40, 120, 250), _WALL.lighter(112))
    return image, painter


def _person() -> QImage:
    image, painter = _hall()
    painter.setPen(_HAIR)
    painter.setBrush(_COAT)
    painter.drawEllipse(QRectF(150, 290, 340, 260))
    painter.setBrush(_SKIN.darker(112))
    painter.drawRect(QRectF(282, 240, 76, 70))
    painter.setBrush(_HAIR)
    painter.drawEllipse(QRectF(228, 50, 184, 220))
    painter.setBrush(_SKIN)
    painter.drawEllipse(QRectF(242, 88, 156, 196))
    painter.setBrush(_HAIR)
    for x in (284.0, 344.0):
        painter.drawEllipse(QRectF(x, 168, 16, 12))
    painter.drawRect(QRectF(296, 236, 48, 4))
    painter.end()
    return image


def _card_in_hand() -> QImage:
    image, painter = _hall()
    painter.setPen(_HAIR)
    painter.setBrush(_SKIN)
    painter.drawEllipse(QRectF(230, 250, 150, 190))
    painter.setBrush(QColor("#E4ECEF"))
    painter.drawRoundedRect(QRectF(205, 130, 200, 126), 8, 8)
    painter.setBrush(_HAIR)
    for index in range(49):
        if index * 7 % 5 < 3:
            painter.drawRect(QRectF(330 + index % 7 * 8, 150 + index // 7 * 8, 7, 7))
    painter.end()
    return image
