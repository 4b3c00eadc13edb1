"""Checking in at a server that has no operation for it, so that a kiosk that is cut off at any
step leaves nothing that the same patient, at any kiosk, does not find and complete.

1. What there is already is searched for: of this key, and of this patient, service and day.
2. A number is taken from the queue's count together with key, patient and room
   (:mod:`kiosk.hospital.plain_fhir.counter`): from here on the place is the patient's.
3. Encounter and appointment are written in one transaction.
4. Both are read back, and what is missing is written alone: servers are known to keep one half of
   a transaction that they refused, to call a transaction a success of which one half failed, and
   to write twice what was to be written on condition.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.errors import HospitalError, HospitalGarbled, HospitalRefused
from kiosk.hospital import wire
from kiosk.hospital.plain_fhir.appointments import (
    BOOKED,
    NOT_FOUND,
    Appointments,
    line_for,
    room_of,
)
from kiosk.hospital.plain_fhir.counter import Claim, Count, Counters
from kiosk.hospital.plain_fhir.encounters import (
    KEY,
    LONG_LOOKS,
    LOOKS,
    PLACE,
    Encounters,
    appointments_of,
    condition,
    identified,
    is_open,
    place_in,
    place_of,
    shaped,
    written,
)
from kiosk.hospital.plain_fhir.house import House, Houses, Line, Room
from kiosk.hospital.plain_fhir.queues import Queues, choose_room
from kiosk.hospital.plain_fhir.server import FhirServer, Json, Record, created, refusal
from kiosk.model.checkin import CheckIn

_IS_THERE = frozenset({409, 412})
"""There are several, or (HAPI) another request creates it at this instant."""
_NO_CONDITIONS = frozenset({400, 405, 501})
"""How servers say that they know no conditional create."""
_NO_TRANSACTIONS = frozenset({"http-404", "http-405", "http-501"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a ticket is printed from."""

    encounter: Record
    reissued: bool


