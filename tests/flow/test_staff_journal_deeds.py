"""What staff do about a check-in on the staff page, and what hospital and paper make of it."""

from pathlib import Path

import pytest
from PIL.Image import Image

from kiosk.checkin.printing import NO_PAPER
from kiosk.checkin.screens import Back
from kiosk.checkin.staff_printing import copy_of
from kiosk.checkin.staff_screens import EntryDeed, Listed, Said, StaffEntry, StaffJournal, StaffSure
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.journal.entry import Debt, State
from kiosk.model.provisional import PROVISIONAL_STEP
from tests.flow.at_the_check_ins import at, first_entry, noted, refused, refused_later, said
from tests.flow.journalled import HOLD, Life, Machine
from tests.flow.staff import AtTheScreen


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
