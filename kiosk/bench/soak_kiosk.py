"""One kiosk process that serves patient after patient while its devices break."""

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import zxingcpp
from PIL.Image import Image

from kiosk.app.cards import holder_of
from kiosk.app.headless import Handed
from kiosk.app.kiosk import Kiosk
from kiosk.bench.audit import Cause
from kiosk.bench.memory import resident_mb
from kiosk.bench.soak_faults import Troubles
from kiosk.bench.soak_ledger import Ledger
from kiosk.bench.soak_patient import Patient
from kiosk.bench.soak_people import People
from kiosk.bench.soak_plan import Manner, Scene, Shows
from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.records import list_services
from kiosk.checkin.session import Session
from kiosk.config import Settings, override
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.devices.printer.base import Printer, PrinterStatus
from kiosk.devices.printer.passing import PassingPrinter
from kiosk.frontdesk.clock import hospital_now
from kiosk.hospital.circuit import LinkState
from kiosk.hospital.traffic import CARRIERS, carry

STUCK_S = 90.0
"""A visit that takes so long has no end."""
SETTLED_WITHIN_S = 120.0
_SILENCE_S = 0.05
"""Instead of a minute, where the patient of the visit falls silent: nothing else waits for it."""
_PRINTS_S = 0.005
_YEARS = 100 * 365
"""Days: nothing is erased or deleted before it was compared, whatever the clock says. No settings
file may say so."""
_CARRIES = frozenset(one.__qualname__ for one in (carry, *CARRIERS))
_MARK = 0.1
"""After this share of the visits, all that is filled once has been filled."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds. How many connections to the hospital are open at a moment is chance, up
    to as many as the kiosk keeps: they are counted by themselves."""

    mb: float
    tasks: int
    """But those that carry a connection through the link."""
    threads: int
    files: int
    """But sockets."""
    sockets: int

    @classmethod
    def now(cls) -> "Held":
        gc.collect()
        names = [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()]
        files = [_what(file) for file in Path("/proc/self/fd").iterdir()]
        sockets = sum(file.startswith("socket:") for file in files)
        return cls(
            resident_mb(),
            sum(name not in _CARRIES for name in names),
            threading.active_count(),
            len(files) - sockets,
            sockets,
        )


def _what(file: Path) -> str:
    """What is open there; the folder that lists them is closed again by now."""
    try:
        return str(file.readlink())
    except FileNotFoundError:
        return ""


@dataclass(slots=True)
class Played:
    """What came of all visits."""

    visits: int = 0
    faulted: int = 0
    tickets: int = 0
    provisional: int = 0
    untold: int = 0
    """Patients who were left with neither a number nor a next step."""
    seconds: float = 0.0
    settled_s: float = 0.0
    """Until nothing was owed, after the last visit."""
    owed: int = 0
    """At the end."""
    before: Held | None = None
    after: Held | None = None


def settings_of(address: str) -> Settings:
    """A kiosk with every device simulated."""
    settings = override(
        Settings(),
        {
            "hospital.address": address,
            "printer.target": "simulated",
            "card_reader.source": "simulated",
            "camera.source": "simulated",
            "face.verify": False,
            "face.identify": False,
        },
    )
    keeping = replace(settings.journal, erase_after_h=24 * _YEARS, keep_days=_YEARS)
    return replace(settings, journal=keeping)


