"""The parts that a ticket is laid out of: rectangles that know their size and paint themselves.

Units are printer dots (8 in a millimetre at 203 dpi). Paint goes on a grey canvas (mode
``"L"``), whose edges one threshold makes crisp in the end: dithered text is mush on paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.ImageDraw import ImageDraw

from kiosk.ticket.fonts import Face
from kiosk.ticket.wrapping import wrap

INK = 0
PAPER = 255

Paint = Callable[[ImageDraw, int, int], None]
"""Paints with its top left corner at (x, y)."""


@dataclass(frozen=True, slots=True)
class Block:
    width: int
    height: int
    paint: Paint


EMPTY = Block(0, 0, lambda draw, x, y: None)


def text(content: str, face: Face, width: int, ink: int = INK) -> Block:
    """Lines of text, as wide as the widest and never wider than ``width``."""
    lines = wrap(content, face, width)

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        for row, line in enumerate(lines):
            face.draw(draw, x, y + row * face.pitch, line, ink)

    widest = max(map(face.width, lines), default=0)
    return Block(min(width, round(widest + 0.5)), face.pitch * len(lines), paint)


def rule(width: int, thickness: int) -> Block:
    """A line across the ticket."""

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        draw.rectangle((x, y, x + width - 1, y + thickness - 1), fill=INK)

    return Block(width, thickness, paint)


def badge(content: str, face: Face, width: int, *, filled: bool) -> Block:
    """A word in a box: white on black, or outlined."""
    pad_x, pad_y, line = 14, 2, 3
    label = text(content, face, width - 2 * pad_x, PAPER if filled else INK)
    box_width, box_height = label.width + 2 * pad_x, label.height + 2 * pad_y

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        corners = (x, y, x + box_width - 1, y + box_height - 1)
        draw.rounded_rectangle(
            corners, radius=10, fill=INK if filled else PAPER, outline=INK, width=line
        )
        label.paint(draw, x + pad_x, y + pad_y)

    return Block(box_width, box_height, paint)


def framed(inside: Block, width: int, thickness: int, pad: int) -> Block:
    """A heavy frame of this outer width around a block."""
    height = inside.height + 2 * (thickness + pad)

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        corners = (x, y, x + width - 1, y + height - 1)
        draw.rectangle(corners, fill=PAPER, outline=INK, width=thickness)
        inside.paint(draw, x + thickness + pad, y + thickness + pad)

    return Block(width, height, paint)


def stack(blocks: Sequence[Block], gap: int = 0) -> Block:
    """Blocks beneath each other; those without height take no gap either."""
    shown = [block for block in blocks if block.height]

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        for block in shown:
            block.paint(draw, x, y)
            y += block.height + gap

    height = sum(block.height for block in shown) + gap * max(0, len(shown) - 1)
    return Block(max((block.width for block in shown), default=0), height, paint)


def beside(left: Block, right: Block, start: int, drop: int | None = None) -> Block:
    """``right`` from ``start`` on, ``drop`` lower than ``left``; or both centred in height."""
    height = max(left.height, right.height)
    higher, lower = (height - left.height) // 2, (height - right.height) // 2
    if drop is not None:
        height = max(left.height, drop + right.height)
        higher, lower = 0, drop

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        left.paint(draw, x, y + higher)
        right.paint(draw, x + start, y + lower)

    return Block(start + right.width, height, paint)


def ends(left: Block, right: Block, width: int, gap: int) -> Block:
    """``right`` at the right end beside ``left``, or beneath it where both do not fit."""
    if not right.height:
        return left
    if left.width + gap + right.width <= width:
        return beside(left, right, width - right.width)
    return stack((left, right), gap // 3)
