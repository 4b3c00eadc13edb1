"""What a visit works with, beside the patient's screen."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from kiosk.checkin.cards import Cards, NoCards
from kiosk.checkin.clock import Clock, SystemClock
from kiosk.checkin.faces import Faces, NoFaces
from kiosk.checkin.hospital_link import AlwaysUp, Link
from kiosk.checkin.journal import Journal, MemoryJournal
from kiosk.checkin.owing import OwedConsents
from kiosk.checkin.underway import Underway
from kiosk.devices.printer.base import Printer
from kiosk.documents import Patterns
from kiosk.errors import NotADocument
from kiosk.hospital.base import Hospital
from kiosk.journal.entry import Debt
from kiosk.model.care import Service
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint
from kiosk.model.insurance_policy import InsurancePolicy
from kiosk.model.text import LocalText, local

T = TypeVar("T")


class Reader(Protocol):
    """Whatever sees documents: a camera with its decoder."""

    @property
    def available(self) -> bool:
        """Whether it sees anything now; a kiosk without eyes lets patients type."""
        ...

    async def availability_changed(self) -> None:
        """Returns when :attr:`available` has another value than at the call."""
        ...

    async def next(self) -> Document | NotADocument:
        """Wait for the next code. Never raises for a device's troubles."""
        ...

    def forget(self) -> None:
        """Take a code again that was taken before and is still held up."""
        ...

    @property
    def frame_taken(self) -> float:
        """``time.monotonic()`` of the frame that held the last code."""
        ...

    @property
    def hint(self) -> CodeHint | None:
        """What to tell the hand that holds a code which cannot be read; ``None`` while nobody
        waits in :meth:`next`."""
        ...

    async def hint_changed(self, seen: CodeHint | None) -> CodeHint | None:
        """:attr:`hint`, as soon as it is another than ``seen``."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What the hospital decides about a visit; every delay has its name here."""

    kiosk: str
    hospital_name: LocalText
    desk: LocalText
    idle_s: float = 60.0
    """Silence before "are you still there?"."""
    done_s: float = 60.0
    """The same on the page that shows the ticket."""
    warning_s: float = 30.0
    """Time to answer it."""
    patterns: Patterns = field(default_factory=Patterns)
    """The forms of this hospital's own codes."""
    insurance: InsurancePolicy = field(default_factory=InsurancePolicy)
    """What each answer of the insurer means here."""
    confirm: bool = True
    """Ask for one tap even where the document and the hospital know everything."""
    chip_required: bool = False
    """An ID card's QR code alone is not enough: its chip must be read."""
    lifted_s: float = 10.0
    """A card that was laid first may be in the hand for so long, to show its QR code."""
    face_verify: bool = False
    """Compare the face with the chip's picture, where the patient agrees; else the desk looks."""
    face_identify: bool = False
    """Let returning patients who agreed to it be recognised by their face."""
    face_again_s: float = 6.0
    """Why a try to see a face was not enough stands there for so long before the next one, and
    that it was not compared at all before the visit goes on."""
    elsewhere: LocalText = field(default_factory=lambda: local("", ""))
    """Where another kiosk stands, for when this one is out of order; empty if nobody said."""
    prefix: str = "K"
    """Of the numbers that this kiosk gives while the hospital is away; no other kiosk has it."""


class Afterwards:
    """Work that outlives the visit it belongs to: confirming paper, giving places back."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin it; shield the task to wait for it without taking it along when cancelled."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waits for it gets it; who does not, does not want it

    async def finish(self, within: float | None = None) -> None:
        """Wait for all of it; what is not done after ``within`` seconds is given up."""
        try:
            async with asyncio.timeout(within):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        except TimeoutError:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)


class Lately:
    """What the hospital said last that holds for everybody."""

    def __init__(self) -> None:
        self.services: tuple[Service, ...] = ()
        """What could be chosen; empty before it was asked for."""
        self.took: Counter[Debt] = Counter()
        """How often the hospital took what it was owed: it can do that for somebody."""


@dataclass(frozen=True, slots=True)
class Equipment:
    reader: Reader
    printer: Printer
    hospital: Hospital
    clock: Clock
    rules: Rules
    cards: Cards = field(default_factory=NoCards)
    faces: Faces = field(default_factory=NoFaces)
    afterwards: Afterwards = field(default_factory=Afterwards)
    journal: Journal = field(default_factory=lambda: MemoryJournal(SystemClock()))
    link: Link = field(default_factory=AlwaysUp)
    underway: Underway = field(default_factory=Underway)
    lately: Lately = field(default_factory=Lately)
    owing: OwedConsents = field(default_factory=OwedConsents)
