"""The journal as visits use it."""

import asyncio
import sqlite3
import stat
import unicodedata
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.errors import JournalLocked, JournalUnreadable, MoveNotAllowed, NoSuchEntry
from kiosk.journal import files
from kiosk.journal.entry import Debt, State
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.reading import reading
from kiosk.journal.store import FILE
from tests.unit.journal.people import (
    BEGAN,
    NAME,
    NUMBER,
    Time,
    document,
    entry,
    key,
    places,
    ticket,
)

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


def test_a_visit_is_kept_over_a_restart_at_each_of_its_steps(tmp_path: Path) -> None:
    async def begin(journal: Journal) -> None:
        await journal.begin(entry())
        assert journal.health is Health.OK

    async def send(journal: Journal) -> None:
        assert [one.details for one in journal.owed()] == [entry().details]
        await journal.sent(key(1))
        await journal.tried(key(1), BEGAN + timedelta(seconds=5))

    async def answer(journal: Journal) -> None:
        [owed] = journal.owed()
        assert (owed.state, owed.attempts) == (State.SENT, 1)
        assert owed.next_at == BEGAN + timedelta(seconds=5)
        await journal.ticketed(key(1), ticket())

    async def printing(journal: Journal) -> None:
        assert journal.owed() == ()
        [unfinished] = journal.unfinished()
        assert (unfinished.number, unfinished.encounter) == ("A-042", "e-1")
        assert unfinished.details is not None
        assert unfinished.details.ticket == ticket()
        await journal.not_printed(key(1))
        assert [one.debt for one in journal.owed()] == [Debt.NOT_PRINTED]
        await journal.told(key(1), Debt.NOT_PRINTED)
        await journal.printed(key(1))

    async def confirm(journal: Journal) -> None:
        assert journal.unfinished() == ()
        assert [one.debt for one in journal.owed()] == [Debt.PRINTED]
        await journal.confirmed(key(1))

    async def over(journal: Journal) -> None:
        assert journal.owed() == ()
        found = await journal.find(key(1))
        assert (found.state, found.paper, found.debt) == (State.CONFIRMED, True, Debt.NONE)
        assert (await journal.counts()).by_state["confirmed"] == 1

    for told in (begin, send, answer, printing, confirm, over):
        during(tmp_path, told)


def test_what_is_owed_comes_in_the_order_in_which_check_ins_began(tmp_path: Path) -> None:
    async def begin(journal: Journal) -> None:
        for number in (3, 1, 2):
            await journal.begin(entry(number))

    async def owed(journal: Journal) -> None:
        assert [one.key for one in journal.owed()] == [key(1), key(2), key(3)]

    during(tmp_path, begin)
    during(tmp_path, owed)


def test_a_person_is_found_again_by_the_document_and_nobody_else(tmp_path: Path) -> None:
    async def begin(journal: Journal) -> None:
        await journal.begin(entry(1, journal.holder(document())))
        await journal.begin(entry(2, journal.holder(document("001190099999"))))
        await journal.begin(entry(3))

    async def again(journal: Journal) -> None:
        holder = journal.holder(document())
        assert len(holder) == 32
        assert [one.key for one in journal.held_by(holder)] == [key(1)]
        assert journal.held_by(b"") == ()
        await journal.abandoned(key(1), Debt.NONE)
        assert journal.held_by(holder) == ()

    during(tmp_path, begin)
    during(tmp_path, again)


def test_nothing_personal_is_in_clear_in_any_file(tmp_path: Path) -> None:
    async def visit(journal: Journal) -> None:
        await journal.begin(entry(1, journal.holder(document())))
        await journal.begin(entry(2, name=unicodedata.normalize("NFD", NAME)))
        await journal.sent(key(1))
        await journal.ticketed(key(1), ticket())
        look()

    def look() -> None:
        files = [path for path in (tmp_path / "journal").iterdir() if path.is_file()]
        assert {FILE, f"{FILE}-wal", "journal.key"} <= {path.name for path in files}
        content = b"".join(path.read_bytes() for path in files)
        assert key(1).encode() in content
        for secret in (NAME, NUMBER, "p-17", "Hàng Bài", "1990", "Dương"):
            for form in ("NFC", "NFD"):
                clear = unicodedata.normalize(form, secret).encode()
                assert clear not in content
                assert clear.hex().encode() not in content
        for path in files:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name

    during(tmp_path, visit)


