"""The parts that a ticket is laid out of: rectangles that know their size and paint themselves.

Units are printer dots (8 in a millimetre at 203 dpi). Paint goes on a grey canvas (mode
``"L"``), whose edges one threshold makes crisp in the end: dithered text is mush on paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.ImageDraw import ImageDraw

from kiosk.ticket.fonts import Font, wrap

INK = 0
PAPER = 255

Paint = Callable[[ImageDraw, int, int], None]
"""Paints with its top left corner at (x, y)."""


@dataclass(frozen=True, slots=True)
class Block:
    width: int
    height: int
    paint: Paint


def text(content: str, face: Font, width: int, ink: int = INK) -> Block:
    """Lines of text, as wide as the widest and never wider than ``width``."""
    lines = wrap(content, face, width)
    ascent, descent = face.getmetrics()
    pitch = ascent + descent

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        for row, line in enumerate(lines):
            draw.text((x, y + row * pitch), line, font=face, fill=ink)

    widest = max((face.getlength(line) for line in lines), default=0)
    return Block(min(width, round(widest + 0.5)), pitch * len(lines), paint)


def space(height: int) -> Block:
    return Block(0, height, lambda draw, x, y: None)


def rule(width: int, thickness: int) -> Block:
    """A line across the ticket."""

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        draw.rectangle((x, y, x + width - 1, y + thickness - 1), fill=INK)

    return Block(width, thickness, paint)


def badge(content: str, face: Font, width: int, *, filled: bool) -> Block:
    """A word in a box: white on black, or outlined."""
    pad_x, pad_y, line = 16, 3, 3
    label = text(content, face, width - 2 * pad_x, PAPER if filled else INK)
    box = Block(label.width + 2 * pad_x, label.height + 2 * pad_y, label.paint)

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        corners = (x, y, x + box.width - 1, y + box.height - 1)
        draw.rounded_rectangle(
            corners, radius=10, fill=INK if filled else PAPER, outline=INK, width=line
        )
        label.paint(draw, x + pad_x, y + pad_y)

    return Block(box.width, box.height, paint)


def stack(blocks: Sequence[Block], gap: int = 0) -> Block:
    """Blocks beneath each other; those without height take no gap either."""
    shown = [block for block in blocks if block.height]

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        for block in shown:
            block.paint(draw, x, y)
            y += block.height + gap

    height = sum(block.height for block in shown) + gap * max(0, len(shown) - 1)
    return Block(max((block.width for block in shown), default=0), height, paint)


def columns(blocks: Sequence[Block], starts: Sequence[int], *, centred: bool = False) -> Block:
    """Blocks beside each other, each at its start; at the top, or centred in the height."""
    height = max(block.height for block in blocks)

    def paint(draw: ImageDraw, x: int, y: int) -> None:
        for block, start in zip(blocks, starts, strict=True):
            drop = (height - block.height) // 2 if centred else 0
            block.paint(draw, x + start, y + drop)

    width = max(start + block.width for block, start in zip(blocks, starts, strict=True))
    return Block(width, height, paint)


def pair(left: Block, right: Block, width: int, gap: int) -> Block:
    """``right`` at the right edge beside ``left``, or beneath it where both do not fit."""
    if left.width + gap + right.width <= width:
        return columns((left, right), (0, width - right.width), centred=True)
    return stack((left, right), gap // 2)
