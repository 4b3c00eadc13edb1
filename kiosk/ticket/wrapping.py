"""Lines of text that fit."""

from collections.abc import Sequence

from kiosk.ticket.fonts import Face

_FEW = 4
_STEP = 8


def wrap(text: str, face: Face, width: int) -> list[str]:
    """``text`` in as few lines of at most ``width`` dots as it takes, broken at spaces.

    A few lines are made about equally long: a last word alone is easily overlooked. A word
    that is wider than a line is broken where the line is full.
    """
    words = [piece for word in text.split() for piece in _pieces(word, face, width)]
    widths = [face.width(word) for word in words]
    space = face.width(" ")
    ends = _ends(widths, space, width)
    if 1 < len(ends) <= _FEW:
        narrower = range(width // len(ends), width, _STEP)
        fitting = (_ends(widths, space, narrow) for narrow in narrower)
        ends = next((found for found in fitting if len(found) == len(ends)), ends)
    starts = [0, *ends]
    return [" ".join(words[start:end]) for start, end in zip(starts, ends, strict=False)]


def _ends(widths: Sequence[float], space: float, width: float) -> list[int]:
    """For each line the index after its last word."""
    ends: list[int] = []
    line = 0.0
    for index, word in enumerate(widths):
        if line and line + space + word > width:
            ends.append(index)
            line = 0.0
        line += word + (space if line else 0.0)
    return [*ends, len(widths)] if widths else ends


def _pieces(word: str, face: Face, width: int) -> list[str]:
    if face.width(word) <= width:
        return [word]
    pieces = [""]
    for char in word:
        if pieces[-1] and face.width(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces
