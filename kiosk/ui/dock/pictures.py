"""Codes as pixels for the simulated camera, and pictures for the dock's page."""

from collections import OrderedDict
from typing import cast

import numpy as np
import PIL.Image
import qrcode
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from kiosk.devices.camera.base import Image

QUIET_MODULES = 4
"""Light border of a code, in modules (ISO/IEC 18004:2015, 6.3.8)."""
DOTS = 8
"""Pixels that a module is drawn with; the camera's own distance comes on top."""
LONGEST = 600
"""Bytes; the longest real document has about 300, and more modules the camera cannot resolve."""
PICTURES_KEPT = 24


class TooLongForACode(ValueError):
    """The content is longer than a code that a camera can resolve."""


def code_on_card(content: str | bytes) -> Image:
    """A square picture of ``content`` as a QR code with its light border, shape (n, n, 3).

    Text is UTF-8. Raises :class:`TooLongForACode` beyond ``LONGEST`` bytes, and ``ValueError``
    for no content.
    """
    data = content.encode() if isinstance(content, str) else content
    if not data:
        raise ValueError("a code holds something")
    if len(data) > LONGEST:
        raise TooLongForACode
    code = qrcode.QRCode(border=QUIET_MODULES, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(data)
    code.make(fit=True)
    modules = np.array(code.get_matrix(), dtype=np.bool_)
    dot = np.ones((DOTS, DOTS), np.uint8)
    card = np.kron(np.where(modules, 0, 255).astype(np.uint8), dot)
    return np.repeat(card[:, :, None], 3, axis=2)


def of_camera(image: Image) -> QImage:
    """A camera's picture for Qt."""
    height, width, _ = image.shape
    kept = np.ascontiguousarray(image)
    # The copy owns its pixels; the array may go.
    return QImage(
        cast(bytes, kept.data), width, height, 3 * width, QImage.Format.Format_BGR888
    ).copy()


def of_ticket(bitmap: PIL.Image.Image) -> QImage:
    """A printed ticket for Qt."""
    gray = bitmap.convert("L")
    return QImage(
        gray.tobytes(), gray.width, gray.height, gray.width, QImage.Format.Format_Grayscale8
    ).copy()


class DockPictures(QQuickImageProvider):
    """The dock's pictures by name: ``image://dock/<name>``. The newest are kept."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._pictures: OrderedDict[str, QImage] = OrderedDict()

    def put(self, name: str, picture: QImage) -> None:
        """Keep ``picture`` as ``name``, and drop the oldest beyond ``PICTURES_KEPT``."""
        self._pictures[name] = picture
        while len(self._pictures) > PICTURES_KEPT:
            self._pictures.popitem(last=False)

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:
        """See Qt's ``QQuickImageProvider``. A name that is not there is one white dot."""
        picture = self._pictures.get(name)
        if picture is None:
            picture = QImage(1, 1, QImage.Format.Format_Grayscale8)
            picture.fill(255)
        size.setWidth(picture.width())
        size.setHeight(picture.height())
        if wanted.height() <= 0:
            return picture
        # Scaled here, because the software renderer would drop every other row of a ticket.
        return picture.scaledToHeight(wanted.height(), Qt.TransformationMode.SmoothTransformation)
