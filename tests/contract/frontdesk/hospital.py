"""The embedded hospital in this process, asked over ASGI; what is sent is written by hand."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from starlette.applications import Starlette

from kiosk.frontdesk.api import Options
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.faces.api import recogniser
from kiosk.frontdesk.generate import Booking, Person, bookings, people
from kiosk.frontdesk.house import House, open_house
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.server import create_app
from tests.contract.frontdesk import fhir_r4
from tests.contract.frontdesk.records import Records

SID = "http://fhir.ehealth.gov.vn/core/sid/"
CCCD = SID + "cccd"
BHYT = SID + "insurance_number"
CODE = SID + "patient-internal-id"
KEY = "urn:kiosk:check-in-key"
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
PUBLIC = "https://hosen.example"
FHIR_JSON = "application/fhir+json"

T = TypeVar("T")


@dataclass
class Clock:
    time: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.time


@dataclass
class Answer:
    """An HTTP answer; its body is FHIR R4 by the standard's own schema."""

    response: httpx.Response
    status: int = field(init=False)
    body: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.status = self.response.status_code
        assert self.response.headers["content-type"] == FHIR_JSON
        self.body = self.response.json()
        is_outcome = self.body["resourceType"] == "OperationOutcome"
        assert is_outcome == (self.status >= 300)
        assert not fhir_r4.faults(self.body)

    @property
    def refusal(self) -> str:
        [issue] = self.body["issue"]
        assert issue["severity"] == "error"
        assert issue["diagnostics"]
        [coding] = issue["details"]["coding"]
        assert coding["system"] == "urn:kiosk:refusal"
        return str(coding["code"])

    @property
    def entries(self) -> list[dict[str, Any]]:
        assert self.body["resourceType"] == "Bundle"
        assert self.body["type"] == "searchset"
        return [entry["resource"] for entry in self.body.get("entry", [])]

    @property
    def parts(self) -> dict[str, Any]:
        """The parameters of a ticket, by name: the value, or the whole parameter."""
        assert self.body["resourceType"] == "Parameters"
        found: dict[str, Any] = {}
        for parameter in self.body["parameter"]:
            values = [value for name, value in parameter.items() if name.startswith("value")]
            found[parameter["name"]] = values[0] if values else parameter["resource"]
        return found


class Hospital:
    """One server with its records, and a clock that tests set."""

    def __init__(
        self,
        records: Records,
        always_open: bool = False,
        guarded: bool = False,
        faces: bool = False,
        leased_numbers: int = 0,
    ) -> None:
        self.records = records
        self.guarded = guarded
        self.clock = Clock()
        self.premises = Premises.load(
            always_open=always_open, faces=faces, leased_numbers=leased_numbers
        )
        self.people = people()

    def __enter__(self) -> Self:
        self.house: House = open_house(self.records.address, self.premises, 1, self.clock)
        options = Options(PUBLIC, guarded=self.guarded)
        app = create_app(self.house, options, faces=recogniser(self.house))
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://hospital/fhir"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()
        self.house.close()

    async def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """For use in :meth:`run`."""
        return await self._client.request(method, path, **options)

    def raw(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.run(self.send(method, path, **options))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """In the loop that the server runs in."""
        return self._runner.run(work)

    def of(self, app: Starlette, request: httpx.Request) -> httpx.Response:
        """What another application in front of the same records answers."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
                return await client.send(request)

        return self._runner.run(ask())

    def read(self, work: Callable[[Desk], T]) -> T:
        return self._runner.run(self.house.read(work))

    def write(self, work: Callable[[Desk], T], who: str = "staff:test") -> T:
        return self._runner.run(self.house.write(who, work))

    def get(self, path: str, *params: tuple[str, str]) -> Answer:
        return Answer(self.raw("GET", path, params=list(params)))

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return Answer(self.raw("POST", path, json=body, headers=_headers(headers)))

    def all_at_once(self, path: str, bodies: Iterable[Any], **headers: str) -> list[Answer]:
        """Send them all before any is answered."""

        async def together() -> list[httpx.Response]:
            return await asyncio.gather(
                *(self._client.post(path, json=body, headers=_headers(headers)) for body in bodies)
            )

        return [Answer(response) for response in self._runner.run(together())]

    def form(self, path: str, values: dict[str, str]) -> Answer:
        return Answer(self.raw("POST", path, data=values))

    def search(self, identifier: str) -> Answer:
        return self.form("/Patient/_search", {"identifier": identifier})

    def check_in(self, patient: str, **asked: Any) -> Answer:
        return self.post("/$check-in", check_in(patient, **asked))

    def pass_time(self, **amount: float) -> None:
        self.clock.time += timedelta(**amount)

    def booked(self) -> tuple[Booking, ...]:
        around = self.clock.time.time() if self.premises.always_open else None
        return bookings(self.premises, self.clock.time.date(), around=around)

    def adult(self, nth: int = 0) -> Person:
        """Somebody without priority by age and without an appointment today."""
        busy = {booking.patient for booking in self.booked()}
        fit = [p for p in self.people if 18 <= p.age < 70 and p.id not in busy]
        return fit[nth]


def check_in(
    patient: str,
    service: str = "",
    appointment: str = "",
    key: str = "",
    coverage: str = "",
    priority: tuple[str, ...] = (),
    kiosk: str = "k1",
) -> dict[str, Any]:
    """The body of ``$check-in``."""
    parameters: list[dict[str, Any]] = [_refers("patient", "Patient", patient)]
    if service:
        parameters.append(_refers("service", "HealthcareService", service))
    if appointment:
        parameters.append(_refers("appointment", "Appointment", appointment))
    if coverage:
        parameters.append(_refers("coverage", "Coverage", coverage))
    parameters += [{"name": "priority", "valueCode": reason} for reason in priority]
    parameters.append({"name": "kiosk", "valueString": kiosk})
    parameters.append({"name": "key", "valueUuid": f"urn:uuid:{key or new_key()}"})
    return {"resourceType": "Parameters", "parameter": parameters}


def new_key() -> str:
    return str(uuid.uuid4())


def _headers(named: dict[str, str]) -> dict[str, str]:
    """``If_None_Exist`` is ``If-None-Exist``; bodies are FHIR."""
    return {"Content-Type": FHIR_JSON} | {n.replace("_", "-"): v for n, v in named.items()}


def _refers(name: str, kind: str, found: str) -> dict[str, Any]:
    return {"name": name, "valueReference": {"reference": f"{kind}/{found}"}}
