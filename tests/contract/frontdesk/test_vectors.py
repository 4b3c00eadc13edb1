"""Where PostgreSQL has pgvector, the database looks for faces, and the servers keep none."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kiosk.frontdesk.faces.recogniser import Recogniser
from tests.contract.frontdesk.faces import away, enroll, face, forget, match
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.records import PostgresRecords

pytestmark = pytest.mark.slow


@pytest.fixture
def records(filled_postgres: PostgresRecords, tmp_path: Path) -> Iterator[PostgresRecords]:
    """A database whose administrator may have the extension, and has not made it."""
    copy = filled_postgres.copy(tmp_path)
    if not copy.query("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"):
        copy.remove()
        pytest.skip("pgvector is missing (postgresql-17-pgvector)")
    yield copy
    copy.remove()


def has_vectors(hospital: Hospital) -> bool:
    return hospital.read(lambda desk: desk.store.faces.has_vectors())


def extend(records: PostgresRecords) -> None:
    with psycopg.connect(records.address, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")


def test_the_database_finds_what_a_scan_finds(records: PostgresRecords) -> None:
    """Faces from before it had vectors, and those since; what is forgotten is gone from both."""
    with Hospital(records, faces=True) as before:
        patients = [before.adult(nth).id for nth in range(6)]
        for nth, patient in enumerate(patients[:3]):
            enroll(before, patient, face(nth))
        assert not has_vectors(before)
    extend(records)
    with Hospital(records, faces=True) as now:
        assert has_vectors(now)
        for nth, patient in enumerate(patients[3:], 3):
            enroll(now, patient, face(nth))
        forget(now, patients[0])
        assert [match(now, away(face(nth), 0.3)) for nth in range(6)] == [None, *patients[1:]]
        assert match(now, face(99)) is None
        asked = away(face(2), 0.25)
        near = now.read(lambda desk: desk.store.faces.nearest(asked.tolist(), 4))
        assert near[0][0] == patients[2]
        assert near[0][1] == pytest.approx(0.25, abs=1e-6)
        assert [far for _, far in near] == sorted(far for _, far in near)
        kept = records.query("SELECT count(*) FROM face_vector")
        assert kept == records.query("SELECT count(*) FROM face") == [(5,)]


def test_of_two_near_ones_it_is_nobody(records: PostgresRecords) -> None:
    extend(records)
    with Hospital(records, faces=True) as hospital:
        one, other, seen = hospital.adult(0).id, hospital.adult(1).id, face(1)
        for axis in range(3):
            enroll(hospital, one, away(seen, 0.2, axis))
        assert match(hospital, seen) == one
        enroll(hospital, other, away(seen, 0.22, axis=5))
        assert match(hospital, seen) is None


def test_a_server_that_began_before_goes_over_to_it(records: PostgresRecords) -> None:
    with Hospital(records, faces=True) as first:
        patient = first.adult().id
        enroll(first, patient, face(1))
        assert match(first, face(1)) == patient
        extend(records)
        with Hospital(records, faces=True) as second:
            assert match(second, face(1)) == patient
            enroll(first, first.adult(1).id, face(2))
            assert match(second, face(2)) == second.adult(1).id
        assert match(first, face(2)) == first.adult(1).id
        assert records.query("SELECT count(*) FROM face_vector") == [(2,)]


def test_servers_keep_no_faces_in_memory_then(
    records: PostgresRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    extend(records)
    with Hospital(records, faces=True) as hospital:
        enroll(hospital, hospital.adult().id, face(1))

        async def never(self: Recogniser) -> None:
            raise AssertionError("faces were read")

        monkeypatch.setattr(Recogniser, "_catch_up", never)
        assert match(hospital, face(1)) == hospital.adult().id
        hospital.run(Recogniser(hospital.house).catch_up())
