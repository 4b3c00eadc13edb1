"""The routes of docs/hospital-api: HTTP in, the hospital's methods, FHIR JSON out."""

import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.diary import Diary
from kiosk.frontdesk.pages.phone import follow_page, gone_page
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.standings import Queues
from kiosk.frontdesk.queue.tickets import Place, Tickets
from kiosk.frontdesk.records import Encounter
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.registry import Registry
from kiosk.frontdesk.store.store import Store, StoreBusy
from kiosk.frontdesk.wire import incoming, outgoing
from kiosk.frontdesk.wire.body import read_form, read_json
from kiosk.frontdesk.wire.fault import fault_line
from kiosk.frontdesk.wire.systems import Systems

_FHIR_JSON = "application/fhir+json"
_RETRY_AFTER = {"Retry-After": "1"}
_PRIVATE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_IF_NONE_EXIST = "If-None-Exist is not identifier=system|value"

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Options:
    """How one server differs from another."""

    public_address: str
    """Start of the follow-up pages' addresses, without a slash at its end."""
    access_log: bool = False
    systems: Systems = field(default_factory=Systems)


def create_app(
    store: Store, premises: Premises, seed: int, now: Clock, options: Options
) -> Starlette:
    """The hospital as an ASGI application. Everything runs in the event loop's thread."""
    registry = Registry(store, now)
    diary = Diary(store, premises, seed, now)
    diary.fill()
    queues = Queues(store, premises, now)
    tickets = Tickets(store, premises, registry, diary, queues, now)
    api = _Api(registry, diary, queues, tickets, premises, now, options)
    app = Starlette(
        routes=[_route(options, method, path, endpoint) for method, path, endpoint in api.routes()],
        exception_handlers={HTTPException: _no_route},
    )
    app.router.redirect_slashes = False
    return app


def _route(options: Options, method: str, path: str, endpoint: Endpoint) -> Route:
    answer = _refusing(endpoint)
    return Route(path, _logged(path, answer) if options.access_log else answer, methods=[method])


