"""Visits with a real journal, and a hospital that keeps its word: what it gave can be counted."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from kiosk.checkin.clock import SystemClock
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.outcome import Outcome
from kiosk.checkin.reconciling import Reconciler
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.errors import HospitalAway
from kiosk.hospital.circuit import LinkState
from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from kiosk.journal.reading import reading
from kiosk.journal.steerable import SteerableDisk
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.document import Document
from kiosk.model.person import Identifier, IdentifierKind, Patient
from tests.flow.stand import DOCUMENT, PATIENT, TICKET, HeldUp, Paper, ScriptedHospital, Stand

HOLD = timedelta(minutes=15)


@dataclass
class Place:
    """A number that the hospital gave."""

    ticket: Ticket
    request: CheckIn
    cancelled: bool = False
    paper: bool | None = None


class KeepingHospital(ScriptedHospital):
    """One ticket for each patient and service, the same for the same key; it may be away."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.answers_lost = 0
        """So many check-ins are done, and their answers never heard."""
        self.places: list[Place] = []
        self.keys: dict[str, tuple[Place, bool]] = {}
        self.refuses: dict[str, Exception] = {}
        """By service."""
        self.known: dict[str, Patient] = {PATIENT.identifiers[0].value: PATIENT}
        self.stops: asyncio.Event | None = None
        """Where set, a check-in that was done is answered after it."""
        self.on_check_in: Callable[[CheckIn], None] = lambda request: None

    async def _asked(self, name: str, value: object) -> None:
        if self.away:
            raise HospitalAway
        await super()._asked(name, value)

    async def find(self, document: Document) -> Patient | None:
        await super().find(document)
        return next(
            (self.known[i.value] for i in document.identifiers if i.value in self.known), None
        )

    async def register(self, document: Document, phone: str = "") -> Patient:
        await self._asked("register", (document, phone))
        patient = Patient(
            f"p-{len(self.known) + 1}", document.name, identifiers=document.identifiers
        )
        self.known[document.identifiers[0].value] = patient
        return patient

    async def check_in(self, request: CheckIn) -> Ticket:
        await self._asked("check_in", request)
        self.on_check_in(request)
        if request.service in self.refuses:
            raise self.refuses[request.service]
        if request.key not in self.keys:
            held = next((p for p in self.places if _same(p, request)), None)
            place = held or Place(self._ticket(), request)
            if held is None:
                self.places.append(place)
            self.keys[request.key] = place, held is not None
        place, reissued = self.keys[request.key]
        if self.stops is not None:
            await self.stops.wait()
        if self.answers_lost or self.away:
            self.answers_lost = max(0, self.answers_lost - 1)
            raise HospitalAway
        return replace(place.ticket, reissued=reissued)

    async def ticket_printed(self, ticket: Ticket, printed: bool) -> None:
        await super().ticket_printed(ticket, printed)
        self._place(ticket).paper = printed

    async def cancel(self, ticket: Ticket) -> None:
        await super().cancel(ticket)
        self._place(ticket).cancelled = True

    def _place(self, ticket: Ticket) -> Place:
        return next(p for p in self.places if p.ticket.encounter == ticket.encounter)

    def _ticket(self) -> Ticket:
        number = len(self.places) + 1
        return replace(TICKET, encounter=f"e-{number}", number=f"B-{number:03d}")


def _same(place: Place, request: CheckIn) -> bool:
    asked = place.request
    return (
        not place.cancelled
        and asked.patient == request.patient
        and asked.service == request.service
        and asked.appointment == request.appointment
    )


class Switch:
    """A link that a test switches."""

    def __init__(self) -> None:
        self.state = LinkState.UP
        self.watched = asyncio.Event()
        """Set whenever somebody begins to wait for a change."""
        self._changed = asyncio.Event()

    def turn(self, state: LinkState) -> None:
        self.state = state
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, seen: LinkState) -> LinkState:
        self.watched.set()
        while self.state is seen:
            await self._changed.wait()
        return self.state


