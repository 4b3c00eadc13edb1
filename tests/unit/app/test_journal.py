"""The journal of a kiosk that serves: whose it is, and who hears of its troubles."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app import tidying
from kiosk.app.journal import JournalWatch, journal_of, places_of
from kiosk.app.rules import prefix_of, rules_of
from kiosk.checkin.clock import SystemClock
from kiosk.checkin.equipment import Afterwards, Equipment
from kiosk.checkin.journal import Journal as AnyJournal
from kiosk.checkin.journal import MemoryJournal
from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.config import Settings, override
from kiosk.errors import HospitalAway, JournalLocked
from kiosk.journal import connecting, store
from kiosk.journal.details import Details
from kiosk.journal.entry import Debt, Entry
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from tests.flow.stand import DOCUMENT, HeldUp, ScriptedHospital, Stand


@pytest.mark.parametrize(
    ("kiosk", "prefix"),
    [("kiosk-1", "K1"), ("Hall.B-12", "HB12"), ("...", "K"), ("a" * 64, "A")],
)
def test_the_numbers_of_a_kiosk_begin_with_what_it_is_called(kiosk: str, prefix: str) -> None:
    assert prefix_of(kiosk) == prefix


def test_a_setting_gives_them_another_beginning() -> None:
    assert rules_of(Settings()).prefix == "K1"
    assert rules_of(override(Settings(), {"journal.prefix": "B2"})).prefix == "B2"


def test_a_kiosk_without_a_state_folder_keeps_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        watch = JournalWatch("kiosk-1")
        async with journal_of(Settings(), SystemClock(), None, watch) as journal:
            assert isinstance(journal, MemoryJournal)

    asyncio.run(run())


def test_a_second_kiosk_on_the_same_journal_does_not_start(tmp_path: Path) -> None:
    async def run() -> None:
        watch, clock = JournalWatch("kiosk-1"), SystemClock()
        async with journal_of(Settings(), clock, tmp_path, watch) as journal:
            assert isinstance(journal, Journal)
            with pytest.raises(JournalLocked, match="another kiosk"):
                async with journal_of(Settings(), clock, tmp_path, watch):
                    pass

    asyncio.run(run())
    assert (places_of(Settings(), tmp_path).folder / store.FILE).exists()


def test_staff_are_called_once_for_each_thing_that_is_wrong() -> None:
    async def run() -> list[object]:
        hospital, afterwards = ScriptedHospital(), Afterwards()
        watch = JournalWatch("kiosk-1")
        watch.health(Health.FULL)
        with watch.by(hospital, afterwards):
            watch.health(Health.FULL)
            await afterwards.finish()
            watch.health(Health.OK)
            watch.health(Health.KEY_MISSING)
            await afterwards.finish()
        return hospital.calls("call_staff")

    assert asyncio.run(run()) == [("kiosk-1", "journal-full"), ("kiosk-1", "journal-key-missing")]


def test_a_call_that_reached_nobody_is_made_again() -> None:
    async def run() -> list[object]:
        hospital, afterwards = ScriptedHospital(), Afterwards()
        hospital.errors["call_staff"] = [HospitalAway()]
        watch = JournalWatch("kiosk-1")
        with watch.by(hospital, afterwards):
            watch.health(Health.READ_ONLY)
            await afterwards.finish()
            again = asyncio.create_task(watch.again(0.001))
            while len(hospital.calls("call_staff")) < 2:
                await asyncio.sleep(0.002)
            await asyncio.sleep(0.02)
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)
            await afterwards.finish()
        return hospital.calls("call_staff")

    assert asyncio.run(run()) == [("kiosk-1", "journal-read-only")] * 2


def test_a_full_disk_is_told_to_staff_and_the_visit_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = connecting.connect

    def small(path: Path) -> sqlite3.Connection:
        found = connect(path)
        found.execute("PRAGMA max_page_count = 1")  # as many as there are
        return found

    monkeypatch.setattr(store, "connect", small)

    async def run() -> None:
        stand, clock, watch = Stand(), SystemClock(), JournalWatch("kiosk-1")
        async with (
            asyncio.timeout(10),
            journal_of(Settings(), clock, tmp_path, watch) as journal,
        ):
            reader = HeldUp(*[DOCUMENT] * 12)
            equipment = Equipment(
                reader, stand.paper, stand.hospital, clock, stand.rules, journal=journal
            )
            with watch.by(stand.hospital, equipment.afterwards):
                for _ in range(12):
                    front = ScriptedFront(willing_patient())
                    outcome = await Session(front, equipment).one()
                    assert isinstance(outcome, Ticketed)
                    assert outcome.printed
                await equipment.afterwards.finish()
            assert isinstance(journal, Journal)
            assert journal.health is Health.FULL
        assert stand.hospital.calls("call_staff") == [("kiosk-1", "journal-full")]
        assert len(stand.paper.printed) == 12

    asyncio.run(run())


def test_a_kiosk_erases_at_its_start_and_again_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Again each :data:`~kiosk.app.tidying.TIDY_S`, which is less than an hour."""
    assert tidying.TIDY_S <= 3600
    settings, clock = Settings(), SystemClock()
    long_enough = timedelta(hours=settings.journal.erase_after_h, minutes=1)

    async def leave(number: int, journal: AnyJournal) -> str:
        key, now = f"019aaaaa-0000-7000-8000-{number:012x}", clock.now()
        details = Details(short_name="N. V. Thử")
        await journal.begin(Entry(key, "kiosk-1", now, now, holder=b"h" * 32, details=details))
        await journal.abandoned(key, Debt.NONE)
        assert (await journal.find(key)).details == details
        return key

    async def erased(key: str, journal: AnyJournal) -> None:
        while (entry := await journal.find(key)).details is not None:
            await asyncio.sleep(0.005)
        assert entry.holder == b""

    async def run() -> None:
        watch = JournalWatch("kiosk-1")
        async with asyncio.timeout(10):
            async with journal_of(settings, clock, tmp_path, watch) as journal:
                first = await leave(1, journal)
            clock.jump(long_enough)
            async with journal_of(settings, clock, tmp_path, watch) as journal:
                await erased(first, journal)
            monkeypatch.setattr(tidying, "TIDY_S", 0.02)
            async with journal_of(settings, clock, tmp_path, watch) as journal:
                second = await leave(2, journal)
                clock.jump(long_enough)
                await erased(second, journal)

    asyncio.run(run())
