import re
import unicodedata
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.generate import (
    BOOKED,
    MOST_PATIENTS,
    NEWCOMERS,
    PATIENTS,
    RARE_RESULTS,
    REFERENCE,
    REGULARS,
    bookings,
    is_regular,
    later_people,
    newcomers,
    people,
)
from kiosk.frontdesk.premises import Premises

DAY = date(2026, 11, 23)
PREMISES = Premises.load()
EVERYBODY = people() + newcomers()


def test_the_same_seed_makes_the_same_people_and_another_makes_others() -> None:
    assert people(7) == people(7)
    assert not set(people(7)) & set(people(8))
    assert bookings(PREMISES, DAY, 7) == bookings(PREMISES, DAY, 7)


def test_there_are_as_many_as_promised_of_every_age() -> None:
    assert (len(people()), len(newcomers())) == (PATIENTS, NEWCOMERS)
    assert {person.age for person in people()} == set(range(96))


def test_number_birth_and_sex_check_each_other() -> None:
    for person in EVERYBODY:
        number = person.personal_number
        assert re.fullmatch(r"[0-9]{12}", number)
        century, female = divmod(int(number[3]), 2)
        assert 1900 + 100 * century + int(number[4:6]) == person.born.year
        assert bool(female) == (person.sex == "female")


def test_numbers_are_nobody_else_s() -> None:
    covers = [person.coverage for person in EVERYBODY if person.coverage]
    numbers = [cover.number for cover in covers]
    cards = [cover.card for cover in covers if cover.card]
    for unique in (
        [person.personal_number for person in EVERYBODY],
        [person.code for person in people()],
        [person.id for person in people()],
        [cover.id for cover in covers],
        numbers,
        cards,
        [person.phone for person in EVERYBODY if person.phone],
    ):
        assert len(set(unique)) == len(unique) > 0
    assert all(len(n) == 10 and n.isdecimal() for n in numbers)
    assert all(
        len(cover.card) == 15 and cover.card.endswith(cover.number)
        for cover in covers
        if cover.card
    )
    assert all(len(p.code) == 8 and p.code.isdecimal() for p in people())


def test_the_patients_of_a_large_hospital_have_numbers_of_their_own() -> None:
    """Where serials change their form: at 10,000 and 100,000 people, and the last."""
    spans = ((PATIENTS, PATIENTS + 300), (9_800, 10_100), (99_800, 100_100))
    many = [
        *EVERYBODY,
        *(one for first, end in spans for one in later_people(1, first, end)),
        *later_people(1, MOST_PATIENTS - 300, MOST_PATIENTS),
    ]
    covers = [person.coverage for person in many if person.coverage]
    for unique in (
        [person.personal_number for person in many],
        [person.code for person in many if person.code],
        [person.id for person in many if person.id],
        [cover.id for cover in covers],
        [cover.number for cover in covers],
        [cover.card for cover in covers if cover.card],
    ):
        assert len(set(unique)) == len(unique) > 0
    for person in many:
        assert re.fullmatch(r"[0-9]{12}", person.personal_number)
        assert int(person.personal_number[6:]) >= 700_000
        assert re.fullmatch(r"(09000[0-9]{5})?", person.phone)
        assert re.fullmatch(r"([0-9]{8})?", person.code)
    assert all(re.fullmatch(r"[0-9]{10}", cover.number) for cover in covers)
    assert all(re.fullmatch(r"[A-Z]{2}[0-9]{13}", cover.card) for cover in covers if cover.card)


def test_later_people_are_who_they_are_whoever_is_made_before_them() -> None:
    assert list(later_people(1, 700, 710)) == list(later_people(1, 690, 710))[10:]
    assert list(later_people(1, 700, 710)) != list(later_people(2, 700, 710))


def test_every_result_of_the_gateway_is_there_and_most_are_covered() -> None:
    results = Counter(person.coverage.result for person in people() if person.coverage)
    assert set(results) == {"000", "130", *RARE_RESULTS}
    assert results["000"] > PATIENTS * 0.7
    assert any(person.coverage is None for person in people())
    assert all(p.age < 6 for p in people() if p.coverage and p.coverage.result == "130")


def test_only_old_people_s_papers_know_the_year_alone() -> None:
    assert {p.birth for p in EVERYBODY if p.year_only} == {
        str(p.born.year) for p in EVERYBODY if p.year_only
    }
    assert min(p.age for p in EVERYBODY if p.year_only) >= 70


def test_cards_are_issued_after_fourteen_and_not_due_for_a_change() -> None:
    for person in EVERYBODY:
        assert (person.card_issued is None) == (person.age < 14)
        if person.card_issued:
            assert person.card_issued < REFERENCE
            at_issue = (person.card_issued - person.born) / timedelta(days=365.25)
            assert at_issue > 13.99
            changes = [step for step in (25, 40, 60) if at_issue < step - 2 and step <= person.age]
            assert not changes


def test_names_are_composed_and_people_s_own() -> None:
    for person in EVERYBODY:
        assert person.name == unicodedata.normalize("NFC", person.name)
        assert len(person.name.split()) >= 3


def test_today_s_bookings() -> None:
    made = bookings(PREMISES, DAY)
    patients = {person.id: person for person in people()}
    held = Counter(booking.patient for booking in made)
    assert len(held) == BOOKED
    assert set(held.values()) == {1, 2}
    assert len({booking.id for booking in made}) == len(made)
    for booking in made:
        assert PREMISES.rooms[booking.room].service == booking.service
        assert PREMISES.opens_yet(booking.room, booking.start)
        assert booking.start.date() == DAY
        assert booking.start.minute % 15 == 0
        assert (booking.service == "NHI") <= (patients[booking.patient].age < 16)
    services = Counter((booking.patient, booking.service) for booking in made)
    assert set(services.values()) == {1}


def test_regulars_come_every_day_with_the_same_slip_and_the_others_do_not() -> None:
    today, tomorrow = ({b.id for b in bookings(PREMISES, d)} for d in (DAY, DAY + timedelta(1)))
    assert len(today & tomorrow) == REGULARS
    regulars = [b for b in bookings(PREMISES, DAY) if is_regular(b)]
    assert {b.id for b in regulars} == today & tomorrow
    adults = {person.id for person in people() if person.age >= 18}
    assert {b.patient for b in regulars} <= adults


@pytest.mark.parametrize("clock", [time(0, 5), time(9, 30), time(22), time(23, 55)])
def test_around_a_time_some_are_late_and_most_are_to_come(clock: time) -> None:
    now = datetime.combine(DAY, clock, HOSPITAL_TIME)
    made = bookings(PREMISES, DAY, around=clock)
    assert {b.id for b in made} == {b.id for b in bookings(PREMISES, DAY)}
    assert {b.start.date() for b in made} == {DAY}
    assert min(b.start for b in made) >= now - timedelta(minutes=75)
    assert max(b.start for b in made) <= now + timedelta(hours=5)
