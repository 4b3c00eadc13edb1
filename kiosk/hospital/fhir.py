"""A hospital that speaks FHIR R4 as ``docs/hospital-api`` says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Self

import httpx

from kiosk.errors import HospitalError, HospitalGarbled, HospitalRefused
from kiosk.hospital import answers, consents, decode, faces, leases, requests, wire
from kiosk.hospital.access import OPEN, Access
from kiosk.hospital.base import Capability
from kiosk.hospital.connection import Connection, Request, within
from kiosk.hospital.held import held_tickets
from kiosk.hospital.identity import contradicts, holds, is_by_phone, numbers_of
from kiosk.hospital.site import DEFAULT_SYSTEMS, Site
from kiosk.hospital.together import at_once
from kiosk.hospital.unverified import unverified
from kiosk.model.care import Appointment, Insurance, Service
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.consent import Consent
from kiosk.model.document import Document
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.person import Identifier, IdentifierKind, Patient

AMBIGUOUS = "ambiguous"
_NO_APPOINTMENT = frozenset({"appointment-not-found", "http-404", "http-410"})
_SEVERAL = frozenset({AMBIGUOUS, "http-412"})


class FhirHospital:
    """:class:`~kiosk.hospital.base.Hospital` over HTTP.

    ``address`` is the base address (``https://…/fhir``); ``systems`` name every
    :class:`IdentifierKind`. ``deadline`` and ``insurance_deadline`` are seconds for a whole
    call, with all its requests and repetitions. ``token`` is sent as a bearer token, unless
    ``access`` gets tokens of its own.

    Raises :class:`~kiosk.errors.SettingsError` for an address that cannot be used.
    """

    def __init__(
        self,
        address: str,
        *,
        systems: Mapping[IdentifierKind, str] = DEFAULT_SYSTEMS,
        deadline: float = 3.5,
        insurance_deadline: float = 2.0,
        token: str = "",
        access: Access = OPEN,
        allow_plain_http: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._connection = Connection(
            address,
            token=token,
            access=access,
            allow_plain_http=allow_plain_http,
            transport=transport,
        )
        self._systems = dict(systems)
        self._deadline = deadline
        self._insurance_deadline = min(insurance_deadline, deadline)

    @classmethod
    def at(cls, site: Site) -> Self:
        """The adapter ``fhir``. It has no options. Raises ``SettingsError`` as above."""
        site.chosen({})
        return cls(
            site.address,
            systems=site.systems,
            deadline=site.deadline,
            token=site.token,
            access=site.access,
            allow_plain_http=site.allow_plain_http,
        )

    @property
    def capabilities(self) -> frozenset[Capability]:
        """The whole contract."""
        return frozenset(Capability)

    async def __aenter__(self) -> Self:
        await self._connection.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def find(self, document: Document) -> Patient | None:
        """All numbers are asked for at once; the appointment only where none is known.

        A record without the number that was asked for is ``HospitalGarbled``. One that agrees
        with the document in nothing but the number
        (:func:`~kiosk.hospital.identity.contradicts`) is ``HospitalRefused("ambiguous")``: it
        may be somebody else's, so the desk looks first.
        """
        async with within(self._deadline):
            found = await self._search(numbers_of(document))
            if found is None and document.appointment:
                found = await self._by_appointment(document.appointment)
        if found is not None:
            _check_undisputed(found, document)
        return found

    async def register(self, document: Document, phone: str = "") -> Patient:
        """Creates under the condition that nobody has the first number, then searches again:
        servers are known to create twice when two kiosks ask at the same instant.

        Who is known by name, birth date and phone number, but under another number, is not
        created again (:func:`~kiosk.hospital.identity.is_by_phone`); several of these are
        ``ambiguous``.
        """
        numbers = numbers_of(document)
        if not numbers:
            raise ValueError("a document without a number registers nobody")
        async with within(self._deadline):
            if known := await self._by_phone(document, phone):
                return known
            created = await self._create(document, numbers, phone)
            found = await self._search(numbers)
        # An index that is behind finds nobody yet; then what was answered is all there is.
        if found is not None and found.id != created.id:
            raise HospitalRefused(AMBIGUOUS)
        _check_undisputed(created, document)
        return created

    async def insurance(self, patient: Patient, today: date) -> Insurance:
        try:
            async with within(self._insurance_deadline):
                body = await self._connection.exchange(requests.insurance(patient.id, today))
            return answers.insurance(decode.resource(body, wire.CoverageEligibilityResponse))
        except HospitalError as error:
            return unverified(error)

    async def appointments(self, patient: Patient, today: date) -> tuple[Appointment, ...]:
        begin, end = requests.day_of(today)
        async with within(self._deadline):
            body = await self._connection.exchange(requests.appointments(patient.id, begin, end))
        return answers.appointments(decode.matches(body, wire.Appointment), patient.id, begin, end)

    async def held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        async with within(self._deadline):
            body = await self._connection.exchange(requests.held_tickets(patient.id))
        return held_tickets(decode.matches(body, wire.HeldEncounter), patient.id)

    async def services(self) -> tuple[Service, ...]:
        async with within(self._deadline):
            listed, load = await at_once(
                map(self._connection.exchange, (requests.services(), requests.load()))
            )
        return answers.services(
            decode.matches(listed, wire.HealthcareService), decode.resource(load, wire.Parameters)
        )

    async def check_in(self, request: CheckIn) -> Ticket:
        async with within(self._deadline):
            body = await self._connection.exchange(requests.check_in(request))
        ticket = answers.ticket(
            decode.resource(body, wire.Parameters), request.patient, request.service
        )
        return leases.checked(ticket, request)

    async def lease_numbers(self, asked: LeaseRequest) -> tuple[LeasedNumber, ...]:
        async with within(self._deadline):
            body = await self._connection.exchange(leases.lease(asked))
        return leases.leased(body, asked)

    async def return_numbers(self, kiosk: str, numbers: tuple[str, ...]) -> None:
        async with within(self._deadline):
            body = await self._connection.exchange(leases.give_back(kiosk, numbers))
        leases.given_back(body)

    async def ticket_printed(self, ticket: Ticket, printed: bool) -> None:
        await self._change(requests.ticket_printed(ticket.encounter, printed), ticket)

    async def cancel(self, ticket: Ticket) -> None:
        await self._change(requests.cancel(ticket.encounter), ticket)

    async def call_staff(self, kiosk: str, page: str) -> None:
        """The status is the answer: what a server says beside it is of no use to a kiosk."""
        async with within(self._deadline):
            await self._connection.exchange(requests.call_staff(kiosk, page))

    async def record_consent(self, consent: Consent) -> None:
        async with within(self._deadline):
            body = await self._connection.exchange(consents.record(consent))
        consents.check(body, consent)

    async def match_face(self, descriptor: bytes) -> Patient | None:
        async with within(self._deadline):
            body = await self._connection.exchange(faces.match(descriptor))
        return faces.matched(body, self._systems)

    async def enroll_face(self, consent: Consent, descriptor: bytes) -> None:
        async with within(self._deadline):
            body = await self._connection.exchange(faces.enroll(consent, descriptor))
        consents.check(body, consent)

    async def forget_face(self, patient: Patient) -> None:
        """A server that knows no such patient keeps nothing of them."""
        try:
            async with within(self._deadline):
                body = await self._connection.exchange(faces.forget(patient.id))
        except HospitalRefused as refusal:
            if refusal.reason == "patient-not-found":
                return
            raise
        decode.resource(body, wire.Parameters)

    async def ping(self) -> str:
        """Raises ``HospitalGarbled`` for another FHIR than R4: its words mean other things."""
        async with within(self._deadline):
            body = await self._connection.exchange(requests.metadata())
        found = decode.resource(body, wire.CapabilityStatement)
        if not found.fhir_version.startswith("4.0"):
            raise HospitalGarbled("the hospital speaks another FHIR than R4 (4.0.1)")
        return answers.tidy(f"{found.software.name} {found.software.version}")

    async def _search(self, numbers: Sequence[Identifier]) -> Patient | None:
        bodies = await at_once(
            self._connection.exchange(requests.find_patient(number, self._systems))
            for number in numbers
        )
        found: dict[str, Patient] = {}
        for number, body in zip(numbers, bodies, strict=True):
            for match in decode.matches(body, wire.Patient):
                patient = answers.patient(match, self._systems)
                _check_holds(patient, number)
                found[patient.id] = patient
        if len(found) > 1:
            raise HospitalRefused(AMBIGUOUS)
        return next(iter(found.values()), None)

    async def _by_phone(self, document: Document, phone: str) -> Patient | None:
        if not phone or document.birth is None or document.birth.month is None:
            return None
        try:
            body = await self._connection.exchange(requests.find_by_phone(phone, document.birth))
        except HospitalRefused:
            # A hospital that cannot be searched so: then the number alone decides.
            return None
        matches = (
            answers.patient(match, self._systems) for match in decode.matches(body, wire.Patient)
        )
        found = {one.id: one for one in matches if is_by_phone(document, phone, one)}
        if len(found) > 1:
            raise HospitalRefused(AMBIGUOUS)
        return next(iter(found.values()), None)

    async def _by_appointment(self, appointment_id: str) -> Patient | None:
        if not answers.is_id(appointment_id):
            return None
        try:
            body = await self._connection.exchange(requests.read("Appointment", appointment_id))
        except HospitalRefused as refusal:
            if refusal.reason in _NO_APPOINTMENT:
                return None
            raise
        owner = answers.patient_of(decode.resource(body, wire.Appointment))
        body = await self._connection.exchange(requests.read("Patient", owner))
        patient = answers.patient(decode.resource(body, wire.Patient), self._systems)
        if patient.id != owner:
            raise HospitalGarbled("Patient: another one than asked for")
        return patient

    async def _create(
        self, document: Document, numbers: tuple[Identifier, ...], phone: str
    ) -> Patient:
        try:
            body = await self._connection.exchange(
                requests.register(document, numbers, phone, self._systems)
            )
        except HospitalRefused as refusal:
            if refusal.reason in _SEVERAL:
                raise HospitalRefused(AMBIGUOUS) from None
            raise
        created = answers.patient(decode.resource(body, wire.Patient), self._systems)
        _check_holds(created, numbers[0])
        return created

    async def _change(self, request: Request, ticket: Ticket) -> None:
        async with within(self._deadline):
            body = await self._connection.exchange(request)
        if decode.resource(body, wire.Encounter).id != ticket.encounter:
            raise HospitalGarbled("Encounter: another one than asked for")


def _check_holds(patient: Patient, number: Identifier) -> None:
    if not holds(patient, number):
        raise HospitalGarbled("Patient: without the number asked for")


def _check_undisputed(found: Patient, document: Document) -> None:
    if contradicts(document, found):
        raise HospitalRefused(AMBIGUOUS)
