"""The QR code of the paper health insurance card (BHYT).

``|`` between fields: number, name as hex of UTF-8, birth date ``dd/MM/yyyy`` or a year, sex
(1 male, 2 female), address as hex, facility of first registration, valid from, valid to, and
more that is not read here. One public source for the first eight: fewer is a torn code, more
is fine. Validity is not judged from paper: the hospital asks the insurer.

Three numbers run in parallel: the 12-digit personal number, the 10-digit social-insurance
number, and the 15-character card number (group, level, province, and those 10 digits).
"""

import re
from collections.abc import Sequence
from datetime import date

from kiosk.documents import fields, personal_number
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex

FIELDS = 8
CARD = re.compile(r"[A-Z]{2}[1-5]\d{2}(?P<social>\d{10})", re.ASCII)
"""Old card: group of insured, level of benefit, province, social-insurance number."""
SOCIAL = re.compile(r"\d{10}", re.ASCII)
_BIRTHS = (r"(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})", r"(?P<y>\d{4})")
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "": Sex.UNKNOWN, "-": Sex.UNKNOWN}
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+", re.ASCII)


def looks_like_bhyt(parts: Sequence[str]) -> bool:
    """Whether this can be no identity card: by its number, or by a hex name before its birth."""
    number = parts[0].upper()
    if re.fullmatch(r"[A-Z]{2}[0-9A-Z]{8,16}|\d{10}", number, re.ASCII):
        return True
    return (
        re.fullmatch(r"\d{12}", number, re.ASCII) is not None
        and len(parts) > 2
        and _HEX.fullmatch(parts[1]) is not None
        and any(re.fullmatch(form, parts[2], re.ASCII) for form in _BIRTHS)
    )


def parse_bhyt(parts: Sequence[str], today: date) -> Document:
    """The card's content from its fields, each without white space around it.

    Raises :class:`NotADocument` with one of the reasons ``bhyt-field-count``,
    ``bhyt-number``, ``bhyt-name``, ``bhyt-birth-date``, ``bhyt-sex``, ``bhyt-address``,
    ``bhyt-number-birth`` and ``bhyt-number-sex``.
    """
    if len(parts) < FIELDS:
        raise NotADocument("bhyt-field-count", f"an insurance card has {FIELDS} fields or more")
    number, name, birth, sex, address = parts[:5]
    identifiers = insurance_identifiers(number)
    born = fields.birth(birth, _BIRTHS, "bhyt-birth-date", today)
    if sex not in _SEXES:
        raise NotADocument("bhyt-sex", "the sex is neither 1 nor 2")
    if identifiers[0].kind is IdentifierKind.PERSONAL_NUMBER:
        _agrees(identifiers[0].value, born, _SEXES[sex])
    return Document(
        kind=DocumentKind.BHYT,
        identifiers=identifiers,
        name=fields.name(_from_hex(name, "bhyt-name"), "bhyt-name"),
        birth=born,
        sex=_SEXES[sex],
        address=fields.address(_from_hex(address, "bhyt-address"), "bhyt-address"),
    )


def insurance_identifiers(number: str) -> tuple[Identifier, ...]:
    """Identifiers of an insurance number of any form, in the order to search by.

    The ten digits stay with a person for life, while the card's first five characters change
    with their work and place: the ten come first. Raises :class:`NotADocument` with reason
    ``bhyt-number``.
    """
    number = number.upper()
    card = CARD.fullmatch(number)
    if card:
        return (
            Identifier(IdentifierKind.INSURANCE_NUMBER, card["social"]),
            Identifier(IdentifierKind.INSURANCE_NUMBER, number),
        )
    if SOCIAL.fullmatch(number):
        return (Identifier(IdentifierKind.INSURANCE_NUMBER, number),)
    if personal_number.says(number):
        return (Identifier(IdentifierKind.PERSONAL_NUMBER, number),)
    raise NotADocument("bhyt-number", "the insurance number has none of its three forms")


def _agrees(number: str, born: BirthDate, sex: Sex) -> None:
    told = personal_number.says(number)
    if told and told.year != born.year:
        raise NotADocument("bhyt-number-birth", "personal number and birth date contradict")
    if told and sex not in (told.sex, Sex.UNKNOWN):
        raise NotADocument("bhyt-number-sex", "personal number and sex contradict")


def _from_hex(text: str, reason: str) -> str:
    if text in ("", "-"):
        return ""
    if not _HEX.fullmatch(text):
        raise NotADocument(reason, "a field is not hexadecimal")
    try:
        decoded = fields.composed(bytes.fromhex(text).decode("utf-8"))
    except UnicodeDecodeError:
        raise NotADocument(reason, "a hexadecimal field is not UTF-8") from None
    fields.without_controls(decoded)
    return decoded
