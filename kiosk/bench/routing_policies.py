"""What the simulation compares: three rules that others have, ours, and the bound."""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from kiosk.bench.routing_play import Patient, Room
from kiosk.frontdesk.queue import routing
from kiosk.frontdesk.queue.pace import WINDOW, pace, remaining
from kiosk.frontdesk.queue.routing import InLine, Move, RoomLoad
from kiosk.frontdesk.queue.rules import priority_is_next


class SeparateLines(ABC):
    """A ticket is for its room and no other; priority patients go ahead there by the same rule.

    Who waits when a room closes for the day gets a ticket for another; who waits when it stops
    stays until it goes on.
    """

    @abstractmethod
    def place(self, rooms: Sequence[Room], priority: bool, now: float) -> Room:
        """The room of a ticket."""

    def call(self, room: Room, rooms: Sequence[Room], now: float) -> Patient | None:
        return _whose_turn(room.line, room.in_row)

    def close(self, room: Room, rooms: Sequence[Room], now: float) -> Iterator[Move]:
        # One at a time: each finds the room that was given before in its line.
        for one in tuple(room.line) if room.is_staffed else ():
            to = self.place(rooms, one.came.priority, now)
            yield Move(str(one.number), room.number, to.number)

    def in_turn(self, free: Iterable[Room]) -> Iterable[Room]:
        return free


class RandomRoom(SeparateLines):
    """Any open room."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def place(self, rooms: Sequence[Room], priority: bool, now: float) -> Room:
        return self._random.choice(_open(rooms))


class FewestTickets(SeparateLines):
    """The open room that the fewest tickets were issued for today: what many hospitals do."""

    def place(self, rooms: Sequence[Room], priority: bool, now: float) -> Room:
        return min(_open(rooms), key=lambda room: room.tickets)


class FewestWaiting(SeparateLines):
    """The open room with the fewest people, who is inside counted."""

    def place(self, rooms: Sequence[Room], priority: bool, now: float) -> Room:
        return min(_open(rooms), key=lambda room: len(room.line) + (room.called is not None))


class OneLine:
    """The bound: one line for all rooms, also for appointments, by the same priority rule; of
    several free rooms the truly quickest calls first."""

    def __init__(self) -> None:
        self._in_row = 0

    def place(self, rooms: Sequence[Room], priority: bool, now: float) -> Room:
        return rooms[0]  # where the line is noted; any room calls from it

    def call(self, room: Room, rooms: Sequence[Room], now: float) -> Patient | None:
        if not room.is_open:
            return None
        line = sorted((one for each in rooms for one in each.line), key=lambda one: one.number)
        one = _whose_turn(line, self._in_row)
        if one:
            self._in_row = self._in_row + 1 if one.came.priority else 0
        return one

    def close(self, room: Room, rooms: Sequence[Room], now: float) -> Iterable[Move]:
        return ()

    def in_turn(self, free: Iterable[Room]) -> Iterable[Room]:
        return sorted(free, key=lambda room: room.fixed.minutes)


class Ours:
    """The functions that the server calls, with what the server knows: never the true paces."""

    def place(self, rooms: Sequence[Room], priority: bool, now: float) -> Room:
        best = routing.choose_room([_load(room, now) for room in rooms], priority)
        assert best is not None  # a room works until everybody has been seen
        return next(room for room in rooms if room.number == best.number)

    def call(self, room: Room, rooms: Sequence[Room], now: float) -> Patient | None:
        heads = {str(one.number): one for each in rooms for one in _heads(each.line)}
        if not heads:
            return None
        called = routing.next_call(_load(room, now), [_in_line(one, now) for one in heads.values()])
        return heads[called.ticket] if called else None

    def close(self, room: Room, rooms: Sequence[Room], now: float) -> Iterable[Move]:
        others = [_load(each, now) for each in rooms if each is not room]
        return routing.spread([_in_line(one, now) for one in room.line], others)

    def in_turn(self, free: Iterable[Room]) -> Iterable[Room]:
        """Who comes while several doctors are free is called by the one of their ticket."""
        return sorted(free, key=lambda room: not room.line)


def _open(rooms: Sequence[Room]) -> list[Room]:
    return [room for room in rooms if room.is_open]


def _whose_turn(line: Iterable[Patient], in_row: int) -> Patient | None:
    heads = {one.came.priority: one for one in reversed(list(line))}
    return heads.get(priority_is_next(False in heads, True in heads, in_row))


def _heads(line: Iterable[Patient]) -> Iterable[Patient]:
    """The first of each kind, as the server asks its records for them."""
    first: dict[tuple[bool, bool], Patient] = {}
    for one in line:
        first.setdefault((one.came.priority, one.bound), one)
    return first.values()


def _in_line(one: Patient, now: float) -> InLine:
    return InLine(
        str(one.number), one.room, one.came.priority, one.bound, one.number, now - one.came.at
    )


def _load(room: Room, now: float) -> RoomLoad:
    minutes = pace(room.fixed.stated, room.finished[-WINDOW:])
    return RoomLoad(
        room.number,
        room.waiting(),
        minutes,
        open_for=room.fixed.closes - now if room.is_open else 0.0,
        remaining=0.0 if room.called is None else remaining(minutes, now - room.called),
        in_row=room.in_row,
    )
