"""One invented person: pure, and the same for the same random numbers and serial.

Every name, number and address is invented. The last six digits of their personal numbers are
above any that a register of births in one province, sex and year needs; phone numbers lie in a
block that no network hands out.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kiosk.frontdesk.names import FAMILY, GIVEN, MIDDLE, PROVINCES, STREETS, WARDS

REFERENCE = date(2026, 1, 1)
"""Ages are counted to this day. Fixed, or everybody would change at midnight."""

_OLDEST = 95
_FIRST_CARD = date(2021, 2, 1)
"""Chip cards are issued since then."""
CARD_CHANGES = (14, 25, 40, 60)
"""Ages at which a card is changed (Law on Identity 2023, art. 21)."""

RARE_RESULTS = (
    "001", "002", "003", "004", "010", "050", "051", "052", "053", "060", "061", "070",
    "100", "101", "401", "500", "110", "120", "121", "122", "123", "124",
)  # fmt: skip
"""Result codes of the insurer's gateway besides ``000``, and ``130`` that only children have."""

_BENEFIT = {1: 100, 2: 100, 3: 95, 4: 80, 5: 100}
"""Percent paid, by the benefit digit on the card (Law on Health Insurance, art. 22)."""

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Health insurance (BHYT), with what the insurer's gateway would say about it."""

    id: str
    number: str
    """Ten-digit social-insurance number."""
    card: str
    """Old 15-character card number, ``""`` for whom only the ten digits were ever issued."""
    result: str
    """The gateway's result code."""
    percent: int
    """Share of the costs that is paid."""
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with papers; a patient of the hospital if they have a patient code."""

    id: str
    """``Patient.id`` at the hospital, ``""`` for a newcomer."""
    code: str
    """Patient code of eight digits, ``""`` for a newcomer."""
    name: str
    sex: Sex
    born: date
    year_only: bool
    """The papers know no day: ``born`` is the first of January then."""
    personal_number: str
    old_number: str
    """Nine-digit number of the card before, ``""`` if there was none."""
    card_issued: date | None
    """Issue date of the chip card; ``None`` for who has none."""
    address: str
    phone: str
    """``""`` if the hospital has none."""
    coverage: Coverage | None

    @property
    def age(self) -> int:
        """Full years on :data:`REFERENCE`."""
        return _years(self.born, REFERENCE)

    @property
    def birth(self) -> str:
        """FHIR ``date``: ``1938``, or ``1938-05-02``."""
        return f"{self.born.year:04d}" if self.year_only else self.born.isoformat()


MOST = 300_000
"""So many serials there are."""
_FIRST_SERIALS = 10_000
_FIRST_IDS = 1_000
_PHONES = 100_000


def make_person(rng: random.Random, serial: int, code: str) -> Person:
    """Somebody with this patient code, ``""`` for a newcomer.

    ``serial`` (below :data:`MOST`) is unique among all people of a seed: it makes their numbers
    unique, and the first serials take every age and every result code once.
    """
    sex: Sex = rng.choice(("male", "female"))
    age = _age(rng, serial)
    born = _born(rng, age)
    year_only = age >= 70 and rng.random() < 0.3
    if year_only:
        born = date(born.year, 1, 1)
    province, place, _ = rng.choices(PROVINCES, [share for *_, share in PROVINCES])[0]
    has_card = age >= 14
    return Person(
        id=f"pt-{_opaque(rng, serial)}" if code else "",
        code=code,
        name=_name(rng, sex),
        sex=sex,
        born=born,
        year_only=year_only,
        personal_number=_personal_number(province, sex, born.year, serial),
        old_number=f"{rng.randrange(10_000_000, 400_000_000):09d}"
        if born.year < 2002 and rng.random() < 0.8
        else "",
        card_issued=_issued(rng, born) if has_card else None,
        address=_address(rng, place),
        phone=f"09000{serial % _PHONES:05d}" if rng.random() < 0.85 else "",
        coverage=_coverage(rng, serial, age, province),
    )


def _age(rng: random.Random, serial: int) -> int:
    """Every age from 0 to 95 once, then more of the old and the small, who come most."""
    if serial <= _OLDEST:
        return serial
    groups = ((0, 5), (6, 17), (18, 59), (60, 74), (75, _OLDEST))
    low, high = rng.choices(groups, (3, 2, 8, 5, 3))[0]
    return rng.randint(low, high)


def _born(rng: random.Random, age: int) -> date:
    """A birth date of who has ``age`` full years on the reference day."""
    return date(REFERENCE.year - age, 1, 1) - timedelta(days=rng.randint(1, 360))


def _personal_number(province: str, sex: Sex, year: int, serial: int) -> str:
    """Province, century and sex, two digits of the year, six that are the person's: 12 digits.

    The six begin at 990000, then at 700000: no province has so many births of one sex a year.
    """
    century_and_sex = (year // 100 - 19) * 2 + (sex == "female")
    own = 990_000 + serial if serial < _FIRST_SERIALS else 700_000 - _FIRST_SERIALS + serial
    return f"{province}{century_and_sex}{year % 100:02d}{own:06d}"


def _opaque(rng: random.Random, serial: int) -> str:
    """Twelve hexadecimal digits. Of a few people none are twice by chance; of many the serial in
    them sees to it."""
    if serial < _FIRST_IDS:
        return f"{rng.getrandbits(48):012x}"
    return f"{rng.getrandbits(28):07x}{serial:05x}"


def _name(rng: random.Random, sex: Sex) -> str:
    family = rng.choices([name for name, _ in FAMILY], [share for _, share in FAMILY])[0]
    return f"{family} {rng.choice(MIDDLE[sex])} {rng.choice(GIVEN[sex])}"


def _address(rng: random.Random, province: str) -> str:
    house = rng.randint(1, 240)
    return f"Số {house} {rng.choice(STREETS)}, {rng.choice(WARDS)}, {province}"


def _issued(rng: random.Random, born: date) -> date:
    """A date at which the card that the person holds now can have been issued."""
    age = _years(born, REFERENCE)
    changed = max(step for step in CARD_CHANGES if step <= age)
    # A card issued within the two years before a change lasts to the next one; the first
    # card comes at 14.
    early = born.year + changed - (2 if changed > CARD_CHANGES[0] else 0)
    first = max(_FIRST_CARD, date(early, born.month, min(born.day, 28)))
    last = max(first, REFERENCE - timedelta(days=1))
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _coverage(rng: random.Random, serial: int, age: int, province: str) -> Coverage | None:
    """Nine in ten are insured."""
    result = _result(rng, serial, age)
    if result == "000" and rng.random() < 0.1:
        return None
    number = f"{province[1:]}99{serial:06d}"
    letters, benefit = _group(rng, age)
    has_card = rng.random() < 0.4
    lasts = REFERENCE.year - 1 if result == "010" else REFERENCE.year + 9
    return Coverage(
        id=f"bh-{_opaque(rng, serial)}",
        number=number,
        card=f"{letters}{benefit}{province[1:]}{number}" if has_card else "",
        result=result,
        percent=_BENEFIT[benefit],
        valid_from=date(REFERENCE.year - 1, 1, 1),
        valid_to=date(lasts, 12, 31),
    )


def _result(rng: random.Random, serial: int, age: int) -> str:
    if serial in (2, 4):
        return "130"
    adult = serial - 20
    if 0 <= adult < len(RARE_RESULTS):
        return RARE_RESULTS[adult]
    if age < 6:
        return "130" if rng.random() < 0.1 else "000"
    return rng.choice(RARE_RESULTS) if rng.random() < 0.06 else "000"


def _group(rng: random.Random, age: int) -> tuple[str, int]:
    """Group letters and benefit digit of an old card number."""
    if age < 6:
        return "TE", 1
    if age < 23:
        return "HS", 4
    if age >= 80:
        return "BT", 2
    if age >= 60:
        return "HT", 3
    return rng.choice((("DN", 4), ("GD", 4), ("HC", 4), ("CN", 3), ("CC", 1)))


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
