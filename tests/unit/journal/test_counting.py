"""Unreadable entries are counted anew when that may have changed, and only then."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.bench.journal_entries import after_a_power_cut
from kiosk.journal import rows
from kiosk.journal.details import Details
from kiosk.journal.entry import Entry
from kiosk.journal.key import KeyPlaces
from kiosk.journal.sealed import Seal
from kiosk.journal.store import FILE, Loaded, Store

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=365)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two entries that are settled, one that is not; the details of each with one bit turned."""
    found = tmp_path / "journal"
    after_a_power_cut(found, 2, 1)
    with closing(sqlite3.connect(found / FILE)) as db, db:
        for key, details in db.execute("SELECT key, details FROM entry").fetchall():
            turned = details[:-1] + bytes([details[-1] ^ 1])
            db.execute("UPDATE entry SET details = ? WHERE key = ?", (turned, key))
    return found


@pytest.fixture
def opened(folder: Path) -> Iterator[tuple[Store, Loaded]]:
    store, loaded = Store.open(folder, Seal(KeyPlaces(folder).find(NOW).secret), NOW)
    yield store, loaded
    store.close()


def test_what_is_not_old_enough_leaves_the_count_without_a_look(
    opened: tuple[Store, Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, loaded = opened
    assert loaded.unreadable == 3
    looked: list[object] = []
    monkeypatch.setattr(rows, "_checksum", looked.append)
    assert store.erase(LONG_AGO) == store.delete(LONG_AGO) == 3
    assert not looked


def test_what_is_erased_or_deleted_is_unreadable_no_more(opened: tuple[Store, Loaded]) -> None:
    store, _ = opened
    assert store.erase(LATER) == 1
    assert store.delete(LATER) == 1


def test_what_is_written_again_with_its_details_is_readable(opened: tuple[Store, Loaded]) -> None:
    store, loaded = opened
    (entry,) = loaded.live
    store.write([replace(entry, details=Details())])
    assert store.erase(LONG_AGO) == 2


def test_a_damaged_entry_that_is_written_again_counts_no_more(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE)) as db, db:
        db.execute("UPDATE entry SET number = 'X' WHERE provisional = 1")
    seal = Seal(KeyPlaces(folder).find(NOW).secret)
    store, loaded = Store.open(folder, seal, NOW)
    with closing(store):
        assert (loaded.unreadable, loaded.live) == (3, ())
        with closing(sqlite3.connect(folder / FILE)) as db:
            (key,) = db.execute("SELECT key FROM entry WHERE provisional = 1").fetchone()
        store.write([Entry(key, "kiosk-1", NOW, NOW)])
        assert store.delete(LONG_AGO) == 2
