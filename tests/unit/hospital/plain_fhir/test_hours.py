"""When rooms are open, as plain servers say it."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from kiosk.hospital.plain_fhir.hours import is_open
from kiosk.hospital.plain_fhir.wire import Hours

HOSPITAL_TIME = timezone(timedelta(hours=7))
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=HOSPITAL_TIME)


def morning(**more: Any) -> Hours:
    return Hours(**{"opening_time": "07:00:00", "closing_time": "12:00:00"} | more)


def test_without_hours_it_is_always_open() -> None:
    assert is_open((), MONDAY)


@pytest.mark.parametrize(
    ("at", "expected"),
    [("06:59", False), ("07:00", True), ("11:59", True), ("12:00", False), ("23:00", False)],
)
def test_from_its_first_minute_to_its_last(at: str, expected: bool) -> None:
    hour, minute = map(int, at.split(":"))
    assert is_open((morning(),), MONDAY.replace(hour=hour, minute=minute)) is expected


def test_days() -> None:
    weekdays = morning(days_of_week=["mon", "wed"])
    assert is_open((weekdays,), MONDAY)
    assert not is_open((weekdays,), MONDAY + timedelta(days=1))
    assert is_open((Hours(days_of_week=["mon"], all_day=True),), MONDAY.replace(hour=3))


def test_a_service_says_it_in_other_words() -> None:
    available = Hours(available_start_time="07:00:00", available_end_time="12:00:00")
    assert is_open((available,), MONDAY)
    assert not is_open((available,), MONDAY.replace(hour=13))


def test_until_midnight() -> None:
    evening = Hours(opening_time="18:00:00", closing_time="00:00:00")
    assert is_open((evening,), MONDAY.replace(hour=23, minute=59))
    assert not is_open((evening,), MONDAY.replace(hour=0))


@pytest.mark.parametrize("wrong", ["", "7", "25:00:00", "seven"])
def test_what_is_no_time_opens_nothing(wrong: str) -> None:
    assert not is_open((morning(opening_time=wrong),), MONDAY)
    assert is_open((morning(opening_time=wrong), morning()), MONDAY)
