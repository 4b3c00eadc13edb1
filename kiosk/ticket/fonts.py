"""The ticket's typeface, and text broken in it.

Be Vietnam Pro draws every Vietnamese letter with its marks (``assets/fonts``).
"""

from functools import cache

from PIL import ImageFont

from kiosk.paths import FONTS

REGULAR = "BeVietnamPro_400Regular.ttf"
MEDIUM = "BeVietnamPro_500Medium.ttf"
BOLD = "BeVietnamPro_700Bold.ttf"

Font = ImageFont.FreeTypeFont


@cache
def font(weight: str, size: int) -> Font:
    """The font of this weight with an em of ``size`` dots; loaded once."""
    return ImageFont.truetype(str(FONTS / weight), size)


def wrap(text: str, face: Font, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` dots, broken at spaces.

    A word that is wider than a line alone is broken where the line is full.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if face.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, face, width)
        lines.extend(full)
    return [*lines, line] if line else lines


def _pieces(word: str, face: Font, width: int) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and face.getlength(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces
