"""A whole kiosk that loses hospital, disk and paper, says so, and comes back by itself."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.app.kiosk import Kiosk
from kiosk.app.readiness import printers
from kiosk.app.readiness.asking import ask
from kiosk.app.readiness.overseen import overseen
from kiosk.app.watchdog import Notifier, Watchdog
from kiosk.checkin.outcome import Outcome, Ticketed
from kiosk.checkin.screens import EnterCode, NoDocument, OutOfOrder, Welcome
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Trace
from kiosk.config import Settings, override
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter
from kiosk.errors import HospitalError
from kiosk.frontdesk.generate import people
from kiosk.hospital.link import LinkMode
from kiosk.journal.disk_fault import DiskFault
from tests.end2end.test_watchdog import free_port
from tests.unit.journal.people import entry

pytestmark = pytest.mark.slow
CODED = next(one for one in people() if one.code)


async def until(true: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.05)


def test_it_says_so_and_serves_again_when_one_of_the_three_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "WELL_S", 0.2)
    monkeypatch.setattr(printers, "UNWELL_S", 0.2)
    listen = f"127.0.0.1:{free_port()}"
    settings = override(
        Settings(),
        {"camera.source": "none", "card_reader.source": "none", "status.listen": listen},
    )
    kiosk = Kiosk(settings, tmp_path / "hospital", state=tmp_path, steerable=True)
    printer = kiosk.printers.first
    assert isinstance(printer, SimulatedPrinter)
    printer.set_seconds(0)
    front = ScriptedFront(willing_patient())
    outcomes: list[Outcome] = []

    def shows(page: type) -> Callable[[], bool]:
        return lambda: bool(front.asked) and isinstance(front.asked[-1], page)

    def report() -> dict[str, object]:
        return ask(listen)

    async def run() -> None:
        watchdog = Watchdog(Notifier({}))
        async with (
            kiosk.equipped() as equipment,
            overseen(kiosk, equipment, watchdog, listen) as seen,
        ):

            def ended(outcome: Outcome, trace: Trace) -> None:
                outcomes.append(outcome)
                seen.ended(outcome, trace)

            session = Session(
                front, seen.equipment, lambda: seen.trace(lambda _: None), ended, seen.service
            )
            front.answers.pop(Welcome, None)
            serving = asyncio.create_task(session.serve())
            await until(shows(Welcome))
            await until(lambda: equipment.link.state.value == "up")
            assert (await asyncio.to_thread(report))["state"] in ("ready", "degraded")

            assert kiosk.link is not None
            assert kiosk.disk is not None
            kiosk.link.mode = LinkMode.CUT
            kiosk.disk.fault = DiskFault.READ_ONLY
            printer.set_paper(Paper.OUT)
            front.answers |= {
                Welcome: lambda screen: NoDocument.TYPE,
                EnterCode: lambda screen: CODED.code,
            }
            with suppress(HospitalError):  # what a patient asks finds both out
                await equipment.hospital.services()
            await equipment.journal.begin(entry())
            await until(shows(OutOfOrder))
            told = await asyncio.to_thread(report)
            assert (told["state"], told["cause"]) == ("out-of-order", "nothing-holds")

            before = len(outcomes)
            printer.set_paper(Paper.PRESENT)
            await until(lambda: any(isinstance(one, Ticketed) for one in outcomes[before:]))
            [first, *_] = [one for one in outcomes[before:] if isinstance(one, Ticketed)]
            assert first.printed
            assert first.ticket.provisional
            last = (await asyncio.to_thread(report))["last_ticket"]
            assert isinstance(last, dict)
            assert CODED.code not in json.dumps(last)
            kiosk.disk.fault = None
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    try:
        asyncio.run(run())
    finally:
        kiosk.close()
