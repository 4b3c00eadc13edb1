"""Checking in: a place in a queue, given once and never twice."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock, stamp
from kiosk.frontdesk.diary import Diary
from kiosk.frontdesk.premises import Premises, Room, Service
from kiosk.frontdesk.queue.asked import CheckIn
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.queue.leases import Leases
from kiosk.frontdesk.queue.routing import RoomLoad
from kiosk.frontdesk.queue.rules import reasons_by_age, ticket_number
from kiosk.frontdesk.queue.standings import Standing, Standings
from kiosk.frontdesk.records import (
    CHIP,
    DESK,
    DOCUMENT,
    FACE,
    Appointment,
    Encounter,
    Lease,
    Request,
)
from kiosk.frontdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket, with how things stand in its queue now."""

    encounter: Encounter
    service: Service
    room: Room
    standing: Standing
    created: bool = False
    """Issued by this very request."""
    reissued: bool = False
    """The patient held it before this check-in was asked for."""
    keys: tuple[str, ...] = ()
    """Of all check-ins that this ticket answered, its own first."""


_MOST_NUMBERS = 8
"""Of one patient for one place: whoever takes more has long been served at a desk."""

Ticket = tuple[Encounter, tuple[str, ...]]
"""A ticket with the keys of all check-ins that it answered, its own first."""


def encounter_id(now: datetime) -> str:
    """An id for a new encounter, not to be guessed. It begins with the time, so that new ones
    lie side by side in a database, which then has fewer pages to write."""
    return f"kb-{int(now.timestamp() * 1000):012x}{secrets.token_hex(10)}"


