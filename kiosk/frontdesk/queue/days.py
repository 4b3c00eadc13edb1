"""Whose tickets stand in the lines: those of today, at night those of the evening before too."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from kiosk.frontdesk.clock import stamp

NIGHT = timedelta(hours=12)
"""A ticket of yesterday stands in its line for so long after it was issued. Long enough for who
waits past midnight before a room that works through the night; too short for who was still waiting
when the doors closed in the afternoon to be called before everybody else in the morning."""
_KEPT = 8
"""So many answers: each check-in of one second has the same, and asks several times."""


@dataclass(frozen=True, slots=True)
class Days:
    """The hospital's days whose tickets count, and since when they do."""

    today: str
    yesterday: str
    since: str
    """ISO 8601 with +07:00: never after today's midnight, so that all tickets of today count."""

    @property
    def has_evening(self) -> bool:
        """Whether some of yesterday's tickets count."""
        return self.since < self.today


def days_at(now: datetime, back: timedelta = NIGHT) -> Days:
    """The days that count at ``now``, in the hospital's time: today, and of yesterday what is not
    older than ``back``, in whole seconds."""
    return _days_at(now.replace(microsecond=0), back)


@lru_cache(_KEPT)
def _days_at(now: datetime, back: timedelta) -> Days:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday = midnight - timedelta(days=1)
    return Days(
        midnight.date().isoformat(),
        yesterday.date().isoformat(),
        stamp(min(midnight, max(now - back, yesterday))),
    )
