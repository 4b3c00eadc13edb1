"""Bytes to text, as Vietnamese documents have it.

QR codes on Vietnamese documents hold UTF-8 and rarely say so (no ECI mark). Decoders and
scanners then guess: zbar takes such bytes for Shift-JIS or Big5, others for a Windows code
page. The wrong guess is undone here, where the bytes can be had back without a doubt.
"""

import functools
import unicodedata

from kiosk.documents.fields import composed
from kiosk.errors import NotADocument

_GUESSES = (
    "cp932",
    "shift_jis",
    "cp950",
    "big5",
    "big5hkscs",
    "cp1252",
    "cp1258",
    "gb18030",
)
"""Encodings that decoders and scanners are known to assume, likeliest first. Latin-1 is
covered by ``cp1252``: see :func:`_encode`."""

_PUNCTUATION = frozenset(" !\"#$%&'()*+,-./0123456789:;<=>?@[\\]_`{|}~–—’‘“”°²×\n\r\t")
_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
"""Grave, acute, tilde, hook above, dot below; circumflex, breve, horn."""


def to_text(payload: bytes | str) -> str:
    """The payload as text in NFC, without a byte order mark and without white space around it.

    Raises :class:`NotADocument` with reason ``encoding`` if these bytes are no UTF-8,
    or if this text is what is left of one by a guess that cannot be undone.
    """
    if isinstance(payload, bytes):
        try:
            text = payload.decode("utf-8")
        except UnicodeDecodeError:
            raise NotADocument("encoding", "the code's bytes are not UTF-8") from None
    else:
        text = payload
    text = composed(undo_wrong_guess(text.lstrip("\ufeff"))).strip()
    if any(unicodedata.category(c) == "Cs" or c == "\ufffd" for c in text):
        raise NotADocument("encoding", "characters were lost before the text got here")
    return text


def undo_wrong_guess(text: str) -> str:
    """``text``, or what it was before a decoder read its UTF-8 in another encoding.

    Changes nothing unless the text holds what Vietnamese does not use, its bytes can be
    had back, and they are UTF-8 that reads as Vietnamese throughout.
    """
    if text.isascii() or reads_as_vietnamese(text):
        return text
    for guess in _GUESSES:
        raw = _encode(text, guess)
        if raw is None:
            continue
        try:
            meant = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if reads_as_vietnamese(meant):
            return meant
    return text


def reads_as_vietnamese(text: str) -> bool:
    """Whether every character is ASCII, a Vietnamese letter (composed or not) or common
    punctuation."""
    return all(c in _PUNCTUATION or _is_vietnamese(c) for c in text)


@functools.lru_cache(maxsize=4096)
def _is_vietnamese(character: str) -> bool:
    if character in "đĐ" or character in _MARKS:
        return True
    taken_apart = unicodedata.normalize("NFD", character)
    base = taken_apart[0]
    return base.isascii() and base.isalpha() and _MARKS.issuperset(taken_apart[1:])


def _encode(text: str, guess: str) -> bytes | None:
    """The bytes that ``guess`` made this text from, or ``None``.

    Single-byte code pages leave some bytes undefined; decoders pass those through as the
    character of the same number, which is also what makes Latin-1 a part of cp1252 here.
    """
    if not guess.startswith("cp125"):
        try:
            return text.encode(guess)
        except UnicodeEncodeError:
            return None
    raw = bytearray()
    for character in text:
        try:
            raw += character.encode(guess)
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return None
            raw.append(ord(character))
    return bytes(raw)
