"""What holds the records: files, databases, their forms."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.frontdesk.clock import hospital_now
from kiosk.frontdesk.house import open_house
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store.database import StoreAway, StoreError
from kiosk.frontdesk.store.migrate import steps
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.records import Records, SqliteRecords


def open_at(address: str) -> None:
    open_house(address, Premises.load(), 1, hospital_now).close()


def test_a_second_server_on_the_same_file_is_refused(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path)
    with Hospital(records), pytest.raises(StoreError, match="another hospital server"):
        open_at(records.address)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        open_at(f"sqlite:///{tmp_path}/file/data/records.sqlite3")
    (tmp_path / "frontdesk.sqlite3").write_bytes(b"not a database, but long enough")
    with pytest.raises(StoreError, match="not a database"):
        open_at(SqliteRecords(tmp_path).address)


@pytest.mark.parametrize("address", ["", "sqlite:///", "mysql://host/db", "/var/lib/records"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match="neither"):
        open_at(address)


def test_a_database_that_cannot_be_reached_is_told_without_the_password() -> None:
    with pytest.raises(StoreAway) as told:
        open_at("postgresql://kiosk:s3cret-word@127.0.0.1:1/hospital")
    assert "s3cret-word" not in str(told.value)


def test_records_of_a_newer_program_are_left_alone(records: Records) -> None:
    records.query("INSERT INTO schema_version (version, applied) VALUES (99, '')")
    with pytest.raises(StoreError, match="the records have format 99"):
        open_at(records.address)


def test_another_seed_s_people_are_left_alone(records: Records) -> None:
    with pytest.raises(StoreError, match="filled with seed 1, not 2"):
        open_house(records.address, Premises.load(), 2, hospital_now)


def test_invented_people_are_no_hospital_s_own(records: Records) -> None:
    with pytest.raises(StoreError, match=r"full of invented people \(seed 1\)"):
        open_house(records.address, Premises.load(), None, hospital_now)


def test_records_of_the_first_form_are_brought_forward(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path)
    words = {"BYTES": "BLOB", "SERIAL_KEY": "INTEGER PRIMARY KEY AUTOINCREMENT"}
    words |= {"KEYED": "STRICT, WITHOUT ROWID", "STRICT": "STRICT", "REAL": "REAL"}
    first = next(steps(words))
    with closing(sqlite3.connect(records.path, isolation_level=None)) as old:
        for statement in first.statements:
            old.execute(statement)
        # The first form had no table of versions, but SQLite's own mark.
        old.execute("PRAGMA user_version = 1")
        old.execute("INSERT INTO patient VALUES ('pt-1', 'Lò Thị Hoa', 'female', '1950', '', '')")
        old.execute("INSERT INTO identifier VALUES ('code', '20000001', 'pt-1')")
        old.execute(
            "INSERT INTO encounter VALUES (7, 'kb-1', 'pt-1', 'MAT', '2026-11-20', 'M-001', "
            "'210', NULL, 'k1', '', 0, 'arrived', 'printed', '2026-11-20T09:00:00+07:00', 't')"
        )
    for _ in range(2):
        open_at(records.address)
    brought = records.query("SELECT queue, place, identity FROM encounter WHERE id = 'kb-1'")
    assert brought == [("MAT", 7.0, "document")]
    versions = [version for (version,) in records.query("SELECT version FROM schema_version")]
    assert versions == [step.version for step in steps(words)]


def test_a_hospital_of_its_own_begins_with_nobody(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path)
    for _ in range(2):
        open_house(records.address, Premises.load(), None, hospital_now).close()
    for table in ("patient", "coverage", "appointment"):
        assert records.query(f"SELECT count(*) FROM {table}") == [(0,)]
    with pytest.raises(StoreError, match="began with nobody invented"):
        open_at(records.address)
