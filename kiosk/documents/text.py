"""Bytes to text, as Vietnamese documents have it.

QR codes on Vietnamese documents hold UTF-8 and rarely say so (no ECI mark). Decoders and
scanners then guess: zbar takes such bytes for Shift-JIS or Big5, others for a Windows code
page. The wrong guess is undone here, where the bytes can be had back without a doubt.
"""

import functools
import unicodedata

from kiosk.documents.fields import composed
from kiosk.errors import NotADocument

_WIDE = ("cp932", "cp950", "big5hkscs", "gb18030", "cp949")
"""East Asian encodings; Shift-JIS is in the first, Big5 in the next two."""
_NARROW = (
    *("cp1252", "cp1258", "cp1250", "cp1251", "cp874", "cp437", "cp850"),
    *("mac_roman", "iso8859_15", "iso8859_2"),
)
"""Code pages of one byte a character; Latin-1 is in the first (see :func:`_encode`). Some are
unlikely, but who leaves them out takes what they made for a name, or undoes it wrongly."""

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
    had back, and they are UTF-8 that reads as Vietnamese throughout. Raises
    :class:`NotADocument` with reason ``encoding`` if there are several ways to do that.
    """
    if text.isascii() or reads_as_vietnamese(text):
        return text
    meant = {found for guess in (*_WIDE, *_NARROW) if (found := _undone(text, guess))}
    if len(meant) > 1:
        raise NotADocument("encoding", "the text was decoded wrongly, and in no single way")
    return meant.pop() if meant else text


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


def _undone(text: str, guess: str) -> str | None:
    """What was meant, if it was taken for ``guess``; ``None`` if it was not."""
    raw = _encode(text, guess)
    if raw is None:
        return None
    try:
        meant = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return meant if reads_as_vietnamese(meant) else None


def _encode(text: str, guess: str) -> bytes | None:
    """The bytes that ``guess`` made this text from, or ``None``.

    Code pages leave some bytes undefined; decoders pass those through as the character
    of the same number, which is also what makes Latin-1 a part of cp1252 here.
    """
    try:
        return text.encode(guess)
    except UnicodeEncodeError:
        if guess in _WIDE:
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
