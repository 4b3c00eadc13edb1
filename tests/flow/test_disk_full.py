"""A visit whose journal meets a full disk at any of its writes: the patient has their paper, the
hospital one place for it, and neither is undone by what the disk does not know."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.outcome import Ticketed
from kiosk.journal import disk as disk_module
from kiosk.journal.entry import State
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.steerable import SteerableDisk
from tests.flow.journalled import HOLD, Machine

FEWEST_WRITES = 5
"""Of a visit: it begins, asks, is answered, prints, has printed and is confirmed; some in one."""
MOST_WRITES = 40


class FullAt(SteerableDisk):
    """From its n-th write on it takes nothing, not even where a page has room."""

    def __init__(self, at: int, code: int) -> None:
        super().__init__()
        self.writes = 0
        self._at = at
        self._code = code
        self.mended = False

    def limit(self, db: sqlite3.Connection) -> None:
        self.writes += 1
        if self.writes >= self._at and not self.mended:
            error = sqlite3.OperationalError()
            error.sqlite_errorcode = self._code
            raise error

    @property
    def met(self) -> bool:
        return self.writes >= self._at


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "RETRY_S", 0.02)


def each_write(folder: Path, code: int, play: Callable[[Machine, FullAt], None]) -> None:
    """``play`` with a disk that is full from the first write on, from the second, and so on until
    it has met no full disk."""
    for at in range(1, MOST_WRITES):
        disk = FullAt(at, code)
        machine = Machine(folder / str(at), disk=disk)
        play(machine, disk)
        if not disk.met:
            assert at > FEWEST_WRITES
            return
    pytest.fail("a visit writes less than that")


async def on_disk(journal: Journal) -> None:
    while journal.health is not Health.OK or (await journal.counts()).unwritten:
        await asyncio.sleep(0.005)


def one_place_on_paper(machine: Machine) -> None:
    [place] = machine.hospital.places
    assert (place.paper, place.cancelled) == (True, False)
    assert len(machine.paper.printed) == 1


CODES = pytest.mark.parametrize(
    ("code", "health"),
    [(sqlite3.SQLITE_FULL, Health.FULL), (sqlite3.SQLITE_READONLY, Health.READ_ONLY)],
    ids=["full", "read-only"],
)


@pytest.mark.slow
@CODES
def test_a_visit_is_served_and_written_when_there_is_room(
    tmp_path: Path, code: int, health: Health
) -> None:
    def play(machine: Machine, disk: FullAt) -> None:
        async def run() -> None:
            async with machine.on() as life:
                outcome = await life.visit()
                assert isinstance(outcome, Ticketed)
                assert outcome.printed
                one_place_on_paper(machine)
                assert (health in machine.health) is disk.met
                disk.mended = True
                await on_disk(life.journal)
            assert machine.entry().state is State.CONFIRMED

        asyncio.run(run())

    each_write(tmp_path, code, play)


@pytest.mark.slow
@CODES
def test_a_number_of_the_kiosks_own_is_told_although_the_disk_is_full(
    tmp_path: Path, code: int, health: Health
) -> None:
    """The hospital is away, and comes back while the disk is still full."""

    def play(machine: Machine, disk: FullAt) -> None:
        async def run() -> None:
            async with machine.on() as life:
                await life.reconciler.round()  # learns what there is to choose
                life.away()
                outcome = await life.visit()
                assert isinstance(outcome, Ticketed)
                assert outcome.printed
                life.back()
                await life.reconciler.round()
                one_place_on_paper(machine)
                assert (health in machine.health) is disk.met
                disk.mended = True
                await on_disk(life.journal)
            assert machine.entry().state is State.CONFIRMED

        asyncio.run(run())

    each_write(tmp_path, code, play)


@pytest.mark.slow
@CODES
def test_a_kiosk_that_ends_meanwhile_says_what_is_lost_and_doubles_nothing(
    tmp_path: Path, code: int, health: Health, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is switched off while the disk is full. Then there is room, and the patient, who has
    paper, presents the same document again."""

    def play(machine: Machine, disk: FullAt) -> None:
        async def run() -> None:
            async with machine.on() as life:
                assert isinstance(await life.visit(), Ticketed)
            assert ("journal-unwritten" in capsys.readouterr().err) is disk.met
            machine.disk = None
            async with machine.on() as life:
                await life.resumed()
                again = await life.visit()
                assert isinstance(again, Ticketed)
                assert again.ticket.number == "B-001"
                machine.clock.jump(HOLD + timedelta(minutes=1))
                await life.reconciler.round()
                await life.equipment.afterwards.finish()
                assert life.journal.owed() == ()
            [place] = machine.hospital.places
            assert (place.paper, place.cancelled) == (True, False)
            assert not disk.met or health in machine.health

        asyncio.run(run())

    each_write(tmp_path, code, play)
