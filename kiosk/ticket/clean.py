"""Text from elsewhere, made fit for paper."""

import re
import unicodedata

LONGEST = 160
"""Characters of one text. Nobody reads on, and a ticket of a metre is a fault, not a ticket."""

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_STRAY_MARKS = re.compile(r"(?:^|(?<= ))[\u0300-\u036f]+|(?<=[\u0300-\u036f]{2})[\u0300-\u036f]+")


def clean(text: str) -> str:
    """``text`` in NFC, on one line, without invisible characters, of bounded length.

    Decomposed marks land beside their letters. Control and direction marks would let a text
    from elsewhere turn the ticket around, and towers of accents would let it paint over
    its neighbours: marks without a letter and more than two on a composed one are dropped.
    """
    head = text[: 4 * LONGEST]
    visible = "".join(
        " " if char.isspace() else char
        for char in head
        if char.isspace() or unicodedata.category(char) not in _UNPRINTABLE
    )
    line = " ".join(unicodedata.normalize("NFC", visible).split())
    line = " ".join(_STRAY_MARKS.sub("", line).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
