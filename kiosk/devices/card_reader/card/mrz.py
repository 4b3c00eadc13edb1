"""The machine-readable zone of a Vietnamese identity card: TD1 (Doc 9303-5, 4.2)."""

import re
import unicodedata
from datetime import date

from kiosk.devices.card_reader.card.holder import CardHolder

_LINE = 30
_NEVER = "991231"
"""How the expiry of a card that never expires is written, as far as is known."""
_WEIGHTS = (7, 3, 1)


def check_digit(text: str) -> str:
    """Doc 9303-3, 4.9: weights 7, 3, 1; letters count from 10, the filler is 0."""
    values = (0 if sign == "<" else int(sign, 36) for sign in text)
    return str(sum(value * _WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


def lines(holder: CardHolder) -> str:
    """The three lines of 30 characters, without anything between them."""
    number = holder.personal_number[3:]
    optional = f"{holder.personal_number}<<{check_digit(holder.personal_number)}"
    first = f"IDVNM{_checked(number)}{optional}"
    birth, expiry = _checked(_birth(holder)), _checked(_expiry(holder.expires))
    composite = check_digit(first[5:] + birth + expiry + "<" * 11)
    second = f"{birth}{holder.sex}{expiry}VNM{'<' * 11}{composite}"
    return first + second + _name(holder.name)


def information(holder: CardHolder) -> str:
    """What the keys of BAC, and of PACE with the MRZ, are made of (Doc 9303-11, 4.3.2)."""
    return (
        _checked(holder.personal_number[3:])
        + _checked(_birth(holder))
        + _checked(_expiry(holder.expires))
    )


def _checked(text: str) -> str:
    return text + check_digit(text)


def _birth(holder: CardHolder) -> str:
    """Unknown parts of a date are fillers (Doc 9303-3, 4.7)."""
    return f"{holder.birth:%y}<<<<" if holder.birth_year_only else f"{holder.birth:%y%m%d}"


def _expiry(expires: date | None) -> str:
    return _NEVER if expires is None else f"{expires:%y%m%d}"


def _name(name: str) -> str:
    """Family name, two fillers, the other names; without marks, cut to the line."""
    plain = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
    family, *others = re.sub("[^A-Z ]", "", plain).split() or [""]
    return f"{family}<<{'<'.join(others)}"[:_LINE].ljust(_LINE, "<")
