"""The number, the largest thing on the ticket: readable at two metres."""

from PIL import Image, ImageDraw

from kiosk.ticket.blocks import INK, Block, stack
from kiosk.ticket.fonts import BOLD, face

DIGITS = 136
"""Height of a digit in dots: 17 mm. At two metres 15 mm is the least."""

_EM = round(DIGITS / 0.75)  # digits of Be Vietnam Pro are 0.75 em tall
_NARROWEST = 0.6
_GAP = 16


def number(content: str, width: int) -> Block:
    """``content`` on one line, narrowed where it must be to fit ``width``.

    ``A-042`` stands on narrow paper at two thirds of its width, which reads better than
    smaller digits. What would be narrower than :data:`_NARROWEST` breaks at its hyphens,
    and only a part that does not fit even then gets smaller.
    """
    whole = _drawn(content)
    if whole.width * _NARROWEST <= width:
        return _fitted(whole, width)
    parts = [part for part in content.split("-") if part]
    # The hyphen stays in sight, as at the end of any line that goes on: it is one number.
    lines = [f"{part}-" for part in parts[:-1]] + parts[-1:]
    return stack([_fitted(_drawn(line), width) for line in lines], _GAP)


def _drawn(content: str) -> Image.Image:
    """The text in full size, white on black, without any margin."""
    bold = face(BOLD, _EM)
    canvas = Image.new("L", (int(bold.width(content)) + _EM, 2 * bold.pitch))
    bold.draw(ImageDraw.Draw(canvas), _EM // 2, bold.pitch // 2, content, 255)
    return canvas.crop(canvas.getbbox())


def _fitted(ink: Image.Image, width: int) -> Block:
    narrow = min(ink.width, width)
    shrink = min(1.0, narrow / (ink.width * _NARROWEST))
    mask = ink.resize((narrow, max(1, round(ink.height * shrink))), Image.Resampling.LANCZOS)

    def paint(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
        draw.bitmap((x, y), mask, fill=INK)

    return Block(mask.width, mask.height, paint)
