"""One chip card, read for whoever asks at the command line."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.checkin.clock import SystemClock
from kiosk.devices.card_reader.base import (
    CardConnection,
    CardReader,
    Served,
    ServiceState,
    Slot,
    SlotState,
)
from kiosk.emrtd.errors import EmrtdError
from kiosk.emrtd.files import File
from kiosk.emrtd.identity import Identity, Portrait, Problem, Stage
from kiosk.emrtd.lds import com, dg11
from kiosk.emrtd.lds.com import Com
from kiosk.emrtd.lds.dg11 import PersonalDetails
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.reading import ChipReading
from kiosk.emrtd.trust import TrustStore
from kiosk.errors import CardGone, DeviceError

SETTLE_S = 0.6
"""Something is silent for so long before it counts as mute, as a card is laid by a hand; and
readers may take so long to be found before it is said that there is none."""


READ_S = 120.0
"""A card that takes longer is given up: the slowest link needs a tenth of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read beside who the holder is."""

    face: bool = True
    """DG2."""
    others: bool = False
    """EF.COM and DG11, which no visit needs."""


@dataclass(slots=True)
class CardRead:
    """What came of it, as far as it went."""

    reader: str = ""
    identity: Identity | None = field(default=None, repr=False)
    portrait: Portrait | None = field(default=None, repr=False)
    com: Com | None = None
    details: PersonalDetails | None = field(default=None, repr=False)
    problems: list[Problem] = field(default_factory=list)
    """Of files that were read besides those of the identity."""
    failure: str = ""
    """Why there is no identity, or no portrait that was asked for: the error's code."""
    message: str = ""
    commands: int = 0
    sent: int = 0
    received: int = 0
    seconds: dict[Stage, float] = field(default_factory=dict)


async def read_card(
    reader: CardReader,
    keys: AccessKeys,
    trust: TrustStore,
    *,
    wanted: Wanted,
    wait: float,
    waiting: Callable[[bool], None],
) -> CardRead:
    """Wait at most ``wait`` seconds for a card, and read it once.

    ``waiting`` is told whether a reader is there, if the wait begins without a card. Codes of
    failures, besides those of :mod:`kiosk.emrtd.errors`: ``no-service`` (PC/SC does not answer),
    ``no-reader``, ``no-card``, ``mute``, ``card-gone``, ``reader-failed``, ``too-slow``.
    """
    got = CardRead()
    try:
        try:
            slot = await _laid(reader, wait, waiting)
        except TimeoutError:
            got.failure, got.message = _why_none(reader, wait)
            return got
        got.reader = slot.reader
        if slot.state is SlotState.MUTE:
            got.failure, got.message = "mute", "what lies on the reader does not answer"
            return got
        await _read_in_time(reader, slot, keys, trust, wanted, got)
        return got
    finally:
        await reader.close()


async def _laid(reader: CardReader, wait: float, waiting: Callable[[bool], None]) -> Slot:
    """The first card there; something mute only if nothing better comes soon."""
    async with asyncio.timeout(wait):
        try:
            async with asyncio.timeout(SETTLE_S):
                slots = await reader.changed(())
        except TimeoutError:
            waiting(False)
            slots = await reader.changed(())
        if not _there(slots):
            waiting(True)
        while True:
            laid = _there(slots)
            if laid and laid[0].state is SlotState.CARD:
                return laid[0]
            try:
                async with asyncio.timeout(SETTLE_S if laid else None):
                    slots = await reader.changed(slots)
            except TimeoutError:
                return laid[0]


def _why_none(reader: CardReader, wait: float) -> tuple[str, str]:
    """Code and message, where no card was laid in time."""
    if reader.slots:
        return "no-card", f"no card was laid in {wait:g} s"
    if isinstance(reader, Served) and reader.state is ServiceState.NO_SERVICE:
        return "no-service", "PC/SC does not answer: see docs/card-readers.md"
    return "no-reader", "no card reader is there"


def _there(slots: tuple[Slot, ...]) -> list[Slot]:
    """Cards that answer first, the latest of them first."""
    laid = [slot for slot in slots if slot.state is not SlotState.EMPTY]
    return sorted(laid, key=lambda slot: (slot.state is SlotState.MUTE, -slot.serial))


async def _read_in_time(
    reader: CardReader,
    slot: Slot,
    keys: AccessKeys,
    trust: TrustStore,
    wanted: Wanted,
    got: CardRead,
) -> None:
    """Read in a thread; a card that never comes to an end loses its connection."""
    try:
        connection = await asyncio.to_thread(reader.connect, slot)
    except DeviceError as error:
        _failed(got, error)
        return
    work = asyncio.ensure_future(asyncio.to_thread(_read, connection, keys, trust, wanted, got))
    try:
        done, _ = await asyncio.wait({work}, timeout=READ_S)
        if not done:
            connection.close()  # the next command raises
            await work
            got.failure, got.message = "too-slow", f"it was not read in {READ_S:g} s"
        await work
    finally:
        connection.close()


def _read(
    connection: CardConnection,
    keys: AccessKeys,
    trust: TrustStore,
    wanted: Wanted,
    got: CardRead,
) -> None:
    """Blocks; fills ``got`` in as it goes."""
    today = SystemClock().now().date()
    reading = ChipReading(connection.transmit, atr=connection.atr, trust=trust, today=today)
    try:
        got.identity = reading.identify(keys)
        if wanted.others:
            _read_others(reading, got)
        if wanted.face:
            got.portrait = reading.face()
    except (EmrtdError, DeviceError) as error:
        _failed(got, error)
    finally:
        got.seconds.update(reading.seconds)
        got.commands = reading.chip.exchanges
        got.sent, got.received = reading.chip.bytes_sent, reading.chip.bytes_received


def _read_others(reading: ChipReading, got: CardRead) -> None:
    try:
        got.com = com.parse(reading.content(File.COM))
    except EmrtdError as error:
        got.problems.append(Problem(File.COM.label, error.code))
    if got.com is not None and 11 not in got.com.groups:
        return
    try:
        got.details = dg11.parse(reading.content(File.DG11))
    except EmrtdError as error:
        got.problems.append(Problem(File.DG11.label, error.code))


def _failed(got: CardRead, error: EmrtdError | DeviceError) -> None:
    got.message = str(error)
    match error:
        case EmrtdError():
            got.failure = error.code
        case CardGone():
            got.failure = "card-gone"
        case _:
            got.failure = "reader-failed"
