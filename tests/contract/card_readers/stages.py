"""Card readers to lay cards on: the simulated one, and a real pcscd with virtual ones."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from kiosk.bench.pcscd import Pcscd
from kiosk.devices.card_reader.base import CardConnection, CardReader, Slot, SlotState
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from tests.unit.devices.card_reader.terminal import card

SELECT = bytes.fromhex("00A4040C07A0000002471001")
"""The eMRTD application (Doc 9303 part 10, 3.11.1)."""
READ_DG1 = bytes.fromhex("00B0810000")
OK, NOT_ALLOWED = b"\x90\x00", b"\x69\x82"

WITHIN = 5.0
"""Seconds for what takes one at most, on a machine that is busy with other things."""


def simulated_card(faults: Faults | None = None) -> SimulatedCard:
    """A new card of somebody who does not exist."""
    return card(faults=faults or Faults())


class Stage(Protocol):
    """A driver with two readers, and hands that lay cards on them."""

    reader: CardReader

    def lay(self, card: SimulatedCard, slot: int = 0) -> None: ...

    def pull(self, slot: int = 0) -> None: ...


class Simulated:
    def __init__(self) -> None:
        self._reader = SimulatedCardReader(readers=2)
        self.reader: CardReader = self._reader

    def lay(self, card: SimulatedCard, slot: int = 0) -> None:
        self._reader.lay(card, slot)

    def pull(self, slot: int = 0) -> None:
        self._reader.pull(slot)


class Virtual:
    """Through pyscard, libpcsclite, pcscd and vpcd."""

    def __init__(self, pcscd: Pcscd) -> None:
        # Here and not above: PC/SC may first be used when it is known where pcscd listens.
        from kiosk.devices.card_reader.pcsc import PcscCardReader

        self.reader: CardReader = PcscCardReader()
        self._pcscd = pcscd

    def lay(self, card: SimulatedCard, slot: int = 0) -> None:
        self._pcscd.reader.lay(card, slot)

    def pull(self, slot: int = 0) -> None:
        self._pcscd.reader.pull(slot)


async def until(
    reader: CardReader, wanted: Callable[[tuple[Slot, ...]], bool], seconds: float = WITHIN
) -> tuple[Slot, ...]:
    """The slots, as soon as they are as wanted."""
    async with asyncio.timeout(seconds):
        slots = await reader.changed(())
        while not wanted(slots):
            slots = await reader.changed(slots)
    return slots


def states(*wanted: SlotState) -> Callable[[tuple[Slot, ...]], bool]:
    return lambda slots: tuple(slot.state for slot in slots) == wanted


async def both_empty(stage: Stage) -> tuple[Slot, ...]:
    return await until(stage.reader, states(SlotState.EMPTY, SlotState.EMPTY))


async def laid(stage: Stage, card: SimulatedCard) -> Slot:
    """The first reader, when the card that is laid on it now has been seen."""
    slots = await both_empty(stage)
    stage.lay(card)
    return (await until(stage.reader, lambda now: now[0].serial > slots[0].serial))[0]


async def connected(stage: Stage, card: SimulatedCard) -> CardConnection:
    return await asyncio.to_thread(stage.reader.connect, await laid(stage, card))
