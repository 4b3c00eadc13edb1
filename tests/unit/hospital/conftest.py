"""A hospital that answers from a script, written by hand from ``docs/hospital-api``."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
import pytest

from kiosk.hospital.fhir import FhirHospital

T = TypeVar("T")
Json = dict[str, Any]

BASE = "http://127.0.0.1:9/fhir"
SID = "http://fhir.ehealth.gov.vn/core/sid/"

PATIENT: Json = {
    "resourceType": "Patient",
    "id": "p-1",
    "identifier": [
        {"system": SID + "cccd", "value": "079190012345"},
        {"system": SID + "insurance_number", "value": "7912345678"},
        {"system": SID + "patient-internal-id", "value": "24000117"},
        {"system": "urn:somebody:else", "value": "x"},
    ],
    "name": [{"text": "Trần Thị Thu Hà"}],
    "gender": "female",
    "birthDate": "1990-03-15",
    "address": [{"text": "12 Đường Số 3"}],
    "telecom": [{"system": "email", "value": "a@b.example"}, {"system": "phone", "value": "09"}],
}


@dataclass(frozen=True)
class Raw:
    """An answer that is more than a resource with status 200."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds before each byte."""

    async def stream(self) -> AsyncIterator[bytes]:
        if not self.pause:
            yield self.body
            return
        for byte in self.body:
            await asyncio.sleep(self.pause)
            yield bytes([byte])


Reply = Json | Raw | Exception


class Script(httpx.AsyncBaseTransport):
    """Answers by method and path; several replies to one are given in turn, the last for ever."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.requests: list[httpx.Request] = []
        self.otherwise: Reply = Raw(599)

    def on(self, call: str, *replies: Reply) -> None:
        self.replies[call] = list(replies)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        left = self.replies.get(f"{request.method} {request.url.path.removeprefix('/fhir/')}")
        reply = self.otherwise if left is None else left.pop(0) if len(left) > 1 else left[0]
        if isinstance(reply, Exception):
            raise reply
        raw = reply if isinstance(reply, Raw) else Raw(body=json.dumps(reply).encode())
        return httpx.Response(raw.status, headers=raw.headers, content=raw.stream())

    def ask(self, question: Callable[[FhirHospital], Awaitable[T]], **options: Any) -> T:
        async def talk() -> T:
            async with FhirHospital(BASE, transport=self, **options) as hospital:
                return await question(hospital)

        return asyncio.run(talk())


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def raw() -> type[Raw]:
    return Raw


@pytest.fixture
def patient() -> Json:
    return copy.deepcopy(PATIENT)


@pytest.fixture
def bundle() -> Callable[..., Json]:
    def make(*resources: Json) -> Json:
        return {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": resource} for resource in resources],
        }

    return make


@pytest.fixture
def refusal() -> Callable[..., Raw]:
    def make(status: int, reason: str, headers: dict[str, str] | None = None) -> Raw:
        coding = [{"system": "urn:kiosk:refusal", "code": reason}] if reason else []
        outcome = {
            "resourceType": "OperationOutcome",
            "issue": [{"severity": "error", "code": "x", "details": {"coding": coding}}],
        }
        return Raw(status, json.dumps(outcome).encode(), headers or {})

    return make
