"""The journal of processes that are killed, or that run out of disk, in the middle of writing."""

import asyncio
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import pytest

from kiosk.journal.entry import State
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from tests.unit.journal.people import entry, key, places

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_ORDER = ["pending", "sent", "ticketed", "printed", "confirmed"]
_DEATHS = 25
LONGEST_S = 60.0
"""Of one life; whoever waits for its words waits no longer."""


@contextmanager
def writer(folder: Path, first: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, str(_HERE / "journal_writer.py"), str(folder), str(first)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        longest = Timer(LONGEST_S, process.kill)
        longest.start()
        try:
            yield process
        finally:
            longest.cancel()
            process.kill()


def test_what_was_said_to_be_on_disk_is_there_after_each_death(tmp_path: Path) -> None:
    chance = random.Random(11)
    said: dict[str, str] = {}
    numbers: list[str] = []
    for death in range(_DEATHS):
        with writer(tmp_path, 1 + death * 100_000) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "health ok\n"
            heard = [process.stdout.readline() for _ in range(chance.randint(0, 30))]
            time.sleep(chance.uniform(0.0, 0.01))  # somewhere in its next step
            process.kill()
            for line in (*heard, *process.stdout):
                about, _, what = line.strip().partition(" ")
                if about == "number":
                    numbers.append(what)
                else:
                    said[about] = what
    assert len(said) > _DEATHS
    assert len(set(numbers)) == len(numbers), "a provisional number came twice"

    async def check() -> None:
        async with Journal.open(places(tmp_path), now=lambda: datetime.now(UTC)) as journal:
            assert journal.health is Health.OK
            for one, what in said.items():
                found = await journal.find(one)
                # the last word of a process may not have come out
                assert _ORDER.index(found.state.value) - _ORDER.index(what) in (0, 1), one
            counted = sum((await journal.counts()).by_state.values())
            assert len(said) <= counted <= len(said) + _DEATHS

    asyncio.run(check())
    assert not list((tmp_path / "journal").glob("*.broken"))


def test_a_disk_that_takes_no_more_is_reported_and_what_it_has_stays(tmp_path: Path) -> None:
    """EFBIG, by the limit that the kernel puts on the size of files (setrlimit(2))."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)

    async def visits() -> None:
        async with (
            asyncio.timeout(20),
            Journal.open(places(tmp_path), now=lambda: datetime.now(UTC)) as journal,
        ):
            await journal.begin(entry(1))
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
            try:
                for number in range(2, 100):
                    await journal.begin(entry(number))
                told = journal.health
                assert told in (Health.FULL, Health.MEMORY_ONLY)
                assert (await journal.counts()).unwritten
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, most))
            while journal.health is not Health.OK:
                await asyncio.sleep(0.05)

    async def after() -> None:
        async with Journal.open(places(tmp_path), now=lambda: datetime.now(UTC)) as journal:
            assert [one.key for one in journal.owed()] == [key(n) for n in range(1, 100)]
            assert {one.state for one in journal.owed()} == {State.PENDING}

    asyncio.run(visits())
    asyncio.run(after())


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder in memory where there is one: a thousand journals are no test of the disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def test_no_damage_to_the_file_keeps_a_kiosk_from_serving(in_memory: Path) -> None:
    """A thousand journals, each cut or changed somewhere, are opened and used."""
    chance = random.Random(7)

    async def whole() -> None:
        async with Journal.open(places(in_memory), now=lambda: datetime.now(UTC)) as journal:
            for number in range(1, 41):
                await journal.begin(entry(number))

    asyncio.run(whole())
    folder = in_memory / "journal"
    file = folder / "journal.sqlite3"
    sound = file.read_bytes()
    originals = {key(number): entry(number) for number in range(1, 41)}

    async def used(number: int) -> None:
        async with (
            asyncio.timeout(10),
            Journal.open(places(in_memory), now=lambda: datetime.now(UTC)) as journal,
        ):
            assert journal.health in (Health.OK, Health.UNREADABLE)
            for one in journal.owed():
                if one.key in originals:
                    assert one == originals[one.key], "believed, and not as it was written"
            await journal.begin(entry(number))

    async def all_of_them() -> None:
        for number in range(1000, 2000):
            file.write_bytes(_damaged(sound, chance))
            await used(number)
            for old in folder.glob("*.broken*"):
                old.unlink()

    asyncio.run(all_of_them())


def _damaged(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    match chance.randrange(5):
        case 0:
            return content[: chance.randrange(len(content))]
        case 1:
            for _ in range(chance.randint(1, 20)):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        case 2:
            start = chance.randrange(len(changed))
            changed[start : start + 512] = bytes(len(changed[start : start + 512]))
        case 3:
            changed[: chance.randint(1, 100)] = chance.randbytes(chance.randint(1, 100))
        case _:
            start = chance.randrange(0, len(changed), 4096)
            changed[start : start + 4096] = chance.randbytes(4096)
    return bytes(changed)
