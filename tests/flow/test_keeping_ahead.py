"""Numbers ahead, kept up while the hospital can be reached; asked for rarely, and never twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.keeping_ahead import (
    AGAIN_S,
    REFUSED_S,
    RENEW_S,
    SOON_S,
    KeepsAhead,
)
from kiosk.errors import HospitalAway, HospitalRefused
from kiosk.hospital.base import Capability
from kiosk.hospital.circuit import LinkState
from kiosk.model.leases import LeaseRequest
from tests.flow.journalled import Life, somebody
from tests.flow.leasing import LeasingMachine, at, free, keeper
from tests.flow.stand import HeldUp, PushedClock, ScriptedHospital, Stand, settle

ALL = ["H-001", "H-002", "T-001", "T-002"]


def during(folder: Path, play: Callable[[LeasingMachine, Life], Awaitable[None]]) -> LeasingMachine:
    """A kiosk that has nothing ahead yet."""
    machine = LeasingMachine(folder)

    async def run() -> None:
        async with machine.on() as life:
            await play(machine, life)

    asyncio.run(run())
    return machine


def leases(machine: LeasingMachine) -> list[LeaseRequest]:
    found: list[LeaseRequest] = machine.hospital.calls("lease_numbers")
    return found


def test_each_service_with_an_open_room_has_some(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        assert await keeper(life).round() == RENEW_S
        assert await free(life) == ALL

    [asked] = leases(during(tmp_path, play))
    assert dict(asked.wanted) == {"tim-mach": 2, "tieu-hoa": 2}, "rang is closed"
    assert (asked.kiosk, asked.held) == ("kiosk-1", ())


def test_what_is_there_is_looked_at_again_and_no_more_is_asked_for(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        keeping = keeper(life)
        await keeping.round()
        await keeping.round()
        assert await free(life) == ALL

    _, again = leases(during(tmp_path, play))
    assert again.wanted == ()
    assert sorted(again.held) == ALL


def test_what_was_used_is_asked_for_when_the_hospital_knows_of_it(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await life.visit()
        keeping = keeper(life)
        assert await keeping.round() == SOON_S, "it is away"
        life.back()
        assert await keeping.round() == SOON_S, "it does not know of T-001 yet"
        assert len(leases(machine)) == 1
        await life.reconciler.round()
        assert await keeping.round() == RENEW_S
        assert await free(life) == ["H-001", "H-002", "T-002", "T-003"]

    _, asked = leases(at(tmp_path, play))
    assert asked.wanted == (("tim-mach", 1),)
    assert sorted(asked.held) == ["H-001", "H-002", "T-002"]


def test_an_answer_that_was_lost_costs_no_number(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.lease_answers_lost = 1
        assert await keeper(life).round() == AGAIN_S
        assert await free(life) == []

    machine = during(tmp_path, play)

    async def restarted() -> None:
        async with machine.on() as life:
            assert await keeper(life).round() == SOON_S, "what is missing now was not asked for"
            assert await free(life) == ALL
            assert await keeper(life).round() == RENEW_S

    asyncio.run(restarted())
    first, again, renewed = leases(machine)
    assert (again.key, again.wanted) == (first.key, first.wanted)
    assert renewed.wanted == ()
    assert sorted(machine.hospital.issued) == ALL, "none was issued in vain"


def test_a_number_that_leads_nowhere_any_more_is_not_given(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        keeping = keeper(life)
        await keeping.round()
        del machine.hospital.out["T-001"]
        await keeping.round()
        assert await free(life) == ["H-001", "H-002", "T-002"]

    during(tmp_path, play)


def test_more_than_the_settings_want_go_back(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await keeper(life).round()
        await keeper(life, most=1).round()
        assert await free(life) == ["H-001", "T-001"]
        machine.hospital.errors["return_numbers"] = [HospitalAway()]
        assert await keeper(life, most=0).round() == AGAIN_S
        assert await free(life) == [], "and are given to nobody meanwhile"
        assert await keeper(life, most=0).round() == RENEW_S
        assert await life.journal.ahead.going_back() == ()

    machine = during(tmp_path, play)
    assert sorted(machine.hospital.returned) == ALL
    assert len(leases(machine)) == 2, "who wants none asks for none"


def test_numbers_that_the_hospital_does_not_take_back_stop_nothing(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await keeper(life).round()
        machine.hospital.errors["return_numbers"] = [HospitalRefused("lease-not-found")]
        assert await keeper(life, most=1).round() == RENEW_S
        assert await life.journal.ahead.going_back() == ()
        assert await free(life) == ["H-001", "T-001"]

    machine = during(tmp_path, play)
    assert machine.hospital.returned == []


def test_a_new_day_has_its_own(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        keeping = keeper(life)
        await keeping.round()
        machine.clock.jump(timedelta(hours=12))
        machine.hospital.day += timedelta(days=1)
        assert await free(life) == []
        await keeping.round()
        assert await free(life) == ["H-003", "H-004", "T-003", "T-004"]

    _, asked = leases(during(tmp_path, play))
    assert asked.held == ()


@pytest.mark.parametrize(
    ("error", "pause", "kept"),
    [
        (HospitalRefused("not-offered"), REFUSED_S, False),
        (HospitalRefused("http-404"), REFUSED_S, False),
        (HospitalRefused("http-401"), AGAIN_S, True),
        (HospitalRefused("http-403"), AGAIN_S, True),
        (HospitalRefused("in-progress"), AGAIN_S, True),
        (HospitalAway(), AGAIN_S, True),
    ],
)
def test_a_hospital_that_gives_none_is_not_asked_all_the_time(
    tmp_path: Path, error: Exception, pause: float, kept: bool
) -> None:
    """What it may have given unheard stays noted."""

    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.errors["lease_numbers"] = [error]
        assert await keeper(life).round() == pause
        assert (await life.journal.ahead.asked() is not None) is kept

    during(tmp_path, play)


def test_what_was_missing_beside_an_earlier_question_is_asked_for_soon(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.lease_answers_lost = 1
        assert await keeper(life, most=1).round() == AGAIN_S
        keeping = keeper(life)
        assert await keeping.round() == SOON_S
        assert await free(life) == ["H-001", "T-001"]
        assert await keeping.round() == RENEW_S
        assert await free(life) == ALL

    during(tmp_path, play)


def test_an_earlier_question_that_is_refused_is_put_afresh_soon(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.errors["lease_numbers"] = [HospitalAway(), HospitalRefused("invalid")]
        keeping = keeper(life)
        assert await keeping.round() == AGAIN_S
        assert await keeping.round() == SOON_S
        assert await keeping.round() == RENEW_S
        assert await free(life) == ALL

    first, again, afresh = leases(during(tmp_path, play))
    assert first.key == again.key != afresh.key


def test_a_refusal_of_something_else_forgets_no_question(tmp_path: Path) -> None:
    """The numbers that were asked for may be this kiosk's."""

    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.lease_answers_lost = 1
        keeping = keeper(life)
        assert await keeping.round() == AGAIN_S
        machine.hospital.errors["services"] = [HospitalRefused("http-400")]
        assert await keeping.round() == AGAIN_S, "an hour is for a hospital that gives none"
        assert await life.journal.ahead.asked() is not None
        await keeping.round()
        assert await free(life) == ALL

    assert sorted(during(tmp_path, play).hospital.issued) == ALL


