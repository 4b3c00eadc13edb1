"""Records that are locked, full or gone: 503 with a time, nothing half-written, and a kiosk that
goes on when they are back."""

import asyncio
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from kiosk.bench.postgres import Postgres
from kiosk.errors import HospitalAway
from kiosk.frontdesk.api import Options
from kiosk.frontdesk.server import create_app
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.checkin import CheckIn, Ticket
from tests.contract.frontdesk.hospital import PUBLIC, Answer, Hospital, check_in, new_key
from tests.contract.frontdesk.records import PostgresRecords, Records

TABLES = ("encounter", "counter", "request", "audit", "patient", "identifier")
_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


@contextmanager
def full(hospital: Hospital) -> Iterator[None]:
    """No more can be written: noticed at some statement in the middle of a check-in."""
    if isinstance(hospital.records, PostgresRecords):
        hospital.records.query(_FULL)
        yield
        hospital.records.query("DROP TRIGGER full_disk ON audit")
        return
    # The system lets no file of this process grow; it would end the process, did Python not
    # ignore that signal (SIGXFSZ).
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def kept(records: Records) -> list[object]:
    return [records.query(f"SELECT count(*) FROM {table}") for table in TABLES]


def told(answer: Answer, reason: str, after: str) -> None:
    assert (answer.status, answer.refusal) == (503, reason)
    assert answer.response.headers["retry-after"] == after


def ask(hospital: Hospital, wish: CheckIn) -> Ticket:
    """As the kiosk asks."""
    app = create_app(hospital.house, Options(PUBLIC))

    async def asked() -> Ticket:
        address = "http://127.0.0.1/fhir"
        async with FhirHospital(address, transport=httpx.ASGITransport(app)) as adapter:
            return await adapter.check_in(wish)

    return hospital.run(asked())


def wish_of(hospital: Hospital) -> CheckIn:
    return CheckIn(new_key(), "k1", hospital.adult().id, service="MAT")


def test_full_records_promise_nothing(hospital: Hospital) -> None:
    wish = wish_of(hospital)
    body = check_in(wish.patient, service=wish.service, key=wish.key)
    assert hospital.check_in(hospital.adult(1).id, service="NOI-TONG-QUAT").status == 201
    before = kept(hospital.records)
    with full(hospital):
        refused = [hospital.post("/$check-in", body) for _ in range(3)]
        read = hospital.get(f"/Patient/{wish.patient}")
        began = time.monotonic()
        with pytest.raises(HospitalAway, match="503"):
            ask(hospital, wish)
        took = time.monotonic() - began
    for answer in refused:
        told(answer, "away", "5")
    assert read.status == 200, "what is there can be read"
    assert took < 2, "a patient does not wait for what comes too late"
    assert kept(hospital.records) == before
    ticket = ask(hospital, wish)
    assert (ticket.number, ticket.reissued) == ("M-001", False)
    assert ask(hospital, wish).number == ticket.number


@pytest.mark.slow
def test_a_kiosk_waits_for_a_lock_that_is_let_go(hospital: Hospital) -> None:
    wish = wish_of(hospital)
    locked = hospital.records.locked()
    locked.__enter__()

    async def let_go() -> None:
        await asyncio.sleep(0.3)
        locked.__exit__(None, None, None)

    app = create_app(hospital.house, Options(PUBLIC))

    async def asked() -> Ticket:
        transport = httpx.ASGITransport(app)
        async with FhirHospital("http://127.0.0.1/fhir", transport=transport) as adapter:
            letting = asyncio.create_task(let_go())
            ticket = await adapter.check_in(wish)
            await letting
            return ticket

    assert hospital.run(asked()).number == "M-001"
    [(issued,)] = hospital.records.query("SELECT count(*) FROM encounter")
    assert issued == 1


@pytest.mark.slow
def test_a_database_that_goes_and_comes_back(
    filled_postgres: Records, postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = filled_postgres.copy(tmp_path_factory.mktemp("gone"))
    with Hospital(records) as hospital:
        wish = wish_of(hospital)
        body = check_in(wish.patient, service=wish.service, key=wish.key)
        first = hospital.post("/$check-in", body)
        assert first.status == 201
        postgres_server.crash()
        try:
            for _ in range(2):
                told(hospital.post("/$check-in", body), "away", "5")
                told(hospital.get(f"/Patient/{wish.patient}"), "away", "5")
            with pytest.raises(HospitalAway, match="503"):
                ask(hospital, wish)
        finally:
            postgres_server.start()
        again = hospital.post("/$check-in", body)
        assert (again.status, again.parts["number"]) == (200, first.parts["number"])
        other = hospital.check_in(hospital.adult(1).id, service="MAT")
        assert (other.status, other.parts["number"]) == (201, "M-002")
        # Restarted while nobody asked: nobody is told of it.
        for end in (postgres_server.crash, postgres_server.stop):
            end()
            postgres_server.start()
            for _ in range(6):
                assert hospital.get(f"/Patient/{wish.patient}").status == 200
            again = hospital.post("/$check-in", body)
            assert (again.status, again.parts["number"]) == (200, first.parts["number"])
    records.remove()
