"""Journals to measure on: invented check-ins, in any number."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from kiosk.bench.power_cuts_people import Crowd
from kiosk.checkin.key import new_key
from kiosk.documents import Patterns, parse
from kiosk.journal.details import Details
from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.key import KeyPlaces
from kiosk.journal.lock import made
from kiosk.journal.sealed import Seal
from kiosk.journal.store import Store
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.mask import short_name
from kiosk.model.text import local

KIOSK = "kiosk-1"
SERVICE = "TIM-MACH"
_APART = timedelta(seconds=30)


def pending(crowd: Crowd, number: int, now: datetime) -> Entry:
    """A check-in that is about to be asked for, of whom the hospital does not know yet."""
    document = parse(crowd.document(number), Patterns())
    key = new_key(int(now.timestamp() * 1000))
    return Entry(
        key,
        KIOSK,
        now,
        now,
        service=SERVICE,
        details=Details(
            request=CheckIn(key, KIOSK, "", service=SERVICE),
            short_name=short_name(document.name),
            identifiers=document.identifiers,
            document=document,
        ),
    )


def ticket(number: int, now: datetime) -> Ticket:
    """As long as a hospital's are."""
    return Ticket(
        encounter=f"kb-{number:032x}",
        number=f"T-{number:03d}",
        service=local("Tim mạch", "Cardiology"),
        room="205",
        floor="2",
        direction=local("Lên tầng 2, rẽ trái.", "Second floor, turn left."),
        people_ahead=3,
        wait_minutes=25,
        issued_at=now,
        follow_up="https://hosen.example/t/kJ3n0aQbX2v8mYtL5w9RzA",
    )


def after_a_power_cut(folder: Path, settled: int, owed: int) -> None:
    """Make a journal in ``folder``, which is missing, with its log as a cut leaves it: not yet
    brought into the file. Of ``owed`` check-ins the hospital was away; the patients have numbers
    of the kiosk's own on paper."""
    with_log = folder.with_name(f"{folder.name}-open")
    now = datetime.now(UTC)
    seal = Seal(KeyPlaces(made(with_log)).find(now).secret)
    store, _ = Store.open(with_log, seal, now)
    try:
        for batch in _batches(settled, owed, now):
            store.write(batch)
        shutil.copytree(with_log, folder)
    finally:
        store.close()
        shutil.rmtree(with_log)


def _batches(settled: int, owed: int, now: datetime) -> Iterator[list[Entry]]:
    """Of a hundred, the oldest first."""
    crowd, count = Crowd(), settled + owed
    for first in range(0, count, 100):
        batch = []
        for number in range(first, min(first + 100, count)):
            entry = pending(crowd, number, now - _APART * (count - number))
            batch.append(_confirmed(entry, number) if number < settled else _own(entry, number))
        yield batch


def _confirmed(entry: Entry, number: int) -> Entry:
    given = ticket(number, entry.began_at)
    assert entry.details
    return replace(
        entry,
        state=State.CONFIRMED,
        debt=Debt.NONE,
        number=given.number,
        paper=True,
        encounter=given.encounter,
        details=msgspec.structs.replace(entry.details, ticket=given),
    )


def _own(entry: Entry, number: int) -> Entry:
    own = f"K1-{number:05d}"
    return replace(entry, state=State.PRINTED, number=own, provisional=True, paper=True)
