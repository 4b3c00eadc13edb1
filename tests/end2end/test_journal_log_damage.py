"""A journal whose log (``-wal``) or index of it (``-shm``) is cut or changed, as a power cut left
it: it opens, believes nothing that was never written, and says a number twice to nobody."""

import asyncio
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.journal.entry import Entry, State
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.store import FILE
from tests.unit.journal.people import TODAY, Time, entry, key, places, ticket

ENTRIES = 12
MUTATIONS = 150
"""Of each kind of file."""
WAL, SHM = f"{FILE}-wal", f"{FILE}-shm"
_WAL_HEADER, _FRAME_HEADER, _PAGE = (
    32,
    24,
    4096,
)  # https://www.sqlite.org/fileformat2.html#walformat

History = dict[str, list[Entry]]
"""By key, all that each entry was, in order."""


@pytest.fixture(scope="module")
def cut_off() -> Iterator[tuple[Path, History, int]]:
    """A folder with a journal that nobody closed, what was written to it, and the last number of
    the kiosk's own. In memory where there is one: this is no test of the disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        left = Path(folder)
        history, last = asyncio.run(_written(left / "life", left / "left"))
        yield left, history, last


async def _written(life: Path, left: Path) -> tuple[History, int]:
    history: History = {}
    async with Journal.open(places(life), now=Time()) as journal:

        async def note(number: int) -> None:
            history.setdefault(key(number), []).append(await journal.find(key(number)))

        for number in range(1, ENTRIES + 1):
            await journal.begin(entry(number))
            await note(number)
            await journal.sent(key(number))
            await note(number)
            await journal.ticketed(key(number), ticket(f"A-{number:03d}", f"e-{number}"))
            await note(number)
            last = await journal.next_provisional(TODAY)
        shutil.copytree(life, left)
    return history, last


def test_as_it_was_left_it_has_a_log_and_all_is_there(
    cut_off: tuple[Path, History, int], tmp_path: Path
) -> None:
    """What the damage below is done to: without it there would be nothing to damage."""
    folder, history, last = cut_off
    shutil.copytree(folder / "left", tmp_path / "kiosk")
    for name in (WAL, SHM):
        assert (tmp_path / "kiosk" / "journal" / name).stat().st_size > 10_000
    found, number = asyncio.run(_opened(tmp_path / "kiosk", history, ENTRIES + 1))
    assert found == [one[-1] for one in history.values()]
    assert number == last + 1


async def _opened(folder: Path, history: History, fresh: int) -> tuple[list[Entry], int]:
    """What a start finds, each entry as it once was; and the next number of the kiosk's own. The
    journal can be used, and the start after it finds what this one wrote."""
    async with (
        asyncio.timeout(20),
        Journal.open(places(folder), now=Time()) as journal,
    ):
        assert journal.health in (Health.OK, Health.UNREADABLE)
        found = list(journal.unfinished())
        for one in found:
            assert one in history[one.key], "believed, and never written so"
        number = await journal.next_provisional(TODAY)
        await journal.begin(entry(fresh))
    async with (
        asyncio.timeout(20),
        Journal.open(places(folder), now=Time()) as journal,
    ):
        assert [one.key for one in journal.unfinished()] == [one.key for one in found] + [
            key(fresh)
        ]
    return found, number


def damaged(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    match chance.randrange(7):
        case 0:  # cut anywhere
            return content[: chance.randrange(len(content))]
        case 1:  # cut after a whole frame
            frames = (len(content) - _WAL_HEADER) // (_FRAME_HEADER + _PAGE)
            return content[: _WAL_HEADER + chance.randrange(frames) * (_FRAME_HEADER + _PAGE)]
        case 2:
            for _ in range(chance.randint(1, 20)):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        case 3:
            start = chance.randrange(len(changed))
            changed[start : start + 512] = bytes(len(changed[start : start + 512]))
        case 4:
            changed[: chance.randint(1, 100)] = chance.randbytes(chance.randint(1, 100))
        case 5:  # what an older life left behind it
            return content + content[_WAL_HEADER : _WAL_HEADER + chance.randrange(len(content))]
        case _:
            return chance.randbytes(chance.randrange(1, len(content)))
    return bytes(changed)


def each(
    cut_off: tuple[Path, History, int], name: str, seen: Callable[[list[Entry], int], None]
) -> None:
    folder, history, _ = cut_off
    chance = random.Random(name)
    sound = (folder / "left" / "journal" / name).read_bytes()
    for number in range(MUTATIONS):
        kiosk = folder / f"{name}-{number}"
        shutil.copytree(folder / "left", kiosk)
        (kiosk / "journal" / name).write_bytes(damaged(sound, chance))
        seen(*asyncio.run(_opened(kiosk, history, 1000 + number)))
        shutil.rmtree(kiosk)


def test_a_damaged_log_gives_what_was_written_before_the_damage(
    cut_off: tuple[Path, History, int],
) -> None:
    _, _, last = cut_off
    lost: list[int] = []

    def seen(found: list[Entry], number: int) -> None:
        lost.append(ENTRIES - len(found))
        # Each entry was finished before the next one began, and the log is read from its start.
        assert [one.key for one in found] == [key(n) for n in range(1, len(found) + 1)]
        assert {one.state for one in found[:-1]} <= {State.TICKETED}
        assert number > last, "the file beside the journal knows it, too"

    each(cut_off, WAL, seen)
    assert 0 in lost
    assert max(lost) > 0, "no damage was met"


def test_a_damaged_index_of_the_log_costs_nothing(cut_off: tuple[Path, History, int]) -> None:
    """It is made anew from the log by who opens it first."""
    _, history, last = cut_off

    def seen(found: list[Entry], number: int) -> None:
        assert found == [one[-1] for one in history.values()]
        assert number == last + 1

    each(cut_off, SHM, seen)
