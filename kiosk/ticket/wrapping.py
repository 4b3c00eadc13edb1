"""Lines of text that fit."""

from kiosk.ticket.fonts import Face


def wrap(text: str, face: Face, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` dots, broken at spaces.

    A word that is wider than a line alone is broken where the line is full.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if face.width(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, face, width)
        lines.extend(full)
    return [*lines, line] if line else lines


def _pieces(word: str, face: Face, width: int) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and face.width(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces
