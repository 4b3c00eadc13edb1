"""Who is forgotten is in no file of the records, and in no server's memory."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import closing, suppress
from pathlib import Path

import pytest

from kiosk.frontdesk.faces import upkeep
from kiosk.frontdesk.faces.recogniser import Recogniser
from kiosk.frontdesk.faces.upkeep import Upkeep
from kiosk.frontdesk.store.database import StoreAway
from kiosk.frontdesk.store.migrate import steps
from kiosk.frontdesk.store.sqlite import SqliteDatabase
from tests.contract.frontdesk.faces import enroll, face, forget, match
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.records import SqliteRecords

SEEN = face(1)


@pytest.fixture
def records(filled_sqlite: SqliteRecords, tmp_path: Path) -> SqliteRecords:
    return filled_sqlite.copy(tmp_path)


def in_files(records: SqliteRecords, descriptor: bytes = SEEN.tobytes()) -> set[str]:
    """The files that hold a part of it."""
    parts = [descriptor[at : at + 32] for at in range(0, len(descriptor), 32)]
    return {
        file.name
        for file in records.folder.iterdir()
        if any(part in file.read_bytes() for part in parts)
    }


def kept_up(hospital: Hospital, kept: Upkeep, until: Callable[[], bool]) -> None:
    async def run() -> None:
        keeping = asyncio.create_task(kept.keep_up())
        async with asyncio.timeout(5):
            while not until():
                assert not keeping.done()
                await asyncio.sleep(0.01)
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping

    hospital.run(run())


def test_a_face_is_in_no_file_when_forgetting_is_answered(
    knowing: Hospital, records: SqliteRecords
) -> None:
    patient = knowing.adult().id
    enroll(knowing, patient, SEEN)
    assert in_files(records)
    assert forget(knowing, patient).status == 200
    assert in_files(records) == set()


def test_nor_in_records_that_were_brought_forward(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path)
    words = {"BYTES": "BLOB", "SERIAL_KEY": "INTEGER PRIMARY KEY AUTOINCREMENT"}
    words |= {"KEYED": "STRICT, WITHOUT ROWID", "STRICT": "STRICT", "REAL": "REAL"}
    with closing(sqlite3.connect(records.path, isolation_level=None)) as old:
        for statement in next(steps(words)).statements:
            old.execute(statement)
        old.execute("PRAGMA user_version = 1")
        old.execute("INSERT INTO patient VALUES ('pt-1', 'x', 'female', '1950', '', '')")
    with closing(SqliteDatabase.open(records.path)) as db:
        db.migrate()
        db.run(
            "INSERT INTO consent VALUES ('c-1', 'key', 'pt-1', 'face-identification', 'x/1', 'vi', "
            "'2026-11-23T09:00:00+07:00', 'k1', NULL)"
        )
        db.run(
            "INSERT INTO face (patient, consent, descriptor) VALUES ('pt-1', 'c-1', ?)",
            (SEEN.tobytes(),),
        )
        db.overwrite_deleted()
        assert in_files(records) == {"frontdesk.sqlite3"}
        db.run("DELETE FROM face")
        assert db.overwrite_deleted()
        assert in_files(records) == set()


def test_who_reads_the_files_meanwhile_keeps_nobody_waiting(
    knowing: Hospital, records: SqliteRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that makes a copy, say: the traces go when it has ended."""
    patient = knowing.adult().id
    enroll(knowing, patient, SEEN)
    kept = Upkeep(knowing.house, None)
    with closing(sqlite3.connect(records.path, isolation_level=None)) as copying:
        copying.execute("BEGIN")
        copying.execute("SELECT count(*) FROM face").fetchall()
        knowing.write(lambda desk: desk.enrolment.forget(patient))
        knowing.run(_within(1.0, kept.forgotten()))
        assert in_files(records)
        assert knowing.check_in(knowing.adult(1).id, service="MAT").status == 201
    monkeypatch.setattr(upkeep, "EACH_S", 0.01)
    kept_up(knowing, kept, lambda: in_files(records) == set())


async def _within(seconds: float, work: Coroutine[None, None, None]) -> None:
    async with asyncio.timeout(seconds):
        await work


def test_what_another_deleted_goes_from_the_memory_of_who_is_not_asked(
    knowing: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, other = knowing.adult(0).id, knowing.adult(1).id
    enroll(knowing, patient, SEEN)
    enroll(knowing, other, face(2))
    faces = Recogniser(knowing.house)
    knowing.run(faces.catch_up())

    def remembers(descriptor: bytes) -> bool:
        return descriptor in faces._gallery._places.tobytes()

    assert remembers(SEEN.tobytes())
    knowing.write(lambda desk: desk.enrolment.forget(patient))
    assert remembers(SEEN.tobytes())
    monkeypatch.setattr(upkeep, "EACH_S", 0.01)
    kept_up(knowing, Upkeep(knowing.house, faces), lambda: not remembers(SEEN.tobytes()))
    assert remembers(face(2).tobytes())


def test_forgetting_is_answered_when_the_server_itself_has_dropped_it(knowing: Hospital) -> None:
    patient = knowing.adult().id
    enroll(knowing, patient, SEEN)
    assert match(knowing, SEEN) == patient
    asked = []

    class Faces:
        async def catch_up(self) -> None:
            asked.append(knowing.records.query("SELECT count(*) FROM face"))

    knowing.write(lambda desk: desk.enrolment.forget(patient))
    knowing.run(Upkeep(knowing.house, Faces()).forgotten())
    assert asked == [[(0,)]]


class Troubled:
    """Fails at first, as told."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.asked = 0

    async def catch_up(self) -> None:
        self.asked += 1
        if self.troubles:
            raise self.troubles.pop(0)


def test_it_goes_on_whatever_happens(
    knowing: Hospital, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(upkeep, "EACH_S", 0.01)
    faces = Troubled(StoreAway("away"), ValueError("pt-17's face"))
    kept_up(knowing, Upkeep(knowing.house, faces), lambda: faces.asked == 3)
    told = capsys.readouterr().err
    assert told.startswith("unexpected ValueError at ")
    assert "pt-17" not in told
