"""Whether a record that the hospital found is the one of who holds the document.

A wrong record on the screen shows one patient's data to another, and a check-in on it
treats the wrong person. So what the hospital answers is not taken on trust.
"""

import unicodedata

from kiosk.model.document import Document
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient

_CARD = 15
_SOCIAL_INSURANCE = 10


def numbers_of(document: Document) -> tuple[Identifier, ...]:
    """The document's identifiers in its order, each once.

    After a 15-character insurance card comes the 10-digit social-insurance number in which
    it ends: hospitals keep either.
    """
    numbers: dict[Identifier, None] = {}
    for number in document.identifiers:
        numbers[number] = None
        if number.kind is IdentifierKind.INSURANCE_NUMBER and len(number.value) == _CARD:
            numbers[Identifier(number.kind, number.value[-_SOCIAL_INSURANCE:])] = None
    return tuple(numbers)


def holds(patient: Patient, number: Identifier) -> bool:
    """Whether the record has this number.

    Servers that do not know a search parameter ignore it and answer every patient they have
    (FHIR R4, 3.1.1.3), so a match without the number is none.
    """
    return any(
        mine.kind is number.kind and _canonical(mine) == _canonical(number)
        for mine in patient.identifiers
    )


def contradicts(document: Document, patient: Patient) -> bool:
    """Whether nothing but the number agrees: another name, and not the same birth date.

    One difference alone is a typing error of the desk or a changed name, and the patient is
    asked "is this you?". Marks and case are not counted as a difference of names, and a year
    alone agrees with every date in it. A document without name or birth date contradicts
    nobody.
    """
    if not document.name or document.birth is None:
        return False
    return _plain(document.name) != _plain(patient.name) and not _same_birth(
        document.birth, patient.birth
    )


def is_by_phone(document: Document, phone: str, patient: Patient) -> bool:
    """Whether the record is the holder's, though it has none of the document's numbers.

    Name, whole birth date and phone number all agree, and no number says otherwise: a family
    shares a phone, twins a birth date too, and a record with another number of the same kind is
    another person's.
    """
    return (
        _dialled(phone) == _dialled(patient.phone)
        and document.birth is not None
        and document.birth.month is not None
        and document.birth == patient.birth
        and _plain(document.name) == _plain(patient.name)
        and not any(
            mine.kind is number.kind and not holds(patient, number)
            for number in document.identifiers
            for mine in patient.identifiers
        )
    )


def _dialled(phone: str) -> str:
    """The digits of a phone number as within the country."""
    digits = "".join(c for c in phone if c.isdecimal())
    return "0" + digits.removeprefix("84").lstrip("0") if digits else ""


def _canonical(number: Identifier) -> str:
    if number.kind is IdentifierKind.INSURANCE_NUMBER:
        return number.value[-_SOCIAL_INSURANCE:]
    return number.value.upper()


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _same_birth(one: BirthDate, other: BirthDate | None) -> bool:
    if other is None:
        return False
    if one.month is None or other.month is None:
        return one.year == other.year
    return one == other
