from datetime import datetime

import pytest

from kiosk.frontdesk.queue.days import days_at


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2026-11-24T12:30:00+07:00", "2026-11-24T00:00:00+07:00"),
        ("2026-11-24T23:59:59+07:00", "2026-11-24T00:00:00+07:00"),
        ("2026-11-24T00:00:00+07:00", "2026-11-23T12:00:00+07:00"),
        ("2026-11-24T07:00:00+07:00", "2026-11-23T19:00:00+07:00"),
    ],
)
def test_the_evening_counts_until_the_next_noon(now: str, since: str) -> None:
    days = days_at(datetime.fromisoformat(now))
    assert (days.yesterday, days.today) == ("2026-11-23", "2026-11-24")
    assert days.since == since


def test_a_month_begins() -> None:
    days = days_at(datetime.fromisoformat("2026-03-01T01:00:00+07:00"))
    assert days.yesterday == "2026-02-28"
