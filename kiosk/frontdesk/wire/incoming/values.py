"""Single values from outside, checked. No refusal quotes what was sent."""

import re
import unicodedata
from datetime import date, datetime

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import HOSPITAL_TIME, stamp
from kiosk.frontdesk.records import CODE, INSURANCE, PERSONAL, Identifier

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
_FORMS = {
    PERSONAL: re.compile(r"\d{12}", re.ASCII),
    INSURANCE: re.compile(r"\d{10}|[A-Z]{2}[0-9A-Z]{13}", re.ASCII),
}
_WORD = re.compile(r"[!-~]{1,64}", re.ASCII)
_WORDS = re.compile(r"[!-~]([ -~]{0,62}[!-~])?", re.ASCII)
_PHONE = re.compile(r"\+?\d{8,15}", re.ASCII)
_COUNTRY = re.compile(r"\A(\+|00)840?", re.ASCII)
_BIRTH = re.compile(r"\d{4}(-\d{2}-\d{2})?", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_MARKED = 4
"""Characters that a letter has at most, taken apart; Vietnamese ones have three."""
_FIRST_YEAR = 1900
"""Nobody who was born before lives any more."""


def is_id(text: str) -> bool:
    """Whether it is a FHIR ``id``."""
    return _ID.fullmatch(text) is not None


def line(text: str, what: str, most: int) -> str:
    """One line of printable text in NFC; this keeps lone surrogates out of the records too."""
    # Composing takes the square of a row of marks: 100,000 of them would take ten seconds.
    found = unicodedata.normalize("NFC", text.strip()) if len(text) <= _MARKED * most else ""
    if not (0 < len(found) <= most and found.isprintable()):
        raise refusals.invalid(f"the {what} is not one line of 1 to {most} characters")
    return found


def birth(text: str, today: date) -> str:
    """A year or a date, from 1900 to today."""
    try:
        if not _BIRTH.fullmatch(text):
            raise ValueError
        born = date(int(text), 1, 1) if len(text) == 4 else date.fromisoformat(text)
    except ValueError:
        raise refusals.invalid("the birth date is neither a year nor a date") from None
    if born.year < _FIRST_YEAR or born > today:
        raise refusals.invalid("the birth date is out of range")
    return text


def phone(text: str) -> str:
    """A phone number with nothing between its digits; those of Vietnam begin with 0.

    One form for each, so that it is found again however it is written.
    """
    bare = _COUNTRY.sub("0", re.sub(r"[ .()-]", "", text))
    if not _PHONE.fullmatch(bare):
        raise refusals.invalid("the phone number has the wrong form")
    return bare


def number(identifier: Identifier) -> Identifier:
    """A number to be stored, in the form of its kind. Nothing is mended: a number with a space or
    a letter that only looks like another is a misread one."""
    form = _FORMS.get(identifier.kind)
    if form is None or not form.fullmatch(identifier.value):
        raise refusals.invalid(f"an identifier ({identifier.kind}) has the wrong form")
    return identifier


def searched(identifier: Identifier) -> Identifier:
    """An identifier to be looked for: of a form that could be stored, if perhaps of nobody.
    Patient codes are the hospital's own, and may have a space inside."""
    form = _WORDS if identifier.kind == CODE else _WORD
    if not form.fullmatch(identifier.value):
        raise refusals.invalid(f"an identifier ({identifier.kind}) has the wrong form")
    return identifier


def reference(text: str, kind: str) -> str:
    """The id in ``Kind/id``."""
    start, _, found = text.rpartition("/")
    if start != kind or not is_id(found):
        raise refusals.invalid(f"a reference is not {kind}/id")
    return found


def key(text: str) -> str:
    """A UUID in lower case, from itself or from ``urn:uuid:…``."""
    bare = text.strip().lower().removeprefix("urn:uuid:")
    if not _UUID.fullmatch(bare):
        raise refusals.invalid("the key is no UUID")
    return bare


def moment(text: str) -> str:
    """A FHIR date or dateTime as the hospital's time."""
    try:
        # In a query string, a "+" that was not encoded has become a space.
        found = datetime.fromisoformat(text.replace(" ", "+"))
        local = found if found.tzinfo else found.replace(tzinfo=HOSPITAL_TIME)
        return stamp(local.astimezone(HOSPITAL_TIME))
    except (ValueError, OverflowError):
        raise refusals.invalid("a date has the wrong form") from None
