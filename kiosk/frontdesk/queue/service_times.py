"""How fast each room is now: its pace, who is inside since when, and which group it called last."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.queue.pace import WINDOW, pace, remaining
from kiosk.frontdesk.store.rooms import RoomRecords

_FRESH = timedelta(seconds=2)
"""Other servers on the same records may have called somebody since."""


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """Of one room."""

    pace: float
    """Minutes that one patient takes there."""
    called: datetime | None
    """When who is inside was called; ``None`` if nobody is."""
    in_row: int
    """Priority patients that it called since it last called one of the others; counted up to the
    hospital's streak, beyond which it makes no difference."""

    def remaining(self, now: datetime) -> float:
        """Minutes that who is inside will still take; 0 if nobody is."""
        if self.called is None:
            return 0.0
        return remaining(self.pace, (now - self.called).total_seconds() / 60)

    def wait(self, ahead: int, now: datetime) -> int:
        """Whole minutes until somebody is called who has so many others ahead."""
        return math.ceil(self.remaining(now) + ahead * self.pace)


class ServiceTimes:
    """Kept for two seconds, because each check-in asks and a call happens every few minutes.

    An estimate that is wrong for two seconds sends somebody to a room where they wait a little
    longer, and nothing else.
    """

    def __init__(self, records: RoomRecords, premises: Premises, now: Clock) -> None:
        self._records = records
        self._premises = premises
        self._now = now
        self._known: dict[str, ServiceTime] = {}
        self._read = now()

    def of(self, rooms: Iterable[str]) -> dict[str, ServiceTime]:
        """By room. Rooms that the premises do not have are left out."""
        now = self._now()
        # Both ways: a clock may jump back.
        if abs(now - self._read) > _FRESH:
            self._known.clear()
            self._read = now
        asked = [room for room in rooms if room in self._premises.rooms]
        unknown = [room for room in asked if room not in self._known]
        if unknown:
            self._known.update(self._of_records(unknown, now))
        return {room: self._known[room] for room in asked}

    def forget(self, room: str) -> None:
        """It called or ended just now."""
        self._known.pop(room, None)

    def look_again(self) -> None:
        """For who shows the order of calls and not an estimate alone: read everything anew."""
        self._known.clear()

    def _of_records(self, rooms: Sequence[str], now: datetime) -> dict[str, ServiceTime]:
        days = days_at(now)
        stays: dict[str, list[float]] = {room: [] for room in rooms}
        for room, called, ended in self._records.stays(days.today, rooms, WINDOW):
            took = datetime.fromisoformat(ended) - datetime.fromisoformat(called)
            # A clock that jumped back makes no stay shorter than nothing.
            stays[room].append(max(0.0, took.total_seconds() / 60))
        insides = dict(self._records.insides(days, rooms))
        in_row = self._in_row(days.today, rooms)
        return {
            room: ServiceTime(
                # The records tell the newest first, the pace wants it last.
                pace(self._premises.rooms[room].pace, stays[room][::-1]),
                datetime.fromisoformat(insides[room]) if room in insides else None,
                in_row[room],
            )
            for room in rooms
        }

    def _in_row(self, day: str, rooms: Sequence[str]) -> dict[str, int]:
        counts = dict.fromkeys(rooms, 0)
        counting = set(rooms)
        for room, priority in self._records.groups_called(day, rooms, self._premises.streak):
            if not priority:
                counting.discard(room)
            elif room in counting:
                counts[room] += 1
        return counts
