"""The hospital's day, and Tryton's search domains for it. All stored times are UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from kiosk.hospital.gnuhealth.dates import encoded_moment
from kiosk.hospital.requests import HOSPITAL_TIME

Clock: TypeAlias = Callable[[], datetime]
"""The time now, aware."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The hospital's day (+07:00) in which ``moment`` (aware) lies."""
    return moment.astimezone(HOSPITAL_TIME).date()


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HOSPITAL_TIME)


def within_day(field: str, day: date) -> list[object]:
    """``field`` in ``[midnight, midnight)``."""
    begin = midnight(day)
    return [
        [field, ">=", encoded_moment(begin)],
        [field, "<", encoded_moment(begin + timedelta(days=1))],
    ]
