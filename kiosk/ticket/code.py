"""The QR code with which a phone follows the queue (ISO/IEC 18004)."""

import qrcode
from PIL.ImageDraw import ImageDraw
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from kiosk.ticket.blocks import INK, Block

QUIET = 4
"""White modules that the standard asks for on every side."""

_SMALLEST = 4  # dots: 0.5 mm, what an old phone's camera still separates
_LARGEST = 6
_WANTED = 224  # dots: a code of 28 mm is easily met by a phone at arm's length
_LONGEST = 600


def code(address: str, width: int) -> Block | None:
    """The code with its quiet zone, or ``None`` for an address too long for ``width``."""
    if len(address) > _LONGEST:
        return None
    modules = _modules(address)
    size = len(modules) + 2 * QUIET
    dots = max(_SMALLEST, min(_LARGEST, _WANTED // size))
    if not modules or size * dots > width:
        return None

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        for row, line in enumerate(modules, QUIET):
            for column, dark in enumerate(line, QUIET):
                if dark:
                    left, top = x + column * dots, y + row * dots
                    draw.rectangle((left, top, left + dots - 1, top + dots - 1), fill=INK)

    return Block(size * dots, size * dots, paint)


def _modules(address: str) -> list[list[bool]]:
    qr = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    qr.add_data(address.encode(), optimize=0)
    try:
        qr.make(fit=True)
    except DataOverflowError:
        return []
    return qr.get_matrix()
