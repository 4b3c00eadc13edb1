"""A journal whose disk, file or key is not as it should be: nobody's visit fails."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import NoSuchEntry
from kiosk.journal import connecting, store
from kiosk.journal import disk as disk_module
from kiosk.journal.entry import Debt, State
from kiosk.journal.health import Broken, Health, Trouble, meaning
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from kiosk.journal.store import FILE, Store
from tests.unit.journal.people import Time, entry, key
from tests.unit.journal.test_journal import columns, during


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "RETRY_S", 0.02)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)


@pytest.fixture
def spoilt() -> Iterator[pytest.MonkeyPatch]:
    """To be mended in the middle of a test, without what else was set for it."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """What the journal has opened, to be spoilt. Only ever used from its own thread."""
    made: list[sqlite3.Connection] = []
    connect = connecting.connect

    def noted(path: Path) -> sqlite3.Connection:
        made.append(connect(path))
        return made[-1]

    monkeypatch.setattr(store, "connect", noted)
    return made


def spoil(journal: Journal, pragma: str, connections: list[sqlite3.Connection]) -> None:
    journal._disk.run(lambda store: connections[-1].execute(pragma).fetchall()).result(5)


def test_a_full_disk_keeps_entries_in_memory_until_there_is_room(
    tmp_path: Path, connections: list[sqlite3.Connection]
) -> None:
    heard: list[Health] = []

    async def visits(journal: Journal) -> None:
        journal._on_health = heard.append
        await journal.begin(entry(1))
        spoil(journal, "PRAGMA max_page_count = 1", connections)  # as many as there are
        for number in range(2, 40):
            await journal.begin(entry(number))
        assert journal.health is Health.FULL
        await journal.sent(key(30))
        await journal.abandoned(key(39), Debt.NONE)
        assert (await journal.find(key(39))).state is State.ABANDONED
        counts = await journal.counts()
        assert counts.unwritten
        assert counts.by_state["pending"] + counts.by_state["sent"] == 38
        assert await journal.next_provisional(Time()().date()) in (1, 20_611)
        spoil(journal, "PRAGMA max_page_count = 100000", connections)
        await until(lambda: journal.health is Health.OK)
        assert (await journal.counts()).unwritten == 0
        assert heard == [Health.FULL, Health.OK]

    during(tmp_path, visits)
    assert columns(tmp_path, "SELECT count(*) FROM entry") == [(39,)]


def test_a_disk_that_becomes_read_only_is_tried_again(
    tmp_path: Path, connections: list[sqlite3.Connection], spoilt: pytest.MonkeyPatch
) -> None:
    async def visits(journal: Journal) -> None:
        await journal.begin(entry(1))
        spoil(journal, "PRAGMA query_only = ON", connections)
        spoilt.setattr(Store, "open", no_disk)
        await journal.begin(entry(2))
        assert journal.health is Health.READ_ONLY
        await journal.sent(key(1))
        spoilt.undo()
        await until(lambda: journal.health is Health.OK)
        assert [one.state for one in journal.unfinished()] == [State.SENT, State.PENDING]

    during(tmp_path, visits)
    assert columns(tmp_path, "SELECT state FROM entry ORDER BY key") == [("sent",), ("pending",)]


def no_disk(*_: object) -> tuple[Store, store.Loaded]:
    raise Trouble(Health.READ_ONLY)


def test_a_disk_that_is_there_only_later_brings_what_it_has(
    tmp_path: Path, spoilt: pytest.MonkeyPatch
) -> None:
    async def before(journal: Journal) -> None:
        await journal.begin(entry(1))
        await journal.begin(entry(2))

    async def visits(journal: Journal) -> None:
        assert journal.health is Health.READ_ONLY
        with pytest.raises(NoSuchEntry):
            await journal.find(key(1))
        await journal.begin(entry(3))
        spoilt.undo()
        await until(lambda: journal.health is Health.OK)
        assert [one.key for one in journal.owed()] == [key(1), key(2), key(3)]

    during(tmp_path, before)
    spoilt.setattr(Store, "open", no_disk)
    during(tmp_path, visits)


def test_a_file_that_breaks_while_it_is_used_is_begun_anew_with_all_that_is_live(
    tmp_path: Path, spoilt: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(self: Store, entries: object) -> None:
        spoilt.undo()
        for name in (FILE, f"{FILE}-wal"):
            (tmp_path / "journal" / name).write_bytes(bytes(8192))
        raise Broken("damaged")

    async def visits(journal: Journal) -> None:
        await journal.begin(entry(1))
        await journal.begin(entry(2))
        spoilt.setattr(Store, "write", breaks)
        await journal.sent(key(2))
        await until(lambda: journal.health is Health.OK)
        await journal.begin(entry(3))

    during(tmp_path, visits)
    states = columns(tmp_path, "SELECT state FROM entry ORDER BY key")
    assert states == [("pending",), ("sent",), ("pending",)]
    assert len(list((tmp_path / "journal").glob("journal-*.broken"))) == 1
    assert '"why":"damaged"' in capsys.readouterr().err.replace(" ", "")


def test_what_was_settled_does_not_come_back_with_an_older_file(tmp_path: Path) -> None:
    """The file is read in one thread while the entry is settled in the other."""

    async def visits(journal: Journal) -> None:
        await journal.begin(entry(1))
        await journal.begin(entry(2))
        await journal.sent(key(2))
        await journal.abandoned(key(1), Debt.NONE)
        journal._loaded(store.Loaded((entry(1), entry(2))))
        assert [one.key for one in journal.unfinished()] == [key(2)]

    during(tmp_path, visits)
    states = columns(tmp_path, "SELECT state FROM entry ORDER BY key")
    assert states == [("abandoned",), ("sent",)]


def test_what_a_damaged_file_has_lost_is_written_again(tmp_path: Path) -> None:
    async def visits(journal: Journal) -> None:
        await journal.begin(entry(1))
        await journal.sent(key(1))
        journal._disk.write(entry(1)).result(5)
        journal._loaded(store.Loaded((entry(1),), set_aside="damaged"))

    during(tmp_path, visits)
    assert columns(tmp_path, "SELECT state FROM entry") == [("sent",)]


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("PRAGMA application_id = 7", "not-ours"),
        ("PRAGMA user_version = 99", "newer"),
        ("PRAGMA user_version = 0", "damaged"),
        ("CREATE TRIGGER t AFTER UPDATE ON entry BEGIN DELETE FROM entry; END", "damaged"),
        ("DROP TABLE series", "damaged"),
    ],
)
def test_a_file_of_another_form_is_set_aside_and_what_is_whole_is_saved(
    tmp_path: Path, statement: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = why == "damaged"

    async def before(journal: Journal) -> None:
        await journal.begin(entry(1))
        assert await journal.next_provisional(Time()().date()) == 1

    async def after(journal: Journal) -> None:
        assert [one.key for one in journal.owed()] == ([key(1)] if saved else [])
        assert await journal.next_provisional(Time()().date()) == 2
        assert journal.health is Health.OK

    during(tmp_path, before)
    with closing(sqlite3.connect(tmp_path / "journal" / FILE)) as db:
        db.execute(statement)
        db.commit()
    during(tmp_path, after)
    during(tmp_path, lambda journal: _nothing())
    assert f'"why":"{why}"' in capsys.readouterr().err.replace(" ", "")
    assert len(list((tmp_path / "journal").glob("journal-*.broken"))) == 1


async def _nothing() -> None:
    pass


def test_broken_journals_are_kept_up_to_a_bound(tmp_path: Path) -> None:
    for _ in range(8):
        (tmp_path / "journal").mkdir(exist_ok=True)
        (tmp_path / "journal" / FILE).write_bytes(b"x" * 9000)
        during(tmp_path, lambda journal: _nothing())
    assert len(list((tmp_path / "journal").glob("journal-*.broken"))) == 5


def test_a_row_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    async def before(journal: Journal) -> None:
        for number in (1, 2):
            await journal.begin(entry(number))

    async def after(journal: Journal) -> None:
        assert [one.key for one in journal.owed()] == [key(2)]
        assert journal.health is Health.UNREADABLE
        assert (await journal.counts()).unreadable == 1

    during(tmp_path, before)
    with closing(sqlite3.connect(tmp_path / "journal" / FILE)) as db:
        db.execute("UPDATE entry SET number = 'A-043' WHERE key = ?", (key(1),))
        db.commit()
    during(tmp_path, after)


def test_without_its_key_it_serves_on_and_the_key_may_come_back(tmp_path: Path) -> None:
    named = tmp_path / "named"
    named.write_bytes(b"k" * 32)
    named.chmod(0o600)
    where = KeyPlaces(tmp_path / "journal", named)

    async def life(does: int) -> None:
        async with asyncio.timeout(10), Journal.open(where, now=Time()) as journal:
            if does == 1:
                await journal.begin(entry(1))
                await journal.begin(entry(3))
            elif does == 2:
                assert journal.health is Health.KEY_MISSING
                assert (await journal.counts()).unreadable == 2
                await journal.begin(entry(2))
                assert [one.key for one in journal.owed()] == [key(2)]
                await journal.provisional(key(3), "K-1")
                assert [one.key for one in journal.unfinished()] == [key(1), key(2), key(3)]
            else:
                assert journal.health is Health.UNREADABLE
                assert [one.key for one in journal.owed()] == [key(1), key(3)]
                found = await journal.find(key(3))
                assert found.number == "K-1"
                assert found.details == entry(3).details

    asyncio.run(life(1))
    named.rename(tmp_path / "elsewhere")
    asyncio.run(life(2))
    (tmp_path / "elsewhere").rename(named)
    asyncio.run(life(3))


def test_a_clock_before_2020_is_kept_as_it_is(tmp_path: Path) -> None:
    time = Time()
    time.now = time.now.replace(year=1970)
    early = replace(entry(1), began_at=time.now)

    async def visit(journal: Journal) -> None:
        await journal.begin(early)
        await journal.sent(key(1))

    async def after(journal: Journal) -> None:
        assert (await journal.find(key(1))).changed_at == time.now

    during(tmp_path, visit, time)
    during(tmp_path, after, time)


@pytest.mark.parametrize(
    ("code", "health"),
    [
        (sqlite3.SQLITE_FULL, Health.FULL),
        (sqlite3.SQLITE_READONLY, Health.READ_ONLY),
        (sqlite3.SQLITE_READONLY_DBMOVED, Health.READ_ONLY),
        (sqlite3.SQLITE_CANTOPEN, Health.READ_ONLY),
        (sqlite3.SQLITE_IOERR_FSYNC, Health.MEMORY_ONLY),
        (sqlite3.SQLITE_BUSY, Health.MEMORY_ONLY),
        (sqlite3.SQLITE_CORRUPT, None),
        (sqlite3.SQLITE_NOTADB, None),
        (None, None),
    ],
)
def test_what_sqlite_says_is_understood(code: int | None, health: Health | None) -> None:
    error = sqlite3.OperationalError("words")
    if code is not None:
        error.sqlite_errorcode = code
    told = meaning(error)
    assert (told.health if isinstance(told, Trouble) else None) is health
    assert "words" not in str(told)
