"""What is kept, for how long, and what is left of it afterwards."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.errors import NoSuchEntry
from kiosk.journal.aside import set_aside
from kiosk.journal.entry import Debt, State
from kiosk.journal.journal import Journal
from kiosk.journal.store import FILE
from tests.unit.journal.people import BEGAN, Time, document, entry, key, places, ticket

Told = Callable[[Journal], Awaitable[None]]


def during(folder: Path, told: Told, time: Time | None = None) -> None:
    """Open the journal, as a start of the kiosk does, and close it."""

    async def life() -> None:
        async with (
            asyncio.timeout(20),
            Journal.open(places(folder), now=time or Time()) as journal,
        ):
            await told(journal)

    asyncio.run(life())


def columns(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "journal" / FILE)) as db:
        return db.execute(sql).fetchall()


def test_after_the_retention_nothing_of_the_person_is_left(tmp_path: Path) -> None:
    time = Time()

    async def visit(journal: Journal) -> None:
        for number in (1, 2, 3):
            await journal.begin(entry(number, journal.holder(document())))
        await journal.abandoned(key(1), Debt.NONE)
        await journal.rejected(key(2), "service-closed")
        time.later(hours=25)
        before = {bytes(str(row[0]), "ascii") for row in details()}
        await journal.erase(time.now - timedelta(hours=24))
        assert (await journal.find(key(2))).details == entry(2).details, "staff must look"
        await journal.erase_waiting(time.now - timedelta(hours=24))
        erased, refused, live = [await journal.find(key(n)) for n in (1, 2, 3)]
        assert (erased.details, erased.holder) == (None, b"")
        assert (refused.details, refused.holder, refused.reason) == (None, b"", "service-closed")
        assert live.details == entry(3).details
        assert live.holder
        files = b"".join(path.read_bytes() for path in (tmp_path / "journal").glob(f"{FILE}*"))
        gone = before - {bytes(str(row[0]), "ascii") for row in details()}
        assert len(gone) == 2
        assert not [one for one in gone if bytes.fromhex(one.decode()) in files]
        await journal.delete(time.now - timedelta(hours=24))
        assert (await journal.counts()).by_state == {
            state.value: int(state in (State.PENDING, State.REJECTED)) for state in State
        }
        await journal.dealt_with(key(2))
        time.later(hours=25)
        await journal.delete(time.now - timedelta(hours=24))
        assert not (await journal.counts()).by_state["abandoned"]
        with pytest.raises(NoSuchEntry):
            await journal.find(key(1))

    def details() -> list[tuple[object, ...]]:
        return columns(tmp_path, "SELECT hex(details) FROM entry WHERE details IS NOT NULL")

    during(tmp_path, visit, time)


def test_what_waits_for_staff_is_theirs_until_they_dealt_with_it(tmp_path: Path) -> None:
    """With a debt, as after a weekend, and without one, as a number that somebody has in mind."""
    time = Time()

    async def visit(journal: Journal) -> None:
        for number in (1, 2):
            await journal.begin(entry(number))
            await journal.sent(key(number))
        await journal.rejected(key(1), "service-closed")
        await journal.ticketed(key(2), ticket())
        await journal.rejected(key(2), "no-paper")
        time.later(days=400)
        await journal.erase(time.now)
        await journal.delete(time.now)
        owed, in_mind = [await journal.find(key(n)) for n in (1, 2)]
        assert (owed.debt, owed.details) == (Debt.CHECK_IN, entry(1).details)
        assert (in_mind.debt, in_mind.details is not None) == (Debt.NONE, True)

    during(tmp_path, visit, time)


def test_a_broken_journal_keeps_nobodys_data_for_longer(tmp_path: Path) -> None:
    """A key that was set aside is no journal, and is neither counted nor removed."""
    folder, path = tmp_path / "journal", tmp_path / "journal" / FILE
    during(tmp_path, _one)
    damaged = path.read_bytes()[:-4096] + bytes(4096)
    other = folder / "journal-key-20261123T010000.broken"
    other.write_bytes(b"half")
    for nth in range(7):
        path.write_bytes(damaged)
        Path(f"{path}-wal").write_bytes(b"log")
        set_aside(path, BEGAN + timedelta(minutes=nth))
    aside = sorted(one.name for one in folder.glob("journal-2*.broken"))
    assert aside == [f"journal-20261123T010{nth}00Z.broken" for nth in range(2, 7)]

    async def tidied(journal: Journal) -> None:
        await journal.delete(BEGAN + timedelta(minutes=4))
        left = sorted(one.name for one in folder.glob("journal-2*"))
        assert left == [
            f"journal-20261123T010{nth}00Z.broken{more}"
            for nth in range(4, 7)
            for more in ("", "-wal")
        ]
        await journal.delete(BEGAN + timedelta(days=1))

    during(tmp_path, tidied)
    assert not list(folder.glob("journal-2*"))
    assert other.read_bytes() == b"half"


async def _one(journal: Journal) -> None:
    await journal.begin(entry(1))
