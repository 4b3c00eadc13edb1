"""Check-ins as plain ``Encounter``s: written, found again, and one where a server made several.

=========================== ======================================================================
``identifier``              ticket number, check-in key, and :data:`PLACE`: day, service and patient
``status``                  ``arrived`` waits, ``cancelled`` gave the place back,
                            ``entered-in-error`` was written twice by the server
``meta.tag``                :data:`LINE`: day and service, to count who waits
``location``                the room
``appointment``             what is kept, if any
``period.start``            when the number was taken
extensions                  ``urn:kiosk:service``, ``urn:kiosk:kiosk``, ``urn:kiosk:priority``,
                            ``urn:kiosk:coverage``, ``urn:kiosk:ticket-printed``
=========================== ======================================================================
"""

import asyncio
from collections.abc import Iterable
from datetime import date

from kiosk.errors import HospitalGarbled
from kiosk.hospital.answers import id_in
from kiosk.hospital.plain_fhir import wire
from kiosk.hospital.plain_fhir.counter import Claim
from kiosk.hospital.plain_fhir.house import Line, Room
from kiosk.hospital.plain_fhir.server import FhirServer, Json, Record
from kiosk.model.checkin import CheckIn

TICKET = "urn:kiosk:ticket"
KEY = "urn:kiosk:check-in-key"
PLACE = "urn:kiosk:place"
LINE = "urn:kiosk:line"
SERVICE = "urn:kiosk:service"
PRIORITY = "urn:kiosk:priority"
_KIOSK = "urn:kiosk:kiosk"
_COVERAGE = "urn:kiosk:coverage"
_AMBULATORY = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}

WAITING = "arrived"
OPEN = frozenset({"planned", "arrived", "triaged", "in-progress", "onleave"})
"""The patient has this place, waiting or with the doctor."""
ERROR = "entered-in-error"

LOOKS = 4
"""An index may be behind: so often a search is made for what was just written."""
LONG_LOOKS = 6
"""For what may have been written by somebody else, who was cut off: it is seldom, and to write it
again would be a second one."""
LOOK_AGAIN_S = 0.04
"""Before the second look; twice as long before each later one."""


def line_of(day: date, service: str) -> str:
    return f"{day.isoformat()}/{service}"


def place_of(day: date, service: str, patient: str) -> str:
    return f"{line_of(day, service)}/{patient}"


def identified(found: wire.Encounter, system: str) -> str:
    """The value of its identifier in this system, or ``""``."""
    return next((one.value for one in found.identifier if one.system == system), "")


def written(wish: CheckIn, claim: Claim, line: Line, room: Room) -> Json:
    """The encounter of a claim. Whoever writes it, it is the same but for who asked."""
    extension: list[Json] = [
        {"url": SERVICE, "valueReference": {"reference": f"HealthcareService/{line.service}"}},
        {"url": _KIOSK, "valueString": wish.kiosk},
        *({"url": PRIORITY, "valueCode": group.value} for group in wish.priority),
    ]
    if wish.coverage:
        extension.append(
            {"url": _COVERAGE, "valueReference": {"reference": f"Coverage/{wish.coverage}"}}
        )
    identifier = {
        TICKET: line.number(claim.number),
        KEY: claim.key,
        PLACE: place_of(claim.day, line.service, claim.patient),
    }
    body: Json = {
        "resourceType": "Encounter",
        "meta": {"tag": [{"system": LINE, "code": line_of(claim.day, line.service)}]},
        "status": WAITING,
        "identifier": [{"system": name, "value": value} for name, value in identifier.items()],
        "class": _AMBULATORY,
        "serviceType": {"text": line.name.get("vi")},
        "subject": {"reference": f"Patient/{claim.patient}"},
        "period": {"start": claim.issued.isoformat(timespec="milliseconds")},
        "location": [
            {
                "location": {"reference": f"Location/{room.id}", "display": room.name},
                "status": "active",
            }
        ],
        "extension": extension,
    }
    if wish.appointment:
        body["appointment"] = [{"reference": f"Appointment/{wish.appointment}"}]
    return body


def condition(key: str) -> str:
    """``ifNoneExist`` of a check-in."""
    return f"identifier={KEY}|{key}"


class Encounters:
    """Those of one server."""

    def __init__(self, server: FhirServer) -> None:
        self._server = server

    async def found(self, *identifiers: tuple[str, str]) -> list[Record]:
        """Those that have one of the identifiers (system, value), without what was an error."""
        asked = ",".join(f"{system}|{value}" for system, value in identifiers)
        listed = await self._server.search("Encounter", (("identifier", asked), ("_count", "50")))
        return [one for one in listed if _has(one, identifiers) and shaped(one).status != ERROR]

    async def of_key(
        self, key: str, *, expected: str = "", looks: int = LONG_LOOKS
    ) -> list[Record]:
        """All of this check-in. Looked for some moments, until the encounter with the id
        ``expected`` is among them, or where that is not known any is: then the index has
        everything that was written before it."""
        found: list[Record] = []
        for look in range(looks):
            if look:
                await asyncio.sleep(LOOK_AGAIN_S * 2 ** (look - 1))
            found = await self.found((KEY, key))
            if any(one.id == expected or not expected for one in found):
                break
        return found

    async def one_of(self, records: Iterable[Record]) -> Record:
        """The one that counts; the others are marked as errors.

        All that see some of them choose the same of those, and the first of all is chosen by
        everybody who sees it, so never is every one of them an error. What staff has begun to
        work with is left alone.
        """
        first, *others = sorted({one.id: one for one in records}.values(), key=_rank)
        for other in others:
            await self._server.change("Encounter", other.id, _as_error)
        return first

    async def read(self, encounter: str) -> Record | None:
        """The one that counts of the check-in that this encounter belongs to."""
        record = await self._server.read("Encounter", encounter)
        if record is None:
            return None
        same = await self.found((KEY, identified(shaped(record), KEY)))
        if not same:
            return record
        if shaped(record).status != ERROR and record.id not in {one.id for one in same}:
            same.append(record)
        return await self.one_of(same)


def shaped(record: Record) -> wire.Encounter:
    return record.shaped(wire.Encounter)


def is_open(record: Record) -> bool:
    return shaped(record).status in OPEN


def appointments_of(record: Record) -> list[str]:
    """Ids."""
    kept = (id_in(one, "Appointment") for one in shaped(record).appointment)
    return [one for one in kept if one]


def place_in(record: Record) -> tuple[date, str, str]:
    """Day, service and patient. Raises ``HospitalGarbled`` where the kiosk did not write it."""
    parts = identified(shaped(record), PLACE).split("/")
    try:
        day, service, patient = parts
        return date.fromisoformat(day), service, patient
    except ValueError:
        pass
    raise HospitalGarbled("Encounter: one that no kiosk wrote")


def _has(record: Record, identifiers: Iterable[tuple[str, str]]) -> bool:
    """Servers that do not know a search parameter answer everything they have."""
    mine = {(one.system, one.value) for one in shaped(record).identifier}
    return not mine.isdisjoint(identifiers)


def _rank(record: Record) -> tuple[bool, str]:
    """Cancelled or begun comes before waiting: somebody has acted on that one."""
    return shaped(record).status == WAITING, record.id


def _as_error(record: Record) -> Json | None:
    if shaped(record).status != WAITING:
        return None
    return record.body | {"status": ERROR}
