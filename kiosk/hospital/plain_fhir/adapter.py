"""A hospital with a FHIR R4 (4.0.1) server that has no ``$check-in``: ``docs/adapters.md``."""

from datetime import date
from typing import Self

import httpx

from kiosk.errors import HospitalError, HospitalGarbled, HospitalRefused, SettingsError
from kiosk.hospital import consents, decode, requests
from kiosk.hospital.answers import tidy
from kiosk.hospital.base import NOT_OFFERED, Capability
from kiosk.hospital.connection import Connection, Request, within
from kiosk.hospital.plain_fhir import wire
from kiosk.hospital.plain_fhir.appointments import KEPT, Appointments
from kiosk.hospital.plain_fhir.checking_in import CheckingIn
from kiosk.hospital.plain_fhir.counter import Counters
from kiosk.hospital.plain_fhir.encounters import Encounters, shaped
from kiosk.hospital.plain_fhir.house import Houses
from kiosk.hospital.plain_fhir.insurance import Insurances
from kiosk.hospital.plain_fhir.patients import Patients
from kiosk.hospital.plain_fhir.queues import Queues
from kiosk.hospital.plain_fhir.server import FhirServer, Json, Record, Step, refusal
from kiosk.hospital.plain_fhir.tickets import HeldTickets, ticket
from kiosk.hospital.site import Site
from kiosk.hospital.unverified import unverified
from kiosk.hospital.without import WithoutFaces, WithoutNumbersAhead
from kiosk.model.care import Appointment, Insurance, Service
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.consent import Consent
from kiosk.model.document import Document
from kiosk.model.person import Patient

SUBMIT, ON_FILE = "submit", "on-file"
COMMUNICATION_REQUEST, CONSENT, NONE = "communication-request", "consent", "none"
CHOICES = {
    "eligibility": (ON_FILE, SUBMIT),
    "staff-calls": (NONE, COMMUNICATION_REQUEST),
    "consents": (NONE, CONSENT),
    "appointment-status": KEPT,
}
"""Every option and what it may be, the default first."""

PRINTED = "urn:kiosk:ticket-printed"
_METADATA = Request("GET", "metadata", params=(("_elements", "fhirVersion,software"),))
"""HAPI's whole statement has 1.8 MB."""
_THERE_ALREADY = 412
"""To a conditional create: more than once, even (FHIR R4, 3.1.0.8.1)."""
_INSURANCE_S = 2.0
"""Seconds: an insurer that is slow costs a patient no more."""


