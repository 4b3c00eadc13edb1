"""Does a kiosk whose devices break all day lose anybody? Thousands of visits, faults from a seed.

Virtual or shortened are only: the code's way through the camera in most visits (the parser gets
its text), a patient's silence (a twentieth of a second), the time a ticket takes to come out, and
the minutes that a number is held (the clock is set on, at the end). The hospital, the network with
its TLS, the journal and its disk, the drawing of tickets, the eyes' process and the chip card are
as they are.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.app.heap import return_what_is_freed
from kiosk.app.kiosk import Kiosk
from kiosk.bench.audit import Line, Noted, Place, Verdict, audit, counts
from kiosk.bench.figures import RATIO, Figure
from kiosk.bench.power_cuts_sides import noted, places
from kiosk.bench.served import frontdesk, served
from kiosk.bench.soak_kiosk import Held, Played, Soak, key_of, settings_of
from kiosk.bench.soak_ledger import Ledger
from kiosk.bench.soak_people import People
from kiosk.bench.soak_plan import plan

VISITS = 10_000
ENOUGH = 5_000
"""Visits from which on it is judged what is left over: a process that has just begun fills what it
fills once, for hundreds of patients."""
_SOCKETS = 24
"""The most by chance: of eight connections that a kiosk keeps to its hospital, all of which were
cut a moment before. Each has one in the kiosk, and two in the link."""
SEED = 1
Tell = Callable[[str], None]


def soak_figures(visits: int = VISITS, seed: int = SEED, tell: Tell = print) -> list[Figure]:
    """``tell`` hears a line for each difference between hospital, journal and paper that has no
    excuse, and how many there are of each of the others."""
    return_what_is_freed()  # as ``kiosk run`` does
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-") as given:
        folder = Path(given)
        records = folder / "frontdesk.sqlite3"
        people = People(visits)
        ledger = Ledger(folder)
        try:
            with served(*frontdesk(f"sqlite:///{records}")) as server:
                address = f"http://127.0.0.1:{server.port}/fhir"
                kiosk = Kiosk(settings_of(address), folder, state=folder, steerable=True)
                soak = Soak(kiosk, people, ledger)
                asyncio.run(soak.run(plan(visits, seed), visits))
            lines = _audited(kiosk, folder, records, people, ledger)
        finally:
            ledger.close()
    for told in _told(lines):
        tell(told)
    return _figures(soak.played, lines)


def _audited(
    kiosk: Kiosk, folder: Path, records: Path, people: People, ledger: Ledger
) -> tuple[Line, ...]:
    crowd = people.numbers()
    hospital, _ = places(records, crowd)
    journal = tuple(noted(folder / "journal", key_of(folder), crowd))
    hands = tuple(ledger.hands(kiosk.rules.hospital_name, _numbers(hospital, journal)))
    return audit(hospital, journal, hands, ledger.causes())


def _numbers(hospital: Sequence[Place], journal: Sequence[Noted]) -> list[tuple[str, str]]:
    found = [(place.who, place.number) for place in hospital]
    found += [(place.who, one) for place in hospital for one in place.provisional.split()]
    return found + [(one.who, one.entry.number) for one in journal if one.entry.number]


def _told(lines: Sequence[Line]) -> list[str]:
    explained = Counter(
        line.difference for line in lines if line.verdict is Verdict.EXPLAINED
    ).most_common()
    told = [f"explained, {count}: {difference.value}" for difference, count in explained]
    return told + [str(line) for line in lines if line.verdict is not Verdict.EXPLAINED]


def _figures(played: Played, lines: Sequence[Line]) -> list[Figure]:
    found = counts(lines)
    before, after = played.before, played.after
    assert before
    assert after
    return [
        Figure("visits in which something broke, or the patient left", played.faulted, ""),
        Figure("tickets", played.tickets, ""),
        Figure("of these, the kiosk's own numbers", played.provisional, ""),
        Figure("visits a second", played.visits / played.seconds, "/s", least=20),
        Figure("patients left without a number or a next step", played.untold, "", 0),
        Figure("numbers lost", found[Verdict.LOST], "", 0),
        Figure("numbers doubled", found[Verdict.DOUBLED], "", 0),
        Figure("numbers printed twice", found[Verdict.PRINTED_TWICE], "", 0),
        Figure("numbers held by nobody", found[Verdict.NOBODYS], "", 0),
        Figure("differences that nothing explains", found[Verdict.UNEXPLAINED], "", 0),
        Figure("differences explained by what broke", found[Verdict.EXPLAINED], ""),
        Figure("still owed at the end", played.owed, "", 0),
        Figure("until nothing was owed", played.settled_s, "s"),
        Figure("resident, at a tenth of the visits", before.mb, "MB"),
        *_left_over(before, after, judged=played.visits >= ENOUGH),
    ]


def _left_over(before: Held, after: Held, *, judged: bool) -> list[Figure]:
    growth, more, sockets = (1.05, 0, _SOCKETS) if judged else (None, None, None)
    return [
        Figure("resident, at the end by that", after.mb / before.mb, RATIO, growth),
        Figure("tasks more than at a tenth", after.tasks - before.tasks, "", more),
        Figure("threads more than at a tenth", after.threads - before.threads, "", more),
        Figure("open files more than at a tenth", after.files - before.files, "", more),
        Figure("sockets more than at a tenth", after.sockets - before.sockets, "", sockets),
    ]
