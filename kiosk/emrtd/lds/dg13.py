"""DG13 of the Vietnamese chip identity card (CCCD, căn cước).

Doc 9303-10, 4.7.13 leaves DG13 to the issuer, and Vietnam publishes nothing about it. This form
was decoded from real cards: ``6D { SEQUENCE { INTEGER 1, OID 1.0.10646.1.0.8 (UTF-8), SET {
SEQUENCE { INTEGER n, text } … } } }``. Entries may be missing, empty or in any order: the number
tells what they are, never the position.

Ethnicity (6), religion (7), identifying features (10), parents (13) and spouse (14) are skipped:
nobody here needs them.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from kiosk.emrtd import tlv
from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds import text

WHERE = "DG13"
_TAG = 0x6D
_SEQUENCE = 0x30
_SET = 0x31
_INTEGER = 0x02
_TEXTS = frozenset({0x0C, 0x12, 0x13, 0x16, 0x1A})
"""UTF8String and PrintableString are seen; Numeric-, IA5- and VisibleString read the same."""

NUMBER, NAME, BIRTH, SEX, NATIONALITY = 1, 2, 3, 4, 5
ORIGIN, RESIDENCE, ISSUED, EXPIRES, OTHER_NUMBER = 8, 9, 11, 12, 15
_KEPT = frozenset(
    {NUMBER, NAME, BIRTH, SEX, NATIONALITY, ORIGIN, RESIDENCE, ISSUED, EXPIRES, OTHER_NUMBER}
)

_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})", re.ASCII),
    re.compile(r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", re.ASCII),
)
"""``dd/MM/yyyy`` is what was seen."""
_YEAR = re.compile(r"(?:00?[/.-]?00?[/.-]?)?(?P<y>\d{4})", re.ASCII)
_YEARS = range(1850, 2200)
"""With these, no eight digits are a date both as ddMMyyyy and as yyyyMMdd."""
_SEXES = {"nam": "M", "nữ": "F", "m": "M", "f": "F"}


@dataclass(frozen=True, slots=True)
class VietnamPerson:
    """What a visit needs of DG13; empty or None where the card does not say.

    ``repr`` shows nothing of the person. Texts are in NFC.
    """

    number: str = field(default="", repr=False)
    """The personal number, twelve digits."""
    name: str = field(default="", repr=False)
    """With Vietnamese marks, as the issuer wrote it."""
    birth: date | None = field(default=None, repr=False)
    birth_year: int | None = field(default=None, repr=False)
    """Also where ``birth`` is None, as old people's papers may know no more than the year."""
    sex: str = field(default="", repr=False)
    """``M`` or ``F``."""
    nationality: str = field(default="", repr=False)
    origin: str = field(default="", repr=False)
    residence: str = field(default="", repr=False)
    issued: date | None = field(default=None, repr=False)
    expires: date | None = field(default=None, repr=False)
    """None also for a card that never expires."""
    other_number: str = field(default="", repr=False)
    """Of another document, as a rule the nine digits of the identity card before."""


def parse(data: bytes) -> VietnamPerson:
    """The person; raises :class:`Malformed`. Entries of other forms count as missing."""
    texts = _texts(data)
    number = texts.get(NUMBER, "")
    if number and not re.fullmatch(r"\d{12}", number, re.ASCII):
        raise Malformed(WHERE, "the personal number is not twelve digits")
    birth = _date(texts.get(BIRTH, ""))
    year = _YEAR.fullmatch(texts.get(BIRTH, ""))
    return VietnamPerson(
        number=number,
        name=texts.get(NAME, ""),
        birth=birth,
        birth_year=birth.year if birth else _plausible(year["y"]) if year else None,
        sex=_SEXES.get(texts.get(SEX, "").casefold(), ""),
        nationality=texts.get(NATIONALITY, ""),
        origin=texts.get(ORIGIN, ""),
        residence=texts.get(RESIDENCE, ""),
        issued=_date(texts.get(ISSUED, "")),
        expires=_date(texts.get(EXPIRES, "")),
        other_number=texts.get(OTHER_NUMBER, ""),
    )


def _texts(data: bytes) -> dict[int, str]:
    """The texts of the entries that are kept, by their numbers."""
    content = tlv.parse_one(tlv.parse_one(data, WHERE, _TAG).value, WHERE, _SEQUENCE, more=True)
    entries = tlv.need(tlv.parse(content.value, WHERE), _SET, WHERE)
    texts: dict[int, str] = {}
    for entry in tlv.parse(entries, WHERE):
        parts = tlv.parse(entry.value, WHERE) if entry.tag == _SEQUENCE else ()
        if len(parts) < 2 or parts[0].tag != _INTEGER or parts[1].tag not in _TEXTS:
            continue
        number = int.from_bytes(parts[0].value, "big")
        if number not in _KEPT:
            continue
        if number in texts:
            raise Malformed(WHERE, "an entry is there twice")
        texts[number] = text.decode(parts[1].value, WHERE)
    return texts


def _date(written: str) -> date | None:
    """A day of the calendar, or None: ``Không thời hạn`` and other words are no date."""
    for form in _DATES:
        found = form.fullmatch(written)
        if found and int(found["y"]) in _YEARS:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
    return None


def _plausible(year: str) -> int | None:
    return int(year) if int(year) in _YEARS else None
