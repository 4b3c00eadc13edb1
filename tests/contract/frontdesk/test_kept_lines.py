"""What is remembered of the lines and the counters from one check-in to the next is what is on
record, whatever happened in between and whoever did it."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import open_house
from kiosk.frontdesk.queue.asked import CheckIn, LeaseAsked
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.kept_lines import KeptLines
from tests.contract.frontdesk.hospital import new_key
from tests.contract.frontdesk.records import PostgresRecords
from tests.contract.frontdesk.ward import NOI, SAN, TIM, XN, XQ, Ward

_STEPS = 150


def check(desk: Desk) -> None:
    """Compare with a count of who knows nothing yet."""
    days, rooms = days_at(desk.now()), tuple(desk.premises.rooms)
    kept, said = desk.store.rooms.lines(days, rooms)
    counted, said_now = KeptLines(desk.store.db).of(days, rooms)
    assert kept == counted
    assert said == said_now
    on_record = desk.store.encounters.waiting(days)
    assert {room: waiting for room, waiting in kept.items() if waiting.all} == on_record
    counters = desk.store.db.rows("SELECT day, letter, last FROM counter")
    on_record_too = {(day, letter): last for day, letter, last in counters}
    remembered = desk.store.encounters._remembered()
    assert remembered.items() <= on_record_too.items()


def undone(desk: Desk) -> None:
    desk.rooms.close("1")
    desk.store.encounters.next_count(desk.now().date().isoformat(), "A")
    check(desk)
    raise ZeroDivisionError


def fails(ward: Ward) -> None:
    with pytest.raises(ZeroDivisionError):
        ward.hospital.write(undone)


def elsewhere(ward: Ward) -> None:
    """Another process changes a line."""
    ward.records.query("UPDATE encounter SET room = '2' WHERE room = '1' AND status = 'arrived'")


def counted_elsewhere(ward: Ward) -> None:
    """Another process has given a number."""
    ward.records.query("UPDATE counter SET last = last + 1")


def test_lines_are_as_they_would_be_counted(ward: Ward) -> None:
    chance = random.Random("lines")
    services, rooms = [NOI, NOI, NOI, TIM, SAN], ["1", "2", "3", "11", "22", "31", "41"]
    given: list[str] = []
    ahead: list[tuple[str, str, datetime]] = []
    told_late: list[timedelta] = []

    def lease(ward: Ward, service: str) -> None:
        ahead.extend((service, number, ward.clock.time) for number in ward.lease(service))

    def tell(ward: Ward) -> None:
        if ahead:
            service, number, at = ahead.pop(chance.randrange(len(ahead)))
            assert ward.tell(service, number, at) == number
            told_late.append(ward.clock.time.date() - at.date())

    def arrive(ward: Ward) -> None:
        given.append(ward.arrive(chance.choice(services), priority=chance.random() < 0.3))

    def cancel(ward: Ward) -> None:
        if given:
            ward.cancel(given.pop(chance.randrange(len(given))))

    actions: list[tuple[float, Callable[[Ward], object]]] = [
        (8, arrive),
        (4, lambda ward: ward.next(chance.choice(rooms))),
        (1, lambda ward: ward.absent(chance.choice(rooms))),
        (1, lambda ward: ward.done(chance.choice(rooms))),
        (1, lambda ward: ward.transfer(chance.choice(rooms), chance.choice([XQ, XN]))),
        (1, cancel),
        (1, lambda ward: lease(ward, chance.choice(services))),
        (2, tell),
        (0.5, lambda ward: ward.close(chance.choice(rooms))),
        (1, lambda ward: ward.open(chance.choice(rooms))),
        (1, lambda ward: ward.minutes(chance.uniform(1, 30))),
        (0.5, fails),
        (0.5, elsewhere),
        (0.5, counted_elsewhere),
    ]
    weights = [weight for weight, _ in actions]
    for step in range(_STEPS):
        if step == _STEPS // 3:
            # To the evening; then past midnight, where some of yesterday's wait still.
            ward.clock.time = ward.clock.time.replace(hour=22, minute=30)
            for _ in range(3):
                lease(ward, SAN)
        if step == _STEPS // 2:
            ward.clock.time = ward.clock.time.replace(hour=0) + timedelta(days=1)
        [(_, act)] = chance.choices(actions, weights)
        with suppress(Refusal):
            act(ward)
        ward.hospital.write(check)
    waiting = ward.records.query("SELECT count(*) FROM encounter WHERE status = 'arrived'")
    assert waiting[0][0] > 10
    assert len({day for (day,) in ward.records.query("SELECT day FROM encounter")}) == 2
    assert set(told_late) == {timedelta(0), timedelta(days=1)}


def arrived(ward: Ward) -> int:
    """How many numbers were given before the next patient's, and that one."""
    return int(ward.arrive(NOI).partition("-")[2])


