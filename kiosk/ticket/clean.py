"""Text from elsewhere, made fit for paper."""

import unicodedata

LONGEST = 160
"""Characters of one text. Nobody reads on, and a ticket of a metre is a fault, not a ticket."""

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str) -> str:
    """``text`` in NFC, on one line, without invisible characters, of bounded length.

    Decomposed marks land beside their letters; control and direction marks would let a text
    from elsewhere turn the ticket around.
    """
    head = text[: 4 * LONGEST]
    visible = "".join(
        " " if char.isspace() else char
        for char in head
        if char.isspace() or unicodedata.category(char) not in _UNPRINTABLE
    )
    line = " ".join(unicodedata.normalize("NFC", visible).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
