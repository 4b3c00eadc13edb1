"""How the hospital's queues stand now."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.premises import Premises, Service
from kiosk.frontdesk.queue.routing import RoomLoad, choose_room
from kiosk.frontdesk.queue.rules import people_ahead, wait_minutes
from kiosk.frontdesk.records import Encounter, Waiting
from kiosk.frontdesk.store.store import Store


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


class Queues:
    def __init__(self, store: Store, premises: Premises, now: Clock) -> None:
        self._store = store
        self._premises = premises
        self._now = now

    def loads(self) -> tuple[ServiceLoad, ...]:
        """Every service, in the order in which a patient should see them."""
        now = self._now()
        waiting = self._store.waiting(now.date().isoformat())
        return tuple(
            _load(service, self._rooms(service.code, waiting, now))
            for service in self._premises.services.values()
        )

    def free_room(self, service: str, priority: bool, now: datetime) -> str:
        """The number of the room that a patient gets. Refuses with ``service-closed``."""
        day = now.date().isoformat()
        waiting = {
            room.number: self._store.waiting_in(day, room.number)
            for room in self._premises.rooms_of(service)
        }
        room = choose_room(self._rooms(service, waiting, now), priority)
        if room is None:
            raise refusals.service_closed()
        return room.number

    def standing(self, encounter: Encounter) -> Standing:
        """Nobody is ahead of a ticket that is not waiting any more."""
        if encounter.status != "arrived":
            return Standing(0, 0)
        before = self._store.waiting_in(encounter.day, encounter.room, before=encounter.seq)
        room = self._store.waiting_in(encounter.day, encounter.room)
        ahead = people_ahead(bool(encounter.priority), before, room)
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


def _load(service: Service, rooms: tuple[RoomLoad, ...]) -> ServiceLoad:
    best = choose_room(rooms, priority=False)
    return ServiceLoad(
        service,
        rooms_open=sum(room.takes(priority=False) for room in rooms),
        waiting=sum(room.waiting.all for room in rooms),
        wait=round(best.wait(priority=False)) if best else None,
    )
