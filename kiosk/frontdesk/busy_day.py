"""A day of many tickets, played with the hospital's own methods: for benchmarks and demonstrations.

People come as they do to an outpatient department, most of them in the morning; rooms call them,
some are not there, some are sent to X-ray and come back, some give their place back. The play ends
when the last ticket has been issued, so that finished, called and waiting tickets are there.

The same for the same seed, day and numbers, but for the ids and the tokens of the tickets: those
are for the real ones to be unguessable, and the code that makes them is the real one.
"""

import heapq
import math
import random
import uuid
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kiosk.frontdesk import generate
from kiosk.frontdesk.clock import HOSPITAL_TIME, stamp
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.premises import Premises, Room
from kiosk.frontdesk.queue.asked import CheckIn
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.queue.tickets import Place
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.database import Database, StoreError

BEGINS = time(7, 0)
_SESSIONS = ((BEGINS, time(11, 15), 0.72), (time(13, 0), time(15, 45), 0.28))
"""When people come, and which share of them."""
_KIOSKS = 12
_BUSY = 0.93
"""The rooms work at such a pace that they are busy for so much of the time."""
_VARIATION = 0.5
"""Of the logarithm of a room's service times: its standard deviation."""
_GROWN_UP = 16
_FOR_CHILDREN = ("NHI", "MAT", "TAI-MUI-HONG", "RANG-HAM-MAT")
MOST_VISITS = 4
"""A patient goes to so many services a day at most."""
_PRIORITY, _UNPRINTED, _CANCELS, _ABSENT, _SENT_ON = 0.04, 0.01, 0.02, 0.03, 0.06
"""Shares of people: with a stated priority, whose ticket did not print, who go home, who do not
hear their call, whom a doctor sends to another service."""


@dataclass(frozen=True, slots=True, order=True)
class _Coming:
    at: datetime
    patient: str
    service: str
    appointment: str


class _Clock:
    def __init__(self, begins: datetime) -> None:
        self.time = begins

    def __call__(self) -> datetime:
        return self.time


@dataclass(frozen=True, slots=True)
class Day:
    """One that has no tickets yet."""

    date: date
    seed: int
    patients: int
    """So many people of this seed are on record."""
    tickets: int
    """So many are issued."""


def play_day(db: Database, premises: Premises, day: Day) -> None:
    """Play the day, inside a transaction.

    Raises :class:`StoreError` if the hospital cannot take so many.
    """
    _Play(db, premises, day).run()