class CheckingIn:
    """At one server."""

    def __init__(
        self,
        server: FhirServer,
        houses: Houses,
        appointments: Appointments,
        counters: Counters,
        encounters: Encounters,
        queues: Queues,
    ) -> None:
        self._server = server
        self._houses = houses
        self._appointments = appointments
        self._counters = counters
        self._encounters = encounters
        self._queues = queues
        self._transacts = True

    async def check_in(self, wish: CheckIn) -> Place:
        """Give a place, complete one that was left half-done, or answer the one there is.

        Refuses as :meth:`kiosk.hospital.base.Hospital.check_in` says.
        """
        house = await self._houses.current()
        if await self._server.read("Patient", wish.patient) is None:
            raise HospitalRefused("patient-not-found")
        today = self._server.now().date()
        slip = None
        if wish.appointment:
            slip = await self._appointments.to_keep(wish.appointment, wish.patient, today)
        line = _line(wish, slip, house)
        place = (PLACE, place_of(today, line.service, wish.patient))
        known = await self._encounters.found((KEY, wish.key), place)
        held = await self._held(known, wish, line)
        if held is None:
            held = await self._take(wish, slip, line, closed=_keys(known))
        if slip is not None and not await self._appointments.keep(slip.id):
            await self._give_up(held.encounter, line)
            raise HospitalRefused(NOT_FOUND)
        return held

    async def _held(self, known: Sequence[Record], wish: CheckIn, line: Line) -> Place | None:
        """The place that this key has, or that the patient has by another key."""
        same = [one for one in known if _key(one) == wish.key]
        if same:
            _check_same(same[0], wish, line)
            return Place(await self._encounters.one_of(same), reissued=False)
        for one in known:
            # What a search says may be a moment old.
            fresh = await self._server.read("Encounter", one.id) if is_open(one) else None
            if fresh is not None and is_open(fresh):
                return Place(fresh, reissued=True)
        return None

    async def _take(
        self, wish: CheckIn, slip: Record | None, line: Line, closed: frozenset[str]
    ) -> Place:
        now = self._server.now()
        bound = await self._bound_room(slip)
        rooms = (bound,) if bound else line.open_rooms(now)
        loads = dict.fromkeys((room.id for room in rooms), 0)
        if len(rooms) > 1:
            loads = await self._queues.loads(now.date(), line, rooms)
        room = choose_room(rooms, loads, Count(), now)  # refused before a number is taken

        def choose(count: Count) -> Claim:
            mine = _claimed(count, wish, closed)
            if mine is not None:
                return mine
            chosen = bound or choose_room(rooms, loads, count, now)
            assert count.day is not None
            return Claim(count.day, count.last + 1, wish.key, wish.patient, chosen.id, now)

        claim, is_new = await self._counters.claim(line.counter, now.date(), choose)
        reissued = claim.key != wish.key
        if not is_new:
            found = await self._encounters.of_key(claim.key)
            if found:
                return Place(await self._encounters.one_of(found), reissued)
        chosen = await self._houses.room(claim.room) or room
        try:
            return Place(await self._write(wish, claim, line, chosen, slip), reissued)
        except HospitalRefused:
            # For good: the number is nobody's, and the count says so.
            await self._counters.forget(line.counter, claim.key, claim.day, void=claim.number)
            raise

    async def _bound_room(self, slip: Record | None) -> Room | None:
        """An appointment binds its room, also before that opens."""
        location = room_of(slip.shaped(wire.Appointment)) if slip else ""
        return await self._houses.room(location) if location else None

    async def _write(
        self, wish: CheckIn, claim: Claim, line: Line, room: Room, slip: Record | None
    ) -> Record:
        """The encounter, and the appointment with it. Raises ``HospitalRefused`` only if there
        is no encounter afterwards."""
        body = written(wish, claim, line, room)
        entries: list[Json] = [_post(body, claim.key)]
        if slip is not None and slip.shaped(wire.Appointment).status == BOOKED:
            entries.append(_put(slip, self._appointments.kept_body(slip)))
        made, looks = await self._transact(entries)
        found = await self._encounters.of_key(claim.key, expected=made, looks=looks)
        if made and made not in {one.id for one in found}:  # the index is behind
            record = await self._server.read("Encounter", made)
            found += [record] if record else []
        if not found:
            record = await self._create(body, claim.key)
            found = [
                record,
                *await self._encounters.of_key(claim.key, expected=record.id, looks=LOOKS),
            ]
        return await self._encounters.one_of(found)

    async def _transact(self, entries: Sequence[Json]) -> tuple[str, int]:
        """The encounter's id, ``""`` if it was not heard of, and how often to look for it: a
        server that refused may have kept it all the same."""
        if not self._transacts:
            return "", 1
        try:
            encounter, *_ = await self._server.transact(entries)
        except HospitalRefused as refused:
            self._transacts = refused.reason not in _NO_TRANSACTIONS
            return "", LOOKS if self._transacts else 1
        except HospitalError:
            return "", LONG_LOOKS
        return (encounter.id if 200 <= encounter.status < 300 else ""), LOOKS

    async def _create(self, body: Json, key: str) -> Record:
        answer = await self._server.create(body, condition(key))
        if answer.status in _NO_CONDITIONS:
            answer = await self._server.create(body)
        if answer.status >= 300 and answer.status not in _IS_THERE:
            raise refusal(answer)
        made = created(answer, "Encounter") if answer.status < 300 else None
        if made is not None:
            return made
        found = await self._encounters.of_key(key)
        if not found:
            raise HospitalGarbled("Encounter: created, but not found")
        return found[0]

    async def cancel(self, encounter: str) -> None:
        """Give the place back. What the encounter leads to goes first: cut off in between, the
        encounter still leads there when it is asked again."""
        record = await self._encounters.read(encounter)
        if record is None:
            raise HospitalRefused("encounter-not-found")
        if not is_open(record):
            return
        _, service, _ = place_in(record)
        line = (await self._houses.current()).lines.get(service)
        for appointment in appointments_of(record):
            await self._appointments.release(appointment)
        await self._give_up(record, line)

    async def _give_up(self, record: Record, line: Line | None) -> None:
        day, _, _ = place_in(record)
        if line is not None:
            await self._counters.forget(line.counter, _key(record), day)
        ended = self._server.now().isoformat(timespec="milliseconds")

        def step(found: Record) -> Json | None:
            if not is_open(found):
                return None
            period = found.body.get("period", {}) | {"end": ended}
            return found.body | {"status": "cancelled", "period": period}

        await self._server.change("Encounter", record.id, step)


def _line(wish: CheckIn, slip: Record | None, house: House) -> Line:
    if slip is not None:
        line = line_for(slip.shaped(wire.Appointment), house)
    else:
        line = house.lines.get(wish.service)
    if line is None:
        raise HospitalRefused("invalid")
    return line


def _key(record: Record) -> str:
    return identified(shaped(record), KEY)


def _keys(known: Iterable[Record]) -> frozenset[str]:
    """Of places that are the patient's no more."""
    return frozenset(_key(one) for one in known if not is_open(one))


def _check_same(record: Record, wish: CheckIn, line: Line) -> None:
    _, service, patient = place_in(record)
    kept = appointments_of(record)
    other = bool(wish.appointment and kept and wish.appointment not in kept)
    if (service, patient) != (line.service, wish.patient) or other:
        raise HospitalRefused("key-reused")


def _claimed(count: Count, wish: CheckIn, closed: frozenset[str]) -> Claim | None:
    """What the count says that this key, or this patient, has already."""
    for claim in count.claims:
        if claim.key == wish.key:
            if claim.patient != wish.patient:
                raise HospitalRefused("key-reused")
            return claim
    return next(
        (one for one in count.claims if one.patient == wish.patient and one.key not in closed),
        None,
    )


def _post(body: Json, key: str) -> Json:
    request = {"method": "POST", "url": "Encounter", "ifNoneExist": condition(key)}
    return {"resource": body, "request": request}


def _put(record: Record, body: Json) -> Json:
    request = {"method": "PUT", "url": f"{record.kind}/{record.id}", "ifMatch": record.etag}
    return {"resource": body, "request": request}
