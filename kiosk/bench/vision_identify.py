"""How soon a hospital finds a face among very many.

The descriptors are random vectors of the length that faces have: each is compared with each, so
that how long it takes does not depend on what they are like. How often the right one is found does,
and is not measured here; ``docs/hospital-faces.md``.
"""

import asyncio
import json
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray

from kiosk.bench import postgres
from kiosk.bench.figures import Figure, median, percentile
from kiosk.bench.frontdesk_records import postgres_records, sqlite_records
from kiosk.bench.frontdesk_requests import request
from kiosk.bench.http_load import Plan, generate_load
from kiosk.bench.memory import resident_mb
from kiosk.bench.served import frontdesk, served
from kiosk.frontdesk.clock import hospital_now, stamp
from kiosk.frontdesk.faces.recogniser import Recogniser
from kiosk.frontdesk.house import House, open_house
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.records import IDENTIFICATION
from kiosk.frontdesk.store.address import open_database

ENROLLED = 100_000
FOUND_MS = 100
LOOK_UPS = 100
ASKED = 20
"""Over HTTP: as many as a server answers one client in a minute."""
_LENGTH = 1.3
_APART = 0.3
"""Of two pictures of one person, at a kiosk."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A face, and whose it is; ``""``: nobody's."""

    descriptor: bytes
    patient: str


def identify_figures(enrolled: int = ENROLLED) -> Iterator[Figure]:
    """Each as soon as it is measured; about half a minute, most of it to fill the records."""
    places = _random(enrolled, 1)
    asked = _asked(places)
    with sqlite_records() as records:
        address = records.new()
        _fill(address, places)
        yield from _in_process("SQLite", address, asked)
        yield from _over_http(records.copy(address), asked)
    yield from _vectors(places, asked)


def _in_process(name: str, address: str, asked: Sequence[Asked]) -> Iterator[Figure]:
    """The look-up alone, with what it notes in the audit."""
    with closing(open_house(address, Premises.load(faces=True), None, hospital_now)) as house:
        read, times = asyncio.run(_look_up(house, asked))
    yield Figure(f"{name}: faces read when the server starts", read, "ms")
    yield Figure(f"{name}: a face found among all", median(times), "ms", FOUND_MS)
    yield Figure(f"{name}: a face found among all, p99", percentile(times, 0.99), "ms")


async def _look_up(house: House, asked: Sequence[Asked]) -> tuple[float, list[float]]:
    """Milliseconds to read all, and of each look-up. Raises ``RuntimeError`` for a wrong answer."""
    recogniser = Recogniser(house)
    began = time.perf_counter()
    await recogniser.catch_up()
    read = (time.perf_counter() - began) * 1000
    times = []
    for one in asked:
        began = time.perf_counter()
        found = await recogniser.look_up("bench", one.descriptor)
        times.append((time.perf_counter() - began) * 1000)
        if (found.id if found else "") != one.patient:
            raise RuntimeError("another patient was found than the one whose face it is")
    return read, times


def _over_http(address: str, asked: Sequence[Asked]) -> Iterator[Figure]:
    """As a kiosk asks: the server as it ships, in a process of its own."""
    requests = [_request(one.descriptor) for one in asked[:ASKED]]
    with served(*frontdesk(address), "--faces", "--empty") as server:
        outcome = generate_load(Plan(server.port, 1, requests))
        memory = resident_mb(server.pid)
    if outcome.statuses != {200: len(requests)}:
        raise RuntimeError(f"faces were not looked up: {outcome.statuses}")
    yield Figure("$face-match over HTTP, median", median(outcome.milliseconds), "ms", FOUND_MS)
    yield Figure("$face-match over HTTP, slowest", max(outcome.milliseconds), "ms")
    yield Figure("memory of the server with all faces", memory, "MB")


def _vectors(places: NDArray[np.float32], asked: Sequence[Asked]) -> Iterator[Figure]:
    """The same where PostgreSQL has pgvector; one line says so where it has not."""
    if postgres.MISSING:
        yield Figure("pgvector: not measured, as PostgreSQL is missing", 0, "")
        return
    with postgres_records() as records:
        address = records.new()
        with psycopg.connect(address, autocommit=True) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"
            ).fetchone():
                yield Figure("pgvector: not measured, as PostgreSQL here has none", 0, "")
                return
            connection.execute("CREATE EXTENSION vector")
        _fill(address, places)
        began = time.perf_counter()
        open_house(address, Premises.load(faces=True), None, hospital_now).close()
        yield Figure("pgvector: vectors made, once", time.perf_counter() - began, "s")
        yield from _in_process("pgvector", address, asked)


def _fill(address: str, places: NDArray[np.float32]) -> None:
    """A patient, a consent and a descriptor for each place."""
    now = stamp(hospital_now())
    ids = [_id(nth) for nth in range(len(places))]
    with closing(open_database(address)) as db:
        db.migrate()
        db.begin()
        db.fill("meta", ("name", "value"), [("seed", "nobody")])
        db.fill(
            "patient",
            ("id", "name", "gender", "birth", "address", "phone"),
            ((one, "Nguyễn Văn Thử", "male", "1980-05-17", "", "") for one in ids),
        )
        db.fill(
            "consent",
            ("id", "key", "patient", "purpose", "wording", "language", "given", "kiosk"),
            ((f"c-{one}", one, one, IDENTIFICATION, "bench/1", "vi", now, "k1") for one in ids),
        )
        db.fill(
            "face",
            ("patient", "consent", "descriptor"),
            ((one, f"c-{one}", place.tobytes()) for one, place in zip(ids, places, strict=True)),
        )
        db.commit()


def _id(nth: int) -> str:
    return f"pt-{nth:032x}"


def _random(count: int, seed: int) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).standard_normal((count, 128))
    made *= _LENGTH / np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float32)


def _asked(places: NDArray[np.float32]) -> list[Asked]:
    """Other pictures of some who are enrolled; each fourth of somebody who is not."""
    strangers, moved = _random(LOOK_UPS, 2), _random(LOOK_UPS, 3) * np.float32(_APART / _LENGTH)
    step = len(places) // LOOK_UPS
    return [
        Asked(strangers[nth].tobytes(), "")
        if nth % 4 == 3
        else Asked((places[nth * step] + moved[nth]).tobytes(), _id(nth * step))
        for nth in range(LOOK_UPS)
    ]


def _request(descriptor: bytes) -> bytes:
    told = {"name": "descriptor", "valueBase64Binary": b64encode(descriptor).decode()}
    body = json.dumps({"resourceType": "Parameters", "parameter": [told]}).encode()
    headers = {"Content-Type": "application/fhir+json"}
    return request("POST", "/fhir/Patient/$face-match", body, headers)
