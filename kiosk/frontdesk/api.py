"""The interactions of docs/hospital-api: each reads a request, asks the house, answers FHIR."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk import refusals
from kiosk.frontdesk.answer import Endpoint, fhir
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House
from kiosk.frontdesk.queue.tickets import Place, Ticket
from kiosk.frontdesk.records import Encounter
from kiosk.frontdesk.wire import incoming, openapi, outgoing
from kiosk.frontdesk.wire.body import read_form, read_json
from kiosk.frontdesk.wire.capability import capability_statement, operation_definition
from kiosk.frontdesk.wire.operations import OPERATIONS
from kiosk.frontdesk.wire.systems import Systems

_IF_NONE_EXIST = "If-None-Exist is not identifier=system|value"


@dataclass(frozen=True, slots=True)
class Options:
    """How one server differs from another."""

    public_address: str
    """Start of the follow-up pages' addresses, without a slash at its end."""
    access_log: bool = False
    guarded: bool = False
    """Whether software shows a token or a certificate, and staff log in, before anything."""
    names: frozenset[str] = frozenset()
    """By which it is asked, where nobody has to say who they are; empty: by any."""
    systems: Systems = field(default_factory=Systems)


class Api:
    """One method per interaction."""

    def __init__(self, house: House, options: Options) -> None:
        self._house = house
        self._options = options
        self._systems = options.systems

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        """Method, path and endpoint of each; those that are asked for most come first, because
        each is tried in this order."""
        return (
            ("POST", "/fhir/$check-in", self.check_in),
            ("POST", "/fhir/Patient/_search", self.search_patients),
            ("GET", "/fhir/HealthcareService/$queue-status", self.queue_status),
            ("GET", "/fhir/metadata", self.metadata),
            ("GET", "/fhir/openapi.json", self.openapi),
            ("GET", "/fhir/OperationDefinition/{id}", self.read_operation_definition),
            ("GET", "/fhir/Patient/{id}", self.read_patient),
            ("POST", "/fhir/Patient", self.create_patient),
            ("POST", "/fhir/CoverageEligibilityRequest/$submit", self.submit_eligibility),
            ("GET", "/fhir/Appointment", self.search_appointments),
            ("GET", "/fhir/Appointment/{id}", self.read_appointment),
            ("GET", "/fhir/HealthcareService", self.search_services),
            ("GET", "/fhir/Encounter", self.search_encounters),
            ("POST", "/fhir/Encounter/{id}/$ticket-printed", self.ticket_printed),
            ("POST", "/fhir/Encounter/{id}/$cancel-check-in", self.cancel_check_in),
            ("POST", "/fhir/CommunicationRequest", self.call_staff),
        )

    async def metadata(self, _request: Request) -> Response:
        premises = self._house.premises
        return fhir(capability_statement(faces=premises.faces, leases=premises.leased_numbers > 0))

    async def openapi(self, _request: Request) -> Response:
        return Response(openapi.written(), media_type="application/json")

    async def read_operation_definition(self, request: Request) -> Response:
        operation = OPERATIONS.get(request.path_params["id"])
        if operation is None:
            raise refusals.operation_not_found()
        return fhir(operation_definition(operation))

    async def search_patients(self, request: Request) -> Response:
        form, today = await read_form(request), self._house.now().date()
        asked = incoming.read_patient_search(form, self._systems, today)
        found = await self._house.read(
            lambda desk: (
                desk.registry.by_phone(asked.phone, asked.birth)
                if asked.phone
                else desk.registry.search(asked.identifiers)
            )
        )
        return fhir(outgoing.bundle(outgoing.patient(one, self._systems) for one in found))

    async def read_patient(self, request: Request) -> Response:
        patient = resource_id(request)
        found = await self._house.read(lambda desk: desk.registry.patient(patient))
        return fhir(outgoing.patient(found, self._systems))

    async def create_patient(self, request: Request) -> Response:
        condition = request.headers.get("if-none-exist", "")
        if not condition.startswith("identifier="):
            raise refusals.invalid(_IF_NONE_EXIST)
        asked = incoming.read_identifiers(condition, self._systems)
        body, today = await read_json(request), self._house.now().date()
        sent = incoming.read_patient(body, self._systems, today)
        found, is_new = await self._house.write(
            who(request), lambda desk: desk.registry.register(sent, asked)
        )
        return fhir(outgoing.patient(found, self._systems), 201 if is_new else 200)

    async def submit_eligibility(self, request: Request) -> Response:
        asked = incoming.read_eligibility(await read_json(request))
        found = await self._house.read(lambda desk: desk.registry.eligibility(asked.patient))
        now, name = self._house.now(), self._house.premises.name
        return fhir(outgoing.eligibility(asked, found, name, now))

    async def search_appointments(self, request: Request) -> Response:
        asked = incoming.read_appointment_search(request.url.query)
        found = await self._house.read(
            lambda desk: desk.diary.of_patient(asked.patient, asked.since, asked.until)
        )
        premises = self._house.premises
        return fhir(outgoing.bundle(outgoing.appointment(one, premises) for one in found))

    async def read_appointment(self, request: Request) -> Response:
        appointment = resource_id(request)
        found = await self._house.read(lambda desk: desk.diary.appointment(appointment))
        return fhir(outgoing.appointment(found, self._house.premises))

    async def search_services(self, request: Request) -> Response:
        if not incoming.read_service_search(request.url.query):
            return fhir(outgoing.bundle([]))
        loads = await self._house.read(lambda desk: desk.queues.loads())
        return fhir(outgoing.bundle(outgoing.healthcare_service(load) for load in loads))

    async def queue_status(self, _request: Request) -> Response:
        loads = await self._house.read(lambda desk: desk.queues.loads())
        return fhir(outgoing.queue_status(loads))

    async def check_in(self, request: Request) -> Response:
        body = await read_json(request)
        asked = incoming.read_check_in(body, request.headers.get("idempotency-key"))
        place = await self._house.write(
            who(request, asked.kiosk), lambda desk: desk.tickets.check_in(asked)
        )
        return fhir(self._ticket(place), 201 if place.created else 200)

    def _ticket(self, place: Place) -> outgoing.Resource:
        follow_up = f"{self._options.public_address}/t/{place.encounter.token}"
        return outgoing.ticket(place, self._systems, follow_up)

    async def search_encounters(self, request: Request) -> Response:
        asked = incoming.read_encounter_search(request.url.query, self._systems)
        found = await self._house.read(lambda desk: _tickets(desk, asked)) if asked else ()
        return fhir(outgoing.bundle(self._encounter(*one) for one in found))

    def _encounter(self, found: Encounter, keys: tuple[str, ...]) -> outgoing.Resource:
        service = self._house.premises.service_of(found.service)
        return outgoing.encounter(found, service, keys, self._systems)

    async def ticket_printed(self, request: Request) -> Response:
        printed = incoming.read_outcome(await read_json(request))
        encounter = resource_id(request)
        found = await self._house.write(
            who(request), lambda desk: desk.tickets.note_paper(encounter, printed)
        )
        return fhir(self._encounter(*found))

    async def cancel_check_in(self, request: Request) -> Response:
        encounter = resource_id(request)
        found = await self._house.write(who(request), lambda desk: desk.tickets.cancel(encounter))
        return fhir(self._encounter(*found))

    async def call_staff(self, request: Request) -> Response:
        sent = incoming.read_call(await read_json(request))
        call = await self._house.write(
            who(request, sent.kiosk), lambda desk: desk.tickets.call_staff(sent.kiosk, sent.page)
        )
        now = self._house.now()
        return fhir(outgoing.communication_request(call, sent.kiosk, sent.page, now), 201)


def _tickets(desk: Desk, asked: incoming.EncountersAsked) -> tuple[Ticket, ...]:
    if asked.patient:
        return desk.tickets.held(asked.patient)
    found = desk.tickets.of_key(asked.key)
    return (found,) if found else ()


def resource_id(request: Request) -> str:
    """The id in the path. What is none (NUL, which PostgreSQL does not even take) is nobody's."""
    asked: str = request.path_params["id"]
    return asked if incoming.is_id(asked) else ""


def who(request: Request, kiosk: str = "") -> str:
    """For the audit: who is known to ask, or the kiosk that says so of itself."""
    known: str | None = request.scope.get("kiosk.who")
    return known or (f"kiosk:{kiosk}" if kiosk else "loopback")