class _Play:
    def __init__(self, db: Database, premises: Premises, day: Day) -> None:
        self._rng = random.Random(f"{day.seed}/day {day.date.isoformat()}")
        self._premises = premises
        self._seed = day.seed
        self._day = day
        self._clock = _Clock(self._at(BEGINS))
        self._desk = Desk(db, premises, day.seed, self._clock)
        self._examinations = [one.code for one in premises.services.values() if one.internal]
        self._speed: dict[str, float] = {}
        self._free: list[tuple[datetime, str]] = []
        self._idle: set[str] = set()

    def run(self) -> None:
        coming = self._everybody(self._day.tickets)
        self._pace(coming)
        self._free = [(self._at(BEGINS), room) for room in self._premises.rooms]
        for one in coming:
            while self._free and self._free[0][0] <= one.at:
                at, room = heapq.heappop(self._free)
                self._now(at, "system")
                self._call(self._premises.rooms[room])
            self._now(one.at, f"kiosk:k{self._rng.randint(1, _KIOSKS)}")
            self._arrive(one)

    def _at(self, clock: time) -> datetime:
        return datetime.combine(self._day.date, clock, HOSPITAL_TIME)

    def _now(self, at: datetime, who: str) -> None:
        self._clock.time = at
        store = self._desk.store
        store.who, store.at = who, stamp(at)

    def _everybody(self, tickets: int) -> list[_Coming]:
        """Who comes, in order: those with an appointment for the day, and as many others."""
        booked = generate.bookings(
            self._premises,
            self._day.date,
            self._seed,
            BEGINS if self._premises.always_open else None,
        )[:tickets]
        early = timedelta(minutes=20)
        first, last = self._at(BEGINS), self._at(_SESSIONS[-1][1])
        coming = [
            _Coming(min(max(first, one.start - early), last), one.patient, "", one.id)
            for one in booked
        ]
        others = self._others({one.patient for one in booked})
        while len(coming) < tickets:
            coming.append(next(others))
        return sorted(coming)

    def _others(self, booked: Collection[str]) -> Iterator[_Coming]:
        """People without an appointment; who came once may come for other services."""
        numbers = range(self._day.patients)
        for visit in range(MOST_VISITS):
            for number in self._rng.sample(numbers, len(numbers)):
                person = self._person(number)
                if person.id not in booked:
                    yield _Coming(self._time(), person.id, self._wish(person, visit), "")
        raise StoreError(f"{len(numbers)} patients do not need so many tickets in a day")

    def _person(self, number: int) -> generate.Person:
        if number < generate.PATIENTS:
            return generate.people(self._seed)[number]
        return next(generate.later_people(self._seed, number, number + 1))

    def _wish(self, person: generate.Person, visit: int) -> str:
        """A service that suits age and sex, another one for each visit; those with more rooms are
        wished for more."""
        codes = [service.code for service in self._premises.public()]
        if person.age < _GROWN_UP:
            codes = [code for code in codes if code in _FOR_CHILDREN]
        else:
            unfit = {"NHI"} if person.sex == "female" else {"NHI", "PHU-SAN"}
            codes = [code for code in codes if code not in unfit]
        wishes = random.Random(f"{self._seed}/wishes of {person.id}")
        for _ in range(visit):
            codes.remove(self._one_of(wishes, codes))
        return self._one_of(wishes, codes)

    def _one_of(self, rng: random.Random, services: list[str]) -> str:
        return rng.choices(services, [len(self._premises.rooms_of(one)) for one in services])[0]

    def _time(self) -> datetime:
        begins, ends, _ = self._rng.choices(_SESSIONS, [share for *_, share in _SESSIONS])[0]
        first, last = self._at(begins), self._at(ends)
        # Earlier hours are fuller.
        share = (
            min(self._rng.random(), self._rng.random()) if first.hour < 12 else self._rng.random()
        )
        return (first + share * (last - first)).replace(microsecond=0)

    def _pace(self, coming: list[_Coming]) -> None:
        """How quick each service must be to see all who come."""
        wanted = Counter(one.service for one in coming)
        wanted.update(
            self._desk.diary.appointment(one.appointment).service
            for one in coming
            if one.appointment
        )
        for service in self._examinations:
            wanted[service] = int(_SENT_ON * len(coming) / len(self._examinations)) + 1
        minutes = (self._at(_SESSIONS[-1][1]) - self._at(BEGINS)).total_seconds() / 60
        for service in self._premises.services:
            rooms = self._premises.rooms_of(service)
            work = wanted[service] * sum(room.pace for room in rooms) / len(rooms)
            busy = work / (len(rooms) * minutes)
            self._speed[service] = min(1.0, _BUSY / busy) if busy else 1.0

    def _arrive(self, one: _Coming) -> None:
        reasons = frozenset({"merit"}) if self._rng.random() < _PRIORITY else frozenset()
        kiosk = self._desk.store.who.removeprefix("kiosk:")
        asked = CheckIn(self._key(), kiosk, one.patient, one.service, one.appointment, "", reasons)
        place = self._checked_in(asked)
        printed = self._rng.random() >= _UNPRINTED
        self._desk.tickets.note_paper(place.encounter.id, printed)
        if self._rng.random() < _CANCELS:
            self._desk.tickets.cancel(place.encounter.id)
            return
        self._wake(place.room.number)

    def _checked_in(self, asked: CheckIn) -> Place:
        """Who finds their service full takes what the hospital offers instead."""
        tickets = self._desk.tickets
        try:
            return tickets.check_in(asked)
        except Refusal as refusal:
            for offer in refusal.instead:
                place = tickets.check_in(
                    replace(asked, service=offer.service.code, appointment="", key=self._key())
                )
                if place.created:
                    return place
            raise StoreError(
                f"the hospital cannot take so many tickets on {self._day.date}: {refusal.text}"
            ) from refusal

    def _key(self) -> str:
        """A UUID of version 7 (RFC 9562, 5.7), as kiosks make them."""
        milliseconds = int(self._clock.time.timestamp() * 1000)
        bits = milliseconds << 80 | 0x7 << 76 | self._rng.getrandbits(12) << 64
        return str(uuid.UUID(int=bits | 0b10 << 62 | self._rng.getrandbits(62)))

    def _call(self, room: Room) -> None:
        """A room is free: it calls, until somebody is there."""
        rooms = self._desk.rooms
        inside = self._desk.store.rooms.inside(room.number, days_at(self._clock.time))
        if inside and not inside.back_to and self._rng.random() < _SENT_ON:
            sent = rooms.transfer(room.number, self._rng.choice(self._examinations))
            self._wake(sent.room)
        called = rooms.call_next(room.number)
        if inside and inside.back_to:
            self._wake(inside.back_to)
        while called and self._rng.random() < _ABSENT and called.absences == 0:
            rooms.absent(room.number)
            called = rooms.call_next(room.number)
        if called is None:
            self._idle.add(room.number)
            return
        mean = room.pace * self._speed[room.service]
        minutes = self._rng.lognormvariate(math.log(mean) - _VARIATION**2 / 2, _VARIATION)
        ends = (self._clock.time + timedelta(minutes=minutes)).replace(microsecond=0)
        heapq.heappush(
            self._free, (max(ends, self._clock.time + timedelta(seconds=1)), room.number)
        )

    def _wake(self, room: str) -> None:
        """Somebody waits there now: if nothing is done in it, it calls."""
        if room in self._idle:
            self._idle.remove(room)
            heapq.heappush(self._free, (self._clock.time, room))
