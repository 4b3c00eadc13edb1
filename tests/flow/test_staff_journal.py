"""The staff page's check-ins: which are listed, and what is shown of them."""

from functools import partial
from pathlib import Path

import pytest

from kiosk.checkin.outcome import Failed
from kiosk.checkin.screens import Back
from kiosk.checkin.staff_journal import deeds_of
from kiosk.checkin.staff_screens import EntryDeed, Listed, Said, StaffEntry, StaffJournal
from kiosk.errors import HospitalRefused
from kiosk.journal.entry import Debt
from tests.flow.at_reader import logged
from tests.flow.at_the_check_ins import CLOSED, at, first_entry, noted, refused_later, said
from tests.flow.journalled import HOLD, Life, Machine, somebody
from tests.flow.staff import AtTheScreen
from tests.flow.stand import DOCUMENT, PATIENT


def lists(which: Listed, page: StaffJournal) -> bool:
    return page.listed is which


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
        await life.journal.erase_waiting(machine.clock.now())
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
