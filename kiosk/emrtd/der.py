"""The few ASN.1 types that security infos and public keys are made of (ITU-T X.690, DER).

What comes from the card is read with :mod:`~kiosk.emrtd.tlv`, which bounds length and nesting;
every error is :class:`Malformed` with ``where``.
"""

from kiosk.emrtd import tlv
from kiosk.emrtd.errors import Malformed

INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT_IDENTIFIER = 0x06
SEQUENCE = 0x30
SET = 0x31

_LONGEST_INTEGER = 1024 + 1
_LONGEST_OBJECT_IDENTIFIER = 32


def children(data: bytes, tag: int, where: str, *, least: int = 0) -> tuple[tlv.Tlv, ...]:
    """What is inside the one object that ``data`` is; it has ``tag`` and ``least`` members."""
    return members(tlv.parse_one(data, where), tag, where, least=least)


def members(element: tlv.Tlv, tag: int, where: str, *, least: int = 0) -> tuple[tlv.Tlv, ...]:
    """What is inside an object that must have ``tag`` and at least ``least`` members."""
    inside = tlv.parse(content(element, tag, where), where=where)
    if len(inside) < least:
        raise Malformed(where, f"an object {tag:02X} with {len(inside)} members")
    return inside


def content(element: tlv.Tlv, tag: int, where: str) -> bytes:
    """The value of an object that must have ``tag``."""
    if element.tag != tag:
        raise Malformed(where, f"an object {element.tag:02X} in the place of {tag:02X}")
    return element.value


def integer(element: tlv.Tlv, where: str) -> int:
    """An INTEGER that is not negative, of at most 8192 bits."""
    value = content(element, INTEGER, where)
    if not 0 < len(value) <= _LONGEST_INTEGER or value[0] & 0x80:
        raise Malformed(where, "an integer that is empty, negative or too long")
    return int.from_bytes(value, "big")


def octets(element: tlv.Tlv, where: str) -> bytes:
    """An OCTET STRING."""
    return content(element, OCTET_STRING, where)


def bits(element: tlv.Tlv, where: str) -> bytes:
    """A BIT STRING of whole bytes."""
    value = content(element, BIT_STRING, where)
    if not value or value[0] != 0:
        raise Malformed(where, "a bit string that is not of whole bytes")
    return value[1:]


def object_identifier(element: tlv.Tlv, where: str) -> str:
    """An OBJECT IDENTIFIER in dotted form (X.690, 8.19)."""
    value = content(element, OBJECT_IDENTIFIER, where)
    if not 0 < len(value) <= _LONGEST_OBJECT_IDENTIFIER or value[-1] & 0x80:
        raise Malformed(where, "an object identifier that is empty, cut off or too long")
    arcs = [0]
    for byte in value:
        arcs[-1] = arcs[-1] << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(0)
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:-1])))


def encode_object_identifier(dotted: str) -> bytes:
    """The value (without tag and length) of an object identifier in dotted form."""
    first, second, *rest = map(int, dotted.split("."))
    return b"".join(map(_arc, (40 * first + second, *rest)))


def _arc(number: int) -> bytes:
    septets = [number & 0x7F]
    while number := number >> 7:
        septets.append(number & 0x7F | 0x80)
    return bytes(reversed(septets))
