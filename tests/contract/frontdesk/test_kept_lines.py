"""What is remembered of the lines and the counters from one check-in to the next is what is on
record, whatever happened in between and whoever did it."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.kept_lines import KeptLines
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
        if step == _STEPS // 2:
            ward.clock.time = ward.clock.time.replace(hour=0) + timedelta(days=1)
        [(_, act)] = chance.choices(actions, weights)
        with suppress(Refusal):
            act(ward)
        ward.hospital.write(check)
    waiting = ward.records.query("SELECT count(*) FROM encounter WHERE status = 'arrived'")
    assert waiting[0][0] > 10
    assert len({day for (day,) in ward.records.query("SELECT day FROM encounter")}) == 2


def test_a_number_is_given_once_also_where_another_process_gives_some(ward: Ward) -> None:
    first = ward.arrive(NOI)
    counted_elsewhere(ward)
    fails(ward)
    numbers = [first, ward.arrive(NOI), ward.arrive(NOI)]
    assert [int(number.partition("-")[2]) for number in numbers] == [1, 3, 4]


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
