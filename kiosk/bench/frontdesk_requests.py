"""What kiosks send to a hospital, written beforehand: whole HTTP/1.1 requests."""

import itertools
import json
import random
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from kiosk.frontdesk.generate import PATIENTS, SEED, Person, later_people, people
from kiosk.frontdesk.premises import Premises

_SID = "http://fhir.ehealth.gov.vn/core/sid"
_KIOSKS = 12


def patients(count: int) -> tuple[Person, ...]:
    """The first so many of the hospital."""
    return tuple(
        itertools.islice(itertools.chain(people(), later_people(SEED, PATIENTS, count)), count)
    )


class CheckIns:
    """An endless row of check-ins, no two of one patient for one service; those services are asked
    for most that have most rooms."""

    def __init__(self, who: Sequence[Person], premises: Premises) -> None:
        self._rng = random.Random("check-ins")
        self._services = [one.code for one in premises.public()]
        self._weights = [len(premises.rooms_of(code)) for code in self._services]
        self._row = self._pairs(who)

    def _pairs(self, who: Sequence[Person]) -> Iterator[tuple[Person, str]]:
        wanted = {
            one.id: self._rng.choices(range(len(self._services)), self._weights)[0] for one in who
        }
        for more in range(len(self._services)):
            for one in self._rng.sample(who, len(who)):
                yield one, self._services[(wanted[one.id] + more) % len(self._services)]

    def fhir(self, count: int) -> list[bytes]:
        """The next ``count``, as ``$check-in``."""
        return [self._fhir(*pair) for pair in itertools.islice(self._row, count)]

    def _fhir(self, person: Person, service: str) -> bytes:
        key = self._key()
        parameters: list[dict[str, Any]] = [
            {"name": "patient", "valueReference": {"reference": f"Patient/{person.id}"}},
            {"name": "service", "valueReference": {"reference": f"HealthcareService/{service}"}},
        ]
        if person.coverage and person.coverage.result == "000":
            reference = {"reference": f"Coverage/{person.coverage.id}"}
            parameters.append({"name": "coverage", "valueReference": reference})
        parameters += [
            {"name": "kiosk", "valueString": f"k{self._rng.randint(1, _KIOSKS)}"},
            {"name": "key", "valueUuid": f"urn:uuid:{key}"},
        ]
        body = _json({"resourceType": "Parameters", "parameter": parameters})
        headers = {"Content-Type": "application/fhir+json", "Idempotency-Key": key}
        return request("POST", "/fhir/$check-in", body, headers)

    def bare(self, count: int) -> list[bytes]:
        """The next ``count``, as :mod:`kiosk.bench.frontdesk_bare` reads them."""
        return [
            request(
                "POST", "/", _json({"key": self._key(), "patient": person.id, "service": service})
            )
            for person, service in itertools.islice(self._row, count)
        ]

    def _key(self) -> str:
        """A UUID of version 7 (RFC 9562, 5.7), as kiosks make them: it begins with the time."""
        bits = (time.time_ns() // 1_000_000) << 80 | self._rng.getrandbits(80)
        return str(uuid.UUID(int=bits & ~(0xF << 76) & ~(0b11 << 62) | 0x7 << 76 | 0b10 << 62))


def searches(who: Sequence[Person], count: int) -> list[bytes]:
    """``Patient/_search`` by personal number, insurance number or patient code, one after another
    of somebody else."""
    rng = random.Random("searches")
    return [_search(rng.choice(who), nth) for nth in range(count)]


def _search(person: Person, nth: int) -> bytes:
    numbers = [("cccd", person.personal_number), ("patient-internal-id", person.code)]
    if person.coverage:
        numbers.append(("insurance_number", person.coverage.number))
    kind, number = numbers[nth % len(numbers)]
    body = urlencode({"identifier": f"{_SID}/{kind}|{number}"}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return request("POST", "/fhir/Patient/_search", body, headers)


def queue_status() -> bytes:
    return request("GET", "/fhir/HealthcareService/$queue-status")


def request(
    method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> bytes:
    """One request of a connection that stays open, with the headers that the kiosk sends."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/fhir+json",
        "Accept-Encoding: gzip, deflate",
        "Connection: keep-alive",
        "User-Agent: kiosk",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
