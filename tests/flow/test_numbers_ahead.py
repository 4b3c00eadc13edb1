"""Visits while the hospital is away, at a kiosk that has some of its numbers ahead."""

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.printing import slip_of
from kiosk.checkin.reconciling import STAFF_PAGE
from kiosk.checkin.screens import ConfirmIdentity
from kiosk.checkin.staff_printing import copy_of
from kiosk.devices.printer.base import PrinterState
from kiosk.hospital.circuit import LinkState
from kiosk.journal.entry import Debt, State
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind
from tests.flow.journalled import HOLD, Life, somebody
from tests.flow.leasing import LeasingMachine, at, free, keeper, ticket_room
from tests.flow.stand import AT_EIGHT, DOCUMENT, HEART, PATIENT


async def got(life: Life, document: Document = DOCUMENT) -> Ticketed:
    outcome = await life.visit(document)
    assert isinstance(outcome, Ticketed)
    return outcome


def test_the_visit_goes_on_to_a_number_and_a_room_of_the_hospitals(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        outcome = await got(life)
        ticket = outcome.ticket
        assert (ticket.number, ticket.room) == ("T-001", ticket_room("T-001"))
        assert (ticket.leased, ticket.provisional, outcome.printed) == (True, False, True)
        assert ticket.service == HEART.name
        slip = slip_of(life.equipment.rules, "vi", outcome, again=False)
        assert (slip.number, slip.room, slip.floor) == ("T-001", ticket.room, "2")
        assert slip.direction.get("en") == "Lift B"
        assert not slip.provisional
        assert not slip.reprint
        assert not slip.queue_known, "nobody knows how many are before"
        second = await got(life, somebody(1))
        assert second.ticket.number == "T-002"

    machine = at(tmp_path, play)
    assert machine.states() == [State.PRINTED] * 2
    assert {entry.debt for entry in machine.entries()} == {Debt.CHECK_IN}


def test_the_paper_says_what_is_left_to_do_and_no_word_of_a_fault(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        slip = slip_of(life.equipment.rules, "vi", await got(life), again=False)
        assert slip.insurance.get("vi") == ""
        assert slip.next_step is not None
        assert "quầy 2 sẽ xác nhận BHYT" in slip.next_step.get("vi")
        assert "desk 2 will confirm your insurance" in slip.next_step.get("en")
        said = " ".join(slip.next_step.by_language.values()).lower()
        assert not [word for word in ("kết nối", "lỗi", "cannot", "fail", "error") if word in said]

    at(tmp_path, play)


def test_when_there_is_none_left_the_desk_is_named_as_before(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        numbers = [(await got(life, somebody(nth))).ticket.number for nth in range(4)]
        assert numbers == ["T-001", "T-002", "K1-001", "K1-002"]

    at(tmp_path, play)


def test_the_hospital_is_told_number_and_time_when_it_is_back(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await got(life)
        await got(life, somebody(1))
        life.back()
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.states() == [State.CONFIRMED] * 2
    requests = machine.hospital.calls("check_in")
    entries = machine.entries()
    assert {request.leased for request in requests} == {"T-001", "T-002"}
    assert {request.provisional for request in requests} == {""}
    began = {entry.number: entry.began_at for entry in entries}
    for one in requests:
        assert one.begun is not None
        assert abs(one.begun - began[one.leased]) < timedelta(milliseconds=1)
    assert [entry.number for entry in entries] == ["T-001", "T-002"]
    assert sorted(machine.counted) == ["T-001", "T-002"]
    assert all(place.paper for place in machine.hospital.places)
    assert len(machine.hospital.calls("register")) == 1, "one was known already"


def test_who_could_perhaps_not_be_found_goes_to_the_desk_first(tmp_path: Path) -> None:
    """A number without a name registers nobody."""
    code = Document(
        DocumentKind.PATIENT_CODE, (Identifier(IdentifierKind.PATIENT_CODE, "99999999"),)
    )

    async def play(machine: LeasingMachine, life: Life) -> None:
        assert (await got(life, code)).ticket.provisional
        slip = replace(DOCUMENT, kind=DocumentKind.APPOINTMENT, appointment="a-9")
        assert (await got(life, slip)).ticket.provisional, "of which service, nobody knows"
        assert len(await free(life)) == 4

    at(tmp_path, play)


def test_a_check_in_that_was_perhaps_heard_takes_no_second_number(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.answers_lost = 1
        machine.hospital.on_check_in = lambda request: life.link.turn(LinkState.AWAY)
        outcome = await got(life)
        assert outcome.ticket.number == "K1-001"
        assert len(await free(life)) == 4
        machine.hospital.on_check_in = lambda request: None
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play, away=False)
    assert machine.counted == ["B-001"]


def test_a_known_appointment_keeps_its_room(tmp_path: Path) -> None:
    """The hospital went away after it had named the appointment."""

    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.todays = (replace(AT_EIGHT, room="209"),)

        def leaves(screen: ConfirmIdentity) -> object:
            life.away()
            return confirm(screen)

        confirm = life.front.answers[ConfirmIdentity]
        life.front.answers[ConfirmIdentity] = leaves
        outcome = await got(life)
        ticket = outcome.ticket
        assert (ticket.number, ticket.room, ticket.floor) == ("T-001", "209", "")
        assert ticket.appointment == AT_EIGHT.start
        assert ticket.service == AT_EIGHT.service_name
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play, away=False)
    [request] = machine.hospital.calls("check_in")
    assert (request.appointment, request.leased) == (AT_EIGHT.id, "T-001")


def test_an_appointment_of_which_the_room_is_not_known_goes_to_the_desk(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.todays = (replace(AT_EIGHT, room=""),)
        confirm = life.front.answers[ConfirmIdentity]

        def leaves(screen: ConfirmIdentity) -> object:
            life.away()
            return confirm(screen)

        life.front.answers[ConfirmIdentity] = leaves
        assert (await got(life)).ticket.provisional

    at(tmp_path, play, away=False)


def test_a_number_whose_room_is_the_appointments_is_preferred(tmp_path: Path) -> None:
    room = ticket_room("T-002")

    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.hospital.todays = (replace(AT_EIGHT, room=room),)
        confirm = life.front.answers[ConfirmIdentity]

        def leaves(screen: ConfirmIdentity) -> object:
            life.away()
            return confirm(screen)

        life.front.answers[ConfirmIdentity] = leaves
        ticket = (await got(life)).ticket
        assert (ticket.number, ticket.room, ticket.floor) == ("T-002", room, "2")

    at(tmp_path, play, away=False)


def test_whoever_comes_again_gets_the_same_number(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        first = (await got(life)).ticket
        again = (await got(life)).ticket
        assert (again.number, again.room, again.direction) == (
            first.number,
            first.room,
            first.direction,
        )
        assert (first.reissued, again.reissued) == (False, True)
        assert again.leased
        assert len(await free(life)) == 3

    machine = at(tmp_path, play)
    assert len(machine.entries()) == 1
    assert len(machine.paper.printed) == 2


def test_whoever_comes_again_when_it_is_back_has_one_place(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await got(life)
        life.back()
        again = await got(life)
        assert (again.ticket.number, again.ticket.reissued) == ("T-001", True)
        await life.reconciler.round()
        assert not life.journal.owed()

    assert at(tmp_path, play).counted == ["T-001"]


def test_a_conflict_goes_to_staff_with_the_number_that_the_patient_has(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await got(life)
        machine.hospital.out.clear()
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play)
    entry = machine.entry()
    assert (entry.state, entry.reason, entry.number) == (State.REJECTED, "lease-lapsed", "T-001")
    assert machine.hospital.calls("call_staff") == [("kiosk-1", STAFF_PAGE)]


def test_a_number_that_was_not_printed_is_told_and_staff_see_it(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.paper.state = PrinterState.PAPER_OUT
        outcome = await got(life)
        assert not outcome.printed
        life.back()
        await life.reconciler.round()
        machine.clock.jump(2 * HOLD)
        await life.reconciler.round()

    machine = at(tmp_path, play)
    [place] = machine.hospital.places
    assert (place.ticket.number, place.paper) == ("T-001", False)
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, "no-paper")


def test_staff_print_it_as_it_was(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await got(life)
        [entry] = life.journal.owed()
        copy = copy_of(entry, life.equipment.rules, "vi")
        assert copy is not None
        assert (copy.number, copy.room, copy.provisional) == ("T-001", ticket_room("T-001"), False)
        assert not copy.queue_known
        assert copy.next_step is None
        life.back()
        await life.reconciler.round()
        told = copy_of(await life.journal.find(entry.key), life.equipment.rules, "vi")
        assert told is not None
        assert (told.number, told.service, told.provisional) == ("T-001", HEART.name, False)

    at(tmp_path, play)


def test_after_a_start_without_the_hospital_the_numbers_are_given(tmp_path: Path) -> None:
    machine = at(tmp_path, lambda machine, life: got_one(life))

    async def start() -> None:
        async with machine.on() as life:
            life.away()
            keeping = asyncio.create_task(keeper(life).run())
            while not life.equipment.lately.services:
                await asyncio.sleep(0.002)
            outcome = await got(life, somebody(1))
            assert (outcome.ticket.number, outcome.ticket.service) == ("T-002", HEART.name)
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    asyncio.run(start())


async def got_one(life: Life) -> None:
    await got(life)


def test_at_midnight_they_are_yesterdays(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        before = await got(life)
        machine.clock.jump(timedelta(hours=12))
        after = await got(life, somebody(1))
        assert (before.ticket.number, after.ticket.number) == ("T-001", "K1-001")
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play)
    leased = {one.leased: one for one in machine.hospital.calls("check_in")}
    begun = leased["T-001"].begun
    assert begun is not None
    assert begun.astimezone(machine.clock.now().tzinfo).date() == machine.hospital.day


def test_a_clock_that_is_wrong_gives_none(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        machine.clock.jump(-timedelta(days=3000))
        assert (await got(life)).ticket.provisional

    at(tmp_path, play)


@pytest.mark.parametrize("moment", ["before", "while"])
def test_a_power_cut_loses_no_number_and_gives_none_twice(tmp_path: Path, moment: str) -> None:
    machine = at(tmp_path / "kiosk", lambda machine, life: got_one(life))

    async def cut() -> None:
        """As the number is on disk, or as the printer works on it."""
        if moment == "while":
            machine.paper.busy = asyncio.Event()

        def when() -> bool:
            entries = machine.entries()
            return len(entries) == 2 and entries[1].number == "T-002"

        machine.hospital.away = True
        left = machine.folder.with_name("left")
        async with machine.on() as life:
            life.away()
            life.equipment.lately.services = machine.hospital.offered
            visit = asyncio.create_task(life.visit(somebody(1)))
            while not when():
                await asyncio.sleep(0.002)
            copy(machine.folder, left)
            if machine.paper.busy:
                machine.paper.busy.set()
            await asyncio.gather(visit, return_exceptions=True)
        machine.folder = left

    async def after() -> None:
        async with machine.on() as life:
            life.away()
            life.equipment.lately.services = machine.hospital.offered
            assert (await got(life, somebody(2))).ticket.provisional, "both are taken"
            again = await got(life, somebody(1))
            assert (again.ticket.number, again.ticket.reissued) == ("T-002", True)
            life.back()
            await life.reconciler.round()
            assert not life.journal.owed()

    asyncio.run(cut())
    asyncio.run(after())
    assert sorted(machine.counted)[1:] == ["T-001", "T-002"]


def copy(folder: Path, to: Path) -> None:
    """What is on disk now."""
    shutil.copytree(folder, to)


def test_the_patient_is_the_one_whose_card_it_was(tmp_path: Path) -> None:
    async def play(machine: LeasingMachine, life: Life) -> None:
        await got(life)
        life.back()
        await life.reconciler.round()

    [request] = at(tmp_path, play).hospital.calls("check_in")
    assert request.patient == PATIENT.id
