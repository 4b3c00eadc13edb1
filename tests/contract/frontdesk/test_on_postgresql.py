"""What PostgreSQL alone has: several servers on one database, and ways to fail of its own."""

import asyncio
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg.errors import UniqueViolation

from kiosk.bench.postgres import Postgres
from kiosk.frontdesk import house_postgres
from kiosk.frontdesk.house import House, open_house
from kiosk.frontdesk.queue.asked import CheckIn
from kiosk.frontdesk.store import migrate, postgres
from kiosk.frontdesk.store.database import StoreAway
from tests.contract.frontdesk.hospital import Hospital, check_in, new_key
from tests.contract.frontdesk.records import PostgresRecords, Records
from tests.contract.frontdesk.ward import NOI

pytestmark = pytest.mark.slow


@pytest.fixture
def shared(filled_postgres: Records, tmp_path: Path) -> Records:
    return filled_postgres.copy(tmp_path)


def beside(hospital: Hospital) -> House:
    return open_house(hospital.records.address, hospital.premises, 1, hospital.clock)


def test_numbers_are_one_row_whatever_the_database_s_usual_isolation(
    shared: PostgresRecords,
) -> None:
    # A writer that waits for the lock would see what was there before it waited.
    name = shared.address.rpartition("/")[2]
    shared.query(f'ALTER DATABASE "{name}" SET default_transaction_isolation = serializable')
    with Hospital(shared) as hospital:
        other = beside(hospital)
        patients = [person.id for person in hospital.people][:60]

        async def check_in(house: House, patient: str) -> str:
            asked = CheckIn(new_key(), "k1", patient, NOI, "", "", frozenset())
            place = await house.write("kiosk:k1", lambda desk: desk.tickets.check_in(asked))
            await asyncio.sleep(0)
            return place.encounter.number

        async def together() -> list[str]:
            async with asyncio.timeout(30):
                return await asyncio.gather(
                    *(
                        check_in((hospital.house, other)[nth % 2], patient)
                        for nth, patient in enumerate(patients)
                    )
                )

        numbers = hospital.run(together())
        other.close()
    assert Counter(numbers) == {f"A-{count:03d}": 1 for count in range(1, 61)}


def test_a_call_at_one_server_is_heard_and_seen_at_the_other(shared: PostgresRecords) -> None:
    with Hospital(shared) as hospital:
        other = beside(hospital)

        async def hear() -> str | None:
            async with asyncio.timeout(10):
                # From its first reading on it listens, and says when it does.
                await other.read(lambda desk: desk.queues.loads())
                heard = await other.changes.wait(0)
                asked = CheckIn(new_key(), "k1", hospital.adult().id, NOI, "", "", frozenset())
                place = await hospital.house.write("a", lambda d: d.tickets.check_in(asked))
                room = place.encounter.room
                await hospital.house.write("a", lambda desk: desk.rooms.call_next(room))
                seen: str | None = None
                while seen is None:
                    heard = await other.changes.wait(heard)
                    seen = await other.read(lambda desk: desk.views.console(room).room.inside)
                return seen

        assert hospital.run(hear()) == "A-001"
        other.close()


@pytest.mark.alone
def test_a_server_on_postgresql_ends_at_once(shared: PostgresRecords) -> None:
    with Hospital(shared) as hospital:
        house = beside(hospital)
        hospital.run(house.read(lambda desk: desk.queues.loads()))
        hospital.run(house.changes.wait(0))
        began = time.monotonic()
        house.close()
        assert time.monotonic() - began < 0.5


