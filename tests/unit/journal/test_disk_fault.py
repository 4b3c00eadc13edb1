"""A disk that fails on command fails as a real one does, and mends when it is told to."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.journal import disk as disk_module
from kiosk.journal.disk_fault import DiskFault
from kiosk.journal.entry import State
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.steerable import SteerableDisk
from tests.unit.journal.people import Time, entry, key, places
from tests.unit.journal.test_journal import columns


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "RETRY_S", 0.02)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("fault", DiskFault)
def test_entries_wait_in_memory_until_the_disk_is_mended(tmp_path: Path, fault: DiskFault) -> None:
    steered = SteerableDisk()
    heard: list[Health] = []

    async def life() -> None:
        async with (
            asyncio.timeout(20),
            Journal.open(
                places(tmp_path), now=Time(), on_health=heard.append, steered=steered
            ) as journal,
        ):
            await journal.begin(entry(1))
            steered.fault = fault
            for number in range(2, 40):
                await journal.begin(entry(number))
            assert journal.health.value == fault.value
            await journal.sent(key(39))
            assert (await journal.find(key(39))).state is State.SENT
            await asyncio.sleep(0.1)  # it is tried again meanwhile
            assert journal.health.value == fault.value
            steered.fault = None
            await until(lambda: journal.health is Health.OK)

    asyncio.run(life())
    assert heard[-2:] == [Health(fault.value), Health.OK]
    assert columns(tmp_path, "SELECT count(*) FROM entry") == [(39,)]


def test_a_disk_that_is_read_only_at_the_start_is_opened_when_it_is_mended(tmp_path: Path) -> None:
    steered = SteerableDisk()
    steered.fault = DiskFault.READ_ONLY

    async def life() -> None:
        async with (
            asyncio.timeout(20),
            Journal.open(places(tmp_path), now=Time(), steered=steered) as journal,
        ):
            assert journal.health is Health.READ_ONLY
            await journal.begin(entry(1))
            steered.fault = None
            await until(lambda: journal.health is Health.OK)

    asyncio.run(life())
    assert columns(tmp_path, "SELECT state FROM entry") == [("pending",)]
