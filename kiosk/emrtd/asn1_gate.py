"""The gate in front of ``asn1crypto``: what a card or a file sent is bounded before it is parsed.

``asn1crypto`` parses lazily and recurses as deep as the data goes, so hostile data raises
whatever Python raises at that depth, at the moment a field is looked at. Everything that goes
there passes :func:`checked`, and every look at a field stands within :func:`reading`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from kiosk.emrtd.errors import Malformed

DEEPEST = 32
"""Levels of nesting; a SOD with its certificate has about 12."""
MOST_ELEMENTS = 4096
"""Elements of one structure; a SOD with its certificate has about 300."""
LONGEST_IDENTIFIER = 64
"""Bytes of an object identifier: decoding one costs the square of its length."""
LONGEST_INTEGER = 2 * 1024 + 1
"""Bytes of an integer: an RSA modulus of 16384 bits, the largest that OpenSSL takes."""

_CONSTRUCTED = 0x20
_MORE_TAG = 0x1F
_INDEFINITE = 0x80
_LONGEST_HEADER = 10
"""Bytes of tag and length together: no file here needs more than five of each."""
_LONGEST = {0x02: LONGEST_INTEGER, 0x06: LONGEST_IDENTIFIER, 0x0A: LONGEST_INTEGER}
_END_MARK = b"\0\0"

_RAISED_BY_PARSERS = (
    ValueError,  # UnicodeError is one
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
)


@contextmanager
def reading(where: str) -> Iterator[None]:
    """Turns what ``asn1crypto`` raises on bad data into :class:`Malformed`.

    The original is not chained: its text quotes the data.
    """
    try:
        yield
    except _RAISED_BY_PARSERS as error:
        raise Malformed(where, f"not the expected ASN.1 ({type(error).__name__})") from None


def checked(data: bytes, where: str, *, limit: int) -> bytes:
    """``data``, if it is exactly one well-formed BER element of at most ``limit`` bytes.

    Indefinite lengths are let through, as some issuers' CMS has them (ITU-T X.690, 8.1.3.6).
    Raises :class:`Malformed`.
    """
    if not data or len(data) > limit:
        raise Malformed(where, f"empty, or longer than {limit} bytes")
    elements = 0
    opened = [_Open(len(data), is_marked=False)]
    position = _enter(data, 0, opened, where)
    while len(opened) > 1:
        elements += 1
        if elements > MOST_ELEMENTS or len(opened) > DEEPEST:
            raise Malformed(where, "too many elements, or nested too deep")
        innermost = opened[-1]
        if innermost.is_marked and data[position : min(position + 2, innermost.end)] == _END_MARK:
            opened.pop()
            position += 2
        elif not innermost.is_marked and position == innermost.end:
            opened.pop()
        else:
            position = _enter(data, position, opened, where)
    if position != len(data):
        raise Malformed(where, "something follows the structure")
    return data


def day(time: Any) -> date:
    """The day, in UTC, of ``asn1crypto``'s UTCTime, GeneralizedTime or choice of them.

    To be called within :func:`reading`.
    """
    moment = time.native
    if not isinstance(moment, datetime):  # asn1crypto has a class of its own for the year 0
        raise ValueError
    return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()


@dataclass(frozen=True, slots=True)
class _Open:
    """A constructed element that is not at its end yet."""

    end: int
    """Where it ends at the latest."""
    is_marked: bool
    """Whether an end mark ends it (indefinite length)."""


def _enter(data: bytes, start: int, opened: list[_Open], where: str) -> int:
    """Passes a primitive element, or opens a constructed one; returns where to go on."""
    end = opened[-1].end
    header = data[start : min(start + _LONGEST_HEADER, end)]
    try:
        first = header[0]
        at = 1
        if first & _MORE_TAG == _MORE_TAG:
            # The shortest form (ITU-T X.690, 8.1.2.4.2): no leading zeros, nothing below 31.
            if header[at] == 0x80 or header[at] < _MORE_TAG:
                raise Malformed(where, "a tag is not in its shortest form")
            while header[at] & 0x80:
                at += 1
            at += 1
        length = header[at]
        at += 1
        if length == _INDEFINITE:
            if not first & _CONSTRUCTED:
                raise Malformed(where, "a primitive element of indefinite length")
            opened.append(_Open(end, is_marked=True))
            return start + at
        if length > _INDEFINITE:
            size = length - _INDEFINITE
            if at + size > len(header):
                raise IndexError
            length = int.from_bytes(header[at : at + size], "big")
            at += size
    except IndexError:
        raise Malformed(where, "ends within the header of an element") from None
    if start + at + length > end:
        raise Malformed(where, "an element reaches beyond what holds it")
    if first & _CONSTRUCTED:
        opened.append(_Open(start + at + length, is_marked=False))
        return start + at
    if length > _LONGEST.get(first, length):
        raise Malformed(where, "an integer or object identifier is too long")
    return start + at + length
