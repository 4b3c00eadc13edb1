"""A visit's surroundings, scripted: hospital, reader, printer and a clock that is pushed."""

import asyncio
import heapq
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from PIL.Image import Image

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.equipment import Equipment, Rules
from kiosk.checkin.journal import MemoryJournal
from kiosk.checkin.reconciling import Reconciler
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.errors import NotADocument
from kiosk.hospital.base import Capability
from kiosk.model.care import Appointment, Cover, Insurance, Service
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.consent import Consent
from kiosk.model.document import Document, DocumentKind
from kiosk.model.guidance import CodeHint
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from kiosk.model.text import local


class PushedClock:
    """Stands still until it is pushed; sleepers wake in order."""

    def __init__(self) -> None:
        self._start = datetime(2026, 11, 23, 7, 42, tzinfo=HOSPITAL_ZONE)
        self._passed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return (self._start + timedelta(seconds=self._passed)).astimezone(HOSPITAL_ZONE)

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._passed + seconds, id(wake), wake))
        await wake

    async def push(self, seconds: float) -> None:
        """Let this time pass, and everybody do what they do in it."""
        end = self._passed + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            self._passed, _, wake = heapq.heappop(self._sleepers)
            if not wake.done():
                wake.set_result(None)
            await settle()
        self._passed = end
        await settle()


async def settle() -> None:
    """Run everything that can run now."""
    for _ in range(50):
        await asyncio.sleep(0)


class HeldUp:
    """A reader to which documents are held up."""

    def __init__(self, *documents: Document | NotADocument) -> None:
        self.queue: asyncio.Queue[Document | NotADocument] = asyncio.Queue()
        for document in documents:
            self.queue.put_nowait(document)
        self.available = True
        self._changed = asyncio.Event()
        self.frame_taken = time.monotonic()
        self.forgot = 0
        self.hint: CodeHint | None = None
        self._hints: asyncio.Queue[CodeHint | None] = asyncio.Queue()

    def forget(self) -> None:
        self.forgot += 1

    async def next(self) -> Document | NotADocument:
        return await self.queue.get()

    async def availability_changed(self) -> None:
        await self._changed.wait()
        self._changed.clear()

    async def hint_changed(self, seen: CodeHint | None) -> CodeHint | None:
        while self.hint is seen:
            self.hint = await self._hints.get()
        return self.hint

    def hint_at(self, hint: CodeHint | None) -> None:
        """The eyes see something that cannot be read."""
        self._hints.put_nowait(hint)

    def lose(self) -> None:
        self.available = False
        self._changed.set()


class Paper:
    """A printer that keeps what it prints, and says what it is told to say."""

    name = "paper"
    width = 576

    def __init__(self) -> None:
        self.state = PrinterState.READY
        self.printed: list[Image] = []
        self.breaks = False
        self.busy: asyncio.Event | None = None
        """Where set, a job waits for it."""

    async def status(self) -> PrinterStatus:
        return PrinterStatus(self.state)

    async def print(self, bitmap: Image) -> PrinterStatus:
        if self.busy is not None:
            await self.busy.wait()
        if self.breaks:
            raise TimeoutError
        if self.state.prints:
            self.printed.append(bitmap)
        return PrinterStatus(self.state, nothing_out=not self.state.prints)


