"""A kiosk that is killed at any moment of its visits: nobody is lost, and nothing is done twice."""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Timer

import pytest

from kiosk.app.kiosk import Kiosk
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.key import new_key
from kiosk.journal.details import Details
from kiosk.journal.entry import Entry, State
from kiosk.journal.reading import reading
from kiosk.model.checkin import CheckIn
from kiosk.model.person import Identifier, IdentifierKind
from tests.contract.frontdesk.records import SqliteRecords
from tests.end2end.hospital_process import HospitalProcess
from tests.end2end.kiosk_visits import SERVICE, patients, settings

pytestmark = pytest.mark.slow

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_DEATHS = 12
_LONGEST_S = 60.0
"""Of one life."""


@contextmanager
def kiosk(state: Path, address: str, first: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, str(_HERE / "kiosk_visits.py"), str(state), address, str(first)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        longest = Timer(_LONGEST_S, process.kill)
        longest.start()
        try:
            yield process
        finally:
            longest.cancel()
            process.kill()


def one_life(state: Path, address: str, first: int, visits: int, lasts: float) -> list[str]:
    """What a kiosk said before it was killed, so many seconds after so many visits."""
    with kiosk(state, address, first) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        said: list[str] = []
        while sum(line.startswith("Ticketed") for line in said) < visits:
            said.append(process.stdout.readline().strip())
            assert said[-1], f"it ended by itself: {said}"
        time.sleep(lasts)
        process.kill()
        return [*said, *(line.strip() for line in process.stdout)]


async def settled(state: Path, address: str) -> None:
    """A last start that nobody interrupts, long after: what is held has had its time."""
    last = Kiosk(settings(address), state / "hospital", state=state)
    async with asyncio.timeout(30), last.equipped() as equipment:
        while equipment.journal.owed() or equipment.journal.unfinished():
            # What the hospital answers now waits for its patient from now on.
            last.clock.jump(timedelta(hours=1))
            await asyncio.sleep(1.5)


def test_each_patient_has_one_number_or_none_after_every_death(tmp_path: Path) -> None:
    chance = random.Random(5)
    state = tmp_path / "state"
    records = SqliteRecords(tmp_path / "records")
    records.folder.mkdir()
    said: list[str] = []
    with HospitalProcess(records.address) as hospital:
        for death in range(_DEATHS):
            visits, lasts = chance.randint(0, 5), chance.uniform(0.0, 0.15)
            said += one_life(state, hospital.address, death * 30, visits, lasts)
        asyncio.run(settled(state, hospital.address))
        left = records.query(
            "SELECT i.value, e.id, e.paper FROM encounter e JOIN identifier i "
            "ON i.patient = e.patient WHERE e.status = 'arrived'"
        )
    numbers = {document.identifiers[0].value: n for n, document in enumerate(patients())}
    held = [
        (numbers[value], encounter, paper) for value, encounter, paper in left if value in numbers
    ]
    with reading(state / "journal") as journal:
        entries = {entry.encounter: entry for entry in journal.entries() if entry.encounter}
        unsettled = [entry for entry in journal.entries() if not entry.settled]
    paper = Counter(int(line.split()[1]) for line in said if line.startswith("paper "))
    ended = {int(line.split()[1]) for line in said if line.startswith("Ticketed ")}
    places = Counter(number for number, _, _ in held)

    assert not unsettled
    assert "provisional" not in said
    assert len(ended) > _DEATHS
    assert set(paper.values()) == {1}, "nobody has two papers"
    assert set(places.values()) == {1}, "nobody has two places"
    assert set(paper) <= set(places), "each paper has its place"
    for number, encounter, on_paper in held:
        if number not in paper:
            # Printing had begun, so somebody may have it: staff look.
            assert entries[encounter].reason == "no-paper"
        elif number in ended:
            assert on_paper == "printed"


def test_what_a_kiosk_owes_is_told_at_fifty_a_second(tmp_path: Path) -> None:
    """Of patients whom the hospital knows and does not know, with numbers of the kiosk's own.

    Counted is the time that the kiosk's processor takes: what else runs on a machine that tests
    is not the kiosk's fault.
    """
    records = SqliteRecords(tmp_path / "records")
    records.folder.mkdir()
    count = 200

    async def run(address: str) -> float:
        held = Kiosk(settings(address), tmp_path, state=tmp_path / "state")
        async with asyncio.timeout(50), held.equipped() as equipment:
            keys = await filled(equipment, count)
            began = time.process_time()
            for key in keys:
                equipment.underway.release(key)
            while equipment.journal.owed():
                await asyncio.sleep(0.02)
            return time.process_time() - began

    with HospitalProcess(records.address) as hospital:
        took = asyncio.run(run(hospital.address))
    with reading(tmp_path / "state" / "journal") as journal:
        assert Counter(entry.state for entry in journal.entries()) == {State.CONFIRMED: count}
    assert records.query("SELECT count(*) FROM encounter WHERE provisional <> ''") == [(count,)]
    assert count / took >= 50, f"{count / took:.0f} a second"


async def filled(equipment: Equipment, count: int) -> list[str]:
    """Check-ins that were made without the hospital, on paper, and in a visit's hands still."""
    known = patients()
    keys = []
    for number in range(count):
        document = known[number % len(known)]
        if number >= len(known) or number % 2:
            other = Identifier(IdentifierKind.PERSONAL_NUMBER, f"0012{number:08d}")
            document = replace(document, identifiers=(other,), name=f"Lê Thử {number}")
        key = new_key(1_795_000_000_000 + number)
        now = equipment.clock.now()
        equipment.underway.hold(key)
        await equipment.journal.begin(
            Entry(
                key,
                "kiosk-1",
                now,
                now,
                service=SERVICE,
                details=Details(
                    request=CheckIn(key, "kiosk-1", "", service=SERVICE), document=document
                ),
            )
        )
        await equipment.journal.provisional(key, f"K1-{number:03d}")
        await equipment.journal.printed(key)
        keys.append(key)
    return keys
