"""The ticket's typeface.

Be Vietnam Pro draws every Vietnamese letter with its marks (``assets/fonts``).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

from kiosk.paths import FONTS

REGULAR = "BeVietnamPro_400Regular.ttf"
MEDIUM = "BeVietnamPro_500Medium.ttf"
BOLD = "BeVietnamPro_700Bold.ttf"

_LETTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_LETTERS_KEPT = 2048
_PAIRS_KEPT = 16384


class Face:
    """One weight in one size (em in dots).

    Letters are drawn once and kept: hinting takes twenty times longer than pasting, and a
    patient waits for the ticket. Only single letters and widths of pairs are kept, so
    nothing of a ticket is left behind.
    """

    def __init__(self, weight: str, size: int) -> None:
        self._font = ImageFont.truetype(str(FONTS / weight), size)
        self._size = size
        ascent, descent = self._font.getmetrics()
        self.pitch = ascent + descent
        """From one line to the next."""
        self.ascent = ascent
        self._letter = lru_cache(_LETTERS_KEPT)(self._drawn)
        self._advance = lru_cache(_PAIRS_KEPT)(self._measured)

    def width(self, text: str) -> float:
        return sum(advance for _, advance in self._laid(text))

    def draw(self, draw: ImageDraw.ImageDraw, x: int, y: int, text: str, ink: int) -> None:
        """One line, its top left corner at (x, y)."""
        at = float(x)
        for letter, advance in self._laid(text):
            drawn = self._letter(letter)
            if drawn:
                draw.bitmap((round(at) + drawn.left, y + drawn.top), drawn.mask, fill=ink)
            at += advance

    def _laid(self, text: str) -> list[tuple[str, float]]:
        """Letters, each with its marks, and how far each moves the pen.

        Kerned, but not with spaces: that runs words into each other.
        """
        letters: list[str] = _LETTER.findall(text)
        return [
            (one, self._advance(one, after))
            for one, after in zip(letters, [*letters[1:], ""], strict=False)
        ]

    def _measured(self, letter: str, after: str) -> float:
        if not after or letter.isspace() or after.isspace():
            return self._font.getlength(letter)
        return self._font.getlength(letter + after) - self._font.getlength(after)

    def _drawn(self, letter: str) -> "_Letter | None":
        room = self._size
        canvas = Image.new("L", (4 * room, 3 * room))
        ImageDraw.Draw(canvas).text((room, room), letter, font=self._font, fill=255)
        box = canvas.getbbox()
        return _Letter(canvas.crop(box), box[0] - room, box[1] - room) if box else None


@dataclass(frozen=True, slots=True)
class _Letter:
    mask: Image.Image
    left: int
    top: int
    """Of the mask's corner, from the pen at the top of the line."""


@cache
def face(weight: str, size: int) -> Face:
    return Face(weight, size)