class ScriptedHospital:
    """Answers what the test says; remembers what it was asked."""

    def __init__(self) -> None:
        self.patient: Patient | None = PATIENT
        self.face: Patient | None = None
        """Whose face is known."""
        self.covered = Insurance(Cover.COVERED, "000", 80, "cov-1")
        self.todays: tuple[Appointment, ...] = ()
        self.held: tuple[HeldTicket, ...] = ()
        self.offered: tuple[Service, ...] = (HEART, STOMACH, CLOSED)
        self.ahead: tuple[LeasedNumber, ...] = ()
        """What it lets the kiosk have."""
        self.errors: dict[str, list[Exception]] = {}
        """By call, raised one after another before it answers."""
        self.slow: dict[str, asyncio.Event] = {}
        self.asked: list[tuple[str, Any]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    @property
    def capabilities(self) -> frozenset[Capability]:
        return frozenset(Capability)

    def calls(self, name: str) -> list[Any]:
        return [value for call, value in self.asked if call == name]

    async def _asked(self, name: str, value: Any) -> None:
        self.asked.append((name, value))
        await asyncio.sleep(0)
        if name in self.slow:
            await self.slow[name].wait()
        if self.errors.get(name):
            raise self.errors[name].pop(0)

    async def find(self, document: Document) -> Patient | None:
        await self._asked("find", document)
        return self.patient

    async def register(self, document: Document, phone: str = "") -> Patient:
        await self._asked("register", (document, phone))
        return replace(PATIENT, id="new", name=document.name, phone=phone)

    async def insurance(self, patient: Patient, today: date) -> Insurance:
        await self._asked("insurance", (patient.id, today))
        return self.covered

    async def appointments(self, patient: Patient, today: date) -> tuple[Appointment, ...]:
        await self._asked("appointments", (patient.id, today))
        return self.todays

    async def held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        await self._asked("held_tickets", patient.id)
        return self.held

    async def services(self) -> tuple[Service, ...]:
        await self._asked("services", None)
        return self.offered

    async def check_in(self, request: CheckIn) -> Ticket:
        await self._asked("check_in", request)
        return TICKET

    async def lease_numbers(self, asked: LeaseRequest) -> tuple[LeasedNumber, ...]:
        await self._asked("lease_numbers", asked)
        return self.ahead

    async def return_numbers(self, kiosk: str, numbers: tuple[str, ...]) -> None:
        await self._asked("return_numbers", numbers)

    async def ticket_printed(self, ticket: Ticket, printed: bool) -> None:
        await self._asked("ticket_printed", (ticket.encounter, printed))

    async def cancel(self, ticket: Ticket) -> None:
        await self._asked("cancel", ticket.encounter)

    async def call_staff(self, kiosk: str, page: str) -> None:
        await self._asked("call_staff", (kiosk, page))

    async def record_consent(self, consent: Consent) -> None:
        await self._asked("record_consent", consent)

    async def match_face(self, descriptor: bytes) -> Patient | None:
        await self._asked("match_face", descriptor)
        return self.face

    async def enroll_face(self, consent: Consent, descriptor: bytes) -> None:
        await self._asked("enroll_face", (consent, descriptor))

    async def forget_face(self, patient: Patient) -> None:
        await self._asked("forget_face", patient.id)

    async def ping(self) -> str:
        return "scripted"


PATIENT = Patient(
    id="p-1",
    name="Trần Thị Thu Hà",
    sex=Sex.FEMALE,
    birth=BirthDate(1952, 3, 15),
    identifiers=(
        Identifier(IdentifierKind.PERSONAL_NUMBER, "079152012345"),
        Identifier(IdentifierKind.PATIENT_CODE, "26001234"),
    ),
)
DOCUMENT = Document(
    kind=DocumentKind.CCCD,
    identifiers=PATIENT.identifiers[:1],
    name=PATIENT.name,
    birth=PATIENT.birth,
    sex=PATIENT.sex,
    address="12 Đường Số 3, Phường Thử Nghiệm",
)
CODE_ONLY = Document(kind=DocumentKind.PATIENT_CODE, identifiers=PATIENT.identifiers[1:])
HEART = Service("tim-mach", local("Tim mạch", "Cardiology"), local("tim", "heart"), 2, 3, 12)
STOMACH = Service("tieu-hoa", local("Tiêu hóa", "Digestion"), local("dạ dày", "stomach"), 1, 5, 30)
CLOSED = Service("rang", local("Răng", "Teeth"), local("răng", "teeth"), 0, 0, None)
AT_EIGHT = Appointment(
    "a-1", datetime(2026, 11, 23, 1, 0, tzinfo=UTC), "tim-mach", HEART.name, "BS. Lê Văn Thử", "205"
)
AT_TEN = replace(AT_EIGHT, id="a-2", start=datetime(2026, 11, 23, 3, 0, tzinfo=UTC))
TICKET = Ticket(
    encounter="e-1",
    number="B-042",
    service=HEART.name,
    room="205",
    floor="2",
    direction=local("Thang máy A", "Lift A"),
    people_ahead=3,
    wait_minutes=12,
    issued_at=datetime(2026, 11, 23, 0, 42, tzinfo=UTC),
    follow_up="http://127.0.0.1/t/abc",
)


@dataclass
class Stand:
    """Everything around a visit."""

    hospital: ScriptedHospital = field(default_factory=ScriptedHospital)
    paper: Paper = field(default_factory=Paper)
    clock: PushedClock = field(default_factory=PushedClock)
    rules: Rules = field(
        default_factory=lambda: Rules(
            "kiosk-1", local("Bệnh viện Thử", "Test Hospital"), local("quầy 2", "desk 2")
        )
    )

    def equipment(self, reader: HeldUp) -> Equipment:
        return Equipment(
            reader,
            self.paper,
            self.hospital,
            self.clock,
            self.rules,
            journal=MemoryJournal(self.clock),
        )


async def finish(equipment: Equipment, clock: PushedClock) -> None:
    """Let all that visits began come to its end, however long it waits in between."""

    async def all_of_it() -> None:
        await equipment.afterwards.finish()
        await Reconciler(equipment).finish(within=600)

    finishing = asyncio.ensure_future(all_of_it())
    while not finishing.done():
        await clock.push(20)
        await asyncio.sleep(0.001)
    await finishing
