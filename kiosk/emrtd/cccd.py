"""The Vietnamese identity card: what opens its chip follows from what its QR code tells.

The card access number is the last six digits of the personal number. The MRZ's document number is
the last nine, and the expiry follows from birth and issue by the Law on Identity 2023
(26/2023/QH15), article 21: a card is changed at 14, 25, 40 and 60 years of age; one issued within
the two years before such an age lasts to the next, and from 58 on for ever.
"""

import re
from datetime import date, timedelta

from kiosk.emrtd.mrz import MrzKey
from kiosk.emrtd.passwords import AccessKeys, Can

CHANGE_AGES = (14, 25, 40, 60)
MOST_KEYS = 4
"""Each one that is tried costs the patient time."""

_GRACE_YEARS = 2
_NUMBER = re.compile(r"\d{12}", re.ASCII)
_CAN_DIGITS = 6
_DOCUMENT_DIGITS = 9
_NEVER = ("991231", "<<<<<<", "000000")
"""How "never" may be written, likeliest first: no public source tells."""
_BOUNDARY = timedelta(days=183)
"""An issue so close to where the law draws its line may have been decided on the other side."""


def access_keys(personal_number: str, birth: date | None, issued: date | None) -> AccessKeys:
    """The passwords of a card, from its QR code.

    ``personal_number`` is 12 digits, else ``ValueError`` without the content. Without the whole
    birth date or the issue date there is the CAN alone.
    """
    if not _NUMBER.fullmatch(personal_number):
        raise ValueError("a personal number is 12 digits")
    can = Can(personal_number[-_CAN_DIGITS:])
    if birth is None or issued is None:
        return AccessKeys(can)
    document = personal_number[-_DOCUMENT_DIGITS:]
    born = birth.strftime("%y%m%d")
    keys = (MrzKey(document, born, expiry) for expiry in _expiries(birth, issued))
    return AccessKeys(can, tuple(keys)[:MOST_KEYS])


def _expiries(birth: date, issued: date) -> list[str]:
    """The likeliest expiry as the MRZ writes it, then what it may be instead."""
    ages = [age for age in CHANGE_AGES if issued < _birthday(birth, age - _GRACE_YEARS)]
    found = _written(birth, ages[0]) if ages else list(_NEVER)
    for age in CHANGE_AGES:
        line = _birthday(birth, age - _GRACE_YEARS)
        if abs(issued - line) <= _BOUNDARY:
            found += _written(birth, age) if issued >= line else _next(birth, age)
    return list(dict.fromkeys(found))


def _next(birth: date, age: int) -> list[str]:
    later = [other for other in CHANGE_AGES if other > age]
    return _written(birth, later[0]) if later else [_NEVER[0]]


def _written(birth: date, age: int) -> list[str]:
    """``yymmdd`` of a birthday; the 29th of February has three ways to be missing."""
    day = _birthday(birth, age)
    if (day.month, day.day) == (birth.month, birth.day):
        return [day.strftime("%y%m%d")]
    return [day.strftime("%y") + month_day for month_day in ("0228", "0301", "0229")]


def _birthday(birth: date, age: int) -> date:
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 2, 28)