def test_a_disk_that_does_not_take_the_answer_asks_again_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> bool:
        return False

    async def play(machine: LeasingMachine, life: Life) -> None:
        keeping = keeper(life)
        for step in ("ask", "keep"):
            with monkeypatch.context() as failing:
                failing.setattr(life.journal.ahead, step, nothing)
                assert await keeping.round() == AGAIN_S
        await keeping.round()
        assert await free(life) == ALL

    assert sorted(during(tmp_path, play).hospital.issued) == ALL


def test_a_hospital_whose_software_cannot_do_it_is_never_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = frozenset(Capability) - {Capability.NUMBERS_AHEAD}
    monkeypatch.setattr(ScriptedHospital, "capabilities", without)

    async def play(machine: LeasingMachine, life: Life) -> None:
        await keeper(life).run()

    assert leases(during(tmp_path, play)) == []


def test_a_journal_in_memory_has_none() -> None:
    """They would be lost, and perhaps given twice, with the process."""
    stand = Stand()

    async def play() -> None:
        equipment = stand.equipment(HeldUp())
        assert await KeepsAhead(equipment, 5).round() == RENEW_S
        assert stand.hospital.calls("lease_numbers") == []

    asyncio.run(play())


class Resting(PushedClock):
    """Tells when whoever has it sleeps: the disk's time is not its time."""

    async def rested(self) -> None:
        async with asyncio.timeout(5):
            while all(wake.done() for *_, wake in self._sleepers):
                await asyncio.sleep(0.001)


async def kept_up(life: Life, clock: Resting) -> "asyncio.Task[None]":
    """The keeper, at work by this clock."""
    equipment = replace(life.equipment, clock=clock)
    running = asyncio.create_task(KeepsAhead(equipment, 2).run())
    await clock.rested()
    return running


async def ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_an_idle_kiosk_asks_six_times_an_hour(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        clock = Resting()
        machine.hospital.day = clock.now().date()
        running = await kept_up(life, clock)
        for _ in range(60):
            await clock.push(60)
            await clock.rested()
        await ended(running)

    machine = during(tmp_path, play)
    assert 6 <= len(leases(machine)) <= 7
    assert len(machine.hospital.calls("services")) == len(leases(machine))


def test_it_looks_soon_after_the_hospital_is_back(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        clock = Resting()
        machine.hospital.day = clock.now().date()
        life.link.turn(LinkState.AWAY)
        running = await kept_up(life, clock)
        for _ in range(5):
            await clock.push(SOON_S)
            await clock.rested()
        assert leases(machine) == []
        life.link.turn(LinkState.UP)
        await settle()
        await clock.push(SOON_S + 1)
        await clock.rested()
        assert len(leases(machine)) == 1
        await ended(running)

    during(tmp_path, play)


def test_a_visit_is_served_while_it_is_asked(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.slow["lease_numbers"] = asyncio.Event()
        asking = asyncio.create_task(keeper(life).round())
        while not leases(machine):
            await asyncio.sleep(0.002)
        assert (await life.visit(somebody(1))) is not None
        machine.hospital.slow["lease_numbers"].set()
        assert await asking == RENEW_S
        assert await free(life) == ALL

    during(tmp_path, play)
