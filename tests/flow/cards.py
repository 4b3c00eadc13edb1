"""Chip cards on a scripted reader: the test says what a card is, the bridge is the real one."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from kiosk.checkin.chip import Chips
from kiosk.checkin.conversation import OnProgress, Reading, Transmit
from kiosk.devices.card_reader.base import Slot, SlotState
from kiosk.emrtd.errors import AccessDenied, NotAnEmrtd
from kiosk.emrtd.identity import Identity, Portrait, Stage
from kiosk.emrtd.lds.dg2 import Face, FaceFormat
from kiosk.emrtd.lds.dg13 import VietnamPerson
from kiosk.emrtd.mrz import Mrz, MrzFormat
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.verdict import VERIFIED, Verdict
from kiosk.errors import CardGone
from tests.flow.stand import DOCUMENT

CODE = replace(DOCUMENT, issued=date(2021, 4, 20))
"""The QR code of the card below."""
CAN = "012345"
MRZ = Mrz(
    format=MrzFormat.TD1,
    document_code="ID",
    issuer="VNM",
    document_number="152012345",
    optional="079152012345<<7",
    optional2="",
    birth="520315",
    sex="F",
    expiry="991231",
    nationality="VNM",
    surname="TRAN",
    given_names="THI THU HA",
)
PERSON = VietnamPerson(
    number="079152012345",
    name="Trần Thị Thu Hà",
    birth=date(1952, 3, 15),
    sex="F",
    residence="7 Đường Số 9, Phường Thử Nghiệm",
    issued=date(2021, 4, 20),
)
IDENTITY = Identity(
    mrz=MRZ,
    person=PERSON,
    passive=VERIFIED,
    chip=VERIFIED,
    access="PACE-ECDH-GM-AES-CBC-CMAC-128",
    problems=(),
    seconds=MappingProxyType({Stage.ACCESS: 0.1, Stage.PERSON: 0.2, Stage.GENUINE: 0.1}),
)
UNTRUSTED = replace(IDENTITY, passive=Verdict.not_verified("no-trust-anchor"))


PORTRAIT = Portrait(Face(b"a picture of the holder", FaceFormat.JPEG, 413, 531), VERIFIED, 0.6)


@dataclass
class FakeCard:
    """One card: what it tells, and what goes wrong with it."""

    identity: Identity | None = IDENTITY
    """``None`` for a card that is no ID card."""
    can: str = CAN
    retries: int | None = None
    """How many wrong keys it takes; each answer says what is left."""
    errors: list[Exception] = field(default_factory=list)
    """Raised by one reading each, half-way."""
    noise: list[Exception] = field(default_factory=list)
    """The same, when it is looked at without keys."""
    portrait: Portrait = PORTRAIT
    face_errors: list[Exception] = field(default_factory=list)
    """Raised while the picture of the holder is read."""
    faces_read: int = 0
    opened: list[AccessKeys] = field(default_factory=list)
    """The keys that were tried."""
    silent: bool = False
    """It lies there and does not answer."""
    hold: threading.Event | None = None
    """Where set, every command but the first waits for it."""
    commands: int = 0


class ScriptedCards:
    """Card readers on which tests lay cards: a CardReader without protocol or time."""

    name = "scripted"

    def __init__(self, *readers: str) -> None:
        self._slots = {name: Slot(name, SlotState.EMPTY) for name in readers or ("one",)}
        self._plugged = True
        self._serial = 0
        self._cards: dict[int, FakeCard] = {}
        self._changed = asyncio.Event()
        self.connections = 0
        """That were made and not closed."""
        self.closed = False
        self.jumps = 0

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(self._slots.values()) if self._plugged else ()

    def lay(self, card: FakeCard, reader: str = "one") -> None:
        self._cards.pop(self._slots[reader].serial, None)
        self._serial += 1
        self._cards[self._serial] = card
        state = SlotState.MUTE if card.silent else SlotState.CARD
        atr = b"" if card.silent else bytes((0x3B, self._serial))
        self._slots[reader] = Slot(reader, state, atr, self._serial)
        self._wake()

    def jump(self) -> None:
        """The card was out of the field for so short a time that the reader missed it: whoever
        talks to it hears that it is gone, and it lies there as before."""
        self.jumps += 1

    def pull(self, reader: str = "one") -> None:
        serial = self._slots[reader].serial
        self._cards.pop(serial, None)
        self._slots[reader] = Slot(reader, SlotState.EMPTY, serial=serial)
        self._wake()

    def unplug(self) -> None:
        self._cards.clear()
        self._plugged = False
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
        while self.slots == seen:
            await self._changed.wait()
        return self.slots

    def connect(self, slot: Slot) -> "FakeConnection":
        if slot.serial not in self._cards:
            raise CardGone("gone")
        self.connections += 1
        return FakeConnection(self, slot)

    def card(self, serial: int) -> FakeCard:
        if serial not in self._cards:
            raise CardGone("gone")
        return self._cards[serial]

    async def close(self) -> None:
        self.closed = True


class FakeConnection:
    def __init__(self, reader: ScriptedCards, slot: Slot) -> None:
        self.atr = slot.atr
        self._reader = reader
        self._serial = slot.serial
        self._jumps = reader.jumps
        self._open = True

    def transmit(self, command: bytes) -> bytes:
        assert self._open
        card = self._reader.card(self._serial)
        card.commands += 1
        if card.hold is not None and command != PROBE:
            assert card.hold.wait(5), "the test forgot to let go"
        self._reader.card(self._serial)
        if self._jumps != self._reader.jumps:
            raise CardGone("gone for a moment")
        return command

    def close(self) -> None:
        if self._open:
            self._open = False
            self._reader.connections -= 1


PROBE = b"probe"


class FakeReading:
    """A reading of ten commands, of a card that it knows by its reader."""

    def __init__(self, transmit: Transmit, card: FakeCard, on_progress: OnProgress) -> None:
        self._transmit = transmit
        self._card = card
        self._on_progress = on_progress

    def probe(self) -> None:
        self._transmit(PROBE)
        if self._card.noise:
            raise self._card.noise.pop(0)
        if self._card.identity is None:
            raise NotAnEmrtd

    def identify(self, keys: AccessKeys) -> Identity:
        self._transmit(b"open")
        self._card.opened.append(keys)
        if keys.can is None or keys.can.value != self._card.can:
            if self._card.retries is not None:
                self._card.retries -= 1
            raise AccessDenied("PACE", self._card.retries)
        for step in range(1, 11):
            self._transmit(b"read")
            self._on_progress(Stage.PERSON, step / 10)
            if step == 5 and self._card.errors:
                raise self._card.errors.pop(0)
        assert self._card.identity is not None
        return self._card.identity

    def face(self) -> Portrait:
        for step in range(1, 11):
            self._transmit(b"face")
            self._on_progress(Stage.FACE, step / 10)
            if step == 5 and self._card.face_errors:
                raise self._card.face_errors.pop(0)
        self._card.faces_read += 1
        return self._card.portrait


def chips_on(reader: ScriptedCards) -> Chips:
    """The bridge over ``reader``; its readings are scripted."""

    def begin(transmit: Transmit, atr: bytes, on_progress: OnProgress) -> Reading:
        return FakeReading(transmit, reader.card(atr[1]), on_progress)

    return Chips(reader, begin)


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait, in real time as a worker thread is at work, until the condition holds."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.001)
