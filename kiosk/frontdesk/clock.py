"""The hospital's time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

HOSPITAL_TIME = timezone(timedelta(hours=7))
"""Vietnam has one time zone and no summer time."""

Clock = Callable[[], datetime]
"""Tells the hospital's time, aware (+07:00)."""


def hospital_now() -> datetime:
    """The time on the hospital's clocks, aware (+07:00)."""
    return datetime.now(UTC).astimezone(HOSPITAL_TIME)


class SteadyClock:
    """The hospital's time, which never goes back: a machine whose clock is set back in the middle
    of a day, or to 1970, would begin the day's numbers anew while their holders still wait.

    It goes at half its pace then, until the machine's clock has caught up; at its own beside one
    that is set to another day, which says nothing any more. A clock that is set forward is
    followed: so is one that was wrong at first.
    """

    FAR = timedelta(hours=36)
    """What is on record from later than this ahead was written by a clock that was wrong."""
    NONSENSE = timedelta(hours=12)
    """A clock that is behind by more will not be caught up with in one day."""

    def __init__(
        self, wall: Clock = hospital_now, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        """``elapsed`` are seconds that nobody sets."""
        self._wall = wall
        self._elapsed = elapsed
        self._last = wall()
        self._at = elapsed()

    def __call__(self) -> datetime:
        now, at = self._wall(), self._elapsed()
        behind = self._last - now
        if behind > timedelta():
            pace = 1.0 if behind > self.NONSENSE else 0.5
            now = self._last + timedelta(seconds=at - self._at) * pace
        self._last, self._at = now, at
        return now

    def not_before(self, moment: datetime | None) -> None:
        """What is on record has been: the time goes on from there, unless that is far ahead."""
        if moment is not None and timedelta() < moment - self() <= self.FAR:
            self._last = moment


def stamp(moment: datetime) -> str:
    """ISO 8601 to the second, as the records and the wire have it."""
    return moment.isoformat(timespec="seconds")
