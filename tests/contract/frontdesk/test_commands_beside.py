"""What a command of ``kiosk frontdesk`` does beside servers: it waits for who writes, is in
nobody's way, and leaves records of another form as they are."""

import time
from contextlib import ExitStack, closing

import pytest

from kiosk.bench.postgres import Postgres
from kiosk.frontdesk.clock import hospital_now
from kiosk.frontdesk.house import open_house
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store import beside, migrate, postgres
from kiosk.frontdesk.store.address import open_database
from kiosk.frontdesk.store.database import StoreBusy, StoreError
from kiosk.frontdesk.store.store import Store
from tests.contract.frontdesk.records import PostgresRecords, Records

NEWEST = max(int(path.name[:4]) for path in migrate._FOLDER.glob("*.sql"))


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the lock, on PostgreSQL."""
    monkeypatch.setattr(postgres, "_LOCK_MS", 50)


def note(store: Store) -> None:
    store.audit("noted", "by a command")


def notes(records: Records) -> int:
    [(count,)] = records.query("SELECT count(*) FROM audit WHERE what = 'noted'")
    return int(count)


def test_a_transaction_that_could_not_begin_leaves_nothing_begun(records: Records) -> None:
    with closing(open_database(records.address)) as db:
        db.migrate()
        for _ in range(2):
            with records.locked(), pytest.raises(StoreBusy):
                db.begin()
        db.begin()
        db.run("UPDATE meta SET value = ? WHERE name = ?", ("2", "seed"))
        db.commit()
    assert records.query("SELECT value FROM meta WHERE name = 'seed'") == [("2",)]


def test_who_writes_is_waited_for(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as writer, beside.records(records.address) as held:
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 3:
                writer.close()

        monkeypatch.setattr(time, "sleep", pause)
        writer.enter_context(records.locked())
        held.write(note)
        assert len(pauses) == 3
        held.write(note)
    assert notes(records) == 2


def test_who_writes_for_too_long_is_told(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_PATIENCE", 0.0)
    with beside.records(records.address) as held:
        with records.locked(), pytest.raises(StoreBusy, match="locked by another process"):
            held.write(note)
        held.write(note)
    assert notes(records) == 1


def test_who_only_reads_waits_for_nobody(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_PATIENCE", 0.0)
    with records.locked(), beside.records(records.address) as held:
        assert held.read(lambda store: store.meta("seed")) == "1"


def test_a_server_starts_while_a_command_is_at_work(records: Records) -> None:
    with beside.records(records.address) as held:
        open_house(records.address, Premises.load(), 1, hospital_now).close()
        held.write(note)
    assert notes(records) == 1


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("INSERT INTO schema_version (version, applied) VALUES (99, '')", "have format 99"),
        (
            "DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)",
            "of an older program; a server of this one brings them forward",
        ),
        ("DROP TABLE schema_version", "there are no records"),
    ],
    ids=["newer", "older", "none"],
)
def test_records_of_another_form_are_left_alone(records: Records, other: str, said: str) -> None:
    records.query(other)
    with pytest.raises(StoreError, match=said), beside.records(records.address) as held:
        held.write(note)
    assert notes(records) == 0
    if "DROP" not in other:
        newest = records.query("SELECT max(version) FROM schema_version")
        assert newest != [(NEWEST,)], "no step was taken"


@pytest.mark.slow
def test_a_database_without_tables_gets_none(postgres_server: Postgres) -> None:
    empty = PostgresRecords(postgres_server)
    with pytest.raises(StoreError, match="there are no records"), beside.records(empty.address):
        pass
    made = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert empty.query(made) == [(0,)]
    empty.remove()
