"""How the hospital's queues stand now."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.premises import Premises, Service
from kiosk.frontdesk.queue.routing import RoomLoad, choose_room
from kiosk.frontdesk.queue.rules import people_ahead, wait_minutes
from kiosk.frontdesk.records import Encounter, Waiting
from kiosk.frontdesk.refusals import Offer
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

    def loads(self) -> tuple[ServiceLoad, ...]:
        """Every service, in the order in which a patient should see them."""
        now = self._now()
        waiting = self._store.encounters.waiting(now.date().isoformat())
        return tuple(
            _load(service, self._rooms(service.code, waiting, now), self._premises.streak)
            for service in self._premises.public()
        )

    def rooms(self, service: str, now: datetime) -> tuple[RoomLoad, ...]:
        """The rooms of a service, as a patient finds them who comes now."""
        numbers = [room.number for room in self._premises.rooms_of(service)]
        waiting = self._store.encounters.waiting_in(now.date().isoformat(), numbers)
        return self._rooms(service, waiting, now)

    def choose(self, rooms: Iterable[RoomLoad], priority: bool) -> RoomLoad:
        """The room that a patient gets. Refuses with ``service-closed``."""
        room = choose_room(rooms, priority, self._premises.streak)
        if room is None:
            raise refusals.service_closed(self._instead(priority))
        return room

    def _instead(self, priority: bool) -> tuple[Offer, ...]:
        """What takes patients now, for who was refused: the first services of the hospital's
        order, which begins with the general ones."""
        now, streak = self._now(), self._premises.streak
        waiting = self._store.encounters.waiting(now.date().isoformat())
        rooms = (
            (service, choose_room(self._rooms(service.code, waiting, now), priority, streak))
            for service in self._premises.public()
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
        before = self._store.encounters.waiting_before(encounter)
        room = self._store.encounters.waiting_in(encounter.day, [encounter.room])[encounter.room]
        ahead = people_ahead(bool(encounter.priority), before, room, self._premises.streak)
        return Standing(ahead, wait_minutes(ahead, self._premises.room_of(encounter.room).pace))

    def _rooms(
        self, service: str, waiting: dict[str, Waiting], now: datetime
    ) -> tuple[RoomLoad, ...]:
        return tuple(
            RoomLoad(
                room.number,
                waiting.get(room.number, Waiting()),
                room.pace,
                self._premises.open_for(room.number, now),
            )
            for room in self._premises.rooms_of(service)
        )


def _load(service: Service, rooms: tuple[RoomLoad, ...], streak: int) -> ServiceLoad:
    best = choose_room(rooms, False, streak)
    return ServiceLoad(
        service,
        rooms_open=sum(room.takes(False, streak) for room in rooms),
        waiting=sum(room.waiting.all for room in rooms),
        wait=round(best.wait(False, streak)) if best else None,
    )
