"""Invented people for the demonstration hospital: pure, and the same for the same seed.

People depend on the seed alone, so that a slip printed yesterday still names the same
patient today; bookings depend on the seed and the day.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.invented import (
    CARD_CHANGES,
    MOST,
    RARE_RESULTS,
    REFERENCE,
    Coverage,
    Person,
    make_person,
)
from kiosk.frontdesk.premises import Premises

__all__ = [
    "BOOKED",
    "CARD_CHANGES",
    "MOST_PATIENTS",
    "NEWCOMERS",
    "PATIENTS",
    "RARE_RESULTS",
    "REFERENCE",
    "REGULARS",
    "SEED",
    "Booking",
    "Coverage",
    "Person",
    "bookings",
    "is_regular",
    "later_people",
    "newcomers",
    "people",
]

SEED = 1
PATIENTS = 500
NEWCOMERS = 24
MOST_PATIENTS = MOST - NEWCOMERS
_LATER_CODES = 59_999_999
BOOKED = 120
"""So many patients have an appointment on any day; one in eight of them has two."""
REGULARS = 8
"""So many of them come every day, with the same slip."""
_REGULAR = "hen-"
_GROWN_UP = 18


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


def later_people(seed: int, first: int, end: int) -> Iterator[Person]:
    """The patients of a larger hospital, from number ``first`` (not below :data:`PATIENTS`) to
    before ``end`` (:data:`MOST_PATIENTS` at most). Each depends on the seed and the number alone;
    two of them may share a phone, as families do."""
    for nth in range(first, end):
        rng = random.Random(f"{seed}/patient {nth}")
        yield make_person(rng, NEWCOMERS + nth, str(_LATER_CODES + nth))


def _people(seed: int, group: str, count: int, known: bool) -> Iterator[Person]:
    rng = random.Random(f"{seed}/{group}")
    offset = 0 if known else PATIENTS
    codes = rng.sample(range(20_000_000, _LATER_CODES), count)
    for nth in range(count):
        yield make_person(rng, offset + nth, str(codes[nth]) if known else "")