class PlainFhirHospital(WithoutFaces, WithoutNumbersAhead):
    """:class:`~kiosk.hospital.base.Hospital` over plain FHIR.

    Which resources the hospital must keep is said in :mod:`kiosk.hospital.plain_fhir.house`.
    Options: ``eligibility`` (``on-file``: what the server has stored; ``submit``: the server
    asks the insurer by ``CoverageEligibilityRequest/$submit``), ``staff-calls``
    (``communication-request``: somebody watches for new ``CommunicationRequest``),
    ``consents`` (``consent``: the server keeps ``Consent``),
    ``appointment-status`` (what an appointment becomes that is kept).

    Raises :class:`~kiosk.errors.SettingsError` for an address or an option that cannot be used.
    """

    def __init__(self, site: Site, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        options = _options(site)
        self._connection = Connection(
            site.address,
            token=site.token,
            access=site.access,
            allow_plain_http=site.allow_plain_http,
            transport=transport,
        )
        self._deadline = site.deadline
        self._submits = options["eligibility"] == SUBMIT
        self._calls = options["staff-calls"] == COMMUNICATION_REQUEST
        self._consents = options["consents"] == CONSENT
        server = self._server = FhirServer(self._connection)
        self._houses = Houses(server)
        self._patients = Patients(server, site.systems)
        self._insurances = Insurances(server, submits=self._submits)
        self._appointments = Appointments(server, self._houses, options["appointment-status"])
        self._encounters = Encounters(server)
        self._queues = Queues(server)
        self._held_tickets = HeldTickets(server, self._houses, self._encounters)
        self._checking_in = CheckingIn(
            server,
            self._houses,
            self._appointments,
            Counters(server),
            self._encounters,
            self._queues,
        )

    @classmethod
    def at(cls, site: Site) -> Self:
        """The adapter ``plain-fhir``."""
        return cls(site)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """As the options say."""
        offered = {
            Capability.REGISTRATION,
            Capability.APPOINTMENTS,
            Capability.HELD_TICKETS,
        }
        if self._submits:
            offered.add(Capability.INSURANCE)
        if self._calls:
            offered.add(Capability.CALL_STAFF)
        if self._consents:
            offered.add(Capability.CONSENT)
        return frozenset(offered)

    async def __aenter__(self) -> Self:
        await self._connection.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def find(self, document: Document) -> Patient | None:
        async with within(self._deadline):
            return await self._patients.find(document)

    async def register(self, document: Document, phone: str = "") -> Patient:
        async with within(self._deadline):
            return await self._patients.register(document, phone)

    async def insurance(self, patient: Patient, today: date) -> Insurance:
        try:
            async with within(min(_INSURANCE_S, self._deadline)):
                return await self._insurances.of(patient.id, today)
        except HospitalError as error:
            return unverified(error)

    async def appointments(self, patient: Patient, today: date) -> tuple[Appointment, ...]:
        async with within(self._deadline):
            return await self._appointments.of(patient.id, today)

    async def held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        async with within(self._deadline):
            return await self._held_tickets.of(patient.id)

    async def services(self) -> tuple[Service, ...]:
        async with within(self._deadline):
            house = await self._houses.current()
            return await self._queues.services(list(house.lines.values()))

    async def check_in(self, request: CheckIn) -> Ticket:
        async with within(self._deadline):
            place = await self._checking_in.check_in(request)
            return await ticket(place, self._houses, self._queues)

    async def ticket_printed(self, ticket: Ticket, printed: bool) -> None:
        async with within(self._deadline):
            record = await self._encounters.read(ticket.encounter)
            if record is None:
                raise HospitalRefused("encounter-not-found")
            await self._server.change("Encounter", record.id, _printed(printed))

    async def cancel(self, ticket: Ticket) -> None:
        async with within(self._deadline):
            await self._checking_in.cancel(ticket.encounter)

    async def call_staff(self, kiosk: str, page: str) -> None:
        if not self._calls:
            raise HospitalRefused(NOT_OFFERED)
        async with within(self._deadline):
            await self._server.get(requests.call_staff(kiosk, page))

    async def record_consent(self, consent: Consent) -> None:
        if not self._consents:
            raise HospitalRefused(NOT_OFFERED)
        async with within(self._deadline):
            answer = await self._server.ask(consents.record(consent))
        if answer.status >= 300 and answer.status != _THERE_ALREADY:
            raise refusal(answer)

    async def ping(self) -> str:
        """Raises ``HospitalGarbled`` for another FHIR than R4: its words mean other things."""
        async with within(self._deadline):
            answer = await self._server.get(_METADATA)
        found = decode.resource(answer.body, wire.CapabilityStatement)
        if not found.fhir_version.startswith("4.0"):
            raise HospitalGarbled("the hospital speaks another FHIR than R4 (4.0.1)")
        software = found.software
        name = f"{software.name} {software.version}" if software else ""
        return tidy(name) or f"FHIR {tidy(found.fhir_version)}"


def _options(site: Site) -> dict[str, str]:
    chosen = site.chosen({name: choices[0] for name, choices in CHOICES.items()})
    for name, value in chosen.items():
        if value not in CHOICES[name]:
            allowed = ", ".join(CHOICES[name])
            raise SettingsError(f"hospital.options: {name} must be one of {allowed}")
    return chosen


def _printed(printed: bool) -> Step:
    said: Json = {"url": PRINTED, "valueCode": "printed" if printed else "failed"}

    def step(record: Record) -> Json | None:
        shaped(record)  # so that its extensions are a list
        extension = record.body.get("extension", [])
        if said in extension:
            return None
        kept = [one for one in extension if one.get("url") != PRINTED]
        return record.body | {"extension": [*kept, said]}

    return step