def test_what_staff_try_again_goes_back_to_where_it_was(tmp_path: Path) -> None:
    async def visit(journal: Journal) -> None:
        await journal.begin(entry())
        await journal.rejected(key(1), "service-closed")
        assert journal.owed() == ()

    async def again(journal: Journal) -> None:
        assert journal.owed() == ()
        await journal.retry(key(1))
        [owed] = journal.owed()
        assert (owed.state, owed.debt, owed.reason) == (State.PENDING, Debt.CHECK_IN, "")
        assert owed.details == entry().details

    during(tmp_path, visit)
    during(tmp_path, again)


def test_a_key_begins_once_and_a_stranger_is_no_entry(tmp_path: Path) -> None:
    async def visit(journal: Journal) -> None:
        await journal.begin(entry())
        await journal.abandoned(key(1), Debt.NONE)
        with pytest.raises(MoveNotAllowed):
            await journal.begin(entry())
        with pytest.raises(NoSuchEntry):
            await journal.printed(key(2))
        with pytest.raises(MoveNotAllowed):
            await journal.printed(key(1))

    during(tmp_path, visit)


def test_details_without_bound_are_refused_before_anything_is_kept(tmp_path: Path) -> None:
    async def visit(journal: Journal) -> None:
        with pytest.raises(ValueError, match="larger than the journal keeps"):
            await journal.begin(entry(name="x" * 70_000))
        assert journal.unfinished() == ()

    during(tmp_path, visit)


def test_who_is_cancelled_while_it_is_written_has_begun(tmp_path: Path) -> None:
    async def visit(journal: Journal) -> None:
        begun = asyncio.create_task(journal.begin(entry()))
        while not journal.unfinished():
            await asyncio.sleep(0)
        begun.cancel()
        with pytest.raises(asyncio.CancelledError):
            await begun

    async def after(journal: Journal) -> None:
        assert [one.key for one in journal.unfinished()] == [key(1)]

    during(tmp_path, visit)
    during(tmp_path, after)


def test_a_second_kiosk_on_the_same_journal_is_refused(tmp_path: Path) -> None:
    async def visit(journal: Journal) -> None:
        with pytest.raises(JournalLocked, match="another kiosk keeps its journal here"):
            async with Journal.open(places(tmp_path), now=Time()):
                pytest.fail("opened twice")
        await journal.begin(entry())

    during(tmp_path, visit)
    during(tmp_path, _has_one)


async def _has_one(journal: Journal) -> None:
    assert len(journal.unfinished()) == 1


def test_half_written_files_of_a_death_are_removed(tmp_path: Path) -> None:
    async def number(journal: Journal) -> None:
        await journal.next_provisional(BEGAN.date())

    def dies(*_: object) -> None:
        raise KeyboardInterrupt  # neither an error of the disk nor a chance to tidy up

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", lambda *_, **__: None)
        patch.setattr("pathlib.Path.replace", dies)
        with pytest.raises(KeyboardInterrupt):
            files.put(tmp_path / "journal.txt", b"x")
    [half] = tmp_path.iterdir()
    (tmp_path / "journal").mkdir()
    half.rename(tmp_path / "journal" / half.name)
    during(tmp_path, number)
    assert not [path for path in (tmp_path / "journal").iterdir() if path.name.startswith(".")]


def test_who_pages_through_the_list_keeps_nobody_from_erasing(tmp_path: Path) -> None:
    async def visits(journal: Journal) -> None:
        for each in range(1, 4):
            await journal.begin(entry(each))
            await journal.abandoned(key(each), Debt.NONE)
        with reading(tmp_path / "journal") as held:
            entries = held.entries()
            assert next(entries).key == key(3)
            await journal.erase(BEGAN + timedelta(days=1))
            assert (tmp_path / "journal" / f"{FILE}-wal").stat().st_size == 0
            assert [one.key for one in entries] == [key(2), key(1)]

    during(tmp_path, visits)


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal").touch()
    with pytest.raises(JournalUnreadable, match="cannot be made"):
        during(tmp_path, _has_one)


@pytest.mark.slow
def test_ten_thousand_entries_are_there_again(tmp_path: Path) -> None:
    async def fill(journal: Journal) -> None:
        await asyncio.gather(*(journal.begin(entry(number)) for number in range(10_000)))

    during(tmp_path, fill)

    async def all_there(journal: Journal) -> None:
        assert len(journal.owed()) == 10_000

    during(tmp_path, all_there)
