"""How many wait before each room, remembered from one check-in to the next.

To count a line takes longer the longer it is, and each check-in asks for the lines of all rooms of
its service. Whoever changes a line here says so, and where somebody else may have changed one, or a
transaction was undone, the database's ``epoch`` tells: then they are counted anew.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import add
from typing import Any

import msgspec

from kiosk.frontdesk.queue.days import Days
from kiosk.frontdesk.records import Encounter, Waiting
from kiosk.frontdesk.store.database import Database
from kiosk.frontdesk.store.lines import in_rooms_by_time


class RoomDay(msgspec.Struct, frozen=True):
    """What staff said of a room today."""

    room: str
    is_open: int | None
    """``None``: nothing, the opening hours hold."""
    doctor: str
    """Empty: the doctor of the premises."""
    changed: str
    """When the room was last opened or closed, ISO 8601 with +07:00."""


_Said = dict[str, RoomDay]
_TODAY = ""
"""In place of a time: all of today's count, whenever they came."""


class _Room:
    """One room's line."""

    __slots__ = ("_since", "_times", "today")

    def __init__(self, counts: Mapping[str, Waiting]) -> None:
        """``counts`` by the time at which they came, :data:`_TODAY` for all of today's."""
        self.today = counts.get(_TODAY, Waiting())
        self._times = sorted(issued for issued in counts if issued != _TODAY)
        latest_first = accumulate((counts[issued] for issued in reversed(self._times)), add)
        self._since: list[Waiting] = [Waiting(), *latest_first]
        """How many came yesterday at the last so many of these times: to add them up again at each
        check-in would take longer the more came in the evening."""

    def waiting(self, since: str) -> Waiting:
        """With who came yesterday and since then."""
        return self.today + self._since[len(self._times) - bisect_left(self._times, since)]


class KeptLines:
    """Of one connection. For transactions that write: nobody else does meanwhile."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._epoch = -1
        self._days = Days("", "", "")
        """Of the first count; of the evening all since then are kept."""
        self._rooms: dict[str, _Room] = {}
        self._said: _Said = {}

    def of(self, days: Days, rooms: Sequence[str]) -> tuple[dict[str, Waiting], _Said]:
        """How many wait in these rooms, and what staff said of any room today: in one statement at
        most, as each check-in asks."""
        if not self._holds(days):
            self._rooms.clear()
            self._epoch, self._days = self._db.epoch, days
        unknown = [room for room in rooms if room not in self._rooms]
        if unknown:
            self._count(unknown)
        return {room: self._rooms[room].waiting(days.since) for room in rooms}, self._said

    def joined(self, ticket: Encounter) -> None:
        """It waits in its room from now on, and did not before."""
        if ticket.status != "arrived" or ticket.day != self._days.today:
            self.forget()
        elif (room := self._rooms.get(ticket.room)) is not None:
            room.today = room.today + Waiting(1 - ticket.priority, ticket.priority)

    def forget(self) -> None:
        """Something else became of a line, or staff said something of a room."""
        self._epoch = -1

    def _holds(self, days: Days) -> bool:
        kept = self._days
        return (
            self._epoch == self._db.epoch and kept.today == days.today and kept.since <= days.since
        )

    def _count(self, rooms: Sequence[str]) -> None:
        # Both kinds have five columns; who counts does not count less than nobody.
        counts, values = in_rooms_by_time(self._days, rooms)
        rows = self._db.rows(
            f"SELECT room, ordinary, ahead, since, '' FROM ({counts}) AS counts "
            "UNION ALL SELECT room, is_open, -1, doctor, changed FROM room_day WHERE day = ?",
            (*values, self._days.today),
        )
        self._rooms.update(_by_room(rooms, (row for row in rows if row[2] >= 0)))
        self._said = {
            room: RoomDay(room, is_open, doctor, changed)
            for room, is_open, kind, doctor, changed in rows
            if kind < 0
        }


def _by_room(rooms: Iterable[str], rows: Iterable[Sequence[Any]]) -> dict[str, _Room]:
    counts: dict[str, dict[str, Waiting]] = {room: {} for room in rooms}
    for room, ordinary, ahead, issued, _ in rows:
        counts[room][issued] = Waiting(ordinary, ahead)
    return {room: _Room(found) for room, found in counts.items()}
