"""What is deleted by the clock, and what a clock that is ahead must not take."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app import tidying
from kiosk.app.journal import JournalWatch, journal_of
from kiosk.app.tidying import DOUBTED_S, OFF_AT_MOST, WallTime
from kiosk.checkin.clock import SystemClock
from kiosk.checkin.journal import Journal as AnyJournal
from kiosk.config import Settings
from kiosk.journal.details import Details
from kiosk.journal.entry import Debt, Entry, State


class SteppedClock(SystemClock):
    """Time passes as the test says."""

    def __init__(self) -> None:
        super().__init__()
        self._began = super().now()
        self._passed = 0.0

    def now(self) -> datetime:
        return self._began + self._shift + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return self._passed

    def passes(self, seconds: float) -> None:
        self._passed += seconds


def test_a_clock_that_was_set_ahead_is_doubted_for_a_day_or_until_it_is_put_right() -> None:
    clock = SteppedClock()
    wall = WallTime(clock, clock.now())
    clock.passes(600)
    assert wall.believed()
    clock.jump(timedelta(days=31))
    assert not wall.believed()
    clock.passes(DOUBTED_S - 1)
    assert not wall.believed()
    clock.passes(1)
    assert wall.believed(), "nobody has put it right"
    clock.jump(timedelta(days=31))
    assert not wall.believed()
    clock.reset()
    assert wall.believed()
    clock.jump(timedelta(minutes=59))
    assert wall.believed(), "as when it is put right by the network"


@pytest.mark.parametrize(("off", "believed"), [(-1, True), (1, False)])
def test_a_start_long_after_the_newest_entry_is_doubted(off: int, believed: bool) -> None:
    clock = SteppedClock()
    newest = clock.now() - OFF_AT_MOST - timedelta(minutes=off)
    assert WallTime(clock, newest).believed() is believed
    assert WallTime(clock, None).believed()


async def _left(journal: AnyJournal, number: int, now: datetime) -> str:
    key = f"019aaaaa-0000-7000-8000-{number:012x}"
    details = Details(short_name="N. V. Thử")
    await journal.begin(Entry(key, "kiosk-1", now, now, details=details))
    return key


def test_a_clock_that_is_ahead_takes_nothing_from_staff(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a month ahead when the kiosk starts: what is done with is erased, no more."""
    monkeypatch.setattr(tidying, "TIDY_S", 0.01)
    settings, clock, watch = Settings(), SystemClock(), JournalWatch("kiosk-1")

    async def run() -> None:
        async with asyncio.timeout(10):
            async with journal_of(settings, clock, tmp_path, watch) as journal:
                refused = await _left(journal, 1, clock.now())
                await journal.rejected(refused, "service-closed")
                gone = await _left(journal, 2, clock.now())
                await journal.abandoned(gone, Debt.NONE)
            clock.jump(timedelta(days=settings.journal.keep_days + 1))
            async with journal_of(settings, clock, tmp_path, watch) as journal:
                while (await journal.find(gone)).details is not None:
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.1)  # several looks
                kept = await journal.find(refused)
                assert (kept.state, kept.debt) == (State.REJECTED, Debt.CHECK_IN)
                assert kept.details is not None
                assert (await journal.find(gone)).state is State.ABANDONED

    asyncio.run(run())


def test_what_waited_for_long_is_erased_and_what_is_done_with_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "OFF_AT_MOST", timedelta(days=365))
    settings, clock, watch = Settings(), SystemClock(), JournalWatch("kiosk-1")

    async def run() -> None:
        async with asyncio.timeout(10):
            async with journal_of(settings, clock, tmp_path, watch) as journal:
                refused = await _left(journal, 1, clock.now())
                await journal.rejected(refused, "service-closed")
                gone = await _left(journal, 2, clock.now())
                await journal.abandoned(gone, Debt.NONE)
            clock.jump(timedelta(days=settings.journal.keep_days, minutes=1))
            async with journal_of(settings, clock, tmp_path, watch) as journal:
                while await journal.newest(lambda entry: entry.key == gone, 1):
                    await asyncio.sleep(0.01)
                left = await journal.find(refused)
                assert (left.state, left.details) == (State.REJECTED, None)

    asyncio.run(run())
