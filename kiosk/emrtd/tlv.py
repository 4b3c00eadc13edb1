"""BER-TLV as eMRTDs use it (ISO/IEC 7816-4, 6.3; ITU-T X.690, 8.1): definite lengths only.

Tags are integers of their bytes: ``0x5F1F``, ``0x7F2E``. Nothing here descends by itself: the
caller parses the value of an object that it knows to be constructed, so nesting is as deep as
the caller's code, whatever a card sends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.emrtd.errors import Malformed

LONGEST_TAG = 3
"""Bytes; the longest that Doc 9303 uses have two."""
LONGEST_LENGTH = 4
"""Bytes after the first of a length: 4 GB can be claimed, and is refused by its reader."""
LONGEST_HEADER = LONGEST_TAG + 1 + LONGEST_LENGTH
MOST_SIBLINGS = 1024


@dataclass(frozen=True, slots=True)
class Tlv:
    """One object. ``value`` may be personal data: it is not in the representation."""

    tag: int
    value: bytes = field(repr=False)


def encode(tag: int, value: bytes) -> bytes:
    """Tag, shortest length and value as bytes."""
    return tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big") + _length(len(value)) + value


def parse(data: bytes, where: str) -> tuple[Tlv, ...]:
    """All objects that stand beside each other in ``data``, none for no data.

    ``where`` names the file for errors. Raises :class:`Malformed` for what is cut short, of
    indefinite length, or of more than ``MOST_SIBLINGS`` objects.
    """
    found: list[Tlv] = []
    start = 0
    while start < len(data):
        if len(found) == MOST_SIBLINGS:
            raise Malformed(where, "too many objects")
        tag, begin, length = _header(data, start, where)
        end = begin + length
        if end > len(data):
            raise Malformed(where, "an object is longer than what holds it")
        found.append(Tlv(tag, data[begin:end]))
        start = end
    return tuple(found)


def parse_one(data: bytes, where: str, tag: int | None = None, *, more: bool = False) -> Tlv:
    """The one object that ``data`` is, of this ``tag`` where one is given.

    Bytes behind it are refused unless ``more`` allows them; they are dropped then.
    Raises :class:`Malformed`.
    """
    found, begin, length = _header(data, 0, where)
    end = begin + length
    if tag is not None and found != tag:
        raise Malformed(where, f"tag {found:X} where {tag:X} belongs")
    if end > len(data):
        raise Malformed(where, "an object is longer than what holds it")
    if end < len(data) and not more:
        raise Malformed(where, "bytes behind the object")
    return Tlv(found, data[begin:end])


def header(data: bytes, where: str) -> tuple[int, int, int]:
    """Tag, length of the header and length of the value, both in bytes.

    The value need not be there: this is how a file's size is known from its first bytes.
    Raises :class:`Malformed`.
    """
    return _header(data, 0, where)


def find(objects: Iterable[Tlv], tag: int) -> bytes | None:
    """The value of the first object of this tag, ``None`` if there is none."""
    return next((one.value for one in objects if one.tag == tag), None)


def need(objects: Iterable[Tlv], tag: int, where: str) -> bytes:
    """As :func:`find`, but raises :class:`Malformed` if there is none."""
    value = find(objects, tag)
    if value is None:
        raise Malformed(where, f"no object of tag {tag:X}")
    return value


def _length(length: int) -> bytes:
    if length < 0x80:
        return bytes((length,))
    size = (length.bit_length() + 7) // 8
    return bytes((0x80 | size,)) + length.to_bytes(size, "big")


def _header(data: bytes, start: int, where: str) -> tuple[int, int, int]:
    """Tag, where the value begins in ``data``, and its length."""
    at = start
    end = len(data)
    if at >= end:
        raise Malformed(where, "no object")
    tag = data[at]
    at += 1
    if tag & 0x1F == 0x1F:
        while True:
            if at >= end:
                raise Malformed(where, "a tag is cut short")
            if at - start >= LONGEST_TAG:
                raise Malformed(where, "a tag is too long")
            tag = tag << 8 | data[at]
            at += 1
            if not tag & 0x80:
                break
    if at >= end:
        raise Malformed(where, "a length is missing")
    length = data[at]
    at += 1
    if length >= 0x80:
        size = length & 0x7F
        if not 1 <= size <= LONGEST_LENGTH:
            raise Malformed(where, "a length is indefinite or too long")
        if at + size > end:
            raise Malformed(where, "a length is cut short")
        length = int.from_bytes(data[at : at + size], "big")
        at += size
    return tag, at, length
