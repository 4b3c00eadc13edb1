"""The personal number: ``PPP G YY NNNNNN`` (Decree 137/2015/NĐ-CP, art. 13).

Province (or country) of registration, century and sex, birth year, serial. ``G`` counts
from 1900 in steps of two: 0 male and 1 female of 19xx, 2 and 3 of 20xx, and so on.
"""

import re
from dataclasses import dataclass
from datetime import date

from kiosk.model.person import Sex

_FORM = re.compile(r"\d{3}(?P<g>\d)(?P<yy>\d{2})\d{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NumberSays:
    """What a personal number tells about its holder."""

    year: int
    sex: Sex


def says(number: str) -> NumberSays | None:
    """What the number tells, or ``None`` if it is not 12 digits or of province 000."""
    found = _FORM.fullmatch(number)
    if not found or number.startswith("000"):
        return None
    g = int(found["g"])
    return NumberSays(1900 + 100 * (g // 2) + int(found["yy"]), (Sex.MALE, Sex.FEMALE)[g % 2])


def plausible(number: str, today: date) -> bool:
    """Whether somebody alive can have this number."""
    told = says(number)
    return told is not None and told.year <= today.year
