"""Readers made of nothing: cards laid, pulled and unplugged from another thread."""

import asyncio
import threading
import time

import pytest

from kiosk.devices.card_reader.base import Slot, SlotState
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.link import Link
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.errors import CardGone, DeviceError
from tests.unit.devices.card_reader.terminal import card

READ = bytes.fromhex("00b09c0000")


def only(reader: SimulatedCardReader) -> Slot:
    (slot,) = reader.slots
    return slot


def test_an_empty_reader_is_there() -> None:
    assert only(SimulatedCardReader()).state is SlotState.EMPTY
    assert SimulatedCardReader(plugged=False).slots == ()


def test_a_card_is_laid_read_and_taken() -> None:
    reader = SimulatedCardReader()
    laid = card()
    reader.lay(laid)
    slot = only(reader)
    assert (slot.state, slot.atr) == (SlotState.CARD, laid.atr)
    connection = reader.connect(slot)
    assert connection.atr == laid.atr
    assert connection.transmit(READ)[-2:] == b"\x90\x00"
    reader.pull()
    assert only(reader).state is SlotState.EMPTY
    for _ in range(2):
        with pytest.raises(CardGone):
            connection.transmit(READ)
    connection.close()
    connection.close()


def test_a_card_laid_again_is_a_new_one() -> None:
    reader, laid = SimulatedCardReader(), card()
    reader.lay(laid)
    first = only(reader)
    old = reader.connect(first)
    reader.pull()
    reader.lay(laid)
    assert only(reader).serial > first.serial
    with pytest.raises(CardGone):
        reader.connect(first)
    with pytest.raises(CardGone):
        old.transmit(READ)
    assert reader.connect(only(reader)).transmit(READ)[-2:] == b"\x90\x00"


def test_one_talks_to_a_card_at_a_time() -> None:
    reader = SimulatedCardReader()
    reader.lay(card())
    connection = reader.connect(only(reader))
    with pytest.raises(DeviceError, match="somebody else"):
        reader.connect(only(reader))
    connection.transmit(bytes.fromhex("00a4040c07a0000002471001"))
    connection.close()
    with pytest.raises(DeviceError, match="ended"):
        connection.transmit(READ)
    again = reader.connect(only(reader))
    assert again.transmit(READ)[-2:] == b"\x90\x00", "closing has reset the card"


def test_a_mute_card_cannot_be_talked_to() -> None:
    reader = SimulatedCardReader()
    reader.lay(card(faults=Faults(mute=True)))
    assert (only(reader).state, only(reader).atr) == (SlotState.MUTE, b"")
    with pytest.raises(DeviceError, match="turn it over"):
        reader.connect(only(reader))


def test_a_card_pulled_by_its_fault_is_off_the_reader() -> None:
    reader, laid = SimulatedCardReader(), card(faults=Faults(pulled_at_apdu=2))
    reader.lay(laid)
    connection = reader.connect(only(reader))
    connection.transmit(READ)
    with pytest.raises(CardGone):
        connection.transmit(READ)
    assert only(reader).state is SlotState.EMPTY
    reader.lay(laid)
    connection = reader.connect(only(reader))
    assert [connection.transmit(READ)[-2:] for _ in range(3)] == [b"\x90\x00"] * 3


def test_cards_stay_on_a_reader_whose_cable_is_pulled() -> None:
    reader = SimulatedCardReader()
    reader.lay(card())
    before = only(reader)
    connection = reader.connect(before)
    reader.unplug()
    assert (reader.slots, reader.plugged) == ((), False)
    with pytest.raises(CardGone):
        connection.transmit(READ)
    reader.plug()
    reader.plug()
    after = only(reader)
    assert (after.state, after.serial) == (SlotState.CARD, before.serial + 1)
    assert reader.connect(after).transmit(READ)[-2:] == b"\x90\x00"


def test_two_readers() -> None:
    reader = SimulatedCardReader(readers=2)
    reader.lay(card(), 1)
    states = [slot.state for slot in reader.slots]
    assert states == [SlotState.EMPTY, SlotState.CARD]
    assert len({slot.reader for slot in reader.slots}) == 2
    with pytest.raises(IndexError):
        reader.lay(card(), 2)


def test_the_link_gives_an_exchange_its_time() -> None:
    reader = SimulatedCardReader(link=Link(turnaround_s=0.05))
    reader.lay(card())
    connection = reader.connect(only(reader))
    began = time.monotonic()
    connection.transmit(READ)
    assert time.monotonic() - began > 0.05


def test_a_card_pulled_while_the_link_is_slow_is_gone_at_once() -> None:
    reader = SimulatedCardReader(link=Link(turnaround_s=30))
    reader.lay(card())
    connection = reader.connect(only(reader))
    timer = threading.Timer(0.05, reader.pull)
    timer.start()
    began = time.monotonic()
    with pytest.raises(CardGone):
        connection.transmit(READ)
    timer.join()
    assert time.monotonic() - began < 5


def test_waiting_ends_when_a_card_is_laid_from_another_thread() -> None:
    reader = SimulatedCardReader()

    async def waited() -> tuple[Slot, ...]:
        seen = reader.slots
        timer = threading.Timer(0.02, reader.lay, [card()])
        timer.start()
        try:
            return await asyncio.wait_for(reader.changed(seen), 5)
        finally:
            timer.join()
            await reader.close()

    (slot,) = asyncio.run(waited())
    assert slot.state is SlotState.CARD
    assert reader.slots == ()


@pytest.mark.parametrize("count", [0, 17])
def test_as_many_readers_as_a_desk_bears(count: int) -> None:
    with pytest.raises(ValueError, match="readers"):
        SimulatedCardReader(readers=count)