@dataclass
class Machine:
    """What outlives a power cut: the disk, the hospital, paper in patients' hands."""

    folder: Path
    hospital: KeepingHospital = field(default_factory=KeepingHospital)
    paper: Paper = field(default_factory=Paper)
    clock: SystemClock = field(default_factory=SystemClock)
    health: list[Health] = field(default_factory=list)
    disk: SteerableDisk | None = None
    """Of its journal, to be broken."""

    @asynccontextmanager
    async def on(self) -> AsyncIterator["Life"]:
        """The kiosk from its start to its end, which finishes nothing: as when it is killed."""
        async with (
            asyncio.timeout(10),
            Journal.open(
                KeyPlaces(self.folder),
                now=self.clock.now,
                on_health=self.health.append,
                steered=self.disk,
            ) as journal,
        ):
            yield Life(self, journal)

    async def killed(self, when: Callable[[], bool], document: Document = DOCUMENT) -> None:
        """A visit, and the power goes as soon as ``when``: what is on disk then is all there is."""
        left = self.folder.with_name(f"{self.folder.name}-after")
        async with self.on() as life:
            life.reader.queue.put_nowait(document)
            visit = asyncio.create_task(Session(life.front, life.equipment).one())
            while not when():
                await asyncio.sleep(0.002)
            shutil.copytree(self.folder, left)
            # What the process still does is done by nobody: no hospital and no paper hears it.
            self.hospital.away = True
            dead, self.paper = self.paper, Paper()
            for held in (dead.busy, self.hospital.stops):
                if held is not None:
                    held.set()
            visit.cancel()
            await asyncio.gather(visit, return_exceptions=True)
            await life.equipment.afterwards.finish()
        self.folder = left
        self.hospital.away, self.hospital.stops = False, None

    def entries(self) -> list[Entry]:
        """As a command beside the kiosk reads them, the oldest first."""
        with reading(self.folder) as held:
            return list(held.entries())[::-1]

    def entry(self) -> Entry:
        """The only one."""
        [only] = self.entries()
        return only

    def states(self) -> list[State]:
        return [entry.state for entry in self.entries()]

    @property
    def printing(self) -> bool:
        """Whether the journal has it that printing has begun."""
        found = [(entry.state, entry.debt) for entry in self.entries()]
        return found == [(State.TICKETED, Debt.NOT_PRINTED)]

    @property
    def counted(self) -> list[str]:
        """Numbers that somebody waits for."""
        return [p.ticket.number for p in self.hospital.places if not p.cancelled]


class Life:
    """One start of the kiosk."""

    def __init__(self, machine: Machine, journal: Journal) -> None:
        self.machine = machine
        self.journal = journal
        self.link = Switch()
        self.reader = HeldUp()
        self.front = ScriptedFront(willing_patient("tim-mach"))
        stand = Stand()
        self.equipment = Equipment(
            self.reader,
            machine.paper,
            machine.hospital,
            machine.clock,
            replace(stand.rules, prefix="K1"),
            journal=journal,
            link=self.link,
        )
        self.reconciler = Reconciler(self.equipment, HOLD)

    def away(self) -> None:
        self.machine.hospital.away = True
        self.link.turn(LinkState.AWAY)

    def back(self) -> None:
        self.machine.hospital.away = False
        self.link.turn(LinkState.UP)

    async def visit(self, document: Document = DOCUMENT) -> Outcome:
        """From the document to the end, and what was begun then."""
        self.reader.queue.put_nowait(document)
        outcome = await Session(self.front, self.equipment).one()
        await self.equipment.afterwards.finish()
        return outcome

    async def resumed(self) -> None:
        """What the kiosk does before its first visit, and the first look after it."""
        self.link.watched.clear()
        running = asyncio.create_task(self.reconciler.run())
        await self.link.watched.wait()  # the first look is over
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def somebody(number: int) -> Document:
    """Another patient, whom the hospital does not know."""
    identifier = Identifier(IdentifierKind.PERSONAL_NUMBER, f"0791520{number:05d}")
    return replace(DOCUMENT, identifiers=(identifier,), name=f"Lê Văn Thử {number}")
