"""Numbers that a hospital lets a kiosk have ahead, for when it cannot be asked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from kiosk.model.text import LocalText

_ZONE = timezone(timedelta(hours=7))
"""The hospital's day; Vietnam has no summer time."""
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LeasedNumber:
    """A number of the hospital's own that nobody else has, and the room that it leads to."""

    number: str
    """As it is printed and called, for example ``A-042``."""
    service: str
    """Service code."""
    room: str
    floor: str
    direction: LocalText
    ends: datetime
    """It may be given to a patient until then; aware, at most the day's midnight."""

    @property
    def day(self) -> date:
        """The hospital's day of which it is a number."""
        return (self.ends - _INSTANT).astimezone(_ZONE).date()

    @property
    def begins(self) -> datetime:
        """The midnight with which its day begins; aware."""
        return datetime.combine(self.day, time(), _ZONE)

    def holds(self, now: datetime) -> bool:
        """Whether it may be given now; a clock that is set to another day makes it a stranger's."""
        return now < self.ends and now.astimezone(_ZONE).date() == self.day


@dataclass(frozen=True, slots=True)
class LeaseRequest:
    """What ``$lease-numbers`` is asked."""

    key: str
    """Idempotency key: a UUID, kept until the answer is on disk."""
    kiosk: str
    wanted: tuple[tuple[str, int], ...] = ()
    """Service codes, and how many more of each."""
    held: tuple[str, ...] = ()
    """Numbers that the kiosk has and has given to nobody."""
