"""Numbers whose patient left, or whose kiosk lost its power: none is lost, none left behind."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Failed, Ticketed
from kiosk.checkin.placing import Placing
from kiosk.checkin.reconciling import STAFF_PAGE
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Trace
from kiosk.errors import HospitalAway
from kiosk.journal.entry import Debt, State
from kiosk.model.checkin import CheckIn
from tests.flow.journalled import HOLD, Machine
from tests.flow.stand import DOCUMENT, PATIENT


@pytest.mark.parametrize("restarted", [False, True])
def test_whoever_leaves_with_an_answer_unheard_leaves_no_number_behind(
    tmp_path: Path, restarted: bool
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.answers_lost = 2
        async with machine.on() as life:
            assert isinstance(await life.visit(), Failed)
            assert (machine.entry().state, machine.entry().debt) == (State.ABANDONED, Debt.CANCEL)
            if not restarted:
                await life.reconciler.round()
        if restarted:
            async with machine.on() as life:
                await life.resumed()
        [place] = machine.hospital.places
        assert place.cancelled
        assert machine.entry().debt is Debt.NONE
        assert len({request.key for request in machine.hospital.calls("check_in")}) == 1

    asyncio.run(run())


def test_what_was_never_asked_never_happened(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        machine.hospital.slow["check_in"] = asyncio.Event()
        async with machine.on() as life:
            request = CheckIn("019aaaaa-0000-7000-8000-000000000001", "kiosk-1", "p-1", "tim-mach")
            await Placing(life.front, life.equipment, Trace()).enter(request, PATIENT, DOCUMENT)
        assert machine.states() == [State.PENDING]
        async with machine.on() as life:
            await life.resumed()
        assert (machine.entry().state, machine.entry().debt) == (State.ABANDONED, Debt.NONE)
        assert not machine.hospital.calls("check_in")

    asyncio.run(run())


@pytest.mark.parametrize("heard", [False, True])
def test_after_a_power_cut_the_same_document_gets_the_same_number(
    tmp_path: Path, heard: bool
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        if heard:
            machine.paper.busy = asyncio.Event()
        else:
            machine.hospital.stops = asyncio.Event()
        want = State.TICKETED if heard else State.SENT
        if heard:
            await machine.killed(lambda: machine.printing)
        else:
            await machine.killed(lambda: bool(machine.hospital.places))
        assert machine.states() == [want]
        async with machine.on() as life:
            await life.resumed()
            assert machine.states() == [State.TICKETED], "held for its patient"
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "B-001"
            assert outcome.ticket.reissued is heard, "its printing had begun"
            machine.clock.jump(2 * HOLD)
            await life.reconciler.round()
            await life.reconciler.round()
        assert machine.counted == ["B-001"]
        assert [entry.debt for entry in machine.entries()] == [Debt.NONE, Debt.NONE]
        assert machine.states() == [State.ABANDONED, State.CONFIRMED]
        assert len(machine.paper.printed) == 1

    asyncio.run(run())


def test_the_number_of_who_does_not_come_back_after_a_power_cut_is_given_back(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        machine.hospital.stops = asyncio.Event()
        await machine.killed(lambda: bool(machine.hospital.places))
        async with machine.on() as life:
            await life.resumed()
            machine.clock.jump(HOLD - timedelta(seconds=5))
            await life.reconciler.round()
            assert machine.counted == ["B-001"]
            machine.clock.jump(timedelta(seconds=10))
            await life.reconciler.round()
        assert machine.counted == []
        assert machine.entry().debt is Debt.NONE

    asyncio.run(run())


def test_a_number_that_was_being_printed_is_not_taken_from_who_may_have_it(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        machine.paper.busy = asyncio.Event()
        await machine.killed(lambda: machine.printing)
        async with machine.on() as life:
            await life.resumed()
            machine.clock.jump(2 * HOLD)
            await life.reconciler.round()
        assert machine.counted == ["B-001"]
        assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, "no-paper")
        assert machine.hospital.calls("ticket_printed") == [("e-1", False)]
        assert machine.hospital.calls("call_staff") == [("kiosk-1", STAFF_PAGE)]

    asyncio.run(run())


def test_whoever_comes_again_keeps_the_number_that_was_to_be_given_back(tmp_path: Path) -> None:
    """The first answer was lost and the patient left; the hospital is back, and so are they,
    before it could be told."""

    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.answers_lost = 2
        async with machine.on() as life:
            assert isinstance(await life.visit(), Failed)
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.printed
            machine.clock.jump(2 * HOLD)
            await life.reconciler.round()
            await life.reconciler.round()
            assert not life.journal.owed()
        assert machine.counted == ["B-001"]
        assert not machine.hospital.calls("cancel")

    asyncio.run(run())


def test_an_older_number_stays_with_its_patient_when_an_answer_is_lost(tmp_path: Path) -> None:
    """They have it on paper since this morning, and leave before the kiosk hears of it."""

    async def run() -> None:
        machine = Machine(tmp_path)
        async with machine.on() as life:
            assert isinstance(await life.visit(), Ticketed)
            machine.hospital.answers_lost = 1
            assert isinstance(await life.visit(), Failed)
            await life.reconciler.round()
            assert not life.journal.owed()
        assert machine.counted == ["B-001"]

    asyncio.run(run())


def test_an_older_number_stays_with_its_patient_when_the_power_goes(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        async with machine.on() as life:
            assert isinstance(await life.visit(), Ticketed)
        machine.hospital.stops = asyncio.Event()
        await machine.killed(lambda: len(machine.hospital.keys) == 2)
        async with machine.on() as life:
            await life.resumed()
            assert machine.states()[-1] is State.TICKETED
            machine.clock.jump(2 * HOLD)
            await life.reconciler.round()
            assert not life.journal.unfinished()
        assert machine.counted == ["B-001"]

    asyncio.run(run())


def test_cancel_while_the_hospital_is_asked_is_owed_until_it_hears_it(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.stops = asyncio.Event()
        machine.hospital.errors["cancel"] = [HospitalAway()]
        async with machine.on() as life:
            life.reader.queue.put_nowait(DOCUMENT)
            visit = asyncio.create_task(Session(life.front, life.equipment).one())
            while not machine.hospital.places:
                await asyncio.sleep(0.002)
            life.front.gestures.put_nowait(Gesture.CANCEL)
            assert isinstance(await visit, Cancelled)
            machine.hospital.stops.set()
            await life.equipment.afterwards.finish()
            assert (machine.entry().state, machine.entry().debt) == (State.ABANDONED, Debt.CANCEL)
            await life.reconciler.round()
        assert machine.counted == []
        assert not machine.paper.printed

    asyncio.run(run())
