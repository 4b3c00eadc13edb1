"""Line drawings for the pages: SVG files in the colours of the present palette.

QML asks for ``image://drawing/<palette>/<folder>/<name>``, for example
``image://drawing/contrast/icons/bell``. The files are drawn in the tokens of the theme, so a
palette is a table from one colour to another.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.paths import ASSETS

PROVIDER = "drawing"

_INK, _ACTION, _SOFT = "#12302F", "#0B5C5A", "#3F5755"
_TINT, _AMBER = "#DDECE8", "#F2B13C"

PALETTES: Mapping[str, Mapping[str, str]] = {
    "normal": {},
    "contrast": {_INK: "#000000", _ACTION: "#000000", _SOFT: "#000000", _TINT: "#FFFFFF"},
    "white": {_INK: "#FFFFFF", _ACTION: "#FFFFFF", _SOFT: "#FFFFFF"},
    "amber-ink": {_ACTION: _INK, _SOFT: _INK},
}
"""``white`` is for icons on the action colour, ``amber-ink`` for those on amber."""

_COLOUR = re.compile("#[0-9A-F]{6}")


class Drawings(QQuickImageProvider):
    """Renders a drawing at the size asked for, keeping its proportions."""

    def __init__(self, folder: Path = ASSETS) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder

    def requestImage(self, id: str, size: QSize, requested: QSize) -> QImage:
        """A transparent picture; a null one, which QML warns of, if there is no such drawing."""
        palette, _, name = id.partition("/")
        file = self._folder / f"{name}.svg"
        if palette not in PALETTES or not file.is_file():
            return QImage()
        renderer = QSvgRenderer(QByteArray(recoloured(file.read_text(), palette).encode()))
        drawn = renderer.defaultSize()
        if requested.width() > 0 and requested.height() > 0:
            drawn = drawn.scaled(requested, Qt.AspectRatioMode.KeepAspectRatio)
            drawn = drawn.expandedTo(QSize(1, 1))
        image = QImage(drawn, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(image.rect()))
        painter.end()
        return image


def recoloured(svg: str, palette: str) -> str:
    """The drawing with each token replaced by the palette's colour for it."""
    colours = PALETTES[palette]
    return _COLOUR.sub(lambda found: colours.get(found[0], found[0]), svg)