class Tickets:
    """Methods that change something belong into a transaction, and are audited."""

    def __init__(
        self,
        store: Store,
        premises: Premises,
        diary: Diary,
        queues: Standings,
        leases: Leases,
        now: Clock,
    ) -> None:
        self._store = store
        self._premises = premises
        self._diary = diary
        self._queues = queues
        self._leases = leases
        self._now = now

    def check_in(self, request: CheckIn) -> Place:
        """Give a place in a queue, or answer the one that was given before.

        Refuses with any of the codes of ``$check-in``.
        """
        now = self._now()
        encounters, days = self._store.encounters, days_at(now)
        known = encounters.known(
            request.key, request.patient, request.coverage, request.service, days
        )
        given = known.given
        if given:
            if given.digest != request.digest():
                raise refusals.key_reused()
            answered = self._numbered(self.encounter(given.encounter), request.provisional)
            return self._place(answered, reissued=given.reissued)
        if known.birth is None:
            raise refusals.patient_not_found()
        if request.coverage and not known.covered:
            raise refusals.invalid("the coverage is not this patient's")
        appointment = self._appointment(request, now) if request.appointment else None
        service = self._service(appointment.service if appointment else request.service)
        lease = self._leases.claimed(request, service.code) if request.leased else None
        if lease:
            held = self._leases.open_one(request.patient, lease, days)
        elif appointment:
            held = encounters.open_one(request.patient, service.code, days)
        else:
            held = encounters.encounter(known.held) if known.held else None
        if held:
            held = self._seen_again(held, request.identity)
            held = self._numbered(held, request.provisional or request.leased)
            self._answer(request, held, appointment, lease, reissued=True)
            return self._place(held, reissued=True)
        place = self._issue(request, known.birth, service, appointment, lease, now)
        self._answer(request, place.encounter, appointment, lease, reissued=False)
        return place

    def _seen_again(self, held: Encounter, identity: str) -> Encounter:
        """What is known of who holds the ticket, now that they came once more. Only a face takes
        back that staff are to look: who is sent to the desk could come again without one."""
        better = identity in (FACE, DESK) or (identity == CHIP and held.identity == DOCUMENT)
        if not better or identity == held.identity:
            return held
        self._store.encounters.set_identity(held.id, identity)
        return replace(held, identity=identity)

    def _numbered(self, found: Encounter, provisional: str) -> Encounter:
        """With the number that the patient was told meanwhile, by which they ask at a desk. Who
        came again while this server was away has several, each on a paper."""
        told = found.provisional.split()
        if not provisional or provisional in told:
            return found
        numbers = " ".join([*told, provisional][-_MOST_NUMBERS:])
        self._store.encounters.set_provisional(found.id, numbers)
        return replace(found, provisional=numbers)

    def _answer(
        self,
        request: CheckIn,
        encounter: Encounter,
        appointment: Appointment | None,
        lease: Lease | None,
        *,
        reissued: bool,
    ) -> None:
        """Note which ticket this check-in is answered with."""
        if lease:
            self._store.leases.use(lease, encounter.id)
        if appointment:
            self._store.diary.keep(appointment.id, encounter.id)
        answered = Request(request.digest(), encounter.id, reissued)
        self._store.encounters.add_request(request.key, answered)
        self._store.audit("check-in", encounter.id)

    def _appointment(self, request: CheckIn, now: datetime) -> Appointment:
        appointment = self._diary.appointment(request.appointment)
        if appointment.patient != request.patient:
            raise refusals.appointment_not_found("the appointment is another patient's")
        if appointment.start[:10] != now.date().isoformat():
            raise refusals.appointment_not_today()
        if appointment.status not in ("booked", "arrived"):
            raise refusals.appointment_not_found("the appointment is not booked any more")
        return appointment

    def _service(self, code: str) -> Service:
        service = self._premises.services.get(code)
        if service is None or service.internal:
            raise refusals.invalid("no service has this id")
        return service

    def _issue(
        self,
        request: CheckIn,
        birth: str,
        service: Service,
        appointment: Appointment | None,
        lease: Lease | None,
        now: datetime,
    ) -> Place:
        reasons = {*request.reasons, *reasons_by_age(birth, now.date())}
        priority = bool(reasons)
        rooms = {room.number: room for room in self._queues.rooms(service.code, now)}
        # Who has an appointment goes to its room, and may sit down before that opens.
        own = rooms.get(appointment.room) if appointment else None
        bound = own is not None and self._queues.opening.opens_yet(own.number, now)
        if own and bound:
            room = own
        elif lease and (told := self._leases.room(lease, rooms)):
            room = told
        else:
            room = self._queues.choose(service.code, rooms.values(), priority)
        encounter = Encounter(
            seq=0,
            id=encounter_id(now),
            patient=request.patient,
            service=service.code,
            day=lease.day if lease else now.date().isoformat(),
            number=lease.number if lease else self._next_number(service, now),
            room=room.number,
            coverage=request.coverage or None,
            kiosk=request.kiosk,
            reasons=" ".join(sorted(reasons)),
            priority=int(priority),
            status="arrived",
            paper="unknown",
            issued=self._leases.given_at(request, lease) if lease else stamp(now),
            token=secrets.token_urlsafe(16),
            queue=service.code,
            place=0,
            bound=int(bound),
            identity=request.identity,
            provisional=request.provisional,
        )
        if lease:
            return self._issue_late(request, encounter, lease, own)
        self._store.encounters.add(encounter)
        standing = self._queues.standing_of_last(room, priority)
        return self._created(request, encounter, standing)

    def _next_number(self, service: Service, now: datetime) -> str:
        count = self._store.encounters.next_count(now.date().isoformat(), service.letter)
        return ticket_number(service.letter, count)

    def _issue_late(
        self, request: CheckIn, ticket: Encounter, lease: Lease, own: RoomLoad | None
    ) -> Place:
        """Of a number that its patient has had for a while."""
        encounter = self._leases.issue(ticket, own.number if own else lease.room)
        return self._created(request, encounter, self._queues.standing(encounter))

    def _created(self, request: CheckIn, encounter: Encounter, standing: Standing) -> Place:
        return Place(
            encounter,
            self._premises.service_of(encounter.service),
            self._premises.room_of(encounter.room),
            standing,
            created=True,
            keys=(request.key,),
        )

    def _place(self, encounter: Encounter, reissued: bool = False) -> Place:
        return Place(
            encounter,
            self._premises.service_of(encounter.service),
            self._premises.room_of(encounter.room),
            self._queues.standing(encounter),
            reissued=reissued,
            keys=self._store.encounters.keys(encounter.id),
        )

    def encounter(self, encounter: str) -> Encounter:
        """Refuses with ``encounter-not-found``."""
        found = self._store.encounters.encounter(encounter)
        if found is None:
            raise refusals.encounter_not_found()
        return found

    def of_key(self, key: str) -> Ticket | None:
        """The ticket that a check-in with this key was answered with."""
        given = self._store.encounters.request(key)
        return self._ticket(given.encounter) if given else None

    def held(self, patient: str) -> tuple[Ticket, ...]:
        """The tickets that the patient holds, in the order in which they were given: what
        another check-in for the same service is answered with, be it closed by now."""
        held = self._store.encounters.all_open(patient, days_at(self._now()))
        offered = {service.code for service in self._premises.public()}
        # In the evening one of yesterday and one of today may be for the same service.
        last = {one.service: one.day for one, _ in sorted(held, key=lambda found: found[0].day)}
        return tuple(
            found
            for found in held
            if found[0].service in offered and found[0].day == last[found[0].service]
        )

    def _ticket(self, encounter: str) -> Ticket:
        return self.encounter(encounter), self._store.encounters.keys(encounter)

    def note_paper(self, encounter: str, printed: bool) -> Ticket:
        """Note whether the ticket is on paper. Refuses with ``encounter-not-found``."""
        self.encounter(encounter)
        self._store.encounters.set_paper(encounter, "printed" if printed else "failed")
        self._store.audit("ticket-printed" if printed else "ticket-failed", encounter)
        return self._ticket(encounter)

    def cancel(self, encounter: str) -> Ticket:
        """Give the place back; nothing happens if it is no longer waiting.

        Refuses with ``encounter-not-found``.
        """
        self.encounter(encounter)
        self._store.encounters.cancel(encounter)
        self._store.audit("cancel-check-in", encounter)
        return self._ticket(encounter)

    def call_staff(self, kiosk: str, page: str) -> str:
        """Note a kiosk's call for help; answers its id."""
        call = f"call-{uuid.uuid4().hex}"
        self._store.add_staff_call(call, kiosk, page)
        self._store.audit("call-staff", call)
        return call
