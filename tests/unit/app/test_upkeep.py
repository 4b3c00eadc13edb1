"""The kiosk's parts as the staff page sees them, and what it does with them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app.kiosk import Kiosk
from kiosk.app.staff import staff_of
from kiosk.app.staff_file import FILE
from kiosk.app.upkeep import TEST, KioskUpkeep
from kiosk.checkin.staff_lock import LOCKS_S, TRIES
from kiosk.checkin.staff_screens import Deed, Part, Said, Standing
from kiosk.checkin.staff_states import STATES
from kiosk.config import Settings, override
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.reasons import PrinterReason
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter
from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled, HospitalRefused
from kiosk.hospital.circuit import LinkState
from kiosk.journal.details import Details
from kiosk.journal.entry import Entry
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from tests.flow.journalled import Switch
from tests.flow.staff import HASH, PIN, WRONG
from tests.flow.stand import HeldUp, Stand

ALL_SIMULATED = {
    "hospital.address": "http://127.0.0.1:9",
    "hospital.allow_plain_http": True,
    "camera.source": "none",
    "printer.target": "simulated",
    "printer.spare": "simulated",
    "printer.roll_m": 80.0,
}


class Place:
    """A kiosk of simulators, and a scripted hospital."""

    def __init__(self, state: Path | None = None, more: Mapping[str, object] | None = None) -> None:
        settings = override(Settings(), ALL_SIMULATED | dict(more or {}))
        self.kiosk = Kiosk(settings, Path("unused"), state=state)
        self.stand = Stand()
        self.link = Switch()
        self.equipment = replace(self.stand.equipment(HeldUp()), link=self.link)
        self.upkeep = KioskUpkeep(self.kiosk, self.equipment)
        for station in self.kiosk.printers.stations:
            assert isinstance(station.driver, SimulatedPrinter)
            station.driver.set_seconds(0)

    @property
    def printer(self) -> SimulatedPrinter:
        driver = self.kiosk.printers.first
        assert isinstance(driver, SimulatedPrinter)
        return driver

    def standings(self) -> dict[Part, Standing]:
        found = asyncio.run(self.upkeep.standings())
        for one in found:
            assert one.state in STATES[one.part]
        return {one.part: one for one in found}

    def do(self, part: Part, deed: Deed) -> Said:
        return asyncio.run(self.upkeep.do(part, deed))


def test_a_kiosk_whose_parts_are_well() -> None:
    found = Place().standings()
    found.pop(Part.CARD_READER)  # nobody has looked at it yet
    assert list(found) == [Part.PRINTER, Part.SPARE_PRINTER, Part.HOSPITAL, Part.JOURNAL]
    assert all(one.well for one in found.values())
    assert found[Part.PRINTER].tickets_left == 800
    assert found[Part.PRINTER].deeds == (Deed.TEST_PRINT, Deed.NEW_ROLL)
    assert found[Part.HOSPITAL].deeds == (Deed.TEST_CALL,)


def test_each_part_that_is_not_well_says_how() -> None:
    place = Place()
    place.printer.set_paper(Paper.OUT)
    place.link.state = LinkState.AWAY
    found = place.standings()
    told = {part: (one.state, one.well) for part, one in found.items()}
    assert told[Part.PRINTER] == ("paper-out", False)
    assert told[Part.SPARE_PRINTER] == ("ready", True)
    assert told[Part.CARD_READER] == ("no-reader", False)
    assert told[Part.HOSPITAL] == ("away", False)


def test_what_waits_in_the_journal_is_counted(tmp_path: Path) -> None:
    place = Place()

    async def run() -> Standing:
        now = place.equipment.clock.now()
        async with Journal.open(KeyPlaces(tmp_path), now=lambda: now) as journal:
            for number in range(3):
                key = f"019aaaaa-0000-7000-8000-{number:012x}"
                await journal.begin(Entry(key, "kiosk-1", now, now, details=Details()))
            await journal.rejected(f"019aaaaa-0000-7000-8000-{1:012x}", "service-closed")
            upkeep = KioskUpkeep(place.kiosk, replace(place.equipment, journal=journal))
            return (await upkeep.standings())[-1]

    found = asyncio.run(run())
    assert (found.part, found.state, found.well) == (Part.JOURNAL, "ok", False)
    assert (found.owed, found.rejected) == (2, 1)


def test_a_test_ticket_comes_out_of_the_printer_that_was_meant() -> None:
    place = Place()
    assert place.do(Part.SPARE_PRINTER, Deed.TEST_PRINT) is Said.PRINTED
    spare = place.kiosk.printers.stations[1].driver
    assert isinstance(spare, SimulatedPrinter)
    assert (len(place.printer.tickets), len(spare.tickets)) == (0, 1)
    left = place.standings()[Part.SPARE_PRINTER].tickets_left
    assert left is not None and left < 800


def test_what_the_driver_says_is_there_for_the_it_department(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = Place()

    async def jammed() -> PrinterStatus:
        return PrinterStatus(PrinterState.FAULT, "spooler-area-full", PrinterReason.GIVEN_UP)

    monkeypatch.setattr(place.printer, "status", jammed)
    found = place.standings()[Part.PRINTER]
    assert (found.detail, found.cause) == ("spooler-area-full", "given-up")


def test_a_test_ticket_that_is_not_on_paper_is_told_so() -> None:
    place = Place()
    place.printer.set_trouble(PrinterState.CUTTER)
    assert place.do(Part.PRINTER, Deed.TEST_PRINT) is Said.NOT_PRINTED
    assert place.standings()[Part.PRINTER].state == "cutter"


def test_a_new_roll_is_counted_from_its_beginning() -> None:
    place = Place()
    for _ in range(3):
        place.do(Part.PRINTER, Deed.TEST_PRINT)
    mean = place.kiosk.printers.stations[0].counted.count.ticket_mm
    assert place.do(Part.PRINTER, Deed.NEW_ROLL) is Said.DONE
    count = place.kiosk.printers.stations[0].counted.count
    assert (count.used_mm, count.tickets, count.low) == (0.0, 0, False)
    assert count.ticket_mm == mean  # tickets are as long as they were


def test_where_the_roll_is_not_known_none_is_counted() -> None:
    place = Place(more={"printer.roll_m": 0.0})
    found = place.standings()[Part.PRINTER]
    assert found.tickets_left is None
    assert found.deeds == (Deed.TEST_PRINT,)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (None, Said.DONE),
        (HospitalAway(), Said.NO_ANSWER),
        (HospitalRefused("not-offered"), Said.NOT_OFFERED),
        (HospitalRefused("http-403"), Said.REFUSED),
        (HospitalGarbled("?"), Said.GARBLED),
    ],
)
def test_a_test_call_says_whether_it_arrived(error: HospitalError | None, said: Said) -> None:
    place = Place()
    if error is not None:
        place.stand.hospital.errors["call_staff"] = [error]
    assert place.do(Part.HOSPITAL, Deed.TEST_CALL) is said
    assert place.stand.hospital.calls("call_staff") == [("kiosk-1", TEST)]


def test_without_a_pin_there_is_no_staff_page() -> None:
    place = Place()
    assert staff_of(place.kiosk, place.equipment) is None


def test_wrong_pins_lock_it_over_a_restart(tmp_path: Path) -> None:
    place = Place(tmp_path, {"staff.pin_hash": HASH})

    async def five_wrong_ones() -> None:
        staff = staff_of(place.kiosk, place.equipment)
        assert staff is not None
        for _ in range(TRIES):
            assert not await staff.gate.opens(WRONG)

    asyncio.run(five_wrong_ones())
    assert (tmp_path / FILE).exists()
    again = Place(tmp_path, {"staff.pin_hash": HASH})

    async def after_the_restart() -> None:
        staff = staff_of(again.kiosk, again.equipment)
        assert staff is not None
        assert 0 < staff.gate.locked_s <= LOCKS_S[0]
        assert not await staff.gate.opens(PIN)
        again.kiosk.clock.jump(timedelta(seconds=LOCKS_S[0]))
        assert await staff.gate.opens(PIN)

    asyncio.run(after_the_restart())
