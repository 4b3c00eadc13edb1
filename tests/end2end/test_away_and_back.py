"""A whole kiosk whose network is cut and mended: who comes meanwhile, and what is told then."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.headless import Wish, visit_once
from kiosk.app.kiosk import Kiosk
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.hospital.link import LinkMode
from kiosk.journal.entry import State
from kiosk.journal.reading import reading
from tests.contract.frontdesk.records import SqliteRecords
from tests.end2end.hospital_process import HospitalProcess
from tests.end2end.kiosk_visits import SERVICE, patients, settings
from tests.flow.stand import HeldUp

pytestmark = pytest.mark.slow
_HEARS_S = 3.0
"""Until a patient is asked the first thing, with the hospital away (docs/hospital-away.md)."""
_BACK_S = 5.0 + 1.0
"""Until the hospital is known to be back, and then until it is told."""


async def visit(equipment: Equipment, number: int) -> tuple[Outcome, float]:
    reader = HeldUp(patients()[number])
    front = ScriptedFront(willing_patient(SERVICE))
    began = time.monotonic()
    outcome = await Session(front, replace(equipment, reader=reader)).one()
    return outcome, time.monotonic() - began


async def until(true: Callable[[], bool], within: float) -> None:
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("mode", [LinkMode.CUT, LinkMode.SILENT])
def test_patients_are_served_without_the_hospital_and_told_when_it_is_back(
    tmp_path: Path, mode: LinkMode
) -> None:
    records = SqliteRecords(tmp_path / "records")
    records.folder.mkdir()

    async def run(address: str) -> None:
        kiosk = Kiosk(settings(address), tmp_path, state=tmp_path / "state", steerable=True)
        async with asyncio.timeout(50), kiosk.equipped() as equipment:
            first, _ = await visit(equipment, 0)
            assert isinstance(first, Ticketed)
            assert not first.ticket.provisional
            assert kiosk.link is not None
            kiosk.link.mode = mode
            for number in (1, 2, 3):
                outcome, took = await visit(equipment, number)
                assert isinstance(outcome, Ticketed)
                assert outcome.ticket.number == f"K1-{number:03d}"
                assert took < _HEARS_S + 1.0, "with its printing"
            kiosk.link.mode = LinkMode.PASS
            await until(lambda: not equipment.journal.owed(), _BACK_S)
            last, _ = await visit(equipment, 4)
            assert isinstance(last, Ticketed)
            assert not last.ticket.provisional

    with HospitalProcess(records.address) as hospital:
        asyncio.run(run(hospital.address))
    with reading(tmp_path / "state" / "journal") as journal:
        assert {entry.state for entry in journal.entries()} == {State.CONFIRMED}
    told = records.query("SELECT provisional, paper FROM encounter ORDER BY seq")
    assert {paper for _, paper in told} == {"printed"}
    assert (told[0][0], told[-1][0]) == ("", "")
    assert {number for number, _ in told[1:-1]} == {"K1-001", "K1-002", "K1-003"}


def test_a_visit_by_command_gets_no_number_that_would_be_forgotten(tmp_path: Path) -> None:
    kiosk = Kiosk(settings("http://127.0.0.1:9/fhir"), tmp_path)
    document = cccd_qr(next(one for one in people() if one.card_issued))

    async def run() -> Outcome:
        async with asyncio.timeout(30):
            outcome, _ = await visit_once(kiosk, Wish(document=document))
            return outcome

    outcome = asyncio.run(run())
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == "find-hospital-away"
