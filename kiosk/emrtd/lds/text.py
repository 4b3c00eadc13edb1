"""Text from data groups: one form of Unicode, one line, nothing invisible."""

import unicodedata

from kiosk.emrtd.errors import Malformed

LONGEST = 1000
"""Characters; the longest addresses on cards have about 200."""
_MOST_BYTES = 4 * LONGEST


def decode(value: bytes, where: str) -> str:
    """UTF-8 as single-spaced text in NFC, without control, format and unassigned characters.

    Those hide or reorder what is shown; decomposed marks compare unequal and are misplaced.
    PrintableString, NumericString and IA5String are subsets of UTF-8.
    Raises :class:`Malformed` for other encodings and for more than ``LONGEST`` characters.
    """
    if len(value) > _MOST_BYTES:
        raise Malformed(where, "a text is too long")
    try:
        raw = value.decode()
    except UnicodeDecodeError:
        raise Malformed(where, "a text is not UTF-8") from None
    spaced = " ".join(raw.split())
    text = unicodedata.normalize(
        "NFC", "".join(c for c in spaced if not unicodedata.category(c).startswith("C"))
    )
    if len(text) > LONGEST:
        raise Malformed(where, "a text is too long")
    return text.strip()
