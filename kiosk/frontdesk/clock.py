"""The hospital's time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

HOSPITAL_TIME = timezone(timedelta(hours=7))
"""Vietnam has one time zone and no summer time."""

Clock = Callable[[], datetime]
"""Tells the hospital's time, aware (+07:00)."""


def hospital_now() -> datetime:
    """The time on the hospital's clocks, aware (+07:00)."""
    return datetime.now(UTC).astimezone(HOSPITAL_TIME)


def stamp(moment: datetime) -> str:
    """ISO 8601 to the second, as the records and the wire have it."""
    return moment.isoformat(timespec="seconds")
