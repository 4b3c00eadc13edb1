"""Sixty-four kiosks that take numbers at once, retry under their keys, and remember what they were
promised; and the records afterwards, looked at past the server."""

import asyncio
import random
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from kiosk.frontdesk.generate import people
from tests.contract.frontdesk.hospital import check_in
from tests.contract.frontdesk.records import Records

CLIENTS = 64
_SERVICES = ("NOI-TONG-QUAT", "TIM-MACH", "MAT", "DA-LIEU")
_GIVES_UP_AFTER = 400
"""Attempts of one request: far more than a restart takes."""
_TIMEOUT = 5.0


@dataclass
class Promise:
    """What a kiosk was told: it is on paper now."""

    key: str
    patient: str
    service: str
    number: str
    encounter: str
    issued: str


@dataclass
class Crowd:
    """The kiosks, against one server or several on the same records."""

    addresses: Sequence[str]
    seed: int
    promises: list[Promise] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)
    """Encounters whose cancellation was answered."""
    unavailable: int = 0
    """Answers 503, each with ``Retry-After``."""
    broken: int = 0
    """Requests that had no answer."""

    async def run(self, visits: int, wanted: asyncio.Event | None = None) -> None:
        """Each kiosk serves so many patients, and goes on until ``wanted`` if that is later. Some
        show their card at two kiosks at once, some come again, some go home."""
        async with httpx.AsyncClient(
            timeout=_TIMEOUT, limits=httpx.Limits(max_connections=CLIENTS), verify=False
        ) as client:
            await asyncio.gather(
                *(self._kiosk(client, number, visits, wanted) for number in range(CLIENTS))
            )

    async def _kiosk(
        self, client: httpx.AsyncClient, number: int, visits: int, wanted: asyncio.Event | None
    ) -> None:
        rng = random.Random(f"{self.seed}/{number}")
        # Two kiosks each have the same patients, and meet them in the same order.
        patients = [one.id for one in people()][number // 2 :: CLIENTS // 2]
        visit = 0
        while visit < visits or (wanted and not wanted.is_set()):
            patient = patients[visit // len(_SERVICES) % len(patients)]
            service = _SERVICES[visit % len(_SERVICES)]
            visit += 1
            promise = await self._check_in(client, rng, patient, service, f"k{number}")
            if rng.random() < 0.1:
                path = f"/Encounter/{promise.encounter}/$cancel-check-in"
                answer = await self._ask(client, rng, path, None)
                assert answer["status"] == "cancelled"
                self.cancelled.add(promise.encounter)

    async def _check_in(
        self, client: httpx.AsyncClient, rng: random.Random, patient: str, service: str, kiosk: str
    ) -> Promise:
        key = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        body = check_in(patient, service=service, key=key, kiosk=kiosk)
        answer = await self._ask(client, rng, "/$check-in", body)
        parts = {part["name"]: part for part in answer["parameter"]}
        promise = Promise(
            key,
            patient,
            service,
            parts["number"]["valueString"],
            parts["encounter"]["resource"]["id"],
            parts["issued"]["valueDateTime"],
        )
        self.promises.append(promise)
        return promise

    async def _ask(
        self, client: httpx.AsyncClient, rng: random.Random, path: str, body: Any
    ) -> dict[str, Any]:
        """Ask until there is an answer, as a kiosk does: the same request under the same key."""
        for _ in range(_GIVES_UP_AFTER):
            address = rng.choice(self.addresses)
            try:
                answer = await client.post(
                    address + path, json=body, headers={"Content-Type": "application/fhir+json"}
                )
            except httpx.TransportError:
                self.broken += 1
            else:
                if answer.status_code in (200, 201):
                    found: dict[str, Any] = answer.json()
                    return found
                assert answer.status_code == 503, answer.text
                assert int(answer.headers["retry-after"]) > 0
                self.unavailable += 1
            # Sooner than a kiosk would, so that more of them come at once.
            await asyncio.sleep(rng.uniform(0.02, 0.2))
        raise AssertionError("no answer in all these attempts")


def check_records(records: Records, crowd: Crowd) -> None:
    """All that is promised of numbers, and that nothing was written by half."""
    _every_promise_is_kept(records, crowd)
    _no_number_twice_and_no_gap(records)
    _nothing_by_half(records)


def _every_promise_is_kept(records: Records, crowd: Crowd) -> None:
    known = {
        key: found
        for key, *found in records.query(
            "SELECT r.key, e.number, e.id, e.patient, e.service, e.issued, e.status "
            "FROM request r JOIN encounter e ON e.id = r.encounter"
        )
    }
    assert crowd.promises
    for one in crowd.promises:
        *told, status = known[one.key]
        assert told == [one.number, one.encounter, one.patient, one.service, one.issued]
        assert (status == "cancelled") or one.encounter not in crowd.cancelled
    keys = {one.key for one in crowd.promises}
    assert len(keys) == len(crowd.promises)
    # A kiosk goes on until it is answered: nobody holds a ticket that nobody was told of.
    assert keys == set(known)


def _no_number_twice_and_no_gap(records: Records) -> None:
    numbers = records.query("SELECT day, number FROM encounter")
    assert len(set(numbers)) == len(numbers)
    counted: dict[tuple[str, str], list[int]] = {}
    for day, number in numbers:
        letter, _, count = number.partition("-")
        counted.setdefault((day, letter), []).append(int(count))
    # Cancelled tickets are there: without a gap at all, then.
    for counts in counted.values():
        assert sorted(counts) == list(range(1, len(counts) + 1))
    counters = records.query("SELECT day, letter, last FROM counter")
    assert {(day, letter): last for day, letter, last in counters} == {
        of: len(counts) for of, counts in counted.items()
    }


def _nothing_by_half(records: Records) -> None:
    held = records.query(
        "SELECT patient, service, day FROM encounter WHERE status IN ('arrived', 'in-progress')"
    )
    assert len(set(held)) == len(held)
    requests = records.query("SELECT encounter, reissued FROM request")
    encounters = {one for (one,) in records.query("SELECT id FROM encounter")}
    firsts = Counter(encounter for encounter, reissued in requests if not reissued)
    assert set(firsts) == encounters
    assert set(firsts.values()) == {1}
    audited = Counter(
        one for (one,) in records.query("SELECT about FROM audit WHERE what = 'check-in'")
    )
    assert audited == Counter(encounter for encounter, _ in requests)
    gone = {one for (one,) in records.query("SELECT id FROM encounter WHERE status = 'cancelled'")}
    asked = {
        one for (one,) in records.query("SELECT about FROM audit WHERE what = 'cancel-check-in'")
    }
    assert gone == asked
