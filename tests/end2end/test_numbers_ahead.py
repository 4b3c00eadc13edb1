"""Two kiosks and a hospital that are killed around lease and use of numbers ahead: no number is two
patients', and each that is missing among the tickets has its reason."""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.app.kiosk import Kiosk
from kiosk.checkin.settling import NO_SERVICE
from kiosk.journal.entry import State
from kiosk.journal.reading import reading
from tests.contract.frontdesk.records import SqliteRecords
from tests.end2end.hospital_process import HospitalProcess
from tests.end2end.kiosk_ahead import own
from tests.end2end.kiosk_visits import patients

pytestmark = pytest.mark.slow

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_ROUNDS = 2
_KIOSKS = ("kiosk-1", "kiosk-2")
_EACH = 120
"""Patients of one kiosk in one life; more than it serves."""


class KioskProcess:
    """One life of a kiosk, and what its printer said until it was killed."""

    def __init__(self, state: Path, address: str, kiosk: str, first: int) -> None:
        script = str(_HERE / "kiosk_ahead.py")
        self._process = subprocess.Popen(
            [sys.executable, script, str(state), address, kiosk, str(first)],
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ready(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def kill(self) -> list[tuple[int, str]]:
        """Patient and number of each paper."""
        self._process.kill()
        assert self._process.stdout is not None
        said = self._process.stdout.read().splitlines()
        self._process.wait(10)
        self._process.stdout.close()
        return [(int(line.split()[1]), line.split()[2]) for line in said if len(line.split()) == 3]

    def close(self) -> None:
        if self._process.poll() is None:
            self.kill()


class Ward:
    """Both kiosks, life after life."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._lives = 0
        self.papers: list[tuple[int, str]] = []

    def state(self, kiosk: str) -> Path:
        return self._folder / kiosk

    def live(self, *lasts: float, then: tuple[HospitalProcess, str] | None = None) -> None:
        """Both serve for the first of these seconds, then the hospital is killed or started, then
        they serve for the next; then they are killed."""
        with ExitStack() as stack:
            kiosks = []
            for kiosk in _KIOSKS:
                first = self._lives * _EACH
                self._lives += 1
                one = KioskProcess(self.state(kiosk), self._address, kiosk, first)
                kiosks.append(stack.enter_context(closing(one)))
            for one in kiosks:
                one.ready()
            for at, seconds in enumerate(lasts):
                time.sleep(seconds)
                if at == 0 and then is not None:
                    hospital, what = then
                    getattr(hospital, what)()
            for one in kiosks:
                self.papers += one.kill()

    def refused(self) -> set[str]:
        """The kiosks' own numbers of which staff must look: no service was known, so none could be
        chosen."""
        found = set()
        for kiosk in _KIOSKS:
            with reading(self.state(kiosk) / "journal") as journal:
                entries = journal.entries(State.REJECTED)
                found |= {one.number for one in entries if one.reason == NO_SERVICE}
        return found

    async def settle(self) -> None:
        """A last start that nobody interrupts."""
        for kiosk in _KIOSKS:
            state = self.state(kiosk)
            last = Kiosk(own(self._address, kiosk), state / "hospital", state=state)
            async with asyncio.timeout(40), last.equipped() as equipment:
                while equipment.journal.owed() or equipment.journal.unfinished():
                    await asyncio.sleep(0.5)
                    last.clock.jump(timedelta(minutes=16))


def test_no_number_is_two_patients_whoever_is_killed_when(tmp_path: Path) -> None:
    chance = random.Random(7)
    records = SqliteRecords(tmp_path / "records")
    records.folder.mkdir()
    with HospitalProcess(records.address, "--leased-numbers", "5") as hospital:
        ward = Ward(tmp_path, hospital.address)
        for _ in range(_ROUNDS):
            # Killed between asking for numbers and having them, and while it is away.
            ward.live(chance.uniform(0.3, 1.0), chance.uniform(1.2, 2.2), then=(hospital, "kill"))
            # A start without the hospital, which then comes back and is told.
            ward.live(chance.uniform(0.8, 1.6), chance.uniform(0.2, 1.5), then=(hospital, "start"))
        asyncio.run(ward.settle())
    check(records, ward.papers, ward.refused())


def check(records: SqliteRecords, papers: list[tuple[int, str]], refused: set[str]) -> None:
    """What the hospital has on record and what staff see, beside what patients have in hand."""
    leases = dict(records.query("SELECT number, state FROM lease"))
    tickets = records.query(
        "SELECT e.number, e.provisional, i.value FROM encounter e "
        "JOIN identifier i ON i.patient = e.patient AND i.kind = 'personal' "
        "WHERE e.status = 'arrived'"
    )
    by_person: defaultdict[str, set[str]] = defaultdict(set)
    for number, others, person in tickets:
        by_person[person] |= {number, *others.split()}
    people = [document.identifiers[0].value for document in patients()]

    assert len([number for _, number in papers if number in leases]) > 2 * _ROUNDS, "it was tried"
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for patient, number in papers:
        holders[number].add(people[patient % len(people)])
    assert {number: who for number, who in holders.items() if len(who) > 1} == {}
    for number, who in holders.items():
        [person] = who
        known = number in by_person[person] or number in refused
        assert known, f"{number} is known as its holder's"
        if number in leases:
            assert leases[number] == "used"

    issued = Counter(number for number, _, _ in tickets)
    assert set(issued.values()) <= {1}
    letter = next(number[0] for number in leases)
    [(last,)] = records.query("SELECT last FROM counter WHERE letter = ?", [letter])
    given = {number for (number,) in records.query("SELECT number FROM encounter")}
    for count in range(1, last + 1):
        number = f"{letter}-{count:03d}"
        assert number in given or number in leases, f"{number} has no reason to be missing"
    unused = {number for number, state in leases.items() if state != "used"}
    assert not unused & set(issued), "what is not used is nobody's"
