"""Fields that several documents have: names, addresses, dates. Each is whole or refused."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from kiosk.errors import NotADocument
from kiosk.model.person import BirthDate

LONGEST_NAME = 100
LONGEST_ADDRESS = 400
OLDEST_YEARS = 130
"""Nobody is older; a birth further back is a misread."""


def hospital_day() -> date:
    """Today in Vietnam, which has had +07:00 without daylight saving since 1975."""
    return datetime.now(timezone(timedelta(hours=7))).date()


def composed(text: str) -> str:
    """Text in NFC: decomposed marks are misplaced on screens and compare unequal."""
    return unicodedata.normalize("NFC", text)


def without_controls(text: str) -> None:
    """Refuse control, formatting, private and unassigned characters: they hide or forge text."""
    if any(unicodedata.category(c).startswith("C") for c in text):
        raise NotADocument("control-characters", "the code holds control characters")


def name(text: str, reason: str) -> str:
    """A person's name, single-spaced: Latin letters of any kind, ``'``, ``-``, ``.`` and spaces."""
    tidy = " ".join(text.split())
    if not tidy or len(tidy) > LONGEST_NAME:
        raise NotADocument(reason, f"the name is empty or longer than {LONGEST_NAME} characters")
    if not all(_in_a_name(c) for c in tidy) or not any(c.isalpha() for c in tidy):
        raise NotADocument(reason, "the name holds what no name holds")
    return tidy


def address(text: str, reason: str) -> str:
    """A postal address, single-spaced; may be empty."""
    tidy = " ".join(text.split())
    if len(tidy) > LONGEST_ADDRESS:
        raise NotADocument(reason, f"the address is longer than {LONGEST_ADDRESS} characters")
    if not all(_in_an_address(c) for c in tidy):
        raise NotADocument(reason, "the address holds what a wrong encoding leaves")
    return tidy


def day(text: str, form: str, reason: str) -> date:
    """A real date, of a regular expression with the groups d, m and y."""
    found = re.fullmatch(form, text, re.ASCII)
    if not found:
        raise NotADocument(reason, "a date is not in the document's form")
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        raise NotADocument(reason, "a date is not in the calendar") from None


def birth(text: str, forms: Sequence[str], reason: str, today: date) -> BirthDate:
    """A birth date, or a birth year where old papers know no more; not in the future.

    ``forms`` are regular expressions with the group y, and m and d. Where those two are
    missing or zero, only the year is known.
    """
    found = next((f for f in (re.fullmatch(form, text, re.ASCII) for form in forms) if f), None)
    if found is None:
        raise NotADocument(reason, "the birth date is not in the document's form")
    parts = {key: int(value) for key, value in found.groupdict().items()}
    try:
        if parts.get("m") or parts.get("d"):
            born = BirthDate.of(date(parts["y"], parts["m"], parts["d"]))
        else:
            born = BirthDate(parts["y"])
    except ValueError:
        raise NotADocument(reason, "the birth date is not in the calendar") from None
    if (born.year, born.month or 1, born.day or 1) > (today.year, today.month, today.day):
        raise NotADocument(reason, "the birth date is in the future")
    if today.year - born.year > OLDEST_YEARS:
        raise NotADocument(reason, f"the birth date is more than {OLDEST_YEARS} years ago")
    return born


def _in_a_name(character: str) -> bool:
    return character in " '’-." or _is_latin(character)


def _in_an_address(character: str) -> bool:
    """Letters are Latin; U+0080 to U+00BF are what UTF-8 read as Latin-1 is full of."""
    if "\x80" <= character <= "\xbf":
        return character in "°²³·½"
    return _is_latin(character) or unicodedata.category(character)[0] in "NPSZ"


def _is_latin(character: str) -> bool:
    """Letters of Vietnamese and of the minorities' languages, and marks upon them."""
    kind = unicodedata.category(character)
    if not kind.startswith("L"):
        return kind == "Mn"
    return unicodedata.name(character, "").startswith("LATIN ")
