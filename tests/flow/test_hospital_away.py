"""Visits while the hospital is away: a number of the kiosk's own, and what becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from kiosk.checkin.outcome import Cancelled, Failed, Ticketed
from kiosk.checkin.printing import slip_of
from kiosk.checkin.reconciling import AT_ONCE, STAFF_PAGE
from kiosk.checkin.screens import (
    Back,
    ChooseService,
    Confirmed,
    ConfirmIdentity,
    Done,
)
from kiosk.devices.printer.base import PrinterState
from kiosk.errors import HospitalAway, HospitalRefused
from kiosk.hospital.circuit import LinkState
from kiosk.journal.entry import Debt, State
from kiosk.model.checkin import CheckIn
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind
from tests.flow.journalled import HOLD, Life, Machine, somebody
from tests.flow.stand import DOCUMENT, HEART, PATIENT


def at(folder: Path, play: Callable[[Machine, Life], Awaitable[None]]) -> Machine:
    """A kiosk that was up when the hospital went away."""
    machine = Machine(folder)

    async def run() -> None:
        async with machine.on() as life:
            await life.reconciler.round()  # learns what there is to choose
            life.away()
            await play(machine, life)

    asyncio.run(run())
    return machine


def asked(life: Life) -> list[type]:
    return [type(screen) for screen in life.front.asked]


def test_the_visit_goes_on_to_a_number_of_the_kiosks_own(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        outcome = await life.visit()
        assert isinstance(outcome, Ticketed)
        assert outcome.ticket.provisional
        assert outcome.ticket.number == "K1-001"
        assert outcome.printed
        assert asked(life)[-3:] == [ConfirmIdentity, ChooseService, Done]
        slip = slip_of(life.equipment.rules, "vi", outcome, again=False)
        assert slip.provisional
        assert slip.service == HEART.name
        assert slip.next_step is not None
        assert "quầy 2" in slip.next_step.get("vi")
        assert "desk 2" in slip.next_step.get("en")
        second = await life.visit(somebody(1))
        assert isinstance(second, Ticketed)
        assert second.ticket.number == "K1-002"

    machine = at(tmp_path, play)
    assert machine.states() == [State.PRINTED] * 2
    assert {entry.debt for entry in machine.entries()} == {Debt.CHECK_IN}
    assert all(entry.provisional and entry.paper for entry in machine.entries())


def test_nothing_is_claimed_that_nobody_could_be_asked(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        await life.visit()
        confirm = next(s for s in life.front.asked if isinstance(s, ConfirmIdentity))
        choose = next(s for s in life.front.asked if isinstance(s, ChooseService))
        assert not confirm.asked
        assert confirm.insurance is None
        assert not choose.load_known
        assert all(service.open_rooms for service in choose.services)

    at(tmp_path, play)


def test_the_hospital_is_told_in_order_when_it_is_back(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        for number in range(8):
            await life.visit(somebody(number) if number else DOCUMENT)
        await life.reconciler.round()
        assert not machine.hospital.calls("check_in"), "it is away"
        life.back()
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.states() == [State.CONFIRMED] * 8
    requests: list[CheckIn] = machine.hospital.calls("check_in")
    assert sorted(r.provisional for r in requests) == [f"K1-00{n}" for n in range(1, 9)]
    by_key = [request.provisional for request in sorted(requests, key=lambda one: one.key)]
    assert by_key == sorted(by_key)
    assert len(machine.hospital.calls("register")) == 7, "one is known already"
    assert [entry.number for entry in machine.entries()] == sorted(by_key), "as patients know it"
    assert all(place.paper for place in machine.hospital.places)


def test_a_wait_for_the_hospital_that_was_doubtful_ends_in_a_provisional_number(
    tmp_path: Path,
) -> None:
    async def play(machine: Machine, life: Life) -> None:
        life.link.turn(LinkState.DOUBTFUL)
        asyncio.get_running_loop().call_later(0.05, life.link.turn, LinkState.AWAY)
        outcome = await life.visit()
        assert isinstance(outcome, Ticketed)
        assert outcome.ticket.provisional

    at(tmp_path, play)


def test_a_hospital_that_fails_once_and_is_there_gives_no_provisional_number(
    tmp_path: Path,
) -> None:
    async def play(machine: Machine, life: Life) -> None:
        life.back()
        machine.hospital.errors["find"] = [HospitalAway()]
        outcome = await life.visit()
        assert isinstance(outcome, Failed)
        assert outcome.failure.code == "find-hospital-away"

    assert not at(tmp_path, play).entries()


def test_an_answer_that_was_lost_costs_no_second_place(tmp_path: Path) -> None:
    """The hospital gave a number, nobody heard it, and then it was away."""

    async def play(machine: Machine, life: Life) -> None:
        life.back()
        machine.hospital.answers_lost = 1
        machine.hospital.on_check_in = lambda request: life.link.turn(LinkState.AWAY)
        outcome = await life.visit()
        assert isinstance(outcome, Ticketed)
        assert outcome.ticket.number == "K1-001"
        machine.hospital.on_check_in = lambda request: None
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play)
    assert machine.counted == ["B-001"]
    first, again = machine.hospital.calls("check_in")
    assert again == replace(first, provisional="K1-001")
    assert machine.entry().state is State.CONFIRMED


def test_whoever_comes_again_gets_the_same_provisional_number(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        for again in (False, True):
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "K1-001"
            assert outcome.ticket.reissued is again
            assert outcome.printed
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play)
    assert machine.states() == [State.CONFIRMED]
    assert len(machine.paper.printed) == 2
    assert machine.counted == ["B-001"]


def test_whoever_comes_again_when_it_is_back_has_one_place(tmp_path: Path) -> None:
    """Before the kiosk could tell the hospital of the provisional number."""

    async def play(machine: Machine, life: Life) -> None:
        await life.visit()
        life.back()
        outcome = await life.visit()
        assert isinstance(outcome, Ticketed)
        assert not outcome.ticket.provisional
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.counted == ["B-001"]
    assert machine.states() == [State.CONFIRMED] * 2


def test_without_a_list_of_services_the_desk_decides(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        life.equipment.lately.services = ()
        outcome = await life.visit()
        assert isinstance(outcome, Ticketed)
        assert ChooseService not in asked(life)
        assert outcome.ticket.service.get("vi") == ""
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play)
    entry = machine.entry()
    assert (entry.state, entry.reason, entry.number) == (State.REJECTED, "no-service", "K1-001")
    assert machine.hospital.calls("call_staff") == [("kiosk-1", STAFF_PAGE)]


def test_a_conflict_goes_to_staff_with_the_number_that_the_patient_has(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        await life.visit()
        await life.visit(somebody(1))
        machine.hospital.refuses["tim-mach"] = HospitalRefused("service-closed")
        life.back()
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.states() == [State.REJECTED] * 2
    assert {entry.reason for entry in machine.entries()} == {"service-closed"}
    assert [entry.number for entry in machine.entries()] == ["K1-001", "K1-002"]
    assert machine.hospital.calls("call_staff") == [("kiosk-1", STAFF_PAGE)], "once"


def test_staff_can_have_it_tried_once_more(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        await life.visit()
        machine.hospital.refuses["tim-mach"] = HospitalRefused("service-closed")
        life.back()
        await life.reconciler.round()
        machine.hospital.refuses.clear()
        await life.journal.retry(machine.entry().key)
        await life.reconciler.round()

    assert at(tmp_path, play).entry().state is State.CONFIRMED


def test_a_number_alone_of_nobody_whom_the_hospital_knows_goes_to_staff(tmp_path: Path) -> None:
    unknown = Document(
        DocumentKind.PATIENT_CODE, (Identifier(IdentifierKind.PATIENT_CODE, "99999999"),)
    )

    async def play(machine: Machine, life: Life) -> None:
        await life.visit(unknown)
        assert ConfirmIdentity not in asked(life), "there is no name to confirm"
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play)
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, "patient-unknown")


def test_an_appointment_slip_is_kept_when_the_hospital_is_back(tmp_path: Path) -> None:
    slip = replace(DOCUMENT, kind=DocumentKind.APPOINTMENT, appointment="a-1")

    async def play(machine: Machine, life: Life) -> None:
        await life.visit(slip)
        assert ChooseService not in asked(life)
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, play)
    [request] = machine.hospital.calls("check_in")
    assert (request.appointment, request.service, request.patient) == ("a-1", "", PATIENT.id)


def test_back_from_the_services_asks_who_it_is_again(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        choose = life.front.answers[ChooseService]

        def back(screen: ChooseService) -> object:
            life.front.answers[ChooseService] = choose
            return Back.BACK

        life.front.answers[ChooseService] = back
        assert isinstance(await life.visit(), Ticketed)
        assert asked(life)[-5:] == [ConfirmIdentity, ChooseService] * 2 + [Done]

    at(tmp_path, play)


def test_somebody_elses_document_gets_no_number(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        life.front.answers[ConfirmIdentity] = lambda screen: Confirmed.NOT_ME
        assert isinstance(await life.visit(), Cancelled)

    machine = at(tmp_path, play)
    assert not machine.entries()
    assert not machine.paper.printed


def test_a_provisional_number_without_paper_is_told_all_the_same(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        machine.paper.state = PrinterState.PAPER_OUT
        outcome = await life.visit()
        assert isinstance(outcome, Ticketed)
        assert not outcome.printed
        life.back()
        await life.reconciler.round()
        assert machine.states() == [State.TICKETED]
        machine.clock.jump(2 * HOLD)
        await life.reconciler.round()

    machine = at(tmp_path, play)
    [place] = machine.hospital.places
    assert place.request.provisional == "K1-001"
    assert place.paper is False
    assert machine.counted == ["B-001"], "the patient has the number in mind"
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, "no-paper")


def test_it_goes_away_again_in_the_middle_and_nothing_is_asked_twice(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        for number in range(12):
            await life.visit(somebody(number))
        life.back()
        heard: list[str] = []

        def leaves(request: CheckIn) -> None:
            heard.append(request.key)
            if len(heard) == 5:
                life.away()

        machine.hospital.on_check_in = leaves
        await life.reconciler.round()
        assert life.journal.owed()
        life.back()
        machine.hospital.on_check_in = lambda request: None
        await life.reconciler.round()
        await life.reconciler.round()
        assert not life.journal.owed()

    machine = at(tmp_path, play)
    assert machine.states() == [State.CONFIRMED] * 12
    assert len(machine.counted) == 12
    assert len({place.request.patient for place in machine.hospital.places}) == 12


def test_no_more_than_a_few_are_asked_about_at_once(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        for number in range(2 * AT_ONCE):
            await life.visit(somebody(number))
        life.back()
        machine.hospital.slow["check_in"] = answering = asyncio.Event()
        telling = asyncio.create_task(life.reconciler.round())
        while len(machine.hospital.calls("check_in")) < AT_ONCE:
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.02)
        assert len(machine.hospital.calls("check_in")) == AT_ONCE
        answering.set()
        await telling
        assert not life.journal.owed()

    at(tmp_path, play)


def test_the_next_start_tells_what_the_last_one_could_not(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life) -> None:
        await life.visit()

    machine = at(tmp_path, play)

    async def again() -> None:
        async with machine.on() as life:
            machine.hospital.away = False
            await life.resumed()
            life.away()
            other = await life.visit(somebody(3))
            assert isinstance(other, Ticketed)
            assert other.ticket.number == "K1-002", "the series goes on"

    asyncio.run(again())
    assert machine.states() == [State.CONFIRMED, State.PRINTED]
