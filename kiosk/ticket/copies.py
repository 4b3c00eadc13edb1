"""A ticket that is drawn already, marked as a copy."""

from PIL import Image, ImageDraw

from kiosk.model.text import ENGLISH, VIETNAMESE
from kiosk.ticket.blocks import PAPER, badge
from kiosk.ticket.fonts import BOLD, face
from kiosk.ticket.layout import MARGINS
from kiosk.ticket.words import words

_GAP = 12


def marked_as_copy(ticket: Image.Image) -> Image.Image:
    """The same picture under *Bản in lại · Reprint*: of what a printer stopped in the middle of,
    somebody may hold a part already.

    ``ticket`` is what :func:`~kiosk.ticket.layout.render` made: mode ``"1"``, 576 or 384 dots wide;
    the answer is as wide, its height a multiple of 8, too. ``ValueError`` for another width.
    """
    margin = MARGINS.get(ticket.width)
    if margin is None:
        raise ValueError(f"no ticket is {ticket.width} dots wide")
    said = f"{words(VIETNAMESE).reprint} · {words(ENGLISH).reprint}"
    mark = badge(said, face(BOLD, 28), ticket.width - 2 * margin, filled=False)
    above = -(-(mark.height + _GAP) // 8) * 8
    canvas = Image.new("1", (ticket.width, above + ticket.height), PAPER)
    mark.paint(ImageDraw.Draw(canvas), margin, _GAP)
    canvas.paste(ticket, (0, above))
    return canvas
