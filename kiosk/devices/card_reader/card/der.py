"""The few ASN.1 types that a card's files are made of, in DER (ITU-T X.690)."""

from kiosk.devices.card_reader.card.tlv import encode

NULL = b"\x05\x00"


def sequence(*parts: bytes) -> bytes:
    return encode(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    """A SET OF: DER wants its members sorted (X.690, 11.6)."""
    return encode(0x31, *sorted(parts))


def integer(value: int) -> bytes:
    """A non-negative INTEGER."""
    return encode(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def oid(dotted: str) -> bytes:
    return encode(0x06, oid_content(dotted))


def oid_content(dotted: str) -> bytes:
    """The content of an OBJECT IDENTIFIER, as data object 80 of MSE:Set AT holds it."""
    first, second, *others = map(int, dotted.split("."))
    return b"".join(_base128(number) for number in (first * 40 + second, *others))


def octet_string(value: bytes) -> bytes:
    return encode(0x04, value)


def bit_string(value: bytes) -> bytes:
    """A BIT STRING of whole bytes."""
    return encode(0x03, b"\x00", value)


def utf8(text: str) -> bytes:
    return encode(0x0C, text.encode())


def printable(text: str) -> bytes:
    return encode(0x13, text.encode("ascii"))


def tagged(number: int, *parts: bytes) -> bytes:
    """``[number]``, context-specific and constructed."""
    return encode(0xA0 | number, *parts)


def _base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | number & 0x7F)
    return bytes(reversed(digits))
