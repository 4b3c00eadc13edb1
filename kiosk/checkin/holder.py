"""Who holds a chip card, as a document; and whether its QR code says the same."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from kiosk.documents import fields, personal_number
from kiosk.emrtd import cccd
from kiosk.emrtd.identity import VIETNAM, Identity
from kiosk.emrtd.mrz import Mrz
from kiosk.emrtd.passwords import AccessKeys
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex

_CARD_CODES = frozenset({DocumentKind.CCCD, DocumentKind.VNEID})
_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
_CUT = 29
"""A zone whose names are so long may have lost their end: a TD1 line has 30 characters
(Doc 9303-5, 4.2.2), and the last one left may be the space before what was cut off."""


def keys_of(code: Document) -> AccessKeys | None:
    """What opens the chip of the card that this code is of; ``None`` for any other document."""
    number = code.identifier(IdentifierKind.PERSONAL_NUMBER)
    if code.kind not in _CARD_CODES or not number or not code.names_a_person:
        return None
    return cccd.access_keys(number, _day(code.birth), code.issued)


def holder_of(identity: Identity, code: Document | None, today: date) -> Document:
    """The holder by the chip. What the chip leaves open is filled in from ``code``.

    Raises :class:`~kiosk.errors.NotADocument` with ``card-number`` for a chip without a
    personal number, as of another country, ``card-birth-date`` for one that contradicts itself,
    and ``card-name`` for one without a name.
    """
    # Other countries have personal numbers of twelve digits too, which are other people's here.
    is_vietnamese = identity.mrz.issuer == VIETNAM
    told = personal_number.says(identity.number) if is_vietnamese else None
    if told is None:
        raise NotADocument("card-number", "the chip holds no Vietnamese personal number")
    born = _birth(identity, told.year)
    if born.year != told.year or born.year > today.year:
        raise NotADocument("card-birth-date", "personal number and birth date contradict")
    person = identity.person
    holder = Document(
        kind=DocumentKind.CCCD,
        identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, identity.number),),
        name=_marked_name(identity),
        birth=born,
        sex=_SEXES.get(identity.mrz.sex, told.sex),
        address=_residence(identity),
        issued=person.issued if person else None,
        verified=identity.authenticity.is_verified,
    )
    if code is not None:
        holder = replace(
            holder,
            name=holder.name or code.name,
            address=holder.address or code.address,
            issued=holder.issued or code.issued,
        )
    return holder if holder.name else replace(holder, name=_zone_name(identity.mrz))


def disagreement(identity: Identity, holder: Document, code: Document) -> str:
    """What the chip and the QR code tell differently: ``number``, ``birth``, ``name``, or ``""``.

    Names are compared as a machine-readable zone writes them (Doc 9303-3, section 6): without
    marks, case, spaces and signs. A year alone agrees with every date in it.
    """
    kind = IdentifierKind.PERSONAL_NUMBER
    if holder.identifier(kind) != code.identifier(kind):
        return "number"
    if not _same_birth(holder.birth, code.birth):
        return "birth"
    shown, marked = _letters(code.name), _marked_name(identity)
    zone = identity.mrz
    told = _letters(marked or zone.surname + zone.given_names)
    cut = not marked and len(zone.surname) + 2 + len(zone.given_names) >= _CUT
    return "" if shown == told or (cut and shown.startswith(told)) else "name"


def _day(born: BirthDate | None) -> date | None:
    """The whole date, if it is known: of a year alone no machine-readable zone can be derived."""
    if born is None or born.month is None or born.day is None:
        return None
    return date(born.year, born.month, born.day)


def _birth(identity: Identity, year: int) -> BirthDate:
    """``year`` is the personal number's: the zone has two digits of it only."""
    person = identity.person
    if person is not None and person.birth is not None:
        return BirthDate.of(person.birth)
    written = identity.mrz.birth
    century = year - year % 100
    try:
        if re.fullmatch(r"\d{6}", written, re.ASCII):
            yy, month, day = (int(written[i : i + 2]) for i in (0, 2, 4))
            # Unknown months and days are written as fillers or zeros.
            return BirthDate(century + yy, month, day) if month and day else BirthDate(century + yy)
        return BirthDate(century + int(written[:2]))
    except ValueError:
        raise NotADocument("card-birth-date", "the chip's birth date is none") from None


def _marked_name(identity: Identity) -> str:
    """The name with its Vietnamese marks, ``""`` if the chip does not hold it in order."""
    if identity.person is None:
        return ""
    try:
        return fields.name(identity.person.name, "card-name")
    except NotADocument:
        return ""


def _zone_name(zone: Mrz) -> str:
    return fields.name(f"{zone.surname} {zone.given_names}".title(), "card-name")


def _residence(identity: Identity) -> str:
    if identity.person is None:
        return ""
    try:
        return fields.address(identity.person.residence, "card-address")
    except NotADocument:
        return ""


def _letters(name: str) -> str:
    apart = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
    return re.sub("[^A-Z]", "", apart)


def _same_birth(one: BirthDate | None, other: BirthDate | None) -> bool:
    if one is None or other is None:
        return False
    if one.month is None or other.month is None:
        return one.year == other.year
    return one == other
