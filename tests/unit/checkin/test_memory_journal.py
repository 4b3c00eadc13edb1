"""The journal of a demonstration, which lasts as long as its process."""

import asyncio
from datetime import date, timedelta

from kiosk.checkin.clock import SystemClock
from kiosk.checkin.journal import MemoryJournal

TODAY = date(2026, 11, 23)


def test_a_tester_who_sets_the_clock_gets_no_number_twice() -> None:
    async def given() -> list[int]:
        journal = MemoryJournal(SystemClock())
        days = (TODAY, TODAY, TODAY + timedelta(days=1), TODAY)
        return [await journal.next_provisional(day) for day in days]

    assert asyncio.run(given()) == [1, 2, 3, 4]
