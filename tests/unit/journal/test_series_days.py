"""The kiosk's own numbers over days, by a clock that is right, and by one that is set."""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.journal.sealed import KEY_BYTES, Seal
from kiosk.journal.series import Series, Uptime
from kiosk.journal.store import FILE as JOURNAL
from kiosk.journal.store import Store

MORNING = datetime(2026, 11, 23, 8, tzinfo=HOSPITAL_ZONE)
DAY = timedelta(days=1)
WITHOUT_CLOCK = datetime(1970, 1, 1, 7, tzinfo=HOSPITAL_ZONE) - MORNING
FAR = timedelta(days=25_000)


class Hall:
    """A kiosk, and the time as it truly is."""

    def __init__(self, folder: Path, *, journal: bool = False) -> None:
        self.folder = folder
        self.truly = MORNING
        self.off = timedelta()
        """The kiosk's clock against that."""
        self.given: list[tuple[date, int]] = []
        self.store = self._opened() if journal else None
        self.boots = 0
        self.restart()

    def restart(self) -> None:
        """The program alone."""
        self.series = Series(self.folder, self._uptime)

    def reboot(self) -> None:
        """The machine."""
        self.boots += 1
        self.restart()

    def number(self) -> int:
        now = self.truly + self.off
        found = self.series.next(now.date(), now, self.store)
        self.given.append((self.truly.date(), found))
        return found

    def numbers(self, count: int) -> list[int]:
        """One a minute."""
        found = []
        for _ in range(count):
            found.append(self.number())
            self.truly += timedelta(minutes=1)
        return found

    def sleep(self) -> None:
        """Until the next morning."""
        self.truly = datetime.combine(self.truly.date() + DAY, MORNING.timetz())

    def _uptime(self) -> Uptime:
        return Uptime(f"boot-{self.boots}", (self.truly - MORNING).total_seconds())

    def _opened(self) -> Store:
        store, _ = Store.open(self.folder, Seal(bytes(KEY_BYTES)), self.truly)
        return store


Then = Callable[[Hall], None]
AFTER: dict[str, Then] = {
    "while it runs": lambda hall: None,
    "over a restart": Hall.restart,
    "switched off": Hall.reboot,
}


@pytest.fixture(params=[False, True], ids=["file alone", "journal"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Hall:
    return Hall(tmp_path, journal=request.param)


@pytest.mark.parametrize("then", AFTER)
def test_each_day_begins_with_one(hall: Hall, then: str) -> None:
    for _ in range(3):
        assert hall.numbers(3) == [1, 2, 3]
        hall.sleep()
        AFTER[then](hall)


@pytest.mark.parametrize("then", ["while it runs", "over a restart"])
@pytest.mark.parametrize("ahead", [DAY, timedelta(hours=17), 30 * DAY, FAR])
def test_a_clock_that_is_set_ahead_begins_no_series(
    hall: Hall, ahead: timedelta, then: str
) -> None:
    """The patients of the morning still sit there with theirs."""
    assert hall.numbers(2) == [1, 2]
    hall.off = ahead
    AFTER[then](hall)
    assert hall.numbers(2) == [3, 4]


@pytest.mark.parametrize("then", AFTER)
@pytest.mark.parametrize("ahead", [DAY, 30 * DAY, FAR])
def test_one_that_was_ahead_is_set_right(hall: Hall, ahead: timedelta, then: str) -> None:
    hall.numbers(2)
    hall.off = ahead
    hall.numbers(2)
    hall.off = timedelta()
    AFTER[then](hall)
    assert hall.numbers(2) == [5, 6]
    hall.truly += 2 * DAY
    AFTER[then](hall)
    assert hall.numbers(2) == [1, 2], "a clock that was wrong once is not held against it"


@pytest.mark.parametrize("then", AFTER)
@pytest.mark.parametrize("back", [-DAY, -40 * DAY, WITHOUT_CLOCK])
def test_a_clock_that_is_set_back_repeats_no_number(hall: Hall, back: timedelta, then: str) -> None:
    hall.numbers(9)
    hall.sleep()
    assert hall.numbers(2) == [1, 2]
    hall.off = back
    AFTER[then](hall)
    found = hall.numbers(2)
    hall.off = timedelta()
    AFTER[then](hall)
    found += hall.numbers(2)
    assert found == list(range(found[0], found[0] + 4))
    assert found[0] > 2
    hall.sleep()
    AFTER[then](hall)
    assert hall.number() == 1


@pytest.mark.parametrize("then", AFTER)
def test_a_machine_that_has_not_learned_the_time_yet_goes_on_when_it_has(
    hall: Hall, then: str
) -> None:
    """Its own midnight means nothing: it comes at any time of the day."""
    hall.off = datetime(1970, 1, 1, 23, 58, tzinfo=HOSPITAL_ZONE) - MORNING
    assert hall.numbers(4) == [1, 2, 3, 4]
    hall.off = timedelta()
    AFTER[then](hall)
    assert hall.numbers(2) == [5, 6]


@pytest.mark.parametrize("off", [FAR, WITHOUT_CLOCK])
def test_a_day_that_has_passed_is_over_whatever_the_clock_says(hall: Hall, off: timedelta) -> None:
    hall.off = off
    hall.numbers(3)
    hall.truly += DAY
    assert hall.number() == 1
    hall.truly += DAY
    hall.off = timedelta()
    assert hall.number() == 1


def test_a_lost_file_leaves_what_the_journal_has_of_a_clock_that_was_ahead(tmp_path: Path) -> None:
    hall = Hall(tmp_path, journal=True)
    hall.off = DAY
    hall.numbers(3)
    for one in tmp_path.iterdir():
        if not one.name.startswith(JOURNAL):
            one.unlink()
    hall.off = timedelta()
    hall.restart()
    assert hall.numbers(2) == [4, 5]


def test_numbers_that_are_written_nowhere_come_once_by_any_clock(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "no folder")
    first = hall.numbers(3)
    hall.off = DAY - timedelta(minutes=3)
    again = hall.numbers(3)
    hall.off = -DAY
    again += hall.numbers(3)
    assert len({*first, *again}) == 9


@pytest.mark.parametrize("seed", range(12))
def test_no_true_day_has_a_number_twice_however_the_clock_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """By whole days, and not ahead since the machine was off: nothing tells that from a night."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    choice = random.Random(seed)
    hall = Hall(tmp_path)
    for _ in range(90):
        match choice.randrange(7):
            case 0:
                hall.truly += timedelta(minutes=choice.randrange(20 * 60))
            case 1:
                hall.off = choice.choice([timedelta(), DAY, -DAY, 3 * DAY, -5 * DAY, -20_000 * DAY])
            case 2:
                hall.restart()
            case 3:
                hall.off = min(hall.off, timedelta())
                hall.numbers(1)
                hall.reboot()
                hall.off = choice.choice([hall.off, hall.off - DAY])
                hall.numbers(1)
            case _:
                hall.numbers(choice.randrange(1, 4))
    twice = [one for one, count in Counter(hall.given).items() if count > 1]
    assert twice == []