def test_a_long_step_forward_is_not_cut_short(
    postgres_server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(Path(migrate.__file__).parent / "migrations", tmp_path / "steps")
    (tmp_path / "steps" / "9999_long.sql").write_text("SELECT pg_sleep(0.6);")
    monkeypatch.setattr(migrate, "_FOLDER", tmp_path / "steps")
    monkeypatch.setattr(postgres, "_STATEMENT_MS", 300)
    records = PostgresRecords(postgres_server)
    database = postgres.PostgresDatabase.open(records.address)
    try:
        database.migrate()
    finally:
        database.close()
    assert (9999,) in records.query("SELECT version FROM schema_version")


def test_a_statement_that_was_skipped_in_a_failure_works_again(shared: PostgresRecords) -> None:
    database = postgres.PostgresDatabase.open(shared.address)

    def note(*, twice: bool) -> int:
        database.begin()
        try:
            if twice:  # Sent with the next statement, of which the server then makes nothing.
                database.run("INSERT INTO meta (name, value) VALUES (?, ?)", ("seed", "1"))
            database.run("UPDATE meta SET value = ? WHERE name = ?", ("1", "seed"))
            found = database.rows("SELECT name FROM meta WHERE name = ?", ("seed",))
            database.commit()
            return len(found)
        finally:
            database.rollback()

    try:
        for _ in range(3):
            database.begin()
            database.rollback()
        for usual in range(4):  # A statement is prepared at the third time: also where that fails.
            for _ in range(usual):
                assert note(twice=False) == 1
            with pytest.raises(UniqueViolation):
                note(twice=True)
            assert note(twice=False) == 1
    finally:
        database.close()


LINES = [(f"line {nth}", "x" * 1000) for nth in range(1000)]


def ask(database: postgres.PostgresDatabase) -> None:
    database.rows("SELECT name FROM meta WHERE name = ?", ("seed",))


def fill(database: postgres.PostgresDatabase) -> None:
    database.fill("meta", ("name", "value"), LINES)


def run_many(database: postgres.PostgresDatabase) -> None:
    database.many("INSERT INTO meta (name, value) VALUES (?, ?)", LINES)


Ask = Callable[[postgres.PostgresDatabase], None]


@pytest.mark.parametrize("last", [ask, run_many, fill, postgres.PostgresDatabase.commit])
@pytest.mark.parametrize("put_off", [0, 1, 200])
def test_a_connection_that_is_lost_is_told_once(
    shared: PostgresRecords,
    put_off: int,
    last: Ask,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """psycopg would write what comes of it, too, to stderr."""
    database = postgres.PostgresDatabase.open(shared.address)
    database.begin()
    for name, value in LINES[:put_off]:
        database.run("UPDATE meta SET value = ? WHERE name = ?", (value, name))
    shared.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with pytest.raises(StoreAway) as away:
        last(database)
    database.close()
    assert LINES[0][1] not in str(away.value)
    assert caplog.messages == []


def test_of_statements_that_share_the_way_the_first_error_is_told(
    shared: PostgresRecords, caplog: pytest.LogCaptureFixture
) -> None:
    database = postgres.PostgresDatabase.open(shared.address)
    database.begin()
    database.run("INSERT INTO meta (name, value) VALUES (?, ?)", ("seed", "1"))
    with pytest.raises(UniqueViolation):
        run_many(database)
    database.rollback()
    database.begin()
    assert database.rows("SELECT count(*) FROM meta WHERE name = ?", (LINES[0][0],)) == [(0,)]
    database.rollback()
    database.close()
    assert caplog.messages == []


@contextmanager
def standing_still(records: PostgresRecords) -> Iterator[None]:
    """The processes that serve this database keep their connections, and do nothing."""
    found = records.query(
        "SELECT pid FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for (pid,) in found:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for (pid,) in found:
            os.kill(pid, signal.SIGCONT)


def test_a_database_that_stands_still_keeps_nobody_waiting_for_long(
    shared: PostgresRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Hospital(shared) as hospital:
        patient = hospital.adult().id
        body = check_in(patient, service=NOI)
        hospital.get("/HealthcareService/$queue-status")
        with monkeypatch.context() as short:
            short.setattr(house_postgres, "_PATIENCE_SECONDS", 0.5)
            with standing_still(shared):
                refused = hospital.post("/$check-in", body)
                assert (refused.status, refused.refusal) == (503, "away")
        given = hospital.post("/$check-in", body)
        assert given.parts["number"] == "A-001", "it was done when the database went on, or now"
        assert shared.query("SELECT count(*) FROM encounter") == [(1,)]
