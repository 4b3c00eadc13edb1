from datetime import datetime

import pytest

from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.hours import minutes_left, opens_yet, parse_hours

HOURS = parse_hours(["mon-fri 07:00-11:30", "mon-fri 13:00-16:30", "sat 07:00-24:00"])


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=HOSPITAL_TIME)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (at(23, 6, 59), 0),
        (at(23, 7), 270),
        (at(23, 11, 29), 1),
        (at(23, 11, 30), 0),
        (at(23, 13), 210),
        (at(27, 16), 30),
        (at(28, 23), 60),
        (at(29, 9), 0),
    ],
)
def test_minutes_until_closing(now: datetime, left: float) -> None:
    assert minutes_left(HOURS, now) == left


def test_opens_yet_is_about_the_rest_of_the_day() -> None:
    assert opens_yet(HOURS, at(23, 5))
    assert opens_yet(HOURS, at(23, 12))
    assert not opens_yet(HOURS, at(23, 16, 30))
    assert not opens_yet(HOURS, at(29, 5))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "mon",
        "mon 7:00-12:00",
        "fri-mon 07:00-12:00",
        "mon 12:00-12:00",
        "mon 20:00-24:30",
        "mon 07:00-12:00 ",
        "mon ٠٧:00-12:00",
    ],
)
def test_a_line_that_is_wrong_is_quoted(line: str) -> None:
    with pytest.raises(ValueError, match=f'"{line}"'):
        parse_hours([line])
