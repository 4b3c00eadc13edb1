"""A kiosk whose power is cut again and again: one life after the other, and what all of it left."""

import asyncio
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.app.kiosk import Kiosk
from kiosk.app.rules import rules_of
from kiosk.bench.audit import Cause, Line, audit
from kiosk.bench.file_events import FileEvents
from kiosk.bench.power_cuts_kiosk import HOLD_MIN, Comes, Orders, settings
from kiosk.bench.power_cuts_life import Kiosks, Lived, kiosks
from kiosk.bench.power_cuts_paper import SlowPaper
from kiosk.bench.power_cuts_people import Crowd
from kiosk.bench.power_cuts_plan import Again, Life, Moment, draw
from kiosk.bench.power_cuts_sides import OnPaper, Roll, at_the_cut, name, noted, on_paper, places
from kiosk.bench.served import frontdesk, served
from kiosk.checkin.outcome import Reason
from kiosk.frontdesk.clock import hospital_now
from kiosk.journal.key import KeyPlaces

_SETTLED_WITHIN = 60.0
_LOOK_S = 0.2
_UNEXPECTED = b'"unexpected-error"'


@dataclass(slots=True)
class Cuts:
    """What happened, and what the audit says of it."""

    lives: list[Lived] = field(default_factory=list)
    moments: Counter[Moment] = field(default_factory=Counter)
    standing: Counter[str] = field(default_factory=Counter)
    """How the last check-in stood in the journal, of cuts within a visit."""
    came_again: int = 0
    causes: defaultdict[str, set[Cause]] = field(default_factory=lambda: defaultdict(set))
    """What befell each person."""
    rolls: list[Roll] = field(default_factory=list)
    paper: OnPaper | None = None
    lines: tuple[Line, ...] = ()
    unsettled: int = 0
    """Check-ins of which the hospital was still owed something at the end."""
    faults: int = 0
    """Times that a kiosk met what nobody expected."""
    places: int = 0
    given_back: int = 0


