"""The QR code with which a phone follows the queue (ISO/IEC 18004)."""

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from kiosk.ticket.blocks import INK, Block

QUIET = 4
"""White modules that the standard asks for on every side."""

_SMALLEST = 4  # dots: 0.5 mm, what an old phone's camera still separates
_LARGEST = 6
_WANTED = 208  # dots: a code of 26 mm is easily met by a phone at arm's length
_LONGEST = 600  # characters: more never fits, and is not worth the work of finding out


def code(address: str, width: int) -> Block | None:
    """The code with its quiet zone, or ``None`` for an address too long for ``width``."""
    if not address or len(address) > _LONGEST:
        return None
    symbol = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dark = np.array(symbol.to_image(scale=1)) == 0
    size = len(dark)
    dots = max(_SMALLEST, min(_LARGEST, min(_WANTED, width // 2) // size))
    if size * dots > width:
        return None
    mask = Image.fromarray(dark).resize((size * dots, size * dots), Image.Resampling.NEAREST)

    def paint(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
        draw.bitmap((x, y), mask, fill=INK)

    return Block(mask.width, mask.height, paint)
