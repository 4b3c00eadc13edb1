"""How the hospital's queues stand now."""

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.premises import Premises, Service
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.queue.opening import Opening
from kiosk.frontdesk.queue.routing import RoomLoad, choose_room
from kiosk.frontdesk.queue.rules import people_ahead
from kiosk.frontdesk.queue.service_times import ServiceTime, ServiceTimes
from kiosk.frontdesk.records import Encounter, Waiting
from kiosk.frontdesk.refusals import Offer
from kiosk.frontdesk.store.kept_lines import RoomDay
from kiosk.frontdesk.store.store import Store

_OFFERS = 3


@dataclass(frozen=True, slots=True)
class ServiceLoad:
    service: Service
    rooms_open: int
    waiting: int
    wait: int | None
    """Minutes of who comes now; ``None`` if no room takes patients."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands in its queue."""

    ahead: int
    wait: int
    """Minutes."""


class Standings:
    def __init__(self, store: Store, premises: Premises, now: Clock) -> None:
        self._store = store
        self._premises = premises
        self._now = now
        self.opening = Opening(store.rooms, premises)
        self.times = ServiceTimes(store.rooms, premises, now)

    @property
    def streak(self) -> int:
        """So many priority patients are called before one of the others."""
        return self._premises.streak

    def loads(self) -> tuple[ServiceLoad, ...]:
        """Every service, in the order in which a patient should see them."""
        now = self._now()
        return tuple(
            _load(service, rooms, self._premises.streak) for service, rooms in self._public(now)
        )

    def rooms(self, service: str, now: datetime) -> tuple[RoomLoad, ...]:
        """The rooms of a service, as a patient finds them who comes now."""
        numbers = [room.number for room in self._premises.rooms_of(service)]
        waiting, said = self._store.rooms.lines(days_at(now), numbers)
        return self._rooms(service, waiting, said, now)

    def open_for(self, room: str, now: datetime) -> float:
        """Minutes until a room closes: 0 if it is closed, infinite if nobody knows when."""
        return self.opening.open_for(room, now)

    def choose(self, service: str, rooms: Iterable[RoomLoad], priority: bool) -> RoomLoad:
        """The room of this service that a patient gets. Refuses with ``service-closed``."""
        room = choose_room(rooms, priority, self._premises.streak)
        if room is None:
            raise refusals.service_closed(self._instead(service, priority))
        return room

    def _instead(self, closed: str, priority: bool) -> tuple[Offer, ...]:
        """What takes patients now, for who was refused: what the hospital lets stand in, or else
        the first services of its order, which begins with the general ones."""
        streak = self._premises.streak
        public = {service.code: (service, loads) for service, loads in self._public(self._now())}
        rooms = (
            (service, choose_room(loads, priority, streak))
            for service, loads in map(public.__getitem__, self._premises.in_place_of(closed))
        )
        offers = (
            Offer(
                service, self._premises.rooms[room.number], math.ceil(room.wait(priority, streak))
            )
            for service, room in rooms
            if room
        )
        return tuple(itertools.islice(offers, _OFFERS))

    def standing_of_last(self, room: RoomLoad, priority: bool) -> Standing:
        """Of who joins a room's line now; ``room`` is as it was before."""
        streak = self._premises.streak
        ahead = people_ahead(priority, room.waiting, room.waiting, streak, room.in_row)
        return Standing(ahead, math.ceil(room.wait(priority, streak)))

    def standing(self, encounter: Encounter) -> Standing:
        """Nobody is ahead of a ticket that is not waiting any more."""
        if encounter.status != "arrived":
            return Standing(0, 0)
        now = self._now()
        days, room, time = days_at(now), encounter.room, self.time(encounter.room)
        before = self._store.encounters.waiting_before(encounter, days)
        waiting = self._store.encounters.waiting_in(days, room)
        streak = self._premises.streak
        ahead = people_ahead(bool(encounter.priority), before, waiting, streak, time.in_row)
        return Standing(ahead, time.wait(ahead, now))

    def time(self, room: str) -> ServiceTime:
        """How fast a room is now; of one that the premises have no more, its stand-in."""
        known = self.times.of([room]).get(room)
        return known or ServiceTime(self._premises.room_of(room).pace, None, 0)

    def _public(self, now: datetime) -> Iterable[tuple[Service, tuple[RoomLoad, ...]]]:
        """Every service that patients choose from, with its rooms."""
        waiting = self._store.encounters.waiting(days_at(now))
        said = self.opening.said(now)
        for service in self._premises.public():
            yield service, self._rooms(service.code, waiting, said, now)

    def _rooms(
        self,
        service: str,
        waiting: Mapping[str, Waiting],
        said: Mapping[str, RoomDay],
        now: datetime,
    ) -> tuple[RoomLoad, ...]:
        numbers = [room.number for room in self._premises.rooms_of(service)]
        times = self.times.of(numbers)
        return tuple(
            RoomLoad(
                number,
                waiting.get(number, Waiting()),
                times[number].pace,
                self.opening.minutes(number, now, said),
                times[number].remaining(now),
                times[number].in_row,
            )
            for number in numbers
        )


def _load(service: Service, rooms: tuple[RoomLoad, ...], streak: int) -> ServiceLoad:
    best = choose_room(rooms, False, streak)
    return ServiceLoad(
        service,
        rooms_open=sum(room.takes(False, streak) for room in rooms),
        waiting=sum(room.waiting.all for room in rooms),
        wait=round(best.wait(False, streak)) if best else None,
    )