def leased(ward: Ward) -> int:
    [number] = ward.lease(NOI)
    return int(number.partition("-")[2])


@pytest.mark.parametrize("give", [arrived, leased])
def test_a_number_is_given_once_also_where_another_process_gives_some(
    ward: Ward, give: Callable[[Ward], int]
) -> None:
    assert [give(ward), give(ward)] == [1, 2]
    counted_elsewhere(ward)
    assert [give(ward), give(ward)] == [4, 5]
    counted_elsewhere(ward)
    counted_elsewhere(ward)
    assert give(ward) == 8


@pytest.mark.parametrize("give", [arrived, leased])
def test_a_number_that_was_undone_is_given_next(ward: Ward, give: Callable[[Ward], int]) -> None:
    assert [give(ward), give(ward)] == [1, 2]
    fails(ward)
    assert give(ward) == 3
    fails(ward)
    fails(ward)
    assert [give(ward), give(ward)] == [4, 5]


def believe(desk: Desk) -> None:
    """Take for right what is wrong: as if the database had not said that others wrote."""
    remembered = desk.store.encounters._remembered()
    for counter in remembered:
        remembered[counter] -= 1


def test_no_number_is_given_twice_even_if_what_is_remembered_is_wrong(ward: Ward) -> None:
    assert [arrived(ward), leased(ward)] == [1, 2]

    def check_in(desk: Desk) -> str:
        believe(desk)
        adult = ward.hospital.adult()
        asked = CheckIn(new_key(), "k1", adult.id, NOI, "", "", frozenset())
        return desk.tickets.check_in(asked).encounter.number

    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        ward.hospital.write(check_in)
    assert ward.records.query("SELECT number FROM encounter") == [("A-001",)]
    assert arrived(ward) == 3

    def lease(desk: Desk) -> list[str]:
        believe(desk)
        asked = LeaseAsked(new_key(), "k1", ((NOI, 1),), ())
        return [one.number for one in desk.leases.lease(asked)]

    assert ward.hospital.write(lease) == ["A-004"]


@pytest.mark.slow
def test_desks_that_check_in_by_turns_remember_what_is_on_record(
    filled_postgres: PostgresRecords, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random("turns")
    with Ward(filled_postgres.copy(tmp_path), tmp_path) as ward:
        hospital = ward.hospital
        address, clock = hospital.records.address, hospital.clock
        with closing(open_house(address, hospital.premises, 1, clock)) as other:
            numbers: list[str] = []
            for _ in range(60):
                with monkeypatch.context() as turn:
                    turn.setattr(hospital, "house", chance.choice([hospital.house, other]))
                    if chance.random() < 0.2:
                        numbers.extend(ward.lease(NOI))
                    elif chance.random() < 0.1:
                        fails(ward)
                    else:
                        numbers.append(ward.arrive(NOI))
                    hospital.write(check)
    assert sorted(numbers) == [f"A-{nth:03d}" for nth in range(1, len(numbers) + 1)]
    assert len(numbers) > 40


def test_who_waits_from_the_evening_counts_no_more_when_the_time_has_come(ward: Ward) -> None:
    ward.clock.time = ward.clock.time.replace(hour=22)
    ward.arrive(SAN)
    ward.minutes(30)
    ward.arrive(SAN)

    def count(desk: Desk) -> int:
        # The same connection all night, and nothing changes meanwhile: only the time passes.
        return desk.store.rooms.lines(days_at(desk.now()), ("22",))[0]["22"].all

    ward.minutes(150)
    assert ward.hospital.write(count) == 2
    # After twelve hours each.
    ward.minutes(8 * 60 + 59)
    assert ward.hospital.write(count) == 2
    ward.minutes(2)
    assert ward.hospital.write(count) == 1
    ward.minutes(30)
    assert ward.hospital.write(count) == 0
