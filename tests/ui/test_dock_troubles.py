"""What a tester breaks in the kiosk's cabinet from the dock."""

from collections.abc import Iterator
from datetime import timedelta

import PIL.Image
import pytest
from pytestqt.qtbot import QtBot

from kiosk.devices.printer.base import PrinterState
from kiosk.hospital.link import LinkMode
from kiosk.journal.disk_fault import DiskFault
from kiosk.ui.dock.troubles import Cabinet
from tests.ui.at_the_dock import AtTheDock, World, opened, settle


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[AtTheDock]:
    made = opened(qtbot)
    made.click("troubles")
    settle(made.window)
    yield made
    made.window.close()


@pytest.mark.parametrize(
    "state", [s for s in PrinterState if not s.prints and s is not PrinterState.PAPER_OUT]
)
def test_breaks_the_printer_at_once_and_mends_it(at: AtTheDock, state: PrinterState) -> None:
    at.click(f"printer-now-{state.value}")
    assert at.world.printer.now is state
    assert at.item(f"printer-now-{state.value}").property("chosen")
    at.click("printer-now-good")
    assert at.world.printer.now is None


def test_breaks_the_next_ticket_at_any_byte(at: AtTheDock) -> None:
    at.click("printer-next-cutter")
    assert at.world.printer.next == (PrinterState.CUTTER, 0)
    at.click("at-byte-field")
    at.type("40320")
    assert at.world.printer.next == (PrinterState.CUTTER, 40_320)
    at.feed.printed(PIL.Image.new("1", (576, 700), 1))
    assert at.dock.property("troubles").property("next") == "good"


@pytest.mark.parametrize("fault", DiskFault)
def test_fills_the_journals_disk_and_makes_it_read_only(at: AtTheDock, fault: DiskFault) -> None:
    at.click(f"disk-{fault.value}")
    assert at.world.disk.fault is fault
    assert at.item(f"disk-{fault.value}").property("chosen")
    at.click("disk-good")
    assert at.world.disk.fault is None


def test_kills_the_eyes_and_closes(at: AtTheDock) -> None:
    at.click("kill-eyes")
    assert at.world.kills == 1
    at.click("troubles-close")
    assert not at.item("kill-eyes").isVisible()


def test_sets_the_clock_to_a_year_before_there_were_kiosks(at: AtTheDock) -> None:
    at.click("years-back")
    assert at.world.shift == timedelta(days=-9 * 365)
    at.click("right-time")
    assert at.world.shift == timedelta()


def test_offers_only_what_can_be_broken(qtbot: QtBot) -> None:
    world = World(modes=(LinkMode.PASS, LinkMode.CUT))
    made = opened(qtbot, cabinet=Cabinet(disk=world.disk), link=world)
    assert not made.exists("network-expired")
    made.click("troubles")
    settle(made.window)
    shown = [made.item(name).isVisible() for name in ("printer-now", "disk", "kill-eyes")]
    assert shown == [False, True, False]
    made.window.close()


def test_has_no_page_for_what_cannot_be_broken(qtbot: QtBot) -> None:
    made = opened(qtbot, cabinet=Cabinet())
    assert not made.item("troubles").isVisible()
    made.window.close()
