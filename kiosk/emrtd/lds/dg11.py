"""DG11: additional personal details (Doc 9303-10, 4.7.11).

Kept is what identifies the holder: relatives, professions, telephone numbers and scanned papers
stay unread.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from kiosk.emrtd import tlv
from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds import text

WHERE = "DG11"
_TAG = 0x6B
_NAME = 0x5F0E
_PERSONAL_NUMBER = 0x5F10
_BIRTH = 0x5F2B
_ADDRESS = 0x5F42
_BCD_DATE = 4
"""Bytes: cards of LDS 1.7 pack two digits in a byte, later ones have eight ASCII digits."""


@dataclass(frozen=True, slots=True)
class PersonalDetails:
    """What DG11 says; empty or None where it does not. ``repr`` shows nothing of the person."""

    name: str = field(default="", repr=False)
    """In national characters, surname first."""
    personal_number: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)


def parse(data: bytes) -> PersonalDetails:
    """The details; raises :class:`Malformed`."""
    objects = tlv.parse(tlv.parse_one(data, WHERE, _TAG).value, WHERE)
    birth = tlv.find(objects, _BIRTH)
    return PersonalDetails(
        name=_line(tlv.find(objects, _NAME)),
        personal_number=_line(tlv.find(objects, _PERSONAL_NUMBER)),
        birth=_date(birth) if birth else None,
        address=_line(tlv.find(objects, _ADDRESS)),
    )


def _line(value: bytes | None) -> str:
    """``<`` stands for a space and ``<<`` between surname and given names, as in the MRZ."""
    return " ".join(text.decode((value or b"").replace(b"<", b" "), WHERE).split())


def _date(value: bytes) -> date | None:
    """``yyyyMMdd``; None where day or month are unknown (zero)."""
    digits = value.hex() if len(value) == _BCD_DATE else value.decode("ascii", "replace")
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", digits, re.ASCII)
    if not found:
        raise Malformed(WHERE, "the birth date is not a date")
    year, month, day = map(int, found.groups())
    if not month or not day:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        raise Malformed(WHERE, "the birth date is not in the calendar") from None