def _refusing(endpoint: Endpoint) -> Endpoint:
    """Answer refusals and faults as OperationOutcome."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            retry = _RETRY_AFTER if refusal.reason == "in-progress" else None
            return _fhir(outgoing.operation_outcome(refusal), refusal.status, retry)
        except StoreBusy:
            return _fhir(outgoing.operation_outcome(refusals.busy()), 503, _RETRY_AFTER)
        except Exception as error:
            # Nobody expected this, so nobody knows what its message quotes: the log gets the
            # places in code, the client nothing.
            sys.stderr.write(fault_line(error))
            return _fhir(outgoing.operation_outcome(refusals.fault()), 500)

    return answer


def _logged(path: str, endpoint: Endpoint) -> Endpoint:
    """Log method, route and duration to stderr: never an id, a query or a body."""

    async def answer(request: Request) -> Response:
        began = time.perf_counter()
        response = await endpoint(request)
        took = (time.perf_counter() - began) * 1000
        sys.stderr.write(f"{request.method} {path} {response.status_code} {took:.1f} ms\n")
        return response

    return answer


class _Api:
    """One method per interaction."""

    def __init__(
        self,
        registry: Registry,
        diary: Diary,
        queues: Queues,
        tickets: Tickets,
        premises: Premises,
        now: Clock,
        options: Options,
    ) -> None:
        self._registry = registry
        self._diary = diary
        self._queues = queues
        self._tickets = tickets
        self._premises = premises
        self._now = now
        self._options = options
        self._systems = options.systems

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        return (
            ("GET", "/fhir/metadata", self.metadata),
            ("POST", "/fhir/Patient/_search", self.search_patients),
            ("GET", "/fhir/Patient/{id}", self.read_patient),
            ("POST", "/fhir/Patient", self.create_patient),
            ("POST", "/fhir/CoverageEligibilityRequest/$submit", self.submit_eligibility),
            ("GET", "/fhir/Appointment", self.search_appointments),
            ("GET", "/fhir/Appointment/{id}", self.read_appointment),
            ("GET", "/fhir/HealthcareService", self.search_services),
            ("GET", "/fhir/HealthcareService/$queue-status", self.queue_status),
            ("POST", "/fhir/$check-in", self.check_in),
            ("GET", "/fhir/Encounter", self.search_encounters),
            ("POST", "/fhir/Encounter/{id}/$ticket-printed", self.ticket_printed),
            ("POST", "/fhir/Encounter/{id}/$cancel-check-in", self.cancel_check_in),
            ("POST", "/fhir/CommunicationRequest", self.call_staff),
            ("GET", "/t/{token}", self.follow),
        )

    async def metadata(self, _request: Request) -> Response:
        return _fhir(outgoing.capability_statement(self._now()))

    async def search_patients(self, request: Request) -> Response:
        asked = incoming.read_identifiers(await read_form(request), self._systems)
        found = self._registry.search(asked)
        return _fhir(outgoing.bundle(outgoing.patient(one, self._systems) for one in found))

    async def read_patient(self, request: Request) -> Response:
        found = self._registry.patient(request.path_params["id"])
        return _fhir(outgoing.patient(found, self._systems))

    async def create_patient(self, request: Request) -> Response:
        condition = request.headers.get("if-none-exist", "")
        if not condition.startswith("identifier="):
            raise refusals.invalid(_IF_NONE_EXIST)
        asked = incoming.read_identifiers(condition, self._systems)
        sent = incoming.read_patient(await read_json(request), self._systems)
        found, is_new = self._registry.register(sent, asked)
        return _fhir(outgoing.patient(found, self._systems), 201 if is_new else 200)

    async def submit_eligibility(self, request: Request) -> Response:
        asked = incoming.read_eligibility(await read_json(request))
        found = self._registry.eligibility(asked.patient)
        return _fhir(outgoing.eligibility(asked, found, self._premises.name, self._now()))

    async def search_appointments(self, request: Request) -> Response:
        asked = incoming.read_appointment_search(request.url.query)
        found = self._diary.of_patient(asked.patient, asked.since, asked.until)
        return _fhir(outgoing.bundle(outgoing.appointment(one, self._premises) for one in found))

    async def read_appointment(self, request: Request) -> Response:
        found = self._diary.appointment(request.path_params["id"])
        return _fhir(outgoing.appointment(found, self._premises))

    async def search_services(self, _request: Request) -> Response:
        loads = self._queues.loads()
        return _fhir(outgoing.bundle(outgoing.healthcare_service(load) for load in loads))

    async def queue_status(self, _request: Request) -> Response:
        return _fhir(outgoing.queue_status(self._queues.loads()))

    async def check_in(self, request: Request) -> Response:
        body = await read_json(request)
        asked = incoming.read_check_in(body, request.headers.get("idempotency-key"))
        place = self._tickets.check_in(asked)
        return _fhir(self._ticket(place), 201 if place.created else 200)

    def _ticket(self, place: Place) -> outgoing.Resource:
        follow_up = f"{self._options.public_address}/t/{place.encounter.token}"
        keys = self._tickets.keys(place.encounter)
        return outgoing.ticket(place, keys, self._systems, follow_up)

    async def search_encounters(self, request: Request) -> Response:
        key = incoming.read_encounter_search(request.url.query, self._systems)
        found = self._tickets.of_key(key) if key else None
        return _fhir(outgoing.bundle([self._encounter(found)] if found else []))

    def _encounter(self, found: Encounter) -> outgoing.Resource:
        return outgoing.encounter(found, self._tickets.keys(found), self._systems)

    async def ticket_printed(self, request: Request) -> Response:
        printed = incoming.read_outcome(await read_json(request))
        return _fhir(self._encounter(self._tickets.note_paper(request.path_params["id"], printed)))

    async def cancel_check_in(self, request: Request) -> Response:
        return _fhir(self._encounter(self._tickets.cancel(request.path_params["id"])))

    async def call_staff(self, request: Request) -> Response:
        sent = incoming.read_call(await read_json(request))
        call = self._tickets.call_staff(sent.kiosk, sent.page)
        return _fhir(outgoing.communication_request(call, sent.kiosk, sent.page, self._now()), 201)

    async def follow(self, request: Request) -> Response:
        place = self._tickets.follow(request.path_params["token"])
        if place is None:
            return HTMLResponse(gone_page(), 404, _PRIVATE)
        return HTMLResponse(follow_page(place, self._premises.name), headers=_PRIVATE)


def _fhir(
    resource: outgoing.Resource, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    return Response(msgspec.json.encode(resource), status, headers, _FHIR_JSON)


async def _no_route(_request: Request, error: Exception) -> Response:
    """Unknown paths, and methods that a path does not have."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    issue = "not-supported" if status == 405 else "not-found"
    refusal = Refusal(status, "", issue, "the hospital has no such interaction")
    headers = error.headers if isinstance(error, HTTPException) else None
    return _fhir(outgoing.operation_outcome(refusal), status, dict(headers or {}))
