"""Every check-in is in the journal before it happens, and what is owed survives the machine."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL.Image import Image

from kiosk.checkin import placing
from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Failed, Ticketed
from kiosk.checkin.placing import Placing
from kiosk.checkin.reconciling import GARBLED, MOST_GARBLED, STAFF_PAGE
from kiosk.checkin.screens import Done, Finished
from kiosk.checkin.session import Session
from kiosk.checkin.settling import note_ticket
from kiosk.checkin.trace import Trace
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.journal.entry import Debt, State
from kiosk.model.checkin import CheckIn, Ticket
from tests.flow.journalled import HOLD, Machine, somebody
from tests.flow.stand import DOCUMENT, PATIENT, Paper


class Seen(Paper):
    """Notes what the journal says while it prints."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self.machine = machine
        self.at_print: list[State] = []

    async def print(self, bitmap: Image) -> PrinterStatus:
        self.at_print += self.machine.states()
        return await super().print(bitmap)


def test_each_step_is_on_disk_before_the_next_one_begins(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.paper = paper = Seen(machine)
        asked: list[State] = []
        told: list[State] = []
        machine.hospital.on_check_in = lambda request: asked.extend(machine.states())
        note = machine.hospital.ticket_printed

        async def ticket_printed(ticket: Ticket, printed: bool) -> None:
            told.extend(machine.states())
            await note(ticket, printed)

        machine.hospital.ticket_printed = ticket_printed  # type: ignore[method-assign]
        async with machine.on() as life:
            assert isinstance(await life.visit(), Ticketed)
            assert (asked, paper.at_print, told) == (
                [State.SENT],
                [State.TICKETED],
                [State.PRINTED],
            )
        entry = machine.entry()
        assert (entry.state, entry.debt) == (State.CONFIRMED, Debt.NONE)
        assert (entry.number, entry.service) == ("B-001", "tim-mach")

    asyncio.run(run())


def test_a_failed_print_is_told_and_what_the_patient_noted_stays_theirs(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.paper.state = PrinterState.PAPER_OUT
        async with machine.on() as life:
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert not outcome.printed
        entry = machine.entry()
        assert (entry.state, entry.reason) == (State.REJECTED, "no-paper")
        [place] = machine.hospital.places
        assert place.paper is False
        assert not place.cancelled
        assert machine.hospital.calls("call_staff") == [("kiosk-1", "Done")]

    asyncio.run(run())


def test_a_number_without_paper_waits_for_its_patient_and_is_given_back(tmp_path: Path) -> None:
    """Nobody answered on the page with the number."""

    async def run() -> None:
        machine = Machine(tmp_path)
        machine.paper.state = PrinterState.PAPER_OUT
        async with machine.on() as life:
            del life.front.answers[Done]
            life.reader.queue.put_nowait(DOCUMENT)
            visit = asyncio.create_task(Session(life.front, life.equipment).one())
            while not any(isinstance(screen, Done) for screen in life.front.asked):
                await asyncio.sleep(0.002)
            await life.equipment.afterwards.finish()  # the hospital has heard of the paper
            machine.clock.jump(2 * HOLD)
            await life.reconciler.round()
            assert machine.counted == ["B-001"], "the patient stands there"
            visit.cancel()
            await asyncio.gather(visit, return_exceptions=True)
            await life.equipment.afterwards.finish()
            assert machine.entry().state is State.TICKETED
            await life.reconciler.round()
        assert machine.counted == []
        assert (machine.entry().state, machine.entry().debt) == (State.ABANDONED, Debt.NONE)

    asyncio.run(run())


def test_paper_that_the_hospital_could_not_be_told_of_is_told_after_a_restart(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.errors["ticket_printed"] = [HospitalAway()]
        async with machine.on() as life:
            await life.visit()
        assert (machine.entry().state, machine.entry().debt) == (State.PRINTED, Debt.PRINTED)
        async with machine.on() as life:
            await life.resumed()
        assert machine.entry().state is State.CONFIRMED
        assert machine.hospital.calls("ticket_printed") == [("e-1", True)] * 2
        assert len(machine.paper.printed) == 1

    asyncio.run(run())


def test_a_refusal_is_kept_for_staff(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.refuses["tim-mach"] = HospitalRefused("patient-not-found")
        async with machine.on() as life:
            assert isinstance(await life.visit(), Failed)
            await life.reconciler.round()
        entry = machine.entry()
        assert (entry.state, entry.reason) == (State.REJECTED, "patient-not-found")
        assert not machine.hospital.calls("cancel")

    asyncio.run(run())


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


def test_the_ticket_of_another_patient_is_refused_and_never_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.errors["ticket_printed"] = [HospitalAway()]
        async with machine.on() as life:
            assert isinstance(await life.visit(), Ticketed)
            theirs = machine.hospital.places[0]
            machine.hospital._ticket = lambda: theirs.ticket  # type: ignore[method-assign]
            outcome = await life.visit(somebody(2))
            assert isinstance(outcome, Failed)
            assert outcome.failure.code == "check-in-hospital-garbled"
        assert len(machine.paper.printed) == 1
        assert not theirs.cancelled

    asyncio.run(run())
    assert "hospital-garbled" in capsys.readouterr().err


def test_another_ticket_under_the_same_key_is_refused_and_never_printed(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        machine.paper.busy = asyncio.Event()
        await machine.killed(lambda: State.TICKETED in machine.states())
        async with machine.on() as life:
            [entry] = life.journal.unfinished()
            other = replace(machine.hospital.places[0].ticket, encounter="e-9", number="B-009")
            with pytest.raises(HospitalGarbled):
                await note_ticket(life.equipment, entry.key, other)
        assert machine.entry().number == "B-001"

    asyncio.run(run())


def test_an_answer_that_is_never_understood_goes_to_staff(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.errors["ticket_printed"] = [HospitalGarbled() for _ in range(20)]
        async with machine.on() as life:
            await life.visit()
            for _ in range(MOST_GARBLED):
                await life.reconciler.round()
                machine.clock.jump(timedelta(minutes=2))
        entry = machine.entry()
        assert (entry.state, entry.reason) == (State.REJECTED, GARBLED)
        assert machine.hospital.calls("call_staff") == [("kiosk-1", STAFF_PAGE)]

    asyncio.run(run())


def test_a_service_that_closed_for_a_moment_can_be_chosen_again(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.errors["check_in"] = [HospitalRefused("service-closed")]
        async with machine.on() as life:
            assert isinstance(await life.visit(), Ticketed)
        assert machine.states() == [State.REJECTED, State.CONFIRMED]
        first, second = machine.hospital.calls("check_in")
        assert first.key != second.key
        assert first.service == second.service

    asyncio.run(run())


def test_a_fault_of_the_kiosk_after_the_answer_leaves_no_number_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [RuntimeError()]

    async def superseded(*parts: object) -> None:
        if faults:
            raise faults.pop()

    monkeypatch.setattr(placing, "superseded", superseded)

    async def run() -> None:
        machine = Machine(tmp_path)
        async with machine.on() as life:
            assert isinstance(await life.visit(), Failed)
            assert machine.counted == []
            assert isinstance(await life.visit(), Ticketed)
        assert machine.states() == [State.ABANDONED, State.CONFIRMED]
        assert machine.counted == ["B-002"]

    asyncio.run(run())


def test_print_again_prints_and_tells_once(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.paper.state = PrinterState.PAPER_OUT
        async with machine.on() as life:

            def again(screen: Done) -> Finished:
                machine.paper.state = PrinterState.READY
                return Finished.TAKEN if screen.printed else Finished.PRINT_AGAIN

            life.front.answers[Done] = again
            await life.visit()
        assert machine.entry().state is State.CONFIRMED
        assert machine.hospital.calls("ticket_printed")[-1] == ("e-1", True)
        assert len(machine.paper.printed) == 1

    asyncio.run(run())
