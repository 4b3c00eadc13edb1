"""Which room a patient gets, whom a room calls, who moves when a room closes. Pure.

The live server and ``kiosk bench routing`` call the same functions; the rule, its reasons and
its figures are in ``docs/routing.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from kiosk.frontdesk.queue.rules import STREAK, people_ahead, priority_is_next
from kiosk.frontdesk.records import Waiting

OVERDUE = 30.0
"""Minutes by which somebody at another door must have waited longer to be called before the
first at this one. Fewer send more patients to another door who sit already, more let those wait
longest whose room is slow; ``docs/routing.md`` has the figures."""


@dataclass(frozen=True, slots=True)
class RoomLoad:
    """A room as the choice sees it."""

    number: str
    waiting: Waiting
    pace: float
    """Minutes that one patient takes there (:func:`kiosk.frontdesk.queue.pace.pace`)."""
    open_for: float
    """Minutes until it closes: 0 if it is closed, infinite if it never does."""
    remaining: float = 0.0
    """Minutes that who is inside will still take (:func:`kiosk.frontdesk.queue.pace.remaining`);
    0 if nobody is."""
    in_row: int = 0
    """Priority patients that it called since it last called one of the others."""

    def wait(self, priority: bool, streak: int = STREAK) -> float:
        """Expected minutes until somebody who comes now is called."""
        ahead = people_ahead(priority, self.waiting, self.waiting, streak, self.in_row)
        return self.remaining + ahead * self.pace

    def takes(self, priority: bool, streak: int = STREAK) -> bool:
        """Whether it is open long enough to see somebody who comes now."""
        return self.takes_after(self.wait(priority, streak))

    def takes_after(self, wait: float) -> bool:
        """Whether it is open long enough to see somebody after so many minutes."""
        return self.open_for > 0 and wait + self.pace <= self.open_for


@dataclass(frozen=True, slots=True)
class InLine:
    """One who waits in a room's line."""

    ticket: str
    """The encounter's id; opaque here."""
    room: str
    priority: bool
    bound: bool
    """Waits for this very room: an appointment, coming back from an examination, or a call that
    was missed there. No other room takes them, unless theirs closes."""
    place: float
    """Order of arrival; smaller is earlier. Comparable between the rooms of a service."""
    waited: float
    """Minutes since the check-in."""


@dataclass(frozen=True, slots=True)
class Move:
    """One whose room changes."""

    ticket: str
    from_room: str
    to_room: str


def choose_room(rooms: Iterable[RoomLoad], priority: bool, streak: int = STREAK) -> RoomLoad | None:
    """The room with the least expected wait among those that are open long enough.

    Equal waits: the one where fewer wait, then the first. ``None`` if no room takes patients.
    """
    best, least = None, (inf, 0)
    for room in rooms:
        wait = room.wait(priority, streak)
        if room.takes_after(wait) and (best is None or (wait, room.waiting.all) < least):
            best, least = room, (wait, room.waiting.all)
    return best


def next_call(room: RoomLoad, waiting: Iterable[InLine], streak: int = STREAK) -> InLine | None:
    """Whom a room calls next; ``None`` if nobody waits whom it may call.

    ``waiting`` are those of all rooms of the service. The first of each kind (room, priority,
    bound) must be among them, the others may be: heads are enough, whole lines are right too.

    Its own line comes first, in the order that :func:`~kiosk.frontdesk.queue.rules.people_ahead`
    counts. Somebody who waits for another room (``room`` of the answer tells) is taken in two
    cases: nobody waits here, or the first there has waited :data:`OVERDUE` minutes longer than
    the first here. A room that is closed calls its own line alone.
    """
    line = sorted(waiting, key=_place)
    mine = _first([one for one in line if one.room == room.number], room.in_row, streak)
    if room.open_for <= 0:
        return mine
    theirs = [one for one in line if one.room != room.number and not one.bound]
    if mine is None:
        return _first(theirs, room.in_row, streak)
    # Priority patients wait for minutes: they are neither sent about nor made to wait for this.
    if mine.priority:
        return mine
    late = mine.waited + OVERDUE
    return next((one for one in theirs if not one.priority and one.waited >= late), mine)


def _first(line: Sequence[InLine], in_row: int, streak: int) -> InLine | None:
    """Of a line in order of place, whose turn it is."""
    ordinary = next((one for one in line if not one.priority), None)
    priority = next((one for one in line if one.priority), None)
    turn = priority_is_next(ordinary is not None, priority is not None, in_row, streak)
    return priority if turn else ordinary


def _place(one: InLine) -> float:
    return one.place


def spread(
    leaving: Iterable[InLine], rooms: Iterable[RoomLoad], streak: int = STREAK
) -> tuple[Move, ...]:
    """Where those go who wait in a room that closes, in their order of arrival.

    ``rooms`` are the other rooms of the service. Each of ``leaving`` has at most one move;
    who has none finds no room that is open long enough, and stays.
    """
    loads = {room.number: room for room in rooms}
    moves = []
    for one in sorted(leaving, key=_place):
        best = choose_room(loads.values(), one.priority, streak)
        if best is None:
            continue
        moves.append(Move(one.ticket, one.room, best.number))
        loads[best.number] = replace(best, waiting=_one_more(best.waiting, one.priority))
    return tuple(moves)


def _one_more(waiting: Waiting, priority: bool) -> Waiting:
    return Waiting(waiting.ordinary + (not priority), waiting.priority + priority)