class Outlet:
    """Where tickets come out of the kiosk's printer, one after the other."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.turn = asyncio.Lock()
        self.out: list[Image] = []
        kiosk.on_ticket = self.out.append


class Paper(PassingPrinter):
    """The kiosk's printer in one visit: what comes out of it is that patient's, also after they
    have gone, and so is what befalls it then."""

    def __init__(
        self,
        kiosk: Kiosk,
        printer: Printer,
        outlet: Outlet,
        ledger: Ledger,
        troubles: Troubles,
        person: int,
    ) -> None:
        self._kiosk = kiosk
        super().__init__(printer)
        self._outlet = outlet
        self._ledger = ledger
        self._troubles = troubles
        self._person = person

    async def print(self, bitmap: Image) -> PrinterStatus:
        days = hospital_now().date(), self._kiosk.clock.now().date()
        async with self._outlet.turn:
            befell = self._troubles.present()
            status = await self._printer.print(bitmap)
            befell |= self._troubles.present()
            self._ledger.befell(self._person, befell & {Cause.PRINTER})
            for ticket in self._outlet.out:
                self._ledger.sheet(self._person, ticket, *days)
            self._outlet.out.clear()
        return status


class Soak:
    """Visits at one kiosk."""

    def __init__(self, kiosk: Kiosk, people: People, ledger: Ledger) -> None:
        self._kiosk = kiosk
        self._people = people
        self._ledger = ledger
        self._troubles = Troubles(kiosk)
        self._outlet = Outlet(kiosk)
        # The same on every card: to draw one takes longer than twenty visits, and nobody compares.
        self._face = holder_of(people[0]).face
        self.played = Played()

    async def run(self, scenes: Iterator[Scene], visits: int) -> None:
        """All of them, one after the other, until nothing is owed."""
        async with self._equipped() as equipment:
            began = time.monotonic()
            for scene in scenes:
                async with asyncio.timeout(STUCK_S):
                    await self._visit(scene, equipment)
                if self.played.visits == max(1, int(visits * _MARK)):
                    self.played.before = Held.now()
            self._troubles.mend_all()
            self.played.seconds = time.monotonic() - began
            await self._settle(equipment)
            self.played.settled_s = time.monotonic() - began - self.played.seconds
            self.played.after = Held.now()

    @asynccontextmanager
    async def _equipped(self) -> AsyncIterator[Equipment]:
        self._troubles.printer.set_seconds(_PRINTS_S)
        async with self._kiosk.equipped() as equipped:
            async with asyncio.timeout(30):
                while equipped.link.state is not LinkState.UP:
                    await equipped.link.changed(equipped.link.state)
            await list_services(equipped)
            yield equipped

    async def _visit(self, scene: Scene, equipment: Equipment) -> None:
        for cause in scene.mends:
            self._troubles.mend(cause)
        begin_rest = self._troubles.begin_during(scene.begins)
        causes = set(self._troubles.present())
        paper = Paper(
            self._kiosk,
            equipment.printer,
            self._outlet,
            self._ledger,
            self._troubles,
            scene.person,
        )
        front = self._patient(scene)
        with self._shown(scene):
            reader = equipment.reader
            if scene.shows is Shows.CODE:
                document = self._people.document(scene.person)
                reader = Handed(document, equipment.rules.patterns)
            rules = equipment.rules
            if scene.manner is Manner.FALLS_SILENT:
                rules = replace(rules, idle_s=_SILENCE_S, done_s=_SILENCE_S, warning_s=_SILENCE_S)
            front.steps_up()
            outcome = await Session(
                front, replace(equipment, printer=paper, reader=reader, rules=rules)
            ).one()
        begin_rest()
        causes |= self._troubles.present()
        if scene.manner is not Manner.WILLING or scene.again:
            causes.add(Cause.PATIENT)
        if scene.pulled_at:
            causes.add(Cause.CARD)
        self._ledger.befell(scene.person, frozenset(causes))
        if (done := front.noted) is not None:
            ticket = done.ticket
            day = ticket.issued_at.astimezone(HOSPITAL_ZONE).date()
            self._ledger.noted(scene.person, ticket.number, day, ticket.provisional)
        self.played.visits += 1
        self.played.faulted += bool(causes)
        if isinstance(outcome, Ticketed):
            self.played.tickets += 1
            self.played.provisional += outcome.ticket.provisional
        self.played.untold += not front.was_told(outcome)

    def _patient(self, scene: Scene) -> Patient:
        person = self._people[scene.person]
        return Patient(
            scene,
            person.personal_number,
            self._people.service(scene.person),
            lambda: self._lay(scene, pulled=False),
        )

    @contextmanager
    def _shown(self, scene: Scene) -> Iterator[None]:
        """What the patient holds to the kiosk, from the beginning of the visit to its end."""
        hand = self._kiosk.eyes.hand if self._kiosk.eyes is not None else None
        assert hand is not None
        if scene.shows is Shows.CAMERA:
            document = self._people.document(scene.person)
            symbol = zxingcpp.create_barcode(document, zxingcpp.BarcodeFormat.QRCode)
            hand.hold(np.asarray(symbol.to_image(scale=6)))
        elif scene.shows is Shows.CARD:
            self._lay(scene, pulled=True)
        try:
            yield
        finally:
            if scene.shows is Shows.CAMERA:
                hand.put_away()
            elif scene.shows is Shows.CARD:
                self._reader.pull()

    @property
    def _reader(self) -> SimulatedCardReader:
        assert isinstance(self._kiosk.card_reader, SimulatedCardReader)
        return self._kiosk.card_reader

    def _lay(self, scene: Scene, *, pulled: bool) -> None:
        assert self._kiosk.issuer is not None
        faults = Faults(pulled_at_apdu=scene.pulled_at if pulled else 0)
        holder = holder_of(self._people[scene.person], portrait_bytes=0)
        chip = personalise(replace(holder, face=self._face), self._kiosk.issuer, Profile(), faults)
        self._reader.lay(SimulatedCard(chip, faults))

    async def _settle(self, equipment: Equipment) -> None:
        """Until nothing is owed and nothing held: numbers that wait for their patients have had
        their time as soon as the clock says so."""
        journal, end = equipment.journal, time.monotonic() + SETTLED_WITHIN_S
        await equipment.afterwards.finish(SETTLED_WITHIN_S)
        while (journal.owed() or journal.unfinished()) and time.monotonic() < end:
            if equipment.link.state is LinkState.UP:
                self._kiosk.clock.jump(timedelta(hours=1))
            await asyncio.sleep(0.5)
        self._kiosk.clock.reset()
        self.played.owed = len({e.key for e in (*journal.owed(), *journal.unfinished())})


def key_of(state: Path) -> bytes:
    """The key of the journal in this state folder, as the kiosk has made it."""
    return (state / "journal" / "journal.key").read_bytes()
