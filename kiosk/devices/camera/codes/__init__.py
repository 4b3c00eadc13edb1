"""The codes that are seen in pictures, as the bytes that were printed.

:class:`CodeSearch` for the frames of a camera; :func:`read_codes` for one picture. Both take
long enough that they belong into a thread of their own.
"""

from kiosk.devices.camera import zbar
from kiosk.devices.camera.base import Image
from kiosk.devices.camera.codes import views, zxing
from kiosk.devices.camera.codes.code import Code, Corner, Grey, as_grey
from kiosk.devices.camera.codes.search import BUDGET_S, CodeSearch, Found
from kiosk.devices.camera.codes.zxing import Kinds

__all__ = [
    "BUDGET_S",
    "Code",
    "CodeSearch",
    "Corner",
    "Found",
    "Grey",
    "read_codes",
    "second_opinion_available",
]


def read_codes(
    image: Image, *, second_opinion: bool = False, enlarge: bool = False, only_qr: bool = False
) -> tuple[Code, ...]:
    """All codes in the picture, inverted ones too; the same content once.

    ``only_qr`` leaves out the other symbologies, which cost most of the time of a picture
    without codes. Where nothing is found, ``enlarge`` looks again at twice the size (small
    or far codes), and ``second_opinion`` asks zbar, if its library is installed.
    """
    grey, _ = as_grey(image)
    kinds = Kinds.QR if only_qr else Kinds.ALL
    found = zxing.look(grey, kinds).codes
    if not found and enlarge and (larger := views.SHARPENED.of(grey)) is not None:
        found = tuple(
            Code(
                code.symbology,
                code.data,
                code.text,
                tuple((x // 2, y // 2) for x, y in code.corners),
            )
            for code in zxing.look(larger, kinds).codes
        )
    if not found and second_opinion:
        found = tuple(Code.of(seen.symbology, seen.data, seen.corners) for seen in zbar.look(grey))
    return tuple({(code.symbology, code.data): code for code in reversed(found)}.values())


def second_opinion_available() -> bool:
    """Whether zbar's library (Debian package libzbar0) is installed."""
    return zbar.available()
