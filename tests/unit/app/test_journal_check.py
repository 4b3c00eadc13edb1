"""What ``kiosk doctor`` says of the journal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app import journal_check
from kiosk.app.finding import Finding
from kiosk.app.journal import places_of
from kiosk.app.journal_check import journal_finding
from kiosk.config import Settings, override
from kiosk.journal.details import Details
from kiosk.journal.entry import Entry
from kiosk.journal.journal import Journal
from kiosk.journal.store import FILE

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def look(state: Path, settings: Settings | None = None, now: datetime = NOW) -> Finding:
    return asyncio.run(journal_finding(settings or Settings(), state, now))


def kept(state: Path, do: Callable[[Journal], Awaitable[None]]) -> None:
    async def run() -> None:
        places = places_of(Settings(), state)
        async with Journal.open(places, now=lambda: NOW) as journal:
            await do(journal)

    asyncio.run(run())


def entry(number: int, began: datetime = NOW) -> Entry:
    return Entry(f"019aaaaa-0000-7000-8000-{number:012x}", "kiosk-1", began, began)


async def two_owed(journal: Journal) -> None:
    await journal.begin(entry(1, NOW - timedelta(minutes=5)))
    await journal.begin(entry(2, NOW - timedelta(minutes=3)))


def test_a_kiosk_that_never_ran_has_none_and_gets_none_by_looking(tmp_path: Path) -> None:
    assert look(tmp_path) == Finding("journal", True, "none yet: the kiosk makes it when it starts")
    assert list(tmp_path.iterdir()) == []


def test_what_waits_for_a_moment_is_well(tmp_path: Path) -> None:
    kept(tmp_path, two_owed)
    found = look(tmp_path)
    assert found.well
    assert found.to_do == ""
    assert found.state == (
        "2 check-ins, 2 to be told to the hospital since 2026-11-23 08:55, 0 refused, 0 unreadable"
    )


def test_what_waits_for_long_is_not(tmp_path: Path) -> None:
    kept(tmp_path, two_owed)
    found = look(tmp_path, now=NOW + timedelta(minutes=6))
    assert not found.well
    assert "the hospital answers" in found.to_do


def test_staff_are_sent_to_what_was_refused(tmp_path: Path) -> None:
    async def refused(journal: Journal) -> None:
        await two_owed(journal)
        await journal.rejected(entry(1).key, "service-closed")

    kept(tmp_path, refused)
    found = look(tmp_path)
    assert not found.well
    assert "1 refused" in found.state
    assert "1 to be told to the hospital since 2026-11-23 08:57" in found.state
    assert "kiosk journal list --state rejected" in found.to_do


def test_a_key_that_is_missing_is_told(tmp_path: Path) -> None:
    kept(tmp_path, two_owed)
    named = override(Settings(), {"journal.key_file": str(tmp_path / "no-such-key")})
    found = look(tmp_path, named)
    assert not found.well
    assert "key" in found.to_do


def test_entries_of_another_key_are_counted(tmp_path: Path) -> None:
    async def one(journal: Journal) -> None:
        await journal.begin(replace(entry(1), details=Details(short_name="N. V. Thử")))

    kept(tmp_path, one)
    own = places_of(Settings(), tmp_path).folder / "journal.key"
    own.write_bytes(b"k" * 32)
    found = look(tmp_path)
    assert "1 unreadable" in found.state
    assert not found.well
    assert "Thử" not in found.state + found.to_do


def test_a_file_that_is_no_journal_is_told(tmp_path: Path) -> None:
    folder = places_of(Settings(), tmp_path).folder
    folder.mkdir()
    (folder / FILE).write_bytes(b"something else" * 500)
    found = look(tmp_path)
    assert not found.well
    assert found.to_do


def test_a_disk_without_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, two_owed)
    monkeypatch.setattr(journal_check, "SCARCE", 1 << 60)
    found = look(tmp_path)
    assert not found.well
    assert "make room" in found.to_do
