"""Play a simulated day under a policy: who is called when, and where."""

import heapq
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.bench.routing_day import Arrival, Day, SimulatedRoom
from kiosk.frontdesk.queue.routing import Move
from kiosk.frontdesk.records import Waiting


@dataclass(slots=True, eq=False)
class Patient:
    """One who waits, or has been called."""

    number: int
    """Order of arrival."""
    came: Arrival
    room: str
    bound: bool
    """By an appointment."""
    moves: int = 0
    wait: float = math.nan
    """Minutes from the ticket to the call."""


@dataclass(slots=True, eq=False)
class Room:
    """A room as it stands at a moment of the day."""

    fixed: SimulatedRoom
    is_open: bool = False
    """Takes patients."""
    is_staffed: bool = False
    """Its doctor is there: it is open, or finishes its line."""
    line: list[Patient] = field(default_factory=list)
    """By order of arrival."""
    called: float | None = None
    """When who is inside was called, in minutes after midnight; ``None`` if it is free."""
    in_row: int = 0
    """Priority patients called since one of the others was."""
    finished: list[float] = field(default_factory=list)
    """Minutes that each service took, the oldest first."""
    tickets: int = 0
    """Issued for it today."""

    @property
    def number(self) -> str:
        return self.fixed.number

    @property
    def is_free(self) -> bool:
        return self.is_staffed and self.called is None

    def waiting(self) -> Waiting:
        priority = sum(one.came.priority for one in self.line)
        return Waiting(len(self.line) - priority, priority)


class Policy(Protocol):
    """What is compared. The decisions look at the rooms and change nothing there."""

    def place(self, rooms: Sequence[Room], priority: bool, now: float) -> Room:
        """The room of who comes now without an appointment."""

    def call(self, room: Room, rooms: Sequence[Room], now: float) -> Patient | None:
        """Whom a free room calls."""

    def close(self, room: Room, rooms: Sequence[Room], now: float) -> Iterable[Move]:
        """Where those go who wait in a room that has just closed or stopped."""

    def in_turn(self, free: Iterable[Room]) -> Iterable[Room]:
        """In which order free rooms call."""


_CLOSE, _STOP, _OPEN, _DONE, _ARRIVE = range(5)
"""What happens at the same moment happens in this order."""


class Play:
    """One day under one policy."""

    def __init__(self, day: Day, policy: Policy) -> None:
        self._day = day
        self._policy = policy
        self._rooms = {room.number: Room(room) for room in day.rooms}
        self._all = tuple(self._rooms.values())
        self._patients: list[Patient] = []
        self._count = itertools.count()
        self._events: list[tuple[float, int, int, Room | Arrival]] = []

    def run(self) -> list[Patient]:
        """Everybody who came, by order of arrival; all have been called."""
        self._plan()
        while self._events:
            now, kind, _, subject = heapq.heappop(self._events)
            if isinstance(subject, Arrival):
                self._arrive(subject, now)
            else:
                self._change(subject, kind, now)
            self._call(now)
        return self._patients

    def _plan(self) -> None:
        for room in self._all:
            self._at(room.fixed.opens, _OPEN, room)
            if room.fixed.closes < math.inf:
                self._at(room.fixed.closes, _CLOSE, room)
        trouble = self._day.trouble
        if trouble and trouble.stops:
            self._at(trouble.begins, _STOP, self._rooms[trouble.room])
            self._at(trouble.ends, _OPEN, self._rooms[trouble.room])
        for arrival in self._day.arrivals:
            self._at(arrival.at, _ARRIVE, arrival)

    def _at(self, when: float, kind: int, subject: Room | Arrival) -> None:
        heapq.heappush(self._events, (when, kind, next(self._count), subject))

    def _arrive(self, came: Arrival, now: float) -> None:
        own = self._rooms[came.room] if came.room else None
        # Who has an appointment goes to its room, unless that has closed or stopped.
        bound = own is not None and (own.is_open or now < own.fixed.opens)
        room = own if own and bound else self._policy.place(self._all, came.priority, now)
        patient = Patient(len(self._patients), came, room.number, bound)
        self._patients.append(patient)
        room.tickets += 1
        room.line.append(patient)

    def _change(self, room: Room, kind: int, now: float) -> None:
        if kind == _DONE:
            assert room.called is not None
            room.finished.append(now - room.called)
            room.called = None
        elif kind == _OPEN:
            room.is_open = room.is_staffed = True
        else:
            room.is_open, room.is_staffed = False, kind == _CLOSE
            for move in self._policy.close(room, self._all, now):
                self._move(self._patients[int(move.ticket)], self._rooms[move.to_room])

    def _move(self, patient: Patient, to: Room) -> None:
        self._rooms[patient.room].line.remove(patient)
        patient.room, patient.bound = to.number, False
        patient.moves += 1
        to.tickets += 1
        to.line.append(patient)
        to.line.sort(key=lambda one: one.number)

    def _call(self, now: float) -> None:
        for room in self._policy.in_turn([room for room in self._all if room.is_free]):
            patient = self._policy.call(room, self._all, now)
            if patient is None:
                continue
            self._rooms[patient.room].line.remove(patient)
            patient.moves += patient.room != room.number
            patient.room = room.number
            patient.wait = now - patient.came.at
            room.called = now
            room.in_row = room.in_row + 1 if patient.came.priority else 0
            self._at(now + self._day.minutes(room.fixed, patient.came.size, now), _DONE, room)
