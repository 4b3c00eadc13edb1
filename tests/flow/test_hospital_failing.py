"""A hospital that answers probes, and fails in some check-ins or lets the kiosk not in."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.reconciling import ACCESS_PAGE, AT_ONCE, STAFF_PAGE, Reconciler
from kiosk.checkin.session import Session
from kiosk.checkin.troubles import FAILING, GARBLED, MOST_TRIES
from kiosk.errors import HospitalAway, HospitalError
from kiosk.hospital.breaker import Breaker
from kiosk.hospital.circuit import LinkState
from kiosk.hospital.refusal import failure_of
from kiosk.journal.entry import Debt, State
from kiosk.model.checkin import CheckIn
from tests.flow.journalled import HOLD, Life, Machine, somebody
from tests.flow.stand import TICKET

SHUT = [failure_of(401, b""), failure_of(403, b"<html>")]


def at(folder: Path, play: Callable[[Machine, Life], Awaitable[None]]) -> Machine:
    """A kiosk that knows what there is to choose."""
    machine = Machine(folder)

    async def run() -> None:
        async with machine.on() as life:
            await life.reconciler.round()
            await play(machine, life)

    asyncio.run(run())
    return machine


async def owed(life: Life, count: int) -> tuple[str, ...]:
    """Check-ins of so many people while the hospital was away; it is back."""
    life.away()
    for number in range(count):
        await life.visit(somebody(number))
    life.back()
    return tuple(entry.key for entry in life.journal.owed())


def fails(machine: Machine, keys: tuple[str, ...]) -> list[str]:
    """The hospital cannot do these, each time that it is asked; the keys, as they are asked."""
    asked = []

    def check_in(request: CheckIn) -> None:
        if request.key in keys:
            asked.append(request.key)
            raise HospitalAway("HTTP 500")

    machine.hospital.on_check_in = check_in
    return asked


def shut(machine: Machine, error: HospitalError) -> Callable[[], None]:
    """The hospital lets the kiosk in again when the answer is called."""
    asked = machine.hospital._asked

    async def refused(name: str, value: object) -> None:
        raise error

    machine.hospital._asked = refused  # type: ignore[method-assign]  # every question is one

    def opened() -> None:
        machine.hospital._asked = asked  # type: ignore[method-assign]  # as before

    return opened


@pytest.mark.slow
def test_check_ins_that_fail_keep_nobody_from_the_hospital(tmp_path: Path) -> None:
    """Behind a real breaker, with as many of them as are asked about at once."""

    async def play(machine: Machine, life: Life) -> None:
        poison = await owed(life, AT_ONCE)
        life.away()
        for number in range(50, 53):
            await life.visit(somebody(number))
        life.back()
        asked = fails(machine, poison)
        states: list[LinkState] = []
        async with Breaker(machine.hospital, machine.clock, on_state=states.append) as link:
            while link.state is not LinkState.UP:
                await link.changed(link.state)
            equipment = replace(life.equipment, hospital=link, link=link)
            telling = asyncio.create_task(Reconciler(equipment, HOLD).run())
            outcomes: list[Outcome] = []
            ends = machine.clock.monotonic() + 2.5
            while machine.clock.monotonic() < ends:
                life.reader.queue.put_nowait(somebody(100 + len(outcomes)))
                outcomes.append(await Session(life.front, equipment).one())
                await asyncio.sleep(0.1)
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
            await equipment.afterwards.finish()
        assert LinkState.AWAY not in states
        tickets = [one.ticket for one in outcomes if isinstance(one, Ticketed)]
        assert len(tickets) == len(outcomes)
        assert not any(ticket.provisional for ticket in tickets)
        assert {entry.key for entry in life.journal.owed()} <= set(poison), "the rest are told"
        assert len(asked) <= 3 * AT_ONCE, "at 0 s, 1 s and 3 s: they are left in peace meanwhile"

    at(tmp_path, play)


def test_who_stands_behind_them_is_told_in_the_same_round(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        keys = await owed(life, 2 * AT_ONCE)
        fails(machine, keys[:AT_ONCE])
        await life.reconciler.round()
        assert tuple(entry.key for entry in life.journal.owed()) == keys[:AT_ONCE]

    at(tmp_path, play)


def test_a_hospital_that_does_none_is_not_asked_about_all_of_them(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        keys = await owed(life, 4 * AT_ONCE)
        asked = fails(machine, keys)
        await life.reconciler.round()
        assert len(asked) < 3 * AT_ONCE

    at(tmp_path, play)


def test_what_fails_while_others_are_done_goes_to_staff(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        poison = await owed(life, 1)
        asked = fails(machine, poison)
        for number in range(MOST_TRIES):
            assert life.journal.owed(), "a few failures are no reason to give up"
            await life.reconciler.round()
            assert isinstance(await life.visit(somebody(10 + number)), Ticketed)
            machine.clock.jump(timedelta(minutes=2))
        assert len(asked) == MOST_TRIES
        entry = await life.journal.find(poison[0])
        assert (entry.state, entry.debt, entry.reason) == (State.REJECTED, Debt.CHECK_IN, FAILING)
        assert entry.number == "K1-001", "as the patient knows it"
        assert machine.hospital.calls("call_staff") == [("kiosk-1", STAFF_PAGE)]

    at(tmp_path, play)


def test_what_fails_because_nothing_is_done_stays_owed(tmp_path: Path) -> None:
    """A server that cannot do any check-in for hours, and still says its name."""

    async def play(machine: Machine, life: Life) -> None:
        keys = await owed(life, 3)
        fails(machine, keys)
        for _ in range(4 * MOST_TRIES):
            await life.reconciler.round()
            machine.clock.jump(timedelta(minutes=2))
        assert tuple(entry.key for entry in life.journal.owed()) == keys
        machine.hospital.on_check_in = lambda request: None
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.states() == [State.CONFIRMED] * 3
    assert not machine.hospital.calls("call_staff")


@pytest.mark.parametrize("error", SHUT, ids=str)
def test_a_kiosk_that_is_not_let_in_keeps_what_it_owes(
    error: HospitalError, tmp_path: Path
) -> None:
    async def play(machine: Machine, life: Life) -> None:
        keys = await owed(life, 8)
        opened = shut(machine, error)
        for _ in range(2 * MOST_TRIES):
            await life.reconciler.round()
            machine.clock.jump(timedelta(minutes=2))
        assert tuple(entry.key for entry in life.journal.owed()) == keys
        opened()
        await life.reconciler.round()
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.states() == [State.CONFIRMED] * 8
    assert len(machine.counted) == 8


def test_paper_waits_for_the_door_too(tmp_path: Path) -> None:
    """What is owed after the check-in goes the same way."""

    async def play(machine: Machine, life: Life) -> None:
        machine.hospital.errors["ticket_printed"] = [SHUT[0]]
        await life.visit()
        [entry] = life.journal.owed()
        assert entry.debt is Debt.PRINTED
        await life.reconciler.round()
        assert not life.journal.owed()

    assert at(tmp_path, play).states() == [State.CONFIRMED]


def test_staff_are_called_once_that_the_kiosk_is_not_let_in(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        await owed(life, 3)
        for name in ("find", "register", "check_in"):
            machine.hospital.errors[name] = [SHUT[1] for _ in range(40)]
        for _ in range(5):
            await life.reconciler.round()
            machine.clock.jump(timedelta(minutes=2))

    machine = at(tmp_path, play)
    assert machine.hospital.calls("call_staff") == [("kiosk-1", ACCESS_PAGE)]


@pytest.mark.parametrize("name", ["find", "check_in"])
def test_who_comes_while_it_is_shut_gets_a_number_of_the_kiosks_own(
    name: str, tmp_path: Path
) -> None:
    async def play(machine: Machine, life: Life) -> None:
        machine.hospital.errors[name] = [SHUT[0]]
        outcome = await life.visit()
        assert isinstance(outcome, Ticketed)
        assert outcome.printed
        assert outcome.ticket.provisional
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.states() == [State.CONFIRMED]
    assert machine.counted == ["B-001"]


def test_a_ticket_larger_than_the_journal_keeps_goes_to_staff(tmp_path: Path) -> None:
    """The hospital has given the place: somebody must know of it."""
    huge = replace(TICKET, encounter="e-1", number="B-001", room="x" * 70_000)

    async def play(machine: Machine, life: Life) -> None:
        machine.hospital._ticket = lambda: huge  # type: ignore[method-assign]  # one of its own
        outcome = await life.visit()
        assert isinstance(outcome, Failed)
        assert outcome.failure.code == "check-in-hospital-garbled"
        for _ in range(MOST_TRIES):
            await life.reconciler.round()
            machine.clock.jump(timedelta(minutes=2))

    machine = at(tmp_path, play)
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, GARBLED)
    assert machine.hospital.calls("call_staff") == [("kiosk-1", STAFF_PAGE)]


def test_a_fault_of_the_kiosks_own_goes_to_staff(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        await owed(life, 1)
        machine.hospital.errors["find"] = [RuntimeError() for _ in range(40)]
        for _ in range(MOST_TRIES):
            await life.reconciler.round()
            machine.clock.jump(timedelta(minutes=2))

    machine = at(tmp_path, play)
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, GARBLED)
