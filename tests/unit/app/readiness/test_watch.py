"""When a kiosk is ready, when it is degraded, and when nobody can be helped there."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kiosk.app.kiosk import Kiosk
from kiosk.app.metrics.tally import Tally
from kiosk.app.readiness.board import Board, Overall, Seen
from kiosk.app.readiness.failing import PATIENTS, FailingVisits
from kiosk.app.readiness.printers import PrinterPoll, WatchedPrinter
from kiosk.app.readiness.report import Report
from kiosk.app.readiness.watch import CALL_AGAIN_S, LOOK_S, Watch
from kiosk.app.watchdog import Notifier, Watchdog
from kiosk.checkin.failures import FAILURES
from kiosk.checkin.in_service import Cause
from kiosk.checkin.outcome import Failed
from kiosk.checkin.trace import Trace
from kiosk.config import Settings, override
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter
from kiosk.errors import HospitalAway
from kiosk.hospital.circuit import LinkState
from kiosk.journal.disk_fault import DiskFault
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from kiosk.journal.steerable import SteerableDisk
from tests.flow.stand import HeldUp, Stand
from tests.unit.app.metrics.exposition_reader import read
from tests.unit.journal.people import entry

NOWHERE = {"hospital.address": "http://127.0.0.1:9/fhir", "camera.source": "none"}


class SteeredLink:
    def __init__(self) -> None:
        self.state = LinkState.UP

    async def changed(self, seen: LinkState) -> LinkState:
        while self.state is seen:
            await asyncio.Event().wait()
        return self.state


class Watched:
    """A kiosk whose hospital, disk and paper a test takes away."""

    def __init__(self, folder: Path, journal: Journal, disk: SteerableDisk) -> None:
        settings = override(Settings(), NOWHERE | {"card_reader.source": "none"})
        self.stand = Stand()
        self.kiosk = Kiosk(settings, folder / "hospital")
        self.link, self.disk, self.journal = SteeredLink(), disk, journal
        equipment = replace(self.stand.equipment(HeldUp()), journal=journal, link=self.link)
        self.clock = self.stand.clock
        self.board = Board(self.clock.now)
        self.tally = Tally(self.clock.now)
        self.poll = PrinterPoll(self.kiosk.printers, self.board)
        self.failing = FailingVisits(self.clock)
        self.watchdog = Watchdog(Notifier({}))
        parts = (self.kiosk, equipment, self.board)
        self.watch = Watch(*parts, self.poll, self.failing, self.watchdog)
        self.report = Report(*parts, self.watch, self.tally, self.watchdog)
        self.equipment = equipment

    @property
    def printer(self) -> SimulatedPrinter:
        driver = self.kiosk.printers.first
        assert isinstance(driver, SimulatedPrinter)
        return driver

    def overall(self) -> Overall:
        return self.watch.overall

    def cause(self) -> Cause | None:
        return self.watch.service.cause

    async def look(self) -> None:
        """Have everything looked at, the printer too."""
        self.poll.now()
        await asyncio.sleep(0.02)
        await self.clock.push(LOOK_S)

    async def lock_disk(self) -> None:
        self.disk.fault = DiskFault.READ_ONLY
        await self.journal.begin(entry(1))
        while self.journal.health is not Health.READ_ONLY:
            await asyncio.sleep(0.01)


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Watched]:
    disk = SteerableDisk()
    stand = Stand()
    async with (
        asyncio.timeout(20),
        Journal.open(KeyPlaces(folder / "journal"), now=stand.clock.now, steered=disk) as journal,
    ):
        at = Watched(folder, journal, disk)
        tasks = [asyncio.create_task(each) for each in (at.watch.run(), at.poll.run())]
        try:
            await at.look()
            yield at
        finally:
            disk.fault = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def test_what_still_leads_to_a_ticket_is_degraded_and_no_more(tmp_path: Path) -> None:
    async def run() -> None:
        async with watched(tmp_path) as at:
            assert at.overall() is Overall.READY
            assert at.watch.words == "serving"
            at.link.state = LinkState.AWAY
            await at.look()
            assert at.overall() is Overall.DEGRADED
            at.printer.set_paper(Paper.OUT)
            await at.look()
            assert at.overall() is Overall.DEGRADED, "the journal keeps a number"
            assert at.watch.words == "serving; hospital away; printer paper-out"
            at.printer.set_paper(Paper.NEAR_END)
            await at.lock_disk()
            await at.look()
            assert at.overall() is Overall.DEGRADED, "the patient has paper"
            at.printer.set_paper(Paper.OUT)
            at.link.state = LinkState.UP
            await at.look()
            assert at.overall() is Overall.DEGRADED, "the hospital keeps it"
            assert at.cause() is None

    asyncio.run(run())


def test_nothing_that_keeps_a_number_is_out_of_order_and_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run() -> None:
        async with watched(tmp_path) as at:
            at.stand.hospital.errors["call_staff"] = [HospitalAway()]
            at.link.state = LinkState.AWAY
            at.printer.set_paper(Paper.OUT)
            await at.lock_disk()
            await at.look()
            assert at.cause() is Cause.NOTHING_HOLDS
            assert at.overall() is Overall.OUT_OF_ORDER
            assert not at.report.serves
            await at.clock.push(CALL_AGAIN_S)
            await at.clock.push(3 * CALL_AGAIN_S)
            calls = at.stand.hospital.calls("call_staff")
            assert calls == [("kiosk-1", "OutOfOrder")] * 2, "heard at the second try, and once"
            at.printer.set_paper(Paper.PRESENT)
            await at.look()
            assert at.cause() is None
            assert at.watch.service.seconds_out == pytest.approx(4 * CALL_AGAIN_S + LOOK_S, abs=3)

    asyncio.run(run())
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [one for one in events if one["event"] in ("out-of-order", "in-service")]
    assert [one["event"] for one in told] == ["out-of-order", "in-service"]
    assert told[0]["cause"] == "nothing-holds"


def test_patients_who_fail_in_a_row_stop_the_kiosk(tmp_path: Path) -> None:
    async def run() -> None:
        async with watched(tmp_path) as at:
            for _ in range(PATIENTS):
                at.failing.ended(Failed(FAILURES["kiosk-fault"]), Trace())
            waiting = asyncio.create_task(at.watch.service.changed(None))
            await at.look()
            assert await waiting is Cause.VISITS_FAIL

    asyncio.run(run())


def test_the_report_says_what_is_and_since_when(tmp_path: Path) -> None:
    async def run() -> None:
        async with watched(tmp_path) as at:
            at.printer.set_paper(Paper.NEAR_END)
            at.printer.set_seconds(0)
            await at.look()
            since = at.clock.now()
            printer = WatchedPrinter(at.kiosk.printers.serving, at.tally, at.poll)
            assert (await printer.print(Image.new("1", (576, 800)))).state.prints
            await at.clock.push(60)
            report = json.loads(await at.report.readiness())
            assert report["state"] == "degraded"
            assert report["cause"] is None
            by_name = {one["device"]: one for one in report["devices"]}
            assert by_name["printer"]["state"] == "paper-near-end"
            assert not by_name["printer"]["well"]
            begun = by_name["printer"]["since"]
            assert abs((since - since.fromisoformat(begun)).total_seconds()) <= LOOK_S
            [paper] = report["paper"]
            assert paper["left_mm"] == 2500
            assert report["journal"]["health"] == "ok"
            assert report["journal"]["entries"]["pending"] == 0
            assert report["last_ticket"] is None
            found = read(await at.report.metrics())
            result = frozenset({("result", "printed")})
            assert found["kiosk_prints_total"].samples["kiosk_prints_total", result] == 1
            assert found["kiosk_journal_owed"].kind == "gauge"
            assert found["process_resident_memory_bytes"].samples
            stages = found["kiosk_stage_seconds"]
            assert stages.kind == "histogram"

    asyncio.run(run())


def test_seconds_without_the_hospital_are_counted(tmp_path: Path) -> None:
    async def run() -> None:
        async with watched(tmp_path) as at:
            at.link.state = LinkState.AWAY
            await at.clock.push(30)
            at.link.state = LinkState.UP
            await at.clock.push(30)
            assert at.watch.away_s == pytest.approx(30, abs=LOOK_S)

    asyncio.run(run())


def test_a_state_keeps_its_beginning_while_its_reason_changes() -> None:
    clock = Stand().clock
    board = Board(clock.now)
    board.see(Seen("printer", "offline", False, "no answer"))
    begun = clock.now()
    asyncio.run(clock.push(60))
    board.see(Seen("printer", "offline", False, "no route"))
    [printer] = board.devices
    assert (printer.since, printer.seen.reason) == (begun, "no route")
    board.see(Seen("printer", "ready", True))
    assert board.devices[0].since == clock.now()
