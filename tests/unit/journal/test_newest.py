"""The newest check-ins, while the kiosk serves."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.journal import Journal
from kiosk.journal.store import FILE
from tests.unit.journal.people import entry, key
from tests.unit.journal.test_journal import during


def anything(entry: Entry) -> bool:
    return True


def refused(entry: Entry) -> bool:
    return entry.state is State.REJECTED


async def three(journal: Journal) -> None:
    for number in (1, 2, 3):
        await journal.begin(entry(number))
    await journal.rejected(key(1), "service-closed")
    await journal.abandoned(key(2), Debt.NONE)


def test_settled_ones_are_found_too_the_newest_first(tmp_path: Path) -> None:
    async def look(journal: Journal) -> None:
        await three(journal)
        found = await journal.newest(anything, 10)
        assert [one.key for one in found] == [key(3), key(2), key(1)]
        assert [one.state for one in found] == [State.PENDING, State.ABANDONED, State.REJECTED]
        assert [one.key for one in await journal.newest(refused, 10)] == [key(1)]
        assert [one.key for one in await journal.newest(anything, 2)] == [key(3), key(2)]

    during(tmp_path, look)


def test_what_is_not_on_disk_yet_is_found_as_it_is_now(tmp_path: Path) -> None:
    async def look(journal: Journal) -> None:
        await three(journal)
        full = "PRAGMA max_page_count = 1"
        journal._disk.run(lambda store: store and store._db.execute(full).fetchall()).result(5)
        for number in range(4, 60):
            await journal.begin(entry(number))
        await journal.rejected(key(3), "invalid")
        assert journal._disk.unwritten
        assert [one.key for one in await journal.newest(refused, 10)] == [key(3), key(1)]
        assert len(await journal.newest(anything, 100)) == 59

    during(tmp_path, look)


def test_a_damaged_row_is_left_out(tmp_path: Path) -> None:
    during(tmp_path, three)
    with closing(sqlite3.connect(tmp_path / "journal" / FILE)) as db, db:
        db.execute("UPDATE entry SET number = 'B-999' WHERE key = ?", (key(2),))

    async def look(journal: Journal) -> None:
        assert [one.key for one in await journal.newest(anything, 10)] == [key(3), key(1)]

    during(tmp_path, look)


def test_without_a_disk_those_in_memory_are_found(tmp_path: Path) -> None:
    async def look(journal: Journal) -> None:
        await three(journal)
        journal._patience.stalled = True  # nobody waits for it
        assert [one.key for one in await journal.newest(anything, 10)] == [key(3)]

    during(tmp_path, look)
