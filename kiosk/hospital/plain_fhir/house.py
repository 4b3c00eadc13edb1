"""What the hospital keeps on its server: services, their queues, and the rooms.

=================== =============================================================================
``Basic``           one for each service that kiosks offer: :data:`QUEUE`, ``subject`` the
                    ``HealthcareService``, the letter of its numbers, its place in the list, and
                    the count (:mod:`kiosk.hospital.plain_fhir.counter`)
``HealthcareService`` name, ``comment`` (the service in a patient's words), ``location`` (its
                    rooms), ``type`` (which appointments are for it), ``availableTime``
``Location``        a room: name (as on its door), ``description`` (the way there), ``partOf``
                    (its floor), ``status``, ``operationalStatus``, ``hoursOfOperation``
=================== =============================================================================

``Schedule`` and ``Slot`` are not read: they say when a doctor can be booked, and patients without
appointment are seen in between.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from kiosk.errors import HospitalGarbled
from kiosk.hospital.answers import id_in, text, tidy
from kiosk.hospital.plain_fhir import wire
from kiosk.hospital.plain_fhir.hours import is_open
from kiosk.hospital.plain_fhir.server import FhirServer
from kiosk.hospital.wire import Resource
from kiosk.model.text import LocalText

R = TypeVar("R", bound=Resource)

QUEUE = "urn:kiosk:resource|queue"
"""``Basic.code`` of a queue, as it is searched for."""
LETTER = "urn:kiosk:queue-letter"
ORDER = "urn:kiosk:queue-order"

MOST_QUEUES = 100
_AT_ONCE = 40
"""Ids in one search: addresses of more than 2,000 characters are cut by some proxies."""
_LETTERS = 3
_FRESH_FOR = 60.0
"""Seconds that services and rooms are believed. Counts are never kept."""
_SHUT = frozenset({"C", "I", "K"})
"""Closed, isolated, contaminated (HL7 v2 table 0116)."""


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    name: str
    floor: str
    way: LocalText
    in_use: bool
    hours: tuple[wire.Hours, ...]

    def is_open(self, now: datetime) -> bool:
        return self.in_use and is_open(self.hours, now)


@dataclass(frozen=True, slots=True)
class Line:
    """A service with its queue."""

    service: str
    """``HealthcareService.id``."""
    counter: str
    """``Basic.id``."""
    letter: str
    order: int
    name: LocalText
    plain: LocalText
    types: frozenset[tuple[str, str]]
    """System and code of what ``Appointment.serviceType`` calls it."""
    rooms: tuple[Room, ...]
    hours: tuple[wire.Hours, ...]

    def open_rooms(self, now: datetime) -> tuple[Room, ...]:
        if not is_open(self.hours, now):
            return ()
        return tuple(room for room in self.rooms if room.is_open(now))

    def number(self, count: int) -> str:
        """``A-042``."""
        return f"{self.letter}-{count:03d}" if self.letter else f"{count:03d}"


@dataclass(frozen=True, slots=True)
class House:
    lines: Mapping[str, Line]
    """By service, in the order in which a patient should see them."""
    rooms: Mapping[str, Room]


class Houses:
    """The house as it was at most a minute ago."""

    def __init__(self, server: FhirServer) -> None:
        self._server = server
        self._house: House | None = None
        self._read_at = 0.0

    async def current(self) -> House:
        now = asyncio.get_running_loop().time()
        if self._house is None or now - self._read_at > _FRESH_FOR:
            self._house, self._read_at = await self._read(), now
        return self._house

    async def room(self, location: str) -> Room | None:
        """One that no service lists, for an appointment that names it."""
        house = await self.current()
        return house.rooms.get(location) or (await self._rooms([location])).get(location)

    async def _read(self) -> House:
        asked = (("code", QUEUE), ("_count", str(MOST_QUEUES)))
        queues: dict[str, wire.Basic] = {}
        for record in await self._server.search("Basic", asked):
            queue = record.shaped(wire.Basic)
            if not _is_queue(queue):
                continue
            service = id_in(queue.subject, "HealthcareService")
            if service in queues:
                raise HospitalGarbled("Basic: two queues of one service")
            queues[service] = queue
        services = await self._by_id(wire.HealthcareService, queues)
        wanted = {id_in(place, "Location") for one in services.values() for place in one.location}
        rooms = await self._rooms(wanted)
        lines = [
            _line(queues[service.id], service, rooms)
            for service in services.values()
            if service.active
        ]
        if len({line.letter for line in lines}) < len(lines):
            raise HospitalGarbled("Basic: two queues share a letter")
        lines.sort(key=lambda line: (line.order, line.service))
        return House({line.service: line for line in lines}, rooms)

    async def _rooms(self, ids: Iterable[str]) -> dict[str, Room]:
        locations = await self._by_id(wire.Location, ids)
        above = {id_in(one.part_of, "Location") for one in locations.values()}
        floors = await self._by_id(wire.Location, above)
        return {
            one.id: _room(one, floors.get(id_in(one.part_of, "Location")))
            for one in locations.values()
        }

    async def _by_id(self, shape: type[R], ids: Iterable[str]) -> dict[str, R]:
        """Those that there are."""
        wanted = sorted({one for one in ids if one})
        found: dict[str, R] = {}
        for begin in range(0, len(wanted), _AT_ONCE):
            part = wanted[begin : begin + _AT_ONCE]
            asked = (("_id", ",".join(part)), ("_count", str(_AT_ONCE)))
            for record in await self._server.search(shape.KIND, asked):
                if record.id in part:
                    found[record.id] = record.shaped(shape)
        return found


def value(extensions: Iterable[wire.Value], url: str) -> wire.Value:
    """The first of this kind; one without a value if there is none."""
    return next((one for one in extensions if one.url == url), wire.Value(url))


def _is_queue(found: wire.Basic) -> bool:
    return any(f"{coding.system}|{coding.code}" == QUEUE for coding in found.code.coding)


def _line(queue: wire.Basic, service: wire.HealthcareService, rooms: Mapping[str, Room]) -> Line:
    letter = tidy(value(queue.extension, LETTER).value_string or "")
    if not tidy(service.name) or len(letter) > _LETTERS:
        raise HospitalGarbled("a queue's service without a name, or a long letter")
    places = (id_in(place, "Location") for place in service.location)
    return Line(
        service=service.id,
        counter=queue.id,
        letter=letter,
        order=value(queue.extension, ORDER).value_integer or 0,
        name=text(service.name, service.name_extended),
        plain=text(
            service.comment or service.name, service.comment_extended or service.name_extended
        ),
        types=frozenset(
            (coding.system, coding.code) for concept in service.type for coding in concept.coding
        ),
        rooms=tuple(rooms[place] for place in places if place in rooms),
        hours=tuple(service.available_time),
    )


def _room(found: wire.Location, floor: wire.Location | None) -> Room:
    if not tidy(found.name):
        raise HospitalGarbled("Location: a room without a name")
    return Room(
        id=found.id,
        name=tidy(found.name),
        floor=tidy(floor.name) if floor else "",
        way=text(found.description, found.description_extended),
        in_use=found.status == "active" and found.operational_status.code not in _SHUT,
        hours=tuple(found.hours_of_operation),
    )
