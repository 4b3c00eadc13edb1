"""Numbers are promises: what sixty-four kiosks were told holds after every death."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest

from kiosk.bench import postgres
from kiosk.bench.postgres import Postgres, private_postgres
from tests.contract.frontdesk.records import PostgresRecords, SqliteRecords
from tests.end2end.crowd import Crowd, check_records
from tests.end2end.hospital_process import HospitalProcess

pytestmark = pytest.mark.slow
_DEATHS = 4


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    if postgres.MISSING:
        pytest.skip(postgres.WHY_MISSING)
    with private_postgres(durable=True) as running:
        yield running


def commit_slowly(server: Postgres, records: PostgresRecords) -> None:
    """Let each commit wait before it is on disk (PostgreSQL, commit_delay): whoever says too
    early that it is will be found out."""
    name = records.address.rpartition("/")[2]
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET commit_delay = 20000')
        connection.execute(f'ALTER DATABASE "{name}" SET commit_siblings = 0')


async def until(crowd: Crowd, promises: int) -> None:
    async with asyncio.timeout(20):
        while len(crowd.promises) < promises:
            await asyncio.sleep(0.01)


async def kill_often(
    crowd: Crowd, hospitals: Sequence[HospitalProcess], rng: random.Random, over: asyncio.Event
) -> None:
    """One of the servers dies at a random moment under load, and comes back; so many times."""
    for _ in range(_DEATHS):
        await until(crowd, len(crowd.promises) + rng.randint(60, 160))
        await asyncio.sleep(rng.uniform(0, 0.02))
        hospital = rng.choice(hospitals)
        hospital.kill()
        await asyncio.to_thread(hospital.start)
    await until(crowd, len(crowd.promises) + 100)
    over.set()


def play(crowd: Crowd, hospitals: Sequence[HospitalProcess]) -> None:
    async def both() -> None:
        over = asyncio.Event()
        rng = random.Random(crowd.seed)
        await asyncio.gather(crowd.run(4, over), kill_often(crowd, hospitals, rng, over))

    asyncio.run(both())


@pytest.mark.parametrize("seed", [1, 2])
def test_a_server_on_sqlite_that_dies_again_and_again(tmp_path: Path, seed: int) -> None:
    records = SqliteRecords(tmp_path)
    with HospitalProcess(records.address) as hospital:
        crowd = Crowd([hospital.address], seed)
        play(crowd, [hospital])
    assert crowd.broken > 0
    check_records(records, crowd)
    assert records.query("PRAGMA integrity_check") == [("ok",)]
    assert records.query("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("seed", [1, 2])
def test_two_servers_on_one_postgresql_of_which_one_dies_again_and_again(
    server: Postgres, seed: int
) -> None:
    records = PostgresRecords(server)
    with HospitalProcess(records.address) as one, HospitalProcess(records.address) as other:
        crowd = Crowd([one.address, other.address], seed)
        play(crowd, [one, other])
    assert crowd.broken > 0
    check_records(records, crowd)


def test_a_database_that_crashes_under_two_servers(server: Postgres) -> None:
    records = PostgresRecords(server)
    commit_slowly(server, records)
    with HospitalProcess(records.address) as one, HospitalProcess(records.address) as other:
        crowd = Crowd([one.address, other.address], seed=3)

        async def crash(over: asyncio.Event) -> None:
            for _ in range(3):
                await until(crowd, len(crowd.promises) + 100)
                await asyncio.to_thread(server.crash)
                refused = crowd.unavailable
                async with asyncio.timeout(10):
                    while crowd.unavailable < refused + 10:
                        await asyncio.sleep(0.01)
                await asyncio.to_thread(server.start)
            await until(crowd, len(crowd.promises) + 100)
            over.set()

        async def both() -> None:
            over = asyncio.Event()
            await asyncio.gather(crowd.run(4, over), crash(over))

        asyncio.run(both())
        assert one.lives
        assert other.lives
    check_records(records, crowd)
