"""A ticket as ESC/POS bytes, drawn up by python-escpos."""

from escpos.printer import Dummy
from PIL.Image import Image

PROFILE = "TM-T20II"
"""The profile that allows 576 dots across; the better known TM-T88V stops at 512."""

_NO_AUTOMATIC_STATUS = b"\x1da\x00"  # GS a 0
_STRIP = 240  # rows in one image command: 17 KB, which the smallest printers hold
_WIDEST_WITHOUT_CUTTER = 384


def job(ticket: Image) -> bytes:
    """``ESC @``, the ticket in strips of ``GS v 0``, and a cut.

    58 mm printers seldom have a cutter, so their paper is fed past the tear bar as well.
    The printer itself feeds to its cutter (``GS V 66``), which spares paper on the others.
    """
    printer = Dummy(profile=PROFILE)
    printer.hw("INIT")
    printer._raw(_NO_AUTOMATIC_STATUS)
    printer.image(ticket, impl="bitImageRaster", fragment_height=_STRIP)
    printer.cut(feed=ticket.width <= _WIDEST_WITHOUT_CUTTER)
    return bytes(printer.output)
