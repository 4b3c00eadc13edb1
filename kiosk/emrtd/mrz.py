"""The machine-readable zone (Doc 9303 parts 3 to 6): TD1 cards, TD2 cards, TD3 passports.

Every check digit is checked, so a misread line is refused instead of half understood.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum

from kiosk.emrtd.errors import Malformed

_FILLER = "<"
_WEIGHTS = (7, 3, 1)
_VALUES = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {_FILLER: 0}
_TEXT = re.compile(r"[0-9A-Z<]+", re.ASCII)
_DATE = re.compile(r"[0-9<]{6}", re.ASCII)
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z<]{0,22}", re.ASCII)
_SEXES = {"M": "M", "F": "F", "X": "", _FILLER: ""}
LONGEST_TEXT = 100
"""Characters of the longest zone, with its line ends and a few to spare."""


class MrzFormat(Enum):
    """A zone's form: lines and characters in each."""

    TD1 = (3, 30)
    TD2 = (2, 36)
    TD3 = (2, 44)


@dataclass(frozen=True, slots=True, repr=False)
class MrzKey:
    """The password that is printed in the zone; opens BAC and PACE.

    Dates are ``yymmdd``; a part that is not known is ``<``, as in the zone. Raises
    ``ValueError``, without the content, for what no zone can hold.
    """

    document_number: str
    birth: str
    expiry: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.document_number):
            raise ValueError("a document number is 1 to 23 of A-Z and 0-9")
        if not _DATE.fullmatch(self.birth) or not _DATE.fullmatch(self.expiry):
            raise ValueError("dates of the machine-readable zone are yymmdd")

    def information(self) -> bytes:
        """Number, birth and expiry, each with its check digit (part 11, 4.3.2 and 9.7.2)."""
        fields = (self.document_number.ljust(9, _FILLER), self.birth, self.expiry)
        return "".join(field + check_digit(field) for field in fields).encode("ascii")

    def secret(self) -> bytes:
        """SHA-1 of the information, 20 bytes: the whole is PACE's, the first 16 are BAC's."""
        return hashlib.sha1(self.information(), usedforsecurity=False).digest()

    def __repr__(self) -> str:
        return "MrzKey(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Mrz:
    """A zone's fields without fillers at their ends.

    ``birth`` and ``expiry`` are ``yymmdd``, where ``<`` stands for what is not known. ``sex`` is
    ``M``, ``F`` or empty. ``optional2`` is the second optional field, which TD1 alone has.
    Names are parts with one space between, possibly cut off by the issuer.
    """

    format: MrzFormat
    document_code: str
    issuer: str
    document_number: str
    optional: str
    optional2: str
    birth: str
    sex: str
    expiry: str
    nationality: str
    surname: str
    given_names: str

    def key(self) -> MrzKey:
        """The password that this zone is."""
        return MrzKey(self.document_number, self.birth, self.expiry)

    def __repr__(self) -> str:
        return f"Mrz({self.format.name}, …)"


def check_digit(text: str) -> str:
    """The check digit of 0-9, A-Z and ``<`` (part 3, 4.9); ``ValueError`` for anything else."""
    try:
        total = sum(_VALUES[c] * _WEIGHTS[i % 3] for i, c in enumerate(text))
    except KeyError:
        raise ValueError("a machine-readable zone holds 0-9, A-Z and < only") from None
    return str(total % 10)


def parse(text: str, where: str = "MRZ") -> Mrz:
    """The fields of a zone, with or without line ends between its lines.

    Raises :class:`Malformed`: another length, another character, a wrong check digit.
    """
    if len(text) > LONGEST_TEXT:
        raise Malformed(where, "too long")
    zone = "".join(text.split())
    if not _TEXT.fullmatch(zone):
        raise Malformed(where, "characters that no machine-readable zone holds")
    for form in MrzFormat:
        count, width = form.value
        if len(zone) == count * width:
            lines = [zone[i : i + width] for i in range(0, len(zone), width)]
            return _td1(lines, where) if form is MrzFormat.TD1 else _two_lines(form, lines, where)
    raise Malformed(where, "its length is that of no format")


def _td1(lines: list[str], where: str) -> Mrz:
    """Part 5, 4.2.2: three lines of 30."""
    first, second, third = lines
    _check(first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29], "all", where)
    number, optional = _number(first[5:14], first[14], first[15:30], where)
    return _mrz(
        MrzFormat.TD1,
        first[:5],
        number,
        (optional, second[18:29]),
        second[:15],
        second[15:18],
        third,
        where,
    )


def _two_lines(form: MrzFormat, lines: list[str], where: str) -> Mrz:
    """Part 6, 4.2.2 and part 4, 4.2.2: two lines of 36 or 44, alike but for their end."""
    first, second = lines
    optional = second[28:-1]
    _check(second[0:10] + second[13:20] + second[21:-1], second[-1], "all", where)
    if form is MrzFormat.TD3:
        number, _ = _number(second[0:9], second[9], "", where)
        optional, digit = optional[:-1], optional[-1]
        # An empty field may have a filler in the place of its check digit 0 (part 4, 4.2.2).
        if digit != _FILLER or optional.strip(_FILLER):
            _check(optional, digit, "the optional data", where)
    else:
        number, optional = _number(second[0:9], second[9], optional, where)
    return _mrz(
        form, first[:5], number, (optional, ""), second[13:28], second[10:13], first[5:], where
    )


def _mrz(
    form: MrzFormat,
    head: str,
    number: str,
    optionals: tuple[str, str],
    dates: str,
    nationality: str,
    names: str,
    where: str,
) -> Mrz:
    """What all formats share. ``dates``: birth and check, sex, expiry and check."""
    birth, sex, expiry = dates[:6], dates[7], dates[8:14]
    _check(birth, dates[6], "the birth date", where)
    _check(expiry, dates[14], "the expiry date", where)
    if not _DATE.fullmatch(birth) or not _DATE.fullmatch(expiry):
        raise Malformed(where, "a date is not of digits")
    if sex not in _SEXES:
        raise Malformed(where, "the sex is none of M, F and unspecified")
    surname, _, given = names.partition(2 * _FILLER)
    return Mrz(
        format=form,
        document_code=head[:2].rstrip(_FILLER),
        issuer=head[2:].rstrip(_FILLER),
        document_number=number,
        optional=optionals[0].rstrip(_FILLER),
        optional2=optionals[1].rstrip(_FILLER),
        birth=birth,
        sex=_SEXES[sex],
        expiry=expiry,
        nationality=nationality.rstrip(_FILLER),
        surname=_spaced(surname),
        given_names=_spaced(given),
    )


def _number(number: str, digit: str, optional: str, where: str) -> tuple[str, str]:
    """Document number and what is left of the optional data.

    A filler in the place of the check digit says that the number goes on in the optional data,
    up to its next filler, with the check digit at its end (part 5, 4.2.2, note j; part 6).
    """
    rest = ""
    if digit == _FILLER:
        tail, _, optional = optional.partition(_FILLER)
        rest, digit = tail[:-1], tail[-1:]
    _check(number + rest, digit, "the document number", where)
    whole = (number + rest).rstrip(_FILLER)
    if not _NUMBER.fullmatch(whole):
        raise Malformed(where, "no document number")
    return whole, optional


def _check(field: str, digit: str, name: str, where: str) -> None:
    if check_digit(field) != digit:
        raise Malformed(where, f"the check digit of {name} is wrong")


def _spaced(names: str) -> str:
    return " ".join(part for part in names.split(_FILLER) if part)
