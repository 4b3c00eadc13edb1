"""Whatever a plain server answers, the kiosk gets a value or a ``HospitalError``, in time."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import HospitalError
from kiosk.hospital.base import Hospital
from kiosk.hospital.conformance.calls import keep, slip, wish
from kiosk.hospital.plain_fhir import encounters, patients
from kiosk.hospital.plain_fhir.adapter import PlainFhirHospital
from kiosk.model.care import Cover
from tests.contract.plain_fhir.fhir_server import FhirServer
from tests.contract.plain_fhir.hospital import PlainHospital
from tests.examples import examples

SAID = ("ETag", "Date")
WRONG = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["", "..", "Patient", "0001-01-01T00:00:00+14:00", "9999-12-31", "x" * 5000]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
BODIES = [
    b"",
    b"<html>busy</html>",
    b"[]",
    b'"' + b"x" * (2 << 20) + b'"',
    b"[" * 100_000,
    b'{"resourceType":"Bundle","type":"searchset","entry":' + b"[" * 5000,
    '{"resourceType": "Patient", "id": "é"}'.encode("latin-1"),
]


@dataclass(frozen=True)
class Sent:
    """An answer on its way."""

    status: int
    headers: dict[str, str]
    body: bytes

    async def stream(self) -> AsyncIterator[bytes]:
        yield self.body


Spoil = Callable[[int, Sent], Sent]


class Spoilt(httpx.AsyncBaseTransport):
    """A server without network, whose answers are changed on the way."""

    def __init__(self, server: FhirServer, spoil: Spoil) -> None:
        # What was spoilt comes back when a record is changed: then it is the server that fails.
        self._inner = httpx.ASGITransport(server.app, raise_app_exceptions=False)
        self._spoil = spoil
        self.answers = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        body = await answer.aread()
        headers = {name: answer.headers[name] for name in SAID if name in answer.headers}
        self.answers += 1
        sent = self._spoil(self.answers, Sent(answer.status_code, headers, body))
        return httpx.Response(sent.status, headers=sent.headers, content=sent.stream())


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for an index takes no time here."""
    monkeypatch.setattr(encounters, "LOOK_AGAIN_S", 0.0)
    monkeypatch.setattr(patients, "_LOOK_AGAIN_S", 0.0)


def visit(spoil: Spoil) -> tuple[int, int]:
    """All that a kiosk asks; how many answers there were, and how many calls failed."""
    server = FhirServer()
    hospital = PlainHospital(server, deadline=1.0)
    known, newcomer, booking = hospital.patient(), hospital.newcomer(), hospital.booking()
    today = hospital.today()
    calls: list[Callable[[Hospital], Awaitable[object]]] = [
        lambda h: h.ping(),
        lambda h: h.find(known.documents[0]),
        lambda h: h.find(slip(booking.appointment.id)),
        lambda h: h.register(newcomer, "0900000000"),
        lambda h: h.appointments(known.patient, today),
        lambda h: h.services(),
        lambda h: cancelled(h, booking.patient, booking.appointment.id),
        lambda h: h.check_in(wish(known.patient.id, "noi")),
    ]
    failed = 0
    transport = Spoilt(server, spoil)

    async def talk() -> None:
        nonlocal failed
        site = hospital.site(1, eligibility="submit")
        async with PlainFhirHospital(site, transport=transport) as adapter:
            for call in calls:
                try:
                    await call(adapter)
                except HospitalError:
                    failed += 1
            assert (await adapter.insurance(known.patient, today)).cover in Cover

    asyncio.run(talk())
    return transport.answers, failed


async def cancelled(hospital: Hospital, patient: str, appointment: str) -> None:
    ticket = await hospital.check_in(keep(patient, appointment))
    await hospital.ticket_printed(ticket, True)
    await hospital.cancel(ticket)


def test_answers_that_nobody_spoils_are_understood() -> None:
    answers, failed = visit(lambda nth, sent: sent)
    assert failed == 0
    assert answers > len("ping find find register")


@pytest.mark.slow
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_answers_that_are_none(body: bytes) -> None:
    _, failed = visit(lambda nth, sent: replace(sent, body=body))
    assert failed >= 7


@pytest.mark.slow
@settings(
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_answers_with_one_wrong_value(data: st.DataObject) -> None:
    spoilt = data.draw(st.integers(1, 40))

    def spoil(nth: int, sent: Sent) -> Sent:
        if nth != spoilt or not sent.body:
            return sent
        body = json.loads(sent.body)
        container, key = data.draw(st.sampled_from(places(body)))
        if data.draw(st.booleans()):
            container[key] = data.draw(WRONG)
        else:
            del container[key]
        return replace(sent, body=json.dumps(body).encode())

    visit(spoil)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Date", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("Date", "Mon, 01 Jan 0001 00:00:00 GMT"),
        ("Date", "yesterday"),
        ("ETag", ""),
        ("ETag", 'W/"' + "9" * 10_000 + '"'),
    ],
)
def test_headers_that_make_no_sense(header: str, value: str) -> None:
    visit(lambda nth, sent: replace(sent, headers=sent.headers | {header: value}))


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value, as container and key or index."""
    keys = list(node) if isinstance(node, dict) else range(len(node))
    found = [(node, key) for key in keys]
    for key in keys:
        if isinstance(node[key], dict | list):
            found += places(node[key])
    return found
