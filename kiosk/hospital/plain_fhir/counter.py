"""The numbers of one queue, kept in its ``Basic`` and raised under ``If-Match``.

What the record holds besides the settings of :mod:`kiosk.hospital.plain_fhir.house`, as
extensions:

``urn:kiosk:queue-day``     ``valueDate``, the day of which this is the count
``urn:kiosk:queue-number``  ``valueInteger``, the last number of the day that was taken
``urn:kiosk:queue-claim``   ``valueString``, one for each of the last check-ins: number, key,
                            patient, room and moment
``urn:kiosk:queue-void``    ``valueInteger``, a number whose check-in failed: nobody holds it

A number is taken together with the key and the patient that it is for, in one versioned write.
So two kiosks never take the same; a kiosk that lost the answer finds its own; and so does the
patient at another kiosk, though an index of the server is minutes behind, or the encounter was
never written. The claims are the last :data:`CLAIMS_KEPT`; older check-ins are found by search.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.hospital.plain_fhir import wire
from kiosk.hospital.plain_fhir.house import value
from kiosk.hospital.plain_fhir.server import FhirServer, Json, Record

DAY = "urn:kiosk:queue-day"
NUMBER = "urn:kiosk:queue-number"
CLAIM = "urn:kiosk:queue-claim"
VOID = "urn:kiosk:queue-void"

CLAIMS_KEPT = 32
"""The record stays below 10 KiB; every check-in writes it whole, and servers keep versions."""
VOIDS_KEPT = 200
_NEVER = 'W/"0"'
"""A version that no record has: they begin at 1, or are random."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A number, and whose it is."""

    day: date
    number: int
    key: str
    patient: str
    room: str
    """``Location.id``."""
    issued: datetime
    """Aware."""


@dataclass(frozen=True, slots=True)
class Count:
    """One day of a queue."""

    day: date | None = None
    """``None`` before the first day."""
    last: int = 0
    claims: tuple[Claim, ...] = ()
    void: tuple[int, ...] = ()

    def on(self, day: date) -> "Count":
        """The count of ``day``, from nothing if that has just begun. It never goes back to an
        earlier day: that would give numbers of today twice."""
        return self if self.day is not None and day <= self.day else Count(day)

    def taken(self, claim: Claim) -> "Count":
        return replace(self, last=claim.number, claims=(*self.claims, claim)[-CLAIMS_KEPT:])

    def without(self, key: str, day: date, *, void: int = 0) -> "Count":
        """Without the claim of this key. ``void`` is its number, if nobody holds it."""
        if self.day != day:
            return self
        numbers = (*self.void, void) if void and void not in self.void else self.void
        claims = tuple(claim for claim in self.claims if claim.key != key)
        return replace(self, claims=claims, void=numbers[-VOIDS_KEPT:])


class Counters:
    """The queues' counts on one server."""

    def __init__(self, server: FhirServer) -> None:
        self._server = server
        self._guarded: set[str] = set()

    async def claim(
        self, counter: str, day: date, choose: Callable[[Count], Claim]
    ) -> tuple[Claim, bool]:
        """What ``choose`` takes from the count of ``day``, once it is written, and whether it
        was taken by this call (or by one that lost its answer).

        ``choose`` answers a claim that the count has already, or one of the next number; it is
        called again with a new count when somebody else came first. Raises ``HospitalRefused``
        of ``choose``, and ``HospitalGarbled`` for a server on which numbers could be doubled.
        """
        await self._check_guarded(counter)
        chosen: list[Claim] = []
        """One for each time that it was tried."""

        def step(record: Record) -> Json | None:
            count = count_of(record).on(day)
            chosen.append(choose(count))
            is_there = chosen[-1] in count.claims
            return None if is_there else written(record, count.taken(chosen[-1]))

        record = await self._server.change("Basic", counter, step)
        if record is None:
            raise HospitalRefused("service-closed")
        return chosen[-1], chosen[-1] not in count_of(record).claims

    async def forget(self, counter: str, key: str, day: date, *, void: int = 0) -> None:
        """Drop the claim of a place that was given back, or whose check-in failed (``void`` is
        its number then)."""

        def step(record: Record) -> Json | None:
            count = count_of(record)
            left = count.without(key, day, void=void)
            return None if left == count else written(record, left)

        await self._server.change("Basic", counter, step)

    async def _check_guarded(self, counter: str) -> None:
        """Whether the server heeds ``If-Match`` at all; some do not (seen: AWS FHIR Works).

        Once for each queue, by a write under a version that there never was. A server that
        takes it has the same record as before.
        """
        if counter in self._guarded:
            return
        record = await self._server.read("Basic", counter)
        if record is None:
            raise HospitalRefused("service-closed")
        taken = False
        with suppress(HospitalRefused):  # some call such a version malformed
            taken = await self._server.replace(replace(record, etag=_NEVER), record.body)
        if taken:
            raise HospitalGarbled("the server ignores If-Match: numbers would be given twice")
        self._guarded.add(counter)


def count_of(record: Record) -> Count:
    """Raises ``HospitalGarbled`` for a record that the kiosk did not write."""
    found = record.shaped(wire.Basic).extension
    day = value(found, DAY).value_date
    last = value(found, NUMBER).value_integer
    if day is None or last is None:
        return Count()
    try:
        begun = date.fromisoformat(day)
        return Count(
            begun,
            last,
            tuple(_claim(begun, one.value_string or "") for one in found if one.url == CLAIM),
            tuple(one.value_integer or 0 for one in found if one.url == VOID),
        )
    except ValueError:
        pass
    raise HospitalGarbled("Basic: a count that the kiosk did not write")


def written(record: Record, count: Count) -> Json:
    """The record's body with this count; all else stays."""
    assert count.day is not None
    kept = [
        one
        for one in record.body.get("extension", [])
        if one.get("url") not in (DAY, NUMBER, CLAIM, VOID)
    ]
    return record.body | {
        "extension": [
            *kept,
            {"url": DAY, "valueDate": count.day.isoformat()},
            {"url": NUMBER, "valueInteger": count.last},
            *({"url": CLAIM, "valueString": _line(claim)} for claim in count.claims),
            *({"url": VOID, "valueInteger": number} for number in count.void),
        ]
    }


def _line(claim: Claim) -> str:
    issued = claim.issued.isoformat(timespec="milliseconds")
    return f"{claim.number} {claim.key} {claim.patient} {claim.room} {issued}"


def _claim(day: date, line: str) -> Claim:
    number, key, patient, room, issued = line.split(" ")
    moment = datetime.fromisoformat(issued)
    if moment.tzinfo is None:
        raise ValueError
    return Claim(day, int(number), key, patient, room, moment)
