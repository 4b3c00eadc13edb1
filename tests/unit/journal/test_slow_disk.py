"""A disk that takes its time: patients do not wait for it, the end of the kiosk does."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kiosk.journal import disk as disk_module
from kiosk.journal import journal as journal_module
from kiosk.journal import patience
from kiosk.journal.entry import Entry
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.store import Store
from tests.unit.journal.people import Time, entry, key, places, ticket
from tests.unit.journal.test_journal import columns, during
from tests.unit.journal.test_trouble import no_disk, until


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "RETRY_S", 0.02)


def slow(write: Callable[[Store, Iterable[Entry]], None], goes_on: threading.Event) -> object:
    def hanging(self: Store, entries: Iterable[Entry]) -> None:
        assert goes_on.wait(30)
        write(self, entries)

    return hanging


def test_a_disk_that_hangs_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    async def visits(journal: Journal) -> None:
        await journal.begin(entry(1))
        monkeypatch.setattr(Store, "write", slow(Store.write, goes_on))
        monkeypatch.setattr(patience, "PATIENCE_S", 0.05)
        await journal.sent(key(1))
        assert journal.health is Health.MEMORY_ONLY
        # From now on nobody waits at all: these would wait in vain, for longer than they may.
        monkeypatch.setattr(patience, "PATIENCE_S", 30.0)
        async with asyncio.timeout(5):
            await journal.ticketed(key(1), ticket())
            first = await journal.next_provisional(Time()().date())
            assert await journal.next_provisional(Time()().date()) == first + 1 == 20_612
        assert journal.health is Health.MEMORY_ONLY
        goes_on.set()
        await until(lambda: journal.health is Health.OK)
        await journal.printed(key(1))

    during(tmp_path, visits)
    assert columns(tmp_path, "SELECT state FROM entry") == [("printed",)]


def test_an_orderly_end_waits_for_a_disk_that_was_too_slow_for_patients(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when systemd restarts the kiosk: paper is out, and its note waits behind a slow write."""
    goes_on = threading.Event()

    async def life() -> None:
        async with Journal.open(places(tmp_path), now=Time()) as journal:
            await journal.begin(entry(1))
            monkeypatch.setattr(Store, "write", slow(Store.write, goes_on))
            monkeypatch.setattr(patience, "PATIENCE_S", 0.05)
            await journal.provisional(key(1), "K1-001")
            await journal.printed(key(1))
            assert journal.health is Health.MEMORY_ONLY
            assert (journal._disk.unwritten, goes_on.is_set()) == (1, False)
            asyncio.get_running_loop().call_later(0.2, goes_on.set)

    asyncio.run(life())
    assert columns(tmp_path, "SELECT state, number FROM entry") == [("printed", "K1-001")]
    assert "journal-unwritten" not in capsys.readouterr().err


def test_what_an_end_in_order_could_not_bring_to_disk_is_counted_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goes_on = threading.Event()
    threads: list[threading.Thread] = []

    async def life() -> None:
        async with Journal.open(places(tmp_path), now=Time()) as journal:
            threads.append(journal._disk._thread)
            await journal.begin(entry(1))
            monkeypatch.setattr(Store, "write", slow(Store.write, goes_on))
            monkeypatch.setattr(patience, "PATIENCE_S", 0.05)
            for number in (2, 3):
                await journal.begin(entry(number))
            await journal.sent(key(1))
            monkeypatch.setattr(journal_module, "_CLOSE_S", 0.1)

    asyncio.run(life())
    goes_on.set()
    threads[0].join(30)
    assert '"journal-unwritten","count":3' in capsys.readouterr().err.replace(" ", "")


def test_a_disk_that_failed_a_moment_ago_is_tried_once_more_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_module, "RETRY_S", 30)

    async def visits(journal: Journal) -> None:
        assert journal.health is Health.READ_ONLY
        await journal.begin(entry(1))
        spoilt.undo()

    with pytest.MonkeyPatch.context() as spoilt:
        spoilt.setattr(Store, "open", no_disk)
        during(tmp_path, visits)
    assert columns(tmp_path, "SELECT state FROM entry") == [("pending",)]
