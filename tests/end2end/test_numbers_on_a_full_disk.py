"""A disk that is full, by the limit that the kernel puts on the size of a process's files
(setrlimit(2), RLIMIT_FSIZE)."""

import asyncio
import resource
from pathlib import Path

import pytest

from tests.contract.frontdesk.records import SqliteRecords
from tests.end2end.crowd import Crowd, check_records
from tests.end2end.hospital_process import HospitalProcess

pytestmark = pytest.mark.slow
_MORE_BYTES = 400_000


def limit_files(pid: int, size: int) -> None:
    """No file of the process may become longer, until the next limit."""
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))


def test_kiosks_are_told_to_come_again_and_the_hospital_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    records = SqliteRecords(tmp_path)
    with HospitalProcess(records.address) as hospital:
        crowd = Crowd([hospital.address], seed=4)
        longest = max(path.stat().st_size for path in tmp_path.iterdir())
        limit_files(hospital.pid, longest + _MORE_BYTES)

        async def room_again(over: asyncio.Event) -> None:
            async with asyncio.timeout(20):
                while crowd.unavailable < 50:
                    await asyncio.sleep(0.01)
            limit_files(hospital.pid, resource.RLIM_INFINITY)
            promised = len(crowd.promises)
            assert promised
            async with asyncio.timeout(20):
                while len(crowd.promises) < promised + 200:
                    await asyncio.sleep(0.01)
            over.set()

        async def both() -> None:
            over = asyncio.Event()
            await asyncio.gather(crowd.run(4, over), room_again(over))

        asyncio.run(both())
        assert hospital.lives
    assert crowd.broken == 0
    check_records(records, crowd)
    assert records.query("PRAGMA integrity_check") == [("ok",)]
