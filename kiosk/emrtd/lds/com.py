"""EF.COM: which version of the data structure, and which data groups (Doc 9303-10, 4.6.1).

EF.COM is not signed: it says what may be worth reading, never what may be believed.
"""

from dataclasses import dataclass

from kiosk.emrtd import tlv
from kiosk.emrtd.errors import Malformed

WHERE = "COM"
_TAG = 0x60
_LDS_VERSION = 0x5F01
_UNICODE_VERSION = 0x5F36
_TAG_LIST = 0x5C
_LONGEST_VERSION = 16

_NUMBERS = {
    tag: number
    for number, tag in enumerate(
        (
            *(0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68),
            *(0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70),
        ),
        start=1,
    )
}
"""Tags of the data groups 1 to 16 (Doc 9303-10, table 38): not in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Com:
    """The content of EF.COM."""

    lds_version: str
    """``0107`` or ``0108``; empty if the card does not say."""
    unicode_version: str
    """``040000``; empty if the card does not say."""
    groups: frozenset[int]
    """Numbers of the data groups, 1 to 16."""


def parse(data: bytes) -> Com:
    """The content of EF.COM; raises :class:`Malformed`. Unknown tags in its list are dropped."""
    objects = tlv.parse(tlv.parse_one(data, WHERE, _TAG).value, WHERE)
    listed = tlv.need(objects, _TAG_LIST, WHERE)
    return Com(
        lds_version=_version(tlv.find(objects, _LDS_VERSION)),
        unicode_version=_version(tlv.find(objects, _UNICODE_VERSION)),
        groups=frozenset(_NUMBERS[tag] for tag in listed if tag in _NUMBERS),
    )


def _version(value: bytes | None) -> str:
    if value is None:
        return ""
    if len(value) > _LONGEST_VERSION or not value.isdigit():
        raise Malformed(WHERE, "a version is not digits")
    return value.decode("ascii")
