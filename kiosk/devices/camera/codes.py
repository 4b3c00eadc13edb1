"""The codes that are seen in a picture, as the bytes that were printed.

zxing-cpp finds most and is the quickest; it lets go of the interpreter lock while it works,
so this belongs into a worker thread. Text is never guessed here: QR codes on Vietnamese
documents hold UTF-8 without saying so, and guesses go wrong.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from kiosk.devices.camera import zbar
from kiosk.devices.camera.base import Image

Grey = NDArray[np.uint8]
"""Pixels, shape (height, width)."""

Corner = tuple[int, int]
"""Pixels right of and below the picture's upper left corner."""


@dataclass(frozen=True, slots=True)
class Code:
    symbology: str
    """``QR``, ``MicroQR``, ``DataMatrix``, ``PDF417``, ``Code128`` or ``EAN13``."""
    data: bytes
    """The content, byte for byte."""
    text: str | None
    """The content where it is UTF-8, else ``None``."""
    corners: tuple[Corner, ...]
    """Around the code, in order; four, or more where the decoder tells more."""

    @property
    def area(self) -> float:
        """Square pixels; a code held nearer is larger."""
        return float(cv2.contourArea(np.array(self.corners, dtype=np.float32)))


_ZXING = {
    zxingcpp.BarcodeFormat.QRCode: "QR",
    zxingcpp.BarcodeFormat.QRCodeModel1: "QR",
    zxingcpp.BarcodeFormat.QRCodeModel2: "QR",
    zxingcpp.BarcodeFormat.MicroQRCode: "MicroQR",
    zxingcpp.BarcodeFormat.DataMatrix: "DataMatrix",
    zxingcpp.BarcodeFormat.PDF417: "PDF417",
    zxingcpp.BarcodeFormat.Code128: "Code128",
    zxingcpp.BarcodeFormat.EAN13: "EAN13",
}
_QR = zxingcpp.barcode_formats_from_str("QRCode,MicroQRCode")
_ALL = zxingcpp.barcode_formats_from_str("QRCode,MicroQRCode,DataMatrix,PDF417,Code128,EAN13")


def read_codes(
    image: Image, *, second_opinion: bool = False, enlarge: bool = False, only_qr: bool = False
) -> tuple[Code, ...]:
    """All codes in the picture, inverted ones too; the same content once.

    ``only_qr`` leaves out the other symbologies, which cost most of the time of a picture
    without codes. Where nothing is found, ``enlarge`` looks again at twice the size (small
    or far codes), and ``second_opinion`` asks zbar, if its library is installed.
    """
    grey = _grey(image)
    formats = _QR if only_qr else _ALL
    found = _by_zxing(grey, formats)
    if not found and enlarge:
        found = _by_zxing(_enlarged(grey), formats, scale=2)
    if not found and second_opinion and zbar.available():
        found = tuple(_code(seen.symbology, seen.data, seen.corners) for seen in zbar.look(grey))
    return tuple({(code.symbology, code.data): code for code in reversed(found)}.values())


def second_opinion_available() -> bool:
    """Whether zbar's library (Debian package libzbar0) is installed."""
    return zbar.available()


def _grey(image: Image) -> Grey:
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return np.ascontiguousarray(grey, dtype=np.uint8)


def _enlarged(grey: Grey) -> Grey:
    """Twice the size, with what a lens out of focus took from the edges put back."""
    sharp = cv2.addWeighted(grey, 3, cv2.blur(grey, (5, 5)), -2, 0)
    twice = cv2.resize(sharp, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    return np.asarray(twice, dtype=np.uint8)


def _by_zxing(grey: Grey, formats: zxingcpp.BarcodeFormats, scale: int = 1) -> tuple[Code, ...]:
    return tuple(
        _code(_ZXING[seen.format], seen.bytes, _around(seen.position, scale))
        for seen in zxingcpp.read_barcodes(grey, formats=formats)
        if seen.format in _ZXING and seen.bytes
    )


def _around(position: zxingcpp.Position, scale: int) -> tuple[Corner, ...]:
    points = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    return tuple((point.x // scale, point.y // scale) for point in points)


def _code(symbology: str, data: bytes, corners: tuple[Corner, ...]) -> Code:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    return Code(symbology, data, text, corners)
