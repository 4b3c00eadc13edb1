"""What a card tells about itself before anybody asks: capabilities in its answer to reset.

ISO/IEC 7816-4:2020, 12.1.1 (historical bytes) and 12.7.1 (EF.ATR/INFO). Contactless cards have an
ATR that the reader makes, with the historical bytes of their ATS (PC/SC part 3, 3.1.3.2.3).
"""

from dataclasses import dataclass

from kiosk.emrtd import tlv
from kiosk.emrtd.errors import Malformed

_COMPACT_TLV = (0x00, 0x80)
"""Category bytes that say: objects in compact TLV follow."""
_STATUS_INDICATOR = 3
"""Bytes behind the objects after category 00."""
_CAPABILITIES = 0x7
_EXTENDED = 0x40
_IN_FILE = 0x20
_LENGTHS = 0x7F66
_INTEGER = 0x02
_FILE = "EF.ATR/INFO"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``extended``: takes extended length; ``in_file``: EF.ATR/INFO says how long."""

    extended: bool = False
    in_file: bool = False


@dataclass(frozen=True, slots=True)
class Lengths:
    """The longest command and response APDU in bytes, headers and status word included."""

    command: int
    response: int


def capabilities(atr: bytes) -> Capabilities:
    """The capabilities in an ATR's historical bytes; none where it holds none or is no ATR."""
    historical = _historical(atr)
    if not historical or historical[0] not in _COMPACT_TLV:
        return Capabilities()
    objects = historical[1 : -_STATUS_INDICATOR if historical[0] == 0 else None]
    at = 0
    while at < len(objects):
        tag, length = objects[at] >> 4, objects[at] & 0xF
        value = objects[at + 1 : at + 1 + length]
        if tag == _CAPABILITIES and length == len(value) == 3:
            return Capabilities(bool(value[2] & _EXTENDED), bool(value[2] & _IN_FILE))
        at += 1 + length
    return Capabilities()


def lengths(content: bytes) -> Lengths | None:
    """The lengths in EF.ATR/INFO (DO'7F66'), ``None`` where it tells none that make sense."""
    try:
        found = [
            int.from_bytes(one.value, "big")
            for one in tlv.parse(_told(content), _FILE)
            if one.tag == _INTEGER and len(one.value) <= 4
        ]
    except Malformed:
        return None
    if len(found) != 2:
        return None
    return Lengths(*found)


def _told(content: bytes) -> bytes:
    """What DO'7F66' holds, if there is one; nothing behind it is looked at, often it is zeros."""
    while content:
        tag, header, length = tlv.header(content, _FILE)
        if tag == _LENGTHS:
            return content[header : header + length]
        content = content[header + length :]
    return b""


def _historical(atr: bytes) -> bytes:
    """ISO/IEC 7816-3, 8.2: interface bytes, as many as T0, TD1, TD2 … announce, stand before."""
    if len(atr) < 2:
        return b""
    count = atr[1] & 0xF
    at = 2
    announced = atr[1] >> 4
    while announced:
        at += announced.bit_count()
        if not announced & 0x8 or at > len(atr):
            break
        announced = atr[at - 1] >> 4
    return atr[at : at + count]
