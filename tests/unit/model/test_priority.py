from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.care import PRIORITY_BY_AGE, Priority
from kiosk.model.person import BirthDate
from kiosk.model.priority import priority_by_age

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("birth", "groups"),
    [
        (BirthDate(2026, 11, 22), (Priority.UNDER_6,)),
        (BirthDate(2020, 11, 23), (Priority.UNDER_6,)),
        (BirthDate(2020, 11, 22), ()),
        (BirthDate(2020), (Priority.UNDER_6,)),
        (BirthDate(2019), ()),
        (BirthDate(2026), (Priority.UNDER_6,)),
        (BirthDate(1951, 11, 23), ()),
        (BirthDate(1951, 11, 22), (Priority.AGE_75,)),
        (BirthDate(1951), (Priority.AGE_75,)),
        (BirthDate(1952), ()),
        (BirthDate(2026, 11, 23), ()),
        (BirthDate(2027), ()),
        (BirthDate(1990, 3, 15), ()),
        (None, ()),
    ],
)
def test_groups_by_age(birth: BirthDate | None, groups: tuple[Priority, ...]) -> None:
    assert priority_by_age(birth, TODAY) == groups


def test_a_year_alone_is_certain_on_its_last_day() -> None:
    assert priority_by_age(BirthDate(2020), date(2026, 12, 31)) == ()


@given(st.dates(date(1900, 1, 1), TODAY))
def test_a_year_alone_never_loses_a_priority_that_the_date_gives(day: date) -> None:
    exact = priority_by_age(BirthDate.of(day), TODAY)
    assert set(exact) <= set(priority_by_age(BirthDate(day.year), TODAY))
    assert set(exact) <= PRIORITY_BY_AGE