class Harness:
    def __init__(
        self, folder: Path, address: str, running: Kiosks, events: FileEvents, paper: SlowPaper
    ) -> None:
        self.cuts = Cuts()
        self._folder = folder
        self._state = folder / "state"
        self._address = address
        self._running = running
        self._events = events
        self._paper = paper
        self._crowd = Crowd()
        self._next_person = 0
        self._waiting: list[int] = []
        """Who was cut off and comes again at the next start."""
        self._later: list[int] = []
        """The same, at the start after that."""
        self._shift_s = 0.0

    def cut(self, number: int, life: Life) -> None:
        """One life of the kiosk."""
        roll = self._folder / "paper" / f"{number:05d}.escpos"
        self._paper.load(roll)
        self._shift_s += life.later_s
        orders = self._orders(life, self._paper.target if life.slow_paper else f"file:{roll}")
        began = datetime.now(UTC) + timedelta(seconds=self._shift_s)
        lived = self._running.live(number, orders, life, self._events, roll.name)
        self._paper.rest()
        self.cuts.lives.append(lived)
        self.cuts.moments[life.moment] += 1
        now = hospital_now()
        ahead = now + timedelta(seconds=self._shift_s)
        day, kiosk_day = (moment.date().isoformat() for moment in (now, ahead))
        self.cuts.rolls.append(Roll(roll, day, kiosk_day, lived.printed))
        self._note(lived, life, began, {one.who for one in orders.patients if one.leaves_after})

    async def settle(self) -> None:
        """A last start that nobody interrupts, long after: what is held has had its time."""
        kiosk = Kiosk(
            settings(self._address, "simulated"), self._folder / "none", state=self._state
        )
        kiosk.clock.jump(timedelta(seconds=self._shift_s))
        async with asyncio.timeout(_SETTLED_WITHIN), kiosk.equipped() as equipment:
            journal = equipment.journal
            while journal.owed() or journal.unfinished():
                kiosk.clock.jump(timedelta(minutes=HOLD_MIN + 1))
                await asyncio.sleep(_LOOK_S)

    def compare(self, records: Path) -> None:
        """The audit."""
        cuts, crowd = self.cuts, self._crowd.numbers()
        found, codes = places(records, crowd)
        folder = self._state / "journal"
        key = KeyPlaces(folder).find(datetime.now(UTC)).secret
        entries = tuple(noted(folder, key, crowd))
        own = {one.entry.number for one in entries if one.entry.provisional}
        rules = rules_of(settings(self._address, "simulated"))
        cuts.paper = on_paper(cuts.rolls, rules.hospital_name, own, codes)
        cuts.lines = audit(found, entries, cuts.paper.hands, cuts.causes)
        cuts.unsettled = sum(not one.entry.settled for one in entries)
        cuts.places = len(found)
        cuts.given_back = sum(place.cancelled for place in found)
        cuts.faults = (self._folder / "errors").read_bytes().count(_UNEXPECTED)

    def _orders(self, life: Life, printer: str) -> Orders:
        first, again = self._next_person, self._waiting[: len(life.leaving)]
        people = [*again, *range(first, first + len(life.leaving) - len(again))]
        return Orders(
            state=str(self._state),
            hospital=self._address,
            printer=printer,
            shift_s=self._shift_s,
            away=life.away,
            services_known=life.services_known,
            patients=tuple(
                Comes(who, self._crowd.document(who), leaves)
                for who, leaves in zip(people, life.leaving, strict=True)
            ),
        )

    def _note(self, lived: Lived, life: Life, began: datetime, leaving: set[int]) -> None:
        """Who came, what befell them, and whether they come again."""
        cuts = self.cuts
        for who in lived.came:
            if who in self._waiting:
                self._waiting.remove(who)
                cuts.came_again += 1
            self._next_person = max(self._next_person, who + 1)
            if life.away:
                cuts.causes[name(who)].add(Cause.LINK)
            if who in leaving:
                cuts.causes[name(who)].add(Cause.PATIENT)
        for who, how in lived.ended:
            if how == Reason.PATIENT.value:  # their place is given back after the visit
                cuts.causes[name(who)].add(Cause.POWER)
        self._waiting, self._later = self._waiting + self._later, []
        if lived.cut_off is None:
            return
        cuts.causes[name(lived.cut_off)].add(Cause.POWER)
        self._journal_at_the_cut(began)
        if life.again is Again.AT_ONCE:
            self._waiting.append(lived.cut_off)
        elif life.again is Again.LATER:
            self._later.append(lived.cut_off)

    def _journal_at_the_cut(self, began: datetime) -> None:
        """Of a copy: looking at it must not change what the next kiosk finds."""
        copy = self._folder / "looked-at"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for file in (self._state / "journal").glob("journal.sqlite3*"):
            shutil.copy(file, copy)
        self.cuts.standing[at_the_cut(copy, began)] += 1


def power_cuts(
    folder: Path, count: int, seed: int, told: Callable[[int], None] = lambda done: None
) -> Cuts:
    """Cut the power of a kiosk ``count`` times, let it settle, and compare. ``told`` hears how
    many cuts there were so far.

    Everything is kept in ``folder``, which must be empty. Raises ``RuntimeError`` where a kiosk
    does not start or ends by itself, and ``TimeoutError`` where the last one does not settle.
    """
    for part in ("hospital", "state", "state/journal", "paper"):
        (folder / part).mkdir(mode=0o700)
    records = folder / "hospital" / "frontdesk.sqlite3"
    with (
        served(*frontdesk(f"sqlite:///{records}")) as hospital,
        kiosks(folder / "errors") as running,
        FileEvents([folder / "state/journal", folder / "hospital", folder / "paper"]) as events,
    ):
        paper = SlowPaper(folder / "pipe")
        try:
            address = f"http://127.0.0.1:{hospital.port}/fhir"
            harness = Harness(folder, address, running, events, paper)
            for number in range(count):
                harness.cut(number, draw(seed, number))
                told(number + 1)
            asyncio.run(harness.settle())
        finally:
            paper.close()
        harness.compare(records)
    return harness.cuts
