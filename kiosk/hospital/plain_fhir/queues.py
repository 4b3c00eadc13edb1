"""Who waits where, counted by the server: ``_summary=count`` of encounters that wait."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kiosk.errors import HospitalRefused
from kiosk.hospital.plain_fhir.counter import Count
from kiosk.hospital.plain_fhir.encounters import LINE, WAITING, line_of
from kiosk.hospital.plain_fhir.house import Line, Room
from kiosk.hospital.plain_fhir.server import FhirServer, Params
from kiosk.hospital.together import at_once
from kiosk.model.care import Service

_JUST_NOW = timedelta(minutes=1)
"""Who came in this time may be unknown to the index that waiting people are counted by."""


class Queues:
    """Those of one server."""

    def __init__(self, server: FhirServer) -> None:
        self._server = server

    async def services(self, lines: Sequence[Line]) -> tuple[Service, ...]:
        """With their load now. A plain server knows no pace, so nobody can say how long."""
        now = self._server.now()
        waiting = await at_once(self._waiting(now.date(), line.service) for line in lines)
        return tuple(
            Service(line.service, line.name, line.plain, len(line.open_rooms(now)), count, None)
            for line, count in zip(lines, waiting, strict=True)
        )

    async def loads(self, day: date, line: Line, rooms: Sequence[Room]) -> dict[str, int]:
        """People waiting for each room, by ``Location.id``."""
        counts = await at_once(
            self._waiting(day, line.service, ("location", f"Location/{room.id}")) for room in rooms
        )
        return {room.id: count for room, count in zip(rooms, counts, strict=True)}

    async def ahead(self, day: date, service: str, room: str, issued: datetime) -> int:
        """People who wait for this room (``Location.id``) since before ``issued``."""
        earlier = (
            ("location", f"Location/{room}"),
            ("date", f"lt{issued.isoformat(timespec='milliseconds')}"),
        )
        return await self._waiting(day, service, *earlier)

    async def _waiting(self, day: date, service: str, *further: tuple[str, str]) -> int:
        # By tag and not by date alone: an encounter that nobody ends overlaps every later day.
        asked: Params = (("_tag", f"{LINE}|{line_of(day, service)}"), ("status", WAITING), *further)
        return await self._server.count("Encounter", asked)


def choose_room(rooms: Sequence[Room], loads: dict[str, int], count: Count, now: datetime) -> Room:
    """The room for which fewest wait, and among equals that which fewest were sent to in the
    last minute, then the hospital's order. Raises ``HospitalRefused("service-closed")``.

    A plain server keeps no service times, so rooms of different pace cannot be told apart.
    """
    if not rooms:
        raise HospitalRefused("service-closed")
    sent = [claim.room for claim in count.claims if now - claim.issued < _JUST_NOW]
    return min(rooms, key=lambda room: (loads[room.id], sent.count(room.id)))
