"""Codes by zxing-cpp, which finds most and is the quickest.

It lets go of the interpreter lock while it works.
"""

import enum
from dataclasses import dataclass

import zxingcpp

from kiosk.devices.camera.codes.code import Code, Corner, Grey

_NAMES = {
    zxingcpp.BarcodeFormat.QRCode: "QR",
    zxingcpp.BarcodeFormat.QRCodeModel1: "QR",
    zxingcpp.BarcodeFormat.QRCodeModel2: "QR",
    zxingcpp.BarcodeFormat.MicroQRCode: "MicroQR",
    zxingcpp.BarcodeFormat.DataMatrix: "DataMatrix",
    zxingcpp.BarcodeFormat.PDF417: "PDF417",
    zxingcpp.BarcodeFormat.Code128: "Code128",
    zxingcpp.BarcodeFormat.EAN13: "EAN13",
    zxingcpp.BarcodeFormat.EAN8: "EAN8",
}


class Kinds(enum.Enum):
    """Symbologies that are looked for together, as they cost about the same."""

    QR = "QRCode,MicroQRCode"
    MATRIX = "DataMatrix"
    STACKED = "PDF417"
    LINEAR = "Code128,EAN13,EAN8"
    ALL = "QRCode,MicroQRCode,DataMatrix,PDF417,Code128,EAN13,EAN8"


_FORMATS = {kinds: zxingcpp.barcode_formats_from_str(kinds.value) for kinds in Kinds}


class Threshold(enum.Enum):
    """How dark is told from light."""

    LOCAL = zxingcpp.Binarizer.LocalAverage
    """By the surroundings: for shadows."""
    GLOBAL = zxingcpp.Binarizer.GlobalHistogram
    """Of each row by its own histogram: for noise and blur in even light."""


@dataclass(frozen=True, slots=True)
class Look:
    codes: tuple[Code, ...]
    unread: tuple[tuple[Corner, ...], ...] = ()
    """Corners of codes that are there and cannot be read."""


def look(
    grey: Grey,
    kinds: Kinds,
    *,
    threshold: Threshold = Threshold.LOCAL,
    inverted: bool = True,
    downscale: bool = True,
    errors: bool = False,
) -> Look:
    """The codes in a grey picture; with ``errors`` also where one is that cannot be read."""
    codes = []
    unread = []
    for seen in zxingcpp.read_barcodes(
        grey,
        formats=_FORMATS[kinds],
        binarizer=threshold.value,
        try_invert=inverted,
        try_downscale=downscale,
        return_errors=errors,
    ):
        corners = _corners(seen.position)
        if not seen.valid:
            unread.append(corners)
        elif seen.format in _NAMES and seen.bytes:
            codes.append(Code.of(_NAMES[seen.format], seen.bytes, corners))
    return Look(tuple(codes), tuple(unread))


def _corners(position: zxingcpp.Position) -> tuple[Corner, ...]:
    return tuple(
        (point.x, point.y)
        for point in (
            position.top_left,
            position.top_right,
            position.bottom_right,
            position.bottom_left,
        )
    )
