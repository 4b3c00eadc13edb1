"""Every check-in is in the journal before it happens, and what is owed survives the machine."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL.Image import Image

from kiosk.checkin import placing
from kiosk.checkin.outcome import Failed, Ticketed
from kiosk.checkin.reconciling import STAFF_PAGE
from kiosk.checkin.screens import Done, Finished
from kiosk.checkin.settling import note_ticket
from kiosk.checkin.troubles import GARBLED, MOST_TRIES
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.journal.entry import Debt, State
from kiosk.model.checkin import Ticket
from tests.flow.journalled import Machine, somebody
from tests.flow.stand import Paper


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

        machine.hospital.ticket_printed = ticket_printed  # type: ignore[method-assign]  # its own
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


def test_the_ticket_of_another_patient_is_refused_and_never_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path)
        machine.hospital.errors["ticket_printed"] = [HospitalAway()]
        async with machine.on() as life:
            assert isinstance(await life.visit(), Ticketed)
            theirs = machine.hospital.places[0]
            machine.hospital._ticket = lambda: theirs.ticket  # type: ignore[method-assign]  # its own
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
            for _ in range(MOST_TRIES):
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
