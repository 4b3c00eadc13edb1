"""The power goes, and whoever stood there comes again: one place, and nothing taken from a hand."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Ticketed
from kiosk.checkin.placing import Placing
from kiosk.checkin.screens import ChooseService, OtherService, ReprintTicket
from kiosk.checkin.session import Session
from kiosk.checkin.superseding import not_yet_on_paper
from kiosk.checkin.trace import Trace
from kiosk.devices.printer.base import PrinterState
from kiosk.journal.entry import Debt, State
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.person import Patient
from tests.flow.journalled import HOLD, KeepingHospital, Life, Machine, Place
from tests.flow.stand import DOCUMENT, HEART, PATIENT, STOMACH

KEY = "019aaaaa-0000-7000-8000-000000000001"


class TellingHospital(KeepingHospital):
    """It says what a patient has already."""

    async def held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        await super().held_tickets(patient)
        return tuple(
            HeldTicket(place.ticket.number, place.request.service, place.ticket.service)
            for place in self.places
            if place.request.patient == patient.id and not place.cancelled
        )


class ListingHospital(KeepingHospital):
    """It says which check-ins were answered a ticket."""

    async def check_in(self, request: CheckIn) -> Ticket:
        ticket = await super().check_in(request)
        same = (key for key, (place, _) in self.keys.items() if _is(place, ticket))
        return replace(ticket, keys=tuple(same))


def _is(place: Place, ticket: Ticket) -> bool:
    return place.ticket.encounter == ticket.encounter


def away(life: Life) -> None:
    life.equipment.lately.services = (HEART, STOMACH)
    life.away()


async def unheard(machine: Machine) -> None:
    """The hospital has given a number, and the kiosk never heard of it."""
    machine.hospital.stops = asyncio.Event()
    await machine.killed(lambda: bool(machine.hospital.places))


async def half_printed(machine: Machine) -> None:
    machine.paper.busy = asyncio.Event()
    await machine.killed(lambda: machine.printing)


async def half_printed_without_hospital(machine: Machine, whole: bool = False) -> None:
    """The number K1-001 is on a piece of paper, or on a ``whole`` one."""
    async with machine.on() as life:
        request = CheckIn(KEY, "kiosk-1", "", "tim-mach")
        await Placing(life.front, life.equipment, Trace()).enter(
            request, replace(PATIENT, id=""), DOCUMENT
        )
        await life.journal.provisional(KEY, "K1-001")
        await life.journal.not_printed(KEY)
        if whole:
            await life.journal.printed(KEY)


async def much_later(machine: Machine, life: Life) -> None:
    """What is held has had its time, and the hospital was told."""
    for _ in range(3):
        machine.clock.jump(2 * HOLD)
        await life.reconciler.round()
    assert not life.journal.owed()


def test_a_place_is_not_given_back_that_somebody_has_on_paper_by_another_check_in(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await unheard(machine)
        async with machine.on() as life:
            away(life)
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "K1-001"
            life.back()
            await life.reconciler.round()
            assert machine.states() == [State.TICKETED, State.CONFIRMED]
            await much_later(machine, life)
        assert machine.counted == ["B-001"]
        assert not machine.hospital.calls("cancel")

    asyncio.run(run())


@pytest.mark.parametrize("came", [False, True])
def test_a_place_is_not_given_back_whose_patient_went_to_another_kiosk(
    tmp_path: Path, came: bool
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state", ListingHospital())
        await unheard(machine)
        if came:
            there = CheckIn("019aaaaa-0000-7000-8000-000000000009", "k-2", PATIENT.id, "tim-mach")
            assert (await machine.hospital.check_in(there)).number == "B-001"
        async with machine.on() as life:
            await life.resumed()
            await much_later(machine, life)
        assert machine.counted == (["B-001"] if came else [])
        assert machine.entry().state is State.ABANDONED

    asyncio.run(run())


@pytest.mark.parametrize("whole", [False, True])
def test_whoever_comes_again_is_offered_what_they_have_instead_of_a_second_place(
    tmp_path: Path, whole: bool
) -> None:
    """The kiosk had no time yet to tell the hospital of the provisional number."""

    async def run() -> None:
        machine = Machine(tmp_path / "state", TellingHospital())
        await half_printed_without_hospital(machine, whole)
        async with machine.on() as life:
            del life.front.answers[ChooseService]  # who is asked once more waits for ever
            async with asyncio.timeout(3):
                outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "B-001"
            await much_later(machine, life)
        assert machine.counted == ["B-001"]
        [place] = machine.hospital.places
        assert place.paper is True, "that the first try is on none was not told after it"

    asyncio.run(run())


def test_a_number_is_for_staff_before_it_is_forgotten_that_it_may_be_on_paper(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed(machine)
        left = tmp_path / "left"
        async with machine.on() as life:
            await life.resumed()
            told = life.journal.told

            async def power_goes_after(key: str, debt: Debt) -> None:
                await told(key, debt)
                shutil.copytree(machine.folder, left, dirs_exist_ok=True)

            life.journal.told = power_goes_after  # type: ignore[method-assign]  # at this moment
            machine.clock.jump(2 * HOLD)
            await life.reconciler.round()
        machine.folder = left
        async with machine.on() as life:
            await life.resumed()
            await much_later(machine, life)
        assert machine.counted == ["B-001"]
        assert machine.entry().state is State.REJECTED

    asyncio.run(run())


def test_a_number_of_the_hospitals_is_printed_again_while_it_is_away(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed(machine)
        async with machine.on() as life:
            away(life)
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert (outcome.ticket.number, outcome.ticket.provisional) == ("B-001", False)
            assert outcome.ticket.reissued, "a part of the first one may be in their hand"
            assert outcome.printed
            life.back()
            await life.reconciler.round()
        assert machine.counted == ["B-001"]
        assert machine.states() == [State.CONFIRMED]

    asyncio.run(run())


def test_a_service_that_was_chosen_goes_before_what_was_left_unprinted(tmp_path: Path) -> None:
    """They were asked what they want, and said another thing; then the hospital went away."""

    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed(machine)
        async with machine.on() as life:

            def choose(screen: ChooseService) -> object:
                away(life)
                return STOMACH

            life.front.answers[ChooseService] = choose
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "K1-001"
            assert outcome.ticket.service == STOMACH.name

    asyncio.run(run())


def test_a_provisional_number_that_may_be_on_paper_comes_again_as_a_copy(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed_without_hospital(machine)
        async with machine.on() as life:
            away(life)
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert (outcome.ticket.number, outcome.ticket.reissued) == ("K1-001", True)
        assert len(machine.paper.printed) == 1

    asyncio.run(run())


def test_a_provisional_number_that_the_hospital_knows_stays_the_patients(tmp_path: Path) -> None:
    """It was told of it, and is away again when they come."""

    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed_without_hospital(machine)
        async with machine.on() as life:
            await life.reconciler.round()
            assert machine.entry().state is State.TICKETED
            away(life)
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "K1-001"
            life.back()
            await much_later(machine, life)
        assert machine.counted == ["B-001"]
        assert machine.states() == [State.CONFIRMED]

    asyncio.run(run())


def test_what_staff_have_in_their_list_is_a_copy_to_who_comes_just_then(tmp_path: Path) -> None:
    """Their visit began while the number still waited for them."""

    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed(machine)
        async with machine.on() as life:
            await life.resumed()
            before = machine.entry()
            await much_later(machine, life)
            assert machine.entry().state is State.REJECTED
            given = replace(machine.hospital.places[0].ticket, reissued=True)
            again = await not_yet_on_paper(life.equipment, (before.key,), given)
            assert again.reissued

    asyncio.run(run())


@pytest.mark.parametrize("lost", [False, True])
def test_a_ticket_of_today_is_offered_while_the_hospital_is_away(
    tmp_path: Path, lost: bool
) -> None:
    """It was printed here; or the power went, and staff have it in their list by now."""

    async def run() -> None:
        machine = Machine(tmp_path / "state")
        now = machine.clock.now()
        machine.clock.jump(now.replace(hour=9) - now)  # so that it is today still, much later
        if lost:
            await half_printed(machine)
        async with machine.on() as life:
            if lost:
                await life.resumed()
                await much_later(machine, life)
            else:
                assert isinstance(await life.visit(), Ticketed)
            assert machine.entry().state is (State.REJECTED if lost else State.CONFIRMED)
            away(life)
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert (outcome.ticket.number, outcome.ticket.provisional) == ("B-001", False)
            assert outcome.ticket.reissued
            assert outcome.printed
            life.back()
            await much_later(machine, life)
        assert machine.counted == ["B-001"]
        assert len(machine.entries()) == 1

    asyncio.run(run())


def test_another_thing_can_be_wanted_while_the_hospital_is_away(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        async with machine.on() as life:
            assert isinstance(await life.visit(), Ticketed)
            away(life)
            life.front.answers[ReprintTicket] = lambda screen: OtherService.OTHER
            life.front.answers[ChooseService] = lambda screen: STOMACH
            outcome = await life.visit()
            assert isinstance(outcome, Ticketed)
            assert outcome.ticket.number == "K1-001"
            assert outcome.ticket.service == STOMACH.name

    asyncio.run(run())


async def walks_away_from_a_second_print(machine: Machine, life: Life) -> None:
    """Nothing comes out of the printer this time."""
    machine.paper.busy = asyncio.Event()
    machine.paper.state = PrinterState.PAPER_OUT
    life.reader.queue.put_nowait(DOCUMENT)
    visit = asyncio.create_task(Session(life.front, life.equipment).one())
    await asyncio.sleep(0.1)
    life.front.gestures.put_nowait(Gesture.CANCEL)
    assert isinstance(await visit, Cancelled)
    machine.paper.busy.set()
    await life.equipment.afterwards.finish()


def test_whoever_walks_away_from_a_second_print_may_still_have_the_first(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed(machine)
        async with machine.on() as life:
            await life.resumed()
            await walks_away_from_a_second_print(machine, life)
            await much_later(machine, life)
        assert machine.counted == ["B-001"]
        [first, second] = machine.entries()
        assert (first.state, first.reason) == (State.REJECTED, "no-paper")
        assert second.state is State.ABANDONED

    asyncio.run(run())


def test_the_same_while_the_hospital_is_away(tmp_path: Path) -> None:
    async def run() -> None:
        machine = Machine(tmp_path / "state")
        await half_printed_without_hospital(machine)
        async with machine.on() as life:
            away(life)
            await walks_away_from_a_second_print(machine, life)
            life.back()
            await much_later(machine, life)
        assert machine.counted == ["B-001"]
        entry = machine.entry()
        assert (entry.state, entry.number) == (State.REJECTED, "K1-001")

    asyncio.run(run())
