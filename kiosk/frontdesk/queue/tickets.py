"""Checking in: a place in a queue, given once and never twice."""

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock, stamp
from kiosk.frontdesk.diary import Diary
from kiosk.frontdesk.premises import Premises, Room, Service
from kiosk.frontdesk.queue.rules import reasons_by_age, ticket_number
from kiosk.frontdesk.queue.standings import Queues, Standing
from kiosk.frontdesk.records import Appointment, Encounter, Patient, Request
from kiosk.frontdesk.registry import Registry
from kiosk.frontdesk.store.store import Store, StoreBusy


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A check-in as asked. Exactly one of ``service`` and ``appointment`` is not empty."""

    key: str
    kiosk: str
    patient: str
    service: str
    appointment: str
    coverage: str
    """May be empty."""
    reasons: frozenset[str]
    """The law's priority groups that the patient stated."""

    def digest(self) -> bytes:
        """Of all but the key: tells a repeated request from another one."""
        told = (
            self.kiosk,
            self.patient,
            self.service,
            self.appointment,
            self.coverage,
            *sorted(self.reasons),
        )
        return hashlib.sha256(json.dumps(told).encode()).digest()


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


class Tickets:
    """Each method runs to its end without waiting, in one transaction."""

    def __init__(
        self,
        store: Store,
        premises: Premises,
        registry: Registry,
        diary: Diary,
        queues: Queues,
        now: Clock,
    ) -> None:
        self._store = store
        self._premises = premises
        self._registry = registry
        self._diary = diary
        self._queues = queues
        self._now = now

    def check_in(self, request: CheckIn) -> Place:
        """Give a place in a queue, or answer the one that was given before.

        Refuses with any of the codes of ``$check-in``.
        """
        try:
            self._diary.fill()
            with self._store.transaction():
                return self._check_in(request, self._now())
        except StoreBusy as error:
            raise refusals.in_progress() from error

    def _check_in(self, request: CheckIn, now: datetime) -> Place:
        given = self._store.request(request.key)
        if given:
            if given.digest != request.digest():
                raise refusals.key_reused()
            return self._place(self.encounter(given.encounter), reissued=given.reissued)
        patient = self._registry.patient(request.patient)
        self._check_coverage(request)
        appointment = self._appointment(request, now) if request.appointment else None
        service = self._service(appointment.service if appointment else request.service)
        held = self._store.open_encounter(patient.id, service.code, now.date().isoformat())
        encounter = held or self._issue(request, patient, service, appointment, now)
        if appointment:
            self._store.keep_appointment(appointment.id, encounter.id)
        reissued = held is not None
        answered = Request(request.digest(), encounter.id, reissued)
        self._store.add_request(request.key, answered)
        return self._place(encounter, created=not reissued, reissued=reissued)

    def _check_coverage(self, request: CheckIn) -> None:
        if request.coverage:
            coverage = self._store.coverage(request.patient)
            if coverage is None or coverage.id != request.coverage:
                raise refusals.invalid("the coverage is not this patient's")

    def _appointment(self, request: CheckIn, now: datetime) -> Appointment:
        appointment = self._diary.find(request.appointment)
        if appointment.patient != request.patient:
            raise refusals.appointment_not_found("the appointment is another patient's")
        if appointment.start[:10] != now.date().isoformat():
            raise refusals.appointment_not_today()
        if appointment.status not in ("booked", "arrived"):
            raise refusals.appointment_not_found("the appointment is not booked any more")
        return appointment

    def _service(self, code: str) -> Service:
        service = self._premises.services.get(code)
        if service is None:
            raise refusals.invalid("no service has this id")
        return service

    def _issue(
        self,
        request: CheckIn,
        patient: Patient,
        service: Service,
        appointment: Appointment | None,
        now: datetime,
    ) -> Encounter:
        day = now.date().isoformat()
        reasons = {*request.reasons, *reasons_by_age(patient.birth, now.date())}
        # Who has an appointment goes to its room, and may sit down before that opens.
        if appointment and self._premises.opens_yet(appointment.room, now):
            room = appointment.room
        else:
            room = self._queues.free_room(service.code, bool(reasons), now)
        count = self._store.next_count(day, service.letter)
        return self._store.add_encounter(
            Encounter(
                seq=0,
                id=f"kb-{uuid.uuid4().hex}",
                patient=patient.id,
                service=service.code,
                day=day,
                number=ticket_number(service.letter, count),
                room=room,
                coverage=request.coverage or None,
                kiosk=request.kiosk,
                reasons=" ".join(sorted(reasons)),
                priority=int(bool(reasons)),
                status="arrived",
                paper="unknown",
                issued=stamp(now),
                token=secrets.token_urlsafe(16),
            )
        )

    def _place(self, encounter: Encounter, created: bool = False, reissued: bool = False) -> Place:
        return Place(
            encounter,
            self._premises.service_of(encounter.service),
            self._premises.room_of(encounter.room),
            self._queues.standing(encounter),
            created,
            reissued,
        )

    def encounter(self, encounter: str) -> Encounter:
        """Refuses with ``encounter-not-found``."""
        found = self._store.encounter(encounter)
        if found is None:
            raise refusals.encounter_not_found()
        return found

    def of_key(self, key: str) -> Encounter | None:
        """The ticket that a check-in with this key was answered with."""
        given = self._store.request(key)
        return self.encounter(given.encounter) if given else None

    def keys(self, encounter: Encounter) -> tuple[str, ...]:
        """The keys of all check-ins that this ticket answered, the first one first."""
        return self._store.keys(encounter.id)

    def note_paper(self, encounter: str, printed: bool) -> Encounter:
        """Note whether the ticket is on paper. Refuses with ``encounter-not-found``."""
        with self._store.transaction():
            self.encounter(encounter)
            self._store.set_paper(encounter, "printed" if printed else "failed")
        return self.encounter(encounter)

    def cancel(self, encounter: str) -> Encounter:
        """Give the place back; nothing happens if it is no longer waiting.

        Refuses with ``encounter-not-found``.
        """
        with self._store.transaction():
            self.encounter(encounter)
            self._store.cancel(encounter)
        return self.encounter(encounter)

    def follow(self, token: str) -> Place | None:
        """Today's ticket with this token."""
        encounter = self._store.encounter_by_token(token)
        if encounter is None or encounter.day != self._now().date().isoformat():
            return None
        return self._place(encounter)

    def call_staff(self, kiosk: str, page: str) -> str:
        """Note a kiosk's call for help; answers its id."""
        call = f"call-{uuid.uuid4().hex}"
        with self._store.transaction():
            self._store.add_staff_call(call, kiosk, page, stamp(self._now()))
        return call
