from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.frontdesk.queue.rules import (
    STREAK,
    people_ahead,
    reasons_by_age,
    ticket_number,
)
from kiosk.frontdesk.records import Waiting


def called(arrivals: list[bool]) -> list[int]:
    """The order of calls, by playing it: STREAK priority patients, then one other."""
    first = [place for place, priority in enumerate(arrivals) if priority]
    others = [place for place, priority in enumerate(arrivals) if not priority]
    order: list[int] = []
    while first or others:
        order += first[:STREAK] + others[:1]
        del first[:STREAK], others[:1]
    return order


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_people_ahead_is_the_place_in_the_order_of_calls(arrivals: list[bool]) -> None:
    order = called(arrivals)
    room = Waiting(arrivals.count(False), arrivals.count(True))
    for place, mine in enumerate(arrivals):
        earlier = arrivals[:place]
        before = Waiting(earlier.count(False), earlier.count(True))
        assert people_ahead(mine, before, room) == order.index(place)


def test_nobody_starves_behind_priority_patients() -> None:
    assert people_ahead(False, Waiting(0, 0), Waiting(1, 1000)) == STREAK


@pytest.mark.parametrize(
    ("birth", "reasons"),
    [
        ("2020-11-24", ("under-6",)),
        ("2020-11-23", ()),
        ("1951-11-23", ("age-75",)),
        ("1951-11-24", ()),
        ("1951", ("age-75",)),
        ("1952", ()),
        ("2020", ()),
        ("2021", ("under-6",)),
    ],
)
def test_the_law_s_ages_follow_from_the_birth_date(birth: str, reasons: tuple[str, ...]) -> None:
    assert reasons_by_age(birth, date(2026, 11, 23)) == reasons


def test_numbers_have_three_digits_at_least() -> None:
    assert [ticket_number("A", n) for n in (1, 42, 1000)] == ["A-001", "A-042", "A-1000"]
