"""The staff page's check-ins: which are listed, what is shown of them, and what is done."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from PIL.Image import Image

from kiosk.checkin.outcome import Failed
from kiosk.checkin.printing import NO_PAPER
from kiosk.checkin.screens import Back, Done, Finished, Welcome
from kiosk.checkin.scripted import willing_patient
from kiosk.checkin.staff_journal import deeds_of
from kiosk.checkin.staff_printing import copy_of
from kiosk.checkin.staff_screens import (
    EntryDeed,
    Listed,
    Part,
    Said,
    StaffEntry,
    StaffJournal,
    StaffSure,
    Sure,
)
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.errors import HospitalRefused
from kiosk.journal.entry import Debt, State
from kiosk.model.provisional import PROVISIONAL_STEP
from tests.flow.at_reader import logged
from tests.flow.journalled import HOLD, Life, Machine, somebody
from tests.flow.staff import AtTheScreen
from tests.flow.stand import DOCUMENT, PATIENT

Play = Callable[[Machine, Life, AtTheScreen], Awaitable[None]]
CLOSED = HospitalRefused("service-closed")


def at(folder: Path, before: Callable[[Machine, Life], Awaitable[None]], play: Play) -> Machine:
    """``before``, and then ``play`` by somebody who looks at the check-ins."""
    machine = Machine(folder)

    async def run() -> None:
        async with machine.on() as life:
            await life.reconciler.round()
            await before(machine, life)
            answers = {k: one for k, one in willing_patient("tim-mach").items() if k is not Welcome}
            screen = AtTheScreen(life.equipment, answers)

            async def by_hand() -> None:
                await screen.opens()
                screen.front.answer(Part.JOURNAL)
                await play(machine, life, screen)

            await screen.during(by_hand())

    asyncio.run(run())
    return machine


async def refused(machine: Machine, life: Life) -> None:
    """A visit whose check-in the hospital refused."""
    machine.hospital.refuses["tim-mach"] = CLOSED
    visit = asyncio.create_task(life.visit())
    while not machine.entries() or machine.entries()[-1].state is not State.REJECTED:
        await asyncio.sleep(0.002)
    visit.cancel()
    await asyncio.gather(visit, return_exceptions=True)
    await life.equipment.afterwards.finish()


async def refused_later(machine: Machine, life: Life) -> None:
    """A number of the kiosk's own, on paper, which the hospital refuses when it is back."""
    life.away()
    await life.visit()
    machine.hospital.refuses["tim-mach"] = CLOSED
    life.back()
    await life.reconciler.round()
    assert machine.entry().state is State.REJECTED


async def noted(machine: Machine, life: Life) -> None:
    """The printer is out of paper; the patient says that they noted the number."""
    machine.paper.state = PrinterState.PAPER_OUT
    life.front.answers[Done] = lambda screen: Finished.TAKEN
    await life.visit()
    assert (machine.entry().state, machine.entry().reason) == (State.REJECTED, NO_PAPER)
    machine.paper.state = PrinterState.READY


async def first_entry(screen: AtTheScreen) -> StaffEntry:
    page = await screen.front.reaches(StaffJournal)
    screen.front.answer(page.entries[0].key)
    return await screen.front.reaches(StaffEntry)


def lists(which: Listed, page: StaffJournal) -> bool:
    return page.listed is which


async def said(screen: AtTheScreen, deed: EntryDeed) -> StaffEntry:
    """The page after a deed that is asked once more where it cannot be undone."""
    screen.front.answer(deed)
    if deed in (EntryDeed.GIVE_UP, EntryDeed.DEALT_WITH):
        assert (await screen.front.reaches(StaffSure)).deed is deed
        screen.front.answer(Sure.YES)
    return await screen.front.reaches(StaffEntry, lambda page: page.said is not None)


