from datetime import datetime
from math import inf

import pytest

from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.hours import minutes_left, minutes_on_request, opens_yet, parse_hours

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


def test_who_closes_at_midnight_and_opens_again_does_not_close() -> None:
    weekend = parse_hours(["fri 20:00-24:00", "sat-sun 00:00-24:00", "mon 00:00-06:00"])
    assert minutes_left(weekend, at(27, 19)) == 0
    assert minutes_left(weekend, at(27, 23)) == 60 + 2 * 24 * 60 + 360
    assert minutes_left(weekend, at(23, 5)) == 60
    assert minutes_left(parse_hours(["mon-sun 00:00-24:00"]), at(23, 23, 59)) == inf


@pytest.mark.parametrize(
    ("since", "now", "left"),
    [
        # Before the hours: until these end.
        (at(23, 6), at(23, 6), 330),
        # In the break: until the afternoon ends.
        (at(23, 12), at(23, 12), 270),
        # Within the hours: as if nobody had said anything.
        (at(23, 9), at(23, 10), 90),
        (at(23, 9), at(23, 12), 0),
        (at(23, 9), at(23, 14), 150),
        # After the hours: until somebody closes.
        (at(23, 17), at(23, 22), inf),
        (at(29, 9), at(29, 9), inf),
    ],
)
def test_who_opens_by_hand_stays_open_until_the_hours_end(
    since: datetime, now: datetime, left: float
) -> None:
    assert minutes_on_request(HOURS, since, now) == left


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
