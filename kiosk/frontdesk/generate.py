"""Invented people for the demonstration hospital: pure, and the same for the same seed.

People depend on the seed alone, so that a slip printed yesterday still names the same
patient today; bookings depend on the seed and the day. Every name, number and address is
invented: serials in personal numbers start at 990000, which no register has reached, and
phone numbers lie in a block that no network hands out.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.names import FAMILY, GIVEN, MIDDLE, PROVINCES, STREETS, WARDS
from kiosk.frontdesk.premises import Premises

SEED = 1
REFERENCE = date(2026, 1, 1)
"""Ages are counted to this day. Fixed, or everybody would change at midnight."""

PATIENTS = 500
NEWCOMERS = 24
BOOKED = 120
"""So many patients have an appointment on any day; one in eight of them has two."""
REGULARS = 8
"""So many of them come every day, with the same slip."""
_REGULAR = "hen-"
_OLDEST = 95
_FIRST_CARD = date(2021, 2, 1)
"""Chip cards are issued since then."""
_GROWN_UP = 18
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


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment of one day."""

    id: str
    patient: str
    """``Person.id``."""
    start: datetime
    """Aware, hospital time, on a quarter of an hour."""
    service: str
    room: str


@lru_cache(maxsize=4)
def people(seed: int = SEED) -> tuple[Person, ...]:
    """The hospital's patients: :data:`PATIENTS` of them, ages 0 to 95."""
    return tuple(_people(seed, "patients", PATIENTS, known=True))


@lru_cache(maxsize=4)
def newcomers(seed: int = SEED) -> tuple[Person, ...]:
    """People with papers, most of them insured, whom the hospital has never seen."""
    return tuple(_people(seed, "newcomers", NEWCOMERS, known=False))


def bookings(
    premises: Premises, day: date, seed: int = SEED, around: time | None = None
) -> tuple[Booking, ...]:
    """The appointments of ``day``, by time.

    They lie in the morning and afternoon sessions; with ``around``, from an hour before
    that time to five hours after it (never past midnight), so that a demonstration at any
    hour finds some late and most to come. Ids and patients do not depend on ``around``.
    """
    rng = random.Random(f"{seed}/bookings/{day.isoformat()}")
    regulars = _regulars(seed)
    others = rng.sample([one for one in people(seed) if one not in regulars], BOOKED - REGULARS)
    # A second appointment of the day is for another service: one ticket holds for each.
    seconds = others[: BOOKED // 8]
    made = [
        *_regular_bookings(rng, premises, seed, day, around),
        *(
            _booking(rng, premises, person, _start(rng, day, around), _day_id(rng, day, nth))
            for nth, person in enumerate(others)
        ),
        *(
            _booking(
                rng, premises, person, _start(rng, day, around), _day_id(rng, day, nth), second=True
            )
            for nth, person in enumerate(seconds, len(others))
        ),
    ]
    return tuple(sorted(made, key=lambda booking: (booking.start, booking.id)))


def is_regular(booking: Booking) -> bool:
    """Whether this appointment is there every day, under the same id."""
    return booking.id.startswith(_REGULAR)


def _regulars(seed: int) -> list[Person]:
    """Insured grown-ups, who come every day: their slips never go out of date."""
    fit = [
        person
        for person in people(seed)
        if person.age >= _GROWN_UP and person.coverage and person.coverage.result == "000"
    ]
    return random.Random(f"{seed}/regulars").sample(fit, REGULARS)


def _regular_bookings(
    rng: random.Random, premises: Premises, seed: int, day: date, around: time | None
) -> Iterator[Booking]:
    steady = random.Random(f"{seed}/regular bookings")
    for nth, person in enumerate(_regulars(seed), 1):
        slip = f"{_REGULAR}{nth}-{_letters(steady)}"
        yield _booking(steady, premises, person, _start(rng, day, around), slip)


def _day_id(rng: random.Random, day: date, nth: int) -> str:
    return f"{day:%y%m%d}-{nth + 1:03d}-{_letters(rng)}"


def _letters(rng: random.Random) -> str:
    """So that nobody's slip follows from another's."""
    return "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=6))


def _booking(
    rng: random.Random,
    premises: Premises,
    person: Person,
    start: datetime,
    slip: str,
    second: bool = False,
) -> Booking:
    service = _service_for(rng, premises, person, second)
    # A room that is open half the day cannot keep every appointment.
    room = rng.choice([room for room in premises.rooms_of(service) if not room.hours])
    return Booking(slip, person.id, start, service, room.number)


def _start(rng: random.Random, day: date, around: time | None) -> datetime:
    """A quarter of an hour in the day's sessions, or in the hours around a time."""
    place = rng.random()
    if around is None:
        # 07:30 to 11:30 and 13:30 to 16:30: seven hours with a pause.
        minute = 7 * 60 + 30 + place * 7 * 60
        minute += 120 if minute >= 11 * 60 + 30 else 0
    else:
        now = around.hour * 60 + around.minute
        first, last = max(0, now - 60), min(24 * 60 - 1, now + 300)
        minute = first + place * (last - first)
    whole = int(minute) // 15 * 15
    return datetime.combine(day, time(whole // 60, whole % 60), HOSPITAL_TIME)


def _service_for(rng: random.Random, premises: Premises, person: Person, second: bool) -> str:
    """A service that suits age and sex; the second one differs from every first."""
    age = person.age
    if second:
        return "MAT" if age < 16 else "TAI-MUI-HONG"
    if age < 16:
        return "NHI"
    unfit = {"NHI", "MAT", "TAI-MUI-HONG"}
    if person.sex == "male" or not 18 <= age <= 45:
        unfit.add("PHU-SAN")
    return rng.choice([one.code for one in premises.public() if one.code not in unfit])


def _people(seed: int, group: str, count: int, known: bool) -> Iterator[Person]:
    rng = random.Random(f"{seed}/{group}")
    offset = 0 if known else PATIENTS
    codes = rng.sample(range(20_000_000, 59_999_999), count)
    for nth in range(count):
        yield _person(rng, offset + nth, str(codes[nth]) if known else "")


def _person(rng: random.Random, serial: int, code: str) -> Person:
    """``serial`` is unique among all people of a seed: it makes their numbers unique, and
    the first serials take every age and every result code once."""
    sex: Sex = rng.choice(("male", "female"))
    age = _age(rng, serial)
    born = _born(rng, age)
    year_only = age >= 70 and rng.random() < 0.3
    if year_only:
        born = date(born.year, 1, 1)
    province, place, _ = rng.choices(PROVINCES, [share for *_, share in PROVINCES])[0]
    has_card = age >= 14
    return Person(
        id=f"pt-{rng.getrandbits(48):012x}" if code else "",
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
        phone=f"09000{serial:05d}" if rng.random() < 0.85 else "",
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
    """Province, century and sex, two digits of the year, serial: 12 digits."""
    century_and_sex = (year // 100 - 19) * 2 + (sex == "female")
    return f"{province}{century_and_sex}{year % 100:02d}{990_000 + serial:06d}"


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
        id=f"bh-{rng.getrandbits(48):012x}",
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
