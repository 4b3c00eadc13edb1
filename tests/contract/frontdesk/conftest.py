from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.bench import postgres
from kiosk.bench.postgres import Postgres, private_postgres
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.records import PostgresRecords, Records, SqliteRecords
from tests.contract.frontdesk.ward import Ward

KINDS = [
    pytest.param("sqlite", id="sqlite"),
    # The very same tests: here a database is made for each, which takes a moment.
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.slow),
]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    if postgres.MISSING:
        pytest.skip(postgres.WHY_MISSING)
    with private_postgres(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """Records with people in them, made once and copied by each test."""
    records = SqliteRecords(tmp_path_factory.mktemp("frontdesk") / "data")
    with Hospital(records):
        return records


@pytest.fixture(scope="session")
def filled_postgres(postgres_server: Postgres) -> Records:
    records = PostgresRecords(postgres_server)
    with Hospital(records):
        pass
    return records


@pytest.fixture(params=KINDS)
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    """Records of a hospital that nobody has used yet, on each kind of database."""
    filled: Records = request.getfixturevalue(
        "filled_sqlite" if request.param == "sqlite" else "filled_postgres"
    )
    copy = filled.copy(tmp_path)
    yield copy
    copy.remove()


@pytest.fixture
def hospital(records: Records) -> Iterator[Hospital]:
    """A fresh hospital on a Monday at nine, with its real opening hours."""
    with Hospital(records) as running:
        yield running


@pytest.fixture
def knowing(records: Records) -> Iterator[Hospital]:
    """A fresh hospital that knows patients by their faces."""
    with Hospital(records, faces=True) as running:
        yield running


@pytest.fixture
def leasing(records: Records) -> Iterator[Hospital]:
    """A fresh hospital that lets kiosks have five numbers of each service ahead."""
    with Hospital(records, leased_numbers=5) as running:
        yield running


@pytest.fixture
def offering(records: Records) -> Iterator[Hospital]:
    """A fresh hospital that offers all that there is."""
    with Hospital(records, faces=True, leased_numbers=5) as running:
        yield running


@pytest.fixture
def ward(records: Records, tmp_path: Path) -> Iterator[Ward]:
    """A small hospital with consoles, on a Monday at nine."""
    with Ward(records, tmp_path) as running:
        yield running
