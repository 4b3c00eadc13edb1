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
from kiosk.emrtd.identity import Identity, Portrait, Stage
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.reading import ChipReading
from kiosk.emrtd.trust import TrustStore
from kiosk.errors import CardGone, DeviceError

SETTLE_S = 0.6
"""Something is silent for so long before it counts as mute, as a card is laid by a hand; and
readers may take so long to be found before it is said that there is none."""


@dataclass(slots=True)
class CardRead:
    """What came of it, as far as it went."""

    reader: str = ""
    identity: Identity | None = field(default=None, repr=False)
    portrait: Portrait | None = field(default=None, repr=False)
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
    face: bool,
    wait: float,
    waiting: Callable[[bool], None],
) -> CardRead:
    """Wait at most ``wait`` seconds for a card, and read it once.

    ``waiting`` is told whether a reader is there, if the wait begins without a card. Codes of
    failures, besides those of :mod:`kiosk.emrtd.errors`: ``no-service`` (PC/SC does not answer),
    ``no-reader``, ``no-card``, ``mute``, ``card-gone``, ``reader-failed``.
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
        await asyncio.to_thread(_read, reader, slot, keys, trust, face, got)
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


def _read(
    reader: CardReader, slot: Slot, keys: AccessKeys, trust: TrustStore, face: bool, got: CardRead
) -> None:
    """Blocks; fills ``got`` in as it goes."""
    connection: CardConnection | None = None
    reading: ChipReading | None = None
    try:
        connection = reader.connect(slot)
        today = SystemClock().now().date()
        reading = ChipReading(connection.transmit, atr=connection.atr, trust=trust, today=today)
        got.identity = reading.identify(keys)
        got.seconds.update(got.identity.seconds)
        if face:
            got.portrait = reading.face()
            got.seconds[Stage.FACE] = got.portrait.seconds
    except EmrtdError as error:
        got.failure, got.message = error.code, str(error)
    except CardGone as error:
        got.failure, got.message = "card-gone", str(error)
    except DeviceError as error:
        got.failure, got.message = "reader-failed", str(error)
    finally:
        if reading is not None:
            got.commands = reading.chip.exchanges
            got.sent, got.received = reading.chip.bytes_sent, reading.chip.bytes_received
        if connection is not None:
            connection.close()
