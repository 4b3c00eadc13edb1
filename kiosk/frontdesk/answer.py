"""Answers in FHIR JSON, and every failure as an OperationOutcome."""

import sys
import time
from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk import refusals
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.database import StoreAway, StoreBusy
from kiosk.frontdesk.wire import outgoing
from kiosk.frontdesk.wire.fault import fault_line

_FHIR_JSON = "application/fhir+json"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Of every answer: patients' data stay in no proxy and no browser (RFC 9111, 5.2.2.5)."""
_RETRY_AFTER = {"busy": "1", "away": "5", "too-often": "3"}
"""Seconds, by reason: a lock is held for a moment, a database takes longer to come back."""

Endpoint = Callable[[Request], Awaitable[Response]]


def fhir(
    resource: outgoing.Resource, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    kept = _HEADERS if headers is None else _HEADERS | headers
    return Response(msgspec.json.encode(resource), status, kept, _FHIR_JSON)


def refused(refusal: Refusal) -> Response:
    headers = {}
    if later := _RETRY_AFTER.get(refusal.reason):
        headers["Retry-After"] = later
    if refusal.status == 408:
        # Nobody waits for the rest of the body.
        headers["Connection"] = "close"
    return fhir(outgoing.operation_outcome(refusal), refusal.status, headers)


def refusing(endpoint: Endpoint) -> Endpoint:
    """Answer refusals and faults as OperationOutcome."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return refused(refusal)
        except StoreBusy:
            return refused(refusals.busy())
        except StoreAway:
            return refused(refusals.away())
        except Exception as error:
            # Nobody expected this, so nobody knows what its message quotes: the log gets the
            # places in code, the client nothing.
            sys.stderr.write(fault_line(error))
            return refused(refusals.fault())

    return answer


def logged(path: str, endpoint: Endpoint) -> Endpoint:
    """Log method, route and duration to stderr: never an id, a query or a body."""

    async def answer(request: Request) -> Response:
        began = time.perf_counter()
        response = await endpoint(request)
        took = (time.perf_counter() - began) * 1000
        sys.stderr.write(f"{request.method} {path} {response.status_code} {took:.1f} ms\n")
        return response

    return answer
