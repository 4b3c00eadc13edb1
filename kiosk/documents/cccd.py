"""The QR code on the chip citizen identity card, and VNeID's in the same form.

UTF-8, ``|`` between fields: personal number, old number, name, birth date ``ddMMyyyy``, sex
(``Nam``/``Nữ``), address, issue date ``ddMMyyyy``. Cards since mid-2024 hold more fields
after these, in no published order: they stay unread. Old people's cards may know the birth
year only.

The number holds century, sex and birth year, so number, birth date and sex check each other.
"""

import re
from collections.abc import Sequence
from datetime import date

from kiosk.documents import fields, personal_number
from kiosk.documents.damage import is_damaged
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex

FIELDS = 7
_DAY = r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})"
_BIRTHS = (_DAY, r"(?P<y>\d{4})")
_SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE}


def looks_like_cccd(parts: Sequence[str]) -> bool:
    """Whether the first field is digits, about as many as a personal number has."""
    return re.fullmatch(r"\d{9,13}", parts[0], re.ASCII) is not None


def parse_cccd(parts: Sequence[str], today: date) -> Document:
    """The card's content from its fields, each without white space around it.

    Raises :class:`NotADocument` with one of the reasons ``cccd-field-count``,
    ``cccd-number``, ``cccd-birth-date``, ``cccd-number-birth``, ``cccd-sex``,
    ``cccd-number-sex``, ``cccd-issue-date``, ``cccd-name``, ``cccd-address`` and
    ``keyboard-damage``.
    """
    if len(parts) < FIELDS:
        raise NotADocument("cccd-field-count", f"an identity card has {FIELDS} fields or more")
    number, _, name, birth, sex, address, issued = parts[:FIELDS]
    return of_card(
        DocumentKind.CCCD,
        number=number,
        name=name,
        birth=birth,
        sex=sex,
        address=address,
        issued=issued,
        today=today,
    )


def of_card(
    kind: DocumentKind,
    *,
    number: str,
    name: str,
    birth: str,
    sex: str,
    address: str,
    issued: str,
    today: date,
) -> Document:
    """A card's content from the fields that it has, checked against each other."""
    told = personal_number.says(number)
    if told is None:
        raise NotADocument("cccd-number", "the personal number is not 12 digits, or of no province")
    born = fields.birth(birth, _BIRTHS, "cccd-birth-date", today)
    if born.year != told.year:
        raise NotADocument("cccd-number-birth", "personal number and birth date contradict")
    if is_damaged(name, address) or (sex.casefold() in ("n", "") and address.isascii()):
        raise NotADocument(
            "keyboard-damage",
            "letters beyond ASCII were lost: set the scanner to serial (USB-COM) mode",
        )
    if sex.casefold() not in _SEXES:
        raise NotADocument("cccd-sex", "the sex is neither Nam nor Nữ")
    if _SEXES[sex.casefold()] is not told.sex:
        raise NotADocument("cccd-number-sex", "personal number and sex contradict")
    return Document(
        kind=kind,
        identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, number),),
        name=fields.name(name, "cccd-name"),
        birth=born,
        sex=told.sex,
        address=fields.address(address, "cccd-address"),
        issued=issue_date(issued, born, today),
    )


def issue_date(text: str, born: BirthDate, today: date) -> date:
    """``ddMMyyyy``, neither before the birth nor in the future."""
    issued = fields.day(text, _DAY, "cccd-issue-date")
    if issued > today:
        raise NotADocument("cccd-issue-date", "the issue date is in the future")
    if issued < date(born.year, born.month or 1, born.day or 1):
        raise NotADocument("cccd-issue-date", "the issue date is before the birth")
    return issued