def test_what_was_refused_comes_first_with_the_hospitals_code(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await screen.front.reaches(StaffJournal)
        assert page.listed is Listed.REJECTED
        [entry] = page.entries
        assert (entry.number, entry.reason) == ("K1-001", "service-closed")
        assert entry.details is None and entry.holder == b""

    at(tmp_path, refused_later, play)


@pytest.mark.slow
def test_the_lists(tmp_path: Path) -> None:
    async def before(machine: Machine, life: Life) -> None:
        await life.visit(somebody(1))  # confirmed
        await refused_later_of(machine, life)
        machine.hospital.refuses.clear()
        life.away()
        await life.visit(somebody(3))  # waits

    async def refused_later_of(machine: Machine, life: Life) -> None:
        life.away()
        await life.visit(somebody(2))
        machine.hospital.refuses["tim-mach"] = CLOSED
        life.back()
        await life.reconciler.round()

    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        numbers: dict[Listed, list[str]] = {}
        for which in (Listed.WAITING, Listed.PROVISIONAL, Listed.LATEST, Listed.REJECTED):
            page = await screen.front.reaches(StaffJournal)
            screen.front.answer(which)
            page = await screen.front.reaches(StaffJournal, partial(lists, which))
            numbers[which] = [entry.number for entry in page.entries]
        assert numbers == {
            Listed.WAITING: ["K1-002"],
            Listed.PROVISIONAL: ["K1-002", "K1-001"],
            Listed.LATEST: ["K1-002", "K1-001", "B-001"],
            Listed.REJECTED: ["K1-001"],
        }
        screen.front.answer(Back.BACK)

    at(tmp_path, before, play)


def test_whose_it_is_is_shown_after_a_second_press_and_logged(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:

    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await first_entry(screen)
        assert page.name is None
        assert page.entry.details is None
        assert "Hà" not in repr(screen.front.asked)
        screen.front.answer(EntryDeed.SHOW)
        page = await screen.front.reaches(StaffEntry, lambda page: page.name is not None)
        assert page.name == "T. T. T. Hà"
        assert EntryDeed.SHOW not in page.deeds
        assert "Hà" not in repr(page)

    machine = at(tmp_path, refused_later, play)
    told = capfd.readouterr().err
    [shown] = [line for line in logged(told, "staff-page") if line["what"] == "show"]
    assert shown["about"] == machine.entry().key[-6:]
    for secret in ("Hà", PATIENT.name, PATIENT.identifiers[0].value):
        assert secret not in told


def test_trying_again_tells_the_hospital_at_once(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        await first_entry(screen)
        page = await said(screen, EntryDeed.RETRY)
        assert (page.said, page.why) == (Said.REFUSED, "service-closed")
        machine.hospital.away = True
        screen.front.answer(EntryDeed.RETRY)
        page = await screen.front.reaches(StaffEntry, lambda p: p.said is Said.NO_ANSWER)
        assert page.entry.debt is Debt.CHECK_IN
        machine.hospital.away = False
        machine.hospital.refuses.clear()
        screen.front.answer(EntryDeed.RETRY)
        page = await screen.front.reaches(StaffEntry, lambda p: p.said is Said.TOLD)
        assert page.entry.state is State.CONFIRMED
        assert EntryDeed.RETRY not in page.deeds

    machine = at(tmp_path, refused_later, play)
    assert machine.counted == ["B-001"]
    assert machine.hospital.places[0].paper is True


@pytest.mark.slow
def test_a_check_in_that_was_refused_gets_a_number_and_its_paper_from_staff(
    tmp_path: Path,
) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await first_entry(screen)
        assert EntryDeed.PRINT not in page.deeds  # there is no number
        machine.hospital.refuses.clear()
        page = await said(screen, EntryDeed.RETRY)
        assert (page.said, page.entry.state) == (Said.TOLD, State.TICKETED)
        screen.front.answer(EntryDeed.PRINT)
        page = await screen.front.reaches(StaffEntry, lambda p: p.said is Said.PRINTED)
        assert page.entry.state is State.CONFIRMED

    machine = at(tmp_path, refused, play)
    assert len(machine.paper.printed) == 1
    assert machine.hospital.places[0].paper is True


def test_a_copy_says_so_and_changes_nothing_at_the_hospital(tmp_path: Path) -> None:
    async def before(machine: Machine, life: Life) -> None:
        await life.visit()

    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        asked = len(machine.hospital.asked)
        await screen.front.reaches(StaffJournal)
        screen.front.answer(Listed.LATEST)
        await screen.front.reaches(StaffJournal, lambda page: page.listed is Listed.LATEST)
        await first_entry(screen)
        page = await said(screen, EntryDeed.PRINT)
        assert page.said is Said.PRINTED
        assert len(machine.hospital.asked) == asked
        slip = copy_of(await life.journal.find(page.entry.key), life.equipment.rules, "vi")
        assert slip is not None
        assert slip.reprint
        assert (slip.number, slip.room, slip.name) == ("B-001", "205", "T. T. T. Hà")
        assert slip.patient_code == "26001234"
        assert slip.insurance.get("vi") == ""  # nothing is claimed that is not known any more

    machine = at(tmp_path, before, play)
    assert len(machine.paper.printed) == 2
    assert machine.states() == [State.CONFIRMED]


@pytest.mark.slow
def test_a_copy_of_a_number_of_the_kiosks_own_leads_to_the_desk(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await first_entry(screen)
        slip = copy_of(await life.journal.find(page.entry.key), life.equipment.rules, "en")
        assert slip is not None
        assert slip.provisional and slip.reprint
        assert slip.next_step is not None
        assert "desk 2" in slip.next_step.get("en")
        assert "{" not in slip.next_step.get("vi") + slip.next_step.get("en")
        assert slip.next_step.get("vi")[:3] == PROVISIONAL_STEP.get("vi")[:3]

    at(tmp_path, refused_later, play)


def test_paper_that_was_missing_is_printed_and_the_hospital_told(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await first_entry(screen)
        assert EntryDeed.RETRY not in page.deeds  # there is nothing to tell
        page = await said(screen, EntryDeed.PRINT)
        assert page.said is Said.PRINTED
        assert page.entry.state is State.CONFIRMED

    machine = at(tmp_path, noted, play)
    assert len(machine.paper.printed) == 1
    assert machine.hospital.places[0].paper is True


def test_while_it_is_printed_nobody_else_decides_about_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hospital must not hear meanwhile that there is no paper."""
    held: list[bool] = []

    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        prints = machine.paper.print

        async def look(image: Image) -> PrinterStatus:
            held.append(life.equipment.underway.held(machine.entry().key))
            return await prints(image)

        await first_entry(screen)
        monkeypatch.setattr(machine.paper, "print", look)
        await said(screen, EntryDeed.PRINT)
        held.append(life.equipment.underway.held(machine.entry().key))

    at(tmp_path, noted, play)
    assert held == [True, False]


@pytest.mark.slow
def test_paper_that_fails_again_leaves_the_number_with_staff(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        await first_entry(screen)
        machine.paper.state = PrinterState.COVER_OPEN
        page = await said(screen, EntryDeed.PRINT)
        assert page.said is Said.NOT_PRINTED
        assert (page.entry.state, page.entry.reason) == (State.REJECTED, NO_PAPER)

    machine = at(tmp_path, noted, play)
    assert machine.paper.printed == []
    assert machine.counted == ["B-001"]


def test_nobody_will_come_the_hospital_takes_the_number_back(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        await first_entry(screen)
        screen.front.answer(EntryDeed.GIVE_UP)
        await screen.front.reaches(StaffSure)
        screen.front.answer(Back.BACK)
        page = await screen.front.reaches(StaffEntry)
        assert page.said is None
        assert machine.counted == ["B-001"]
        page = await said(screen, EntryDeed.GIVE_UP)
        assert page.said is Said.TOLD
        assert page.deeds == (EntryDeed.SHOW,)

    machine = at(tmp_path, noted, play)
    assert machine.counted == []
    assert machine.states() == [State.ABANDONED]


@pytest.mark.slow
def test_while_the_hospital_is_away_it_is_told_later(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        await first_entry(screen)
        life.away()
        page = await said(screen, EntryDeed.GIVE_UP)
        assert page.said is Said.NO_ANSWER
        assert page.entry.debt is Debt.CANCEL
        life.back()
        await life.reconciler.round()

    machine = at(tmp_path, noted, play)
    assert machine.counted == []


def test_what_staff_dealt_with_is_listed_no_more_and_the_number_stays(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        asked = len(machine.hospital.asked)
        await first_entry(screen)
        page = await said(screen, EntryDeed.DEALT_WITH)
        assert page.said is Said.DONE
        assert EntryDeed.DEALT_WITH not in page.deeds
        screen.front.answer(Back.BACK)
        page_of_list = await screen.front.reaches(StaffJournal)
        assert page_of_list.entries == ()
        machine.clock.jump(2 * HOLD)
        await life.reconciler.round()
        assert len(machine.hospital.asked) == asked

    machine = at(tmp_path, noted, play)
    assert machine.counted == ["B-001"]
    assert (machine.entry().state, machine.entry().reason) == (State.ABANDONED, NO_PAPER)


@pytest.mark.slow
def test_what_changed_meanwhile_is_not_done(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await first_entry(screen)
        await life.journal.abandoned(page.entry.key, Debt.NONE)
        page = await said(screen, EntryDeed.DEALT_WITH)
        assert page.said is Said.CHANGED

    machine = at(tmp_path, noted, play)
    assert machine.counted == ["B-001"]


@pytest.mark.slow
def test_an_entry_that_is_gone_leads_back_to_the_list(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await screen.front.reaches(StaffJournal)
        screen.front.answer("019aaaaa-0000-7000-8000-000000000001")
        again = await screen.front.reaches(StaffJournal, lambda one: one is not page)
        assert again.entries == page.entries

    at(tmp_path, refused_later, play)


@pytest.mark.slow
def test_after_erasure_nothing_is_offered_that_needs_what_was_erased(tmp_path: Path) -> None:
    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await first_entry(screen)
        assert set(page.deeds) == {
            EntryDeed.SHOW,
            EntryDeed.RETRY,
            EntryDeed.PRINT,
            EntryDeed.DEALT_WITH,
        }
        machine.clock.jump(HOLD)
        await life.journal.erase(machine.clock.now())
        erased = await life.journal.find(page.entry.key)
        assert deeds_of(life.equipment, erased) == (EntryDeed.DEALT_WITH,)

    at(tmp_path, refused_later, play)


@pytest.mark.slow
def test_a_failed_visit_is_one_that_staff_find(tmp_path: Path) -> None:
    """What the patient was told is what staff see."""

    async def before(machine: Machine, life: Life) -> None:
        machine.hospital.refuses["tim-mach"] = HospitalRefused("invalid")
        outcome = await life.visit(DOCUMENT)
        assert isinstance(outcome, Failed)

    async def play(machine: Machine, life: Life, screen: AtTheScreen) -> None:
        page = await first_entry(screen)
        assert page.entry.reason == "invalid"

    at(tmp_path, before, play)
