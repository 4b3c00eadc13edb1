"""A hospital day for the simulation: its rooms, and who comes when. Everything from a seed."""

import itertools
import math
import random
from dataclasses import dataclass
from enum import Enum

OPENS, CLOSES = 7 * 60.0, 17 * 60.0
"""Minutes after midnight."""
LAST_ARRIVAL = 16.5 * 60.0
LATE, EARLY = 8.5 * 60.0, 12 * 60.0
"""When the room opens that opens late, and closes the one that closes early."""
ROOMS = (2, 3, 4, 5, 6, 8)
"""Sizes of a service, one day after another."""
PRIORITY_SHARE = 0.2
APPOINTMENT_SHARE = 0.15
_CURVE = ((7, 2.5), (7.75, 2.5), (9, 1.8), (10.5, 0.8), (11.5, 0.3), (13, 0.4), (14, 0.6),
          (15, 0.4), (16.5, 0.1))  # fmt: skip
"""Hour, and relative number of arrivals without an appointment. Four in five come before noon, as
Hanoi's large hospitals count (VOV2 on Bach Mai, Viet Duc and the Medical University's hospital:
"80% bệnh nhân tập trung khám dồn trong buổi sáng"), most of them when the doors open."""

_MINUTES = (6.0, 12.0)
"""Of a patient, in the rooms of a service: quickest and slowest service."""
_BETWEEN_ROOMS = 0.2
"""Standard deviation of the logarithm of a room's true pace around its service's."""
_STATED = 0.15
"""The same of the pace that the hospital's file states around the true one."""
_VARIATIONS = (0.4, 0.8)
"""Standard deviation of service times in parts of their mean: of a day, between these."""


@dataclass(frozen=True, slots=True)
class SimulatedRoom:
    number: str
    minutes: float
    """True mean of its service times: hidden from every rule but the bound."""
    stated: float
    """What the hospital's file says."""
    opens: float
    closes: float
    """Infinite: the room works until everybody has been seen."""


@dataclass(frozen=True, slots=True)
class Arrival:
    at: float
    """Minutes after midnight."""
    priority: bool
    room: str | None
    """Of the appointment."""
    size: float
    """How long the patient takes, in parts of the room's mean."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What befalls one room. Its staff say so if it stops; nobody says that it is slow."""

    room: str
    begins: float
    ends: float
    slower: float
    """Services that begin meanwhile take so many times as long; infinite: the room stops."""

    @property
    def stops(self) -> bool:
        return self.slower == math.inf


@dataclass(frozen=True, slots=True)
class Day:
    seed: str
    rooms: tuple[SimulatedRoom, ...]
    arrivals: tuple[Arrival, ...]
    """By time."""
    trouble: Trouble | None = None

    def minutes(self, room: SimulatedRoom, size: float, now: float) -> float:
        """How long a service takes that begins now."""
        trouble = self.trouble
        slow = trouble and trouble.room == room.number and trouble.begins <= now < trouble.ends
        return size * room.minutes * (trouble.slower if trouble and slow else 1)


class Kind(Enum):
    """What else happens on a day."""

    USUAL = "usual"
    STOP = "a room stops"
    """For an hour, in the crowd of the morning."""
    SLOW = "a room slows"
    """Takes twice as long for two hours and a half."""


_TROUBLES = {Kind.STOP: (9.0, 10.0, math.inf), Kind.SLOW: (8.5, 11.0, 2.0)}
"""First and last hour, and how many times slower."""


def make_day(number: int, load: float, kind: Kind = Kind.USUAL) -> Day:
    """The day of that number. ``load`` is the mean number of patients in parts of how many the
    rooms can see in their opening hours. Its people are the same whatever its kind."""
    seed = f"{number}-{load}"
    rng = random.Random(seed)
    rooms = _rooms(ROOMS[number % len(ROOMS)], rng)
    variation = rng.uniform(*_VARIATIONS)
    capacity = sum((min(room.closes, CLOSES) - room.opens) / room.minutes for room in rooms)
    arrivals = sorted(_arrivals(load * capacity, rooms, variation, rng), key=lambda one: one.at)
    trouble = None
    if kind in _TROUBLES:
        begins, ends, slower = _TROUBLES[kind]
        trouble = Trouble(rooms[0].number, begins * 60, ends * 60, slower)
    return Day(seed, rooms, tuple(arrivals), trouble)


def _rooms(count: int, rng: random.Random) -> tuple[SimulatedRoom, ...]:
    usual = rng.uniform(*_MINUTES)
    rooms = []
    for index in range(count):
        minutes = usual * math.exp(rng.gauss(0, _BETWEEN_ROOMS))
        stated = minutes * math.exp(rng.gauss(0, _STATED))
        late, early = count >= 3 and index == count - 1, count >= 5 and index == count - 2
        rooms.append(
            SimulatedRoom(
                str(101 + index),
                minutes,
                stated,
                LATE if late else OPENS,
                EARLY if early else math.inf,
            )
        )
    return tuple(rooms)


def _arrivals(
    expected: float, rooms: tuple[SimulatedRoom, ...], variation: float, rng: random.Random
) -> list[Arrival]:
    """A Poisson number of patients; the hours of the appointments are even, the others' peak."""
    sigma = math.sqrt(math.log1p(variation**2))

    def size() -> float:
        return math.exp(rng.gauss(-(sigma**2) / 2, sigma))

    def arrival(at: float, room: str | None) -> Arrival:
        return Arrival(at, rng.random() < PRIORITY_SHARE, room, size())

    booked = _poisson(expected * APPOINTMENT_SHARE, rng)
    walking = _poisson(expected * (1 - APPOINTMENT_SHARE), rng)
    return [
        *(arrival(at, None) for at in _along_the_curve(walking, rng)),
        *(arrival(at, room) for room, at in _slots(booked, rooms, rng)),
    ]


def _poisson(mean: float, rng: random.Random) -> int:
    """Knuth's method on parts, as exp(-mean) of a large mean is 0."""
    count = 0
    while mean > 0:
        part = min(mean, 30.0)
        product, limit = rng.random(), math.exp(-part)
        while product > limit:
            count += 1
            product *= rng.random()
        mean -= part
    return count


def _along_the_curve(count: int, rng: random.Random) -> list[float]:
    """Times by rejection under the highest point of the curve."""
    highest = max(weight for _, weight in _CURVE)
    times: list[float] = []
    while len(times) < count:
        hour = rng.uniform(_CURVE[0][0], _CURVE[-1][0])
        if rng.random() * highest < _weight(hour):
            times.append(hour * 60)
    return times


def _weight(hour: float) -> float:
    for (left, low), (right, high) in itertools.pairwise(_CURVE):
        if hour <= right:
            return low + (high - low) * (hour - left) / (right - left)
    return 0.0


def _slots(
    count: int, rooms: tuple[SimulatedRoom, ...], rng: random.Random
) -> list[tuple[str, float]]:
    """Appointments: a room and a quarter of an hour, each given once; who has one comes early
    by up to twenty minutes, or late by up to five."""
    slots = [
        (room, quarter * 15.0)
        for room in rooms
        for quarter in range(math.ceil(room.opens / 15), int(min(room.closes, LAST_ARRIVAL) / 15))
    ]
    return [
        (room.number, max(room.opens, at + rng.uniform(-20, 5)))
        for room, at in rng.sample(slots, min(count, len(slots)))
    ]
