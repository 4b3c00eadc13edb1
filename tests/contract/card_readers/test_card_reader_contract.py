"""What every card reader keeps: the simulated one, and PC/SC with a real pcscd."""

import asyncio
import threading
import time

import pytest

from kiosk.devices.card_reader.base import SlotState
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.errors import CardGone, DeviceError
from tests.contract.card_readers.stages import (
    NOT_ALLOWED,
    OK,
    READ_DG1,
    SELECT,
    Stage,
    both_empty,
    connected,
    laid,
    simulated_card,
    states,
    until,
)

GONE_WITHIN = 0.3


class Slow(SimulatedCard):
    """Takes its time for every command."""

    def __init__(self, seconds: float) -> None:
        plain = simulated_card()
        super().__init__(plain._content)
        self._waits = seconds

    def process(self, apdu: bytes) -> bytes:
        time.sleep(self._waits)
        return super().process(apdu)


def test_readers_are_told_by_name_and_are_empty_at_first(stage: Stage) -> None:
    slots = asyncio.run(both_empty(stage))
    assert stage.reader.slots == slots
    assert len({slot.reader for slot in slots}) == 2
    assert [slot.reader for slot in slots] == sorted(slot.reader for slot in slots)
    assert all(slot.atr == b"" for slot in slots)
    assert stage.reader.name


def test_a_card_is_told_when_it_is_laid_and_when_it_is_taken(stage: Stage) -> None:
    card = simulated_card()

    async def lay_and_take() -> None:
        before = await both_empty(stage)
        stage.lay(card)
        there = await until(stage.reader, states(SlotState.CARD, SlotState.EMPTY))
        assert there[0].atr == card.atr
        assert there[0].serial > before[0].serial
        assert there[1] == before[1]
        stage.pull()
        after = await until(stage.reader, states(SlotState.EMPTY, SlotState.EMPTY))
        assert after[0].serial == there[0].serial
        assert after[0].atr == b""

    asyncio.run(lay_and_take())


def test_the_same_card_laid_again_is_a_new_one(stage: Stage) -> None:
    card = simulated_card()

    async def twice() -> tuple[int, int]:
        first = await laid(stage, card)
        stage.pull()
        await both_empty(stage)
        stage.lay(card)
        again = await until(stage.reader, lambda now: now[0].serial > first.serial)
        assert again[0].state is SlotState.CARD
        with pytest.raises(CardGone):
            await asyncio.to_thread(stage.reader.connect, first)
        return first.serial, again[0].serial

    first, again = asyncio.run(twice())
    assert again > first


def test_two_cards_on_two_readers_are_talked_to_side_by_side(stage: Stage) -> None:
    async def both() -> None:
        await both_empty(stage)
        stage.lay(simulated_card(), 0)
        stage.lay(simulated_card(), 1)
        slots = await until(stage.reader, states(SlotState.CARD, SlotState.CARD))
        assert slots[0].serial != slots[1].serial
        first, second = [await asyncio.to_thread(stage.reader.connect, slot) for slot in slots]
        assert first.transmit(SELECT) == OK
        assert first.transmit(READ_DG1) == NOT_ALLOWED
        stage.pull(1)
        assert first.transmit(SELECT) == OK
        with pytest.raises(CardGone):
            second.transmit(SELECT)
        first.close()
        second.close()

    asyncio.run(both())


def test_something_that_does_not_answer_is_told_apart_from_a_card(stage: Stage) -> None:
    async def lay_coin() -> None:
        await both_empty(stage)
        stage.lay(simulated_card(Faults(mute=True)), 1)
        slots = await until(stage.reader, states(SlotState.EMPTY, SlotState.MUTE))
        assert slots[1].atr == b""
        assert slots[1].serial > 0
        with pytest.raises(DeviceError) as silent:
            await asyncio.to_thread(stage.reader.connect, slots[1])
        assert not isinstance(silent.value, CardGone)
        stage.pull(1)
        await both_empty(stage)

    asyncio.run(lay_coin())


def test_commands_are_answered_by_the_card(stage: Stage) -> None:
    card = simulated_card()

    async def talk() -> None:
        connection = await connected(stage, card)
        assert connection.atr == card.atr
        assert connection.transmit(SELECT) == OK
        assert connection.transmit(READ_DG1) == NOT_ALLOWED
        challenge = connection.transmit(bytes.fromhex("0084000008"))
        assert (len(challenge), challenge[-2:]) == (10, OK)
        extended = bytes.fromhex("00A40400000FA0") + bytes(0x0FA0) + b"\0\0"
        assert len(connection.transmit(extended)) == 2
        connection.close()

    asyncio.run(talk())


@pytest.mark.parametrize("apdu", [1, 2, 5])
def test_a_card_that_is_pulled_at_a_command_is_gone_at_once_and_for_good(
    stage: Stage, apdu: int
) -> None:
    card = simulated_card(Faults(pulled_at_apdu=apdu))

    async def pull_and_lay_back() -> None:
        connection = await connected(stage, card)
        for _ in range(1, apdu):
            assert connection.transmit(SELECT) == OK
        began = time.monotonic()
        with pytest.raises(CardGone):
            connection.transmit(SELECT)
        assert time.monotonic() - began < GONE_WITHIN
        with pytest.raises(CardGone):
            connection.transmit(SELECT)
        connection.close()
        await both_empty(stage)
        again = await connected(stage, card)
        with pytest.raises(DeviceError):
            connection.transmit(SELECT)
        assert again.transmit(SELECT) == OK
        again.close()

    asyncio.run(pull_and_lay_back())


def test_a_card_that_was_pulled_between_two_commands_is_gone_at_the_next(stage: Stage) -> None:
    async def pull() -> float:
        connection = await connected(stage, simulated_card())
        assert connection.transmit(SELECT) == OK
        stage.pull()
        began = time.monotonic()
        with pytest.raises(CardGone):
            connection.transmit(SELECT)
        took = time.monotonic() - began
        connection.close()
        return took

    assert asyncio.run(pull()) < GONE_WITHIN


def test_a_card_is_talked_to_by_one_alone(stage: Stage) -> None:
    async def both() -> None:
        slot = await laid(stage, simulated_card())
        first = await asyncio.to_thread(stage.reader.connect, slot)
        with pytest.raises(DeviceError) as taken:
            await asyncio.to_thread(stage.reader.connect, slot)
        assert not isinstance(taken.value, CardGone)
        assert first.transmit(SELECT) == OK
        first.close()
        second = await asyncio.to_thread(stage.reader.connect, slot)
        assert second.transmit(SELECT) == OK
        second.close()

    asyncio.run(both())


def test_the_end_of_a_conversation_resets_the_card(stage: Stage) -> None:
    card = simulated_card()

    async def again() -> None:
        slot = await laid(stage, card)
        first = await asyncio.to_thread(stage.reader.connect, slot)
        first.transmit(SELECT)
        first.transmit(SELECT)
        assert card.count == 2
        first.close()
        first.close()
        with pytest.raises(DeviceError):
            first.transmit(SELECT)
        second = await asyncio.to_thread(stage.reader.connect, slot)
        second.transmit(SELECT)
        assert card.count == 1
        assert stage.reader.slots[0] == slot, "a reset is no new card"
        second.close()

    asyncio.run(again())


def test_a_conversation_can_be_closed_in_the_middle_of_a_command(stage: Stage) -> None:
    async def close() -> float:
        connection = await connected(stage, Slow(0.3))
        command = asyncio.create_task(asyncio.to_thread(connection.transmit, SELECT))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        connection.close()
        took = time.monotonic() - began
        await asyncio.gather(command, return_exceptions=True)
        with pytest.raises(DeviceError):
            connection.transmit(SELECT)
        return took

    assert asyncio.run(close()) < 0.1


def test_a_wait_that_is_given_up_leaves_the_next_one_whole(stage: Stage) -> None:
    async def give_up() -> None:
        slots = await both_empty(stage)
        waiting = asyncio.create_task(stage.reader.changed(slots))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait({waiting})
        stage.lay(simulated_card())
        await until(stage.reader, states(SlotState.CARD, SlotState.EMPTY))

    asyncio.run(give_up())


def test_a_closed_reader_has_no_slots_and_nobody_waits_for_it(stage: Stage) -> None:
    async def close() -> None:
        slots = await both_empty(stage)
        waiting = asyncio.create_task(stage.reader.changed(slots))
        await asyncio.sleep(0.01)
        began = time.monotonic()
        await stage.reader.close()
        assert await asyncio.wait_for(waiting, 1) == ()
        assert await asyncio.wait_for(stage.reader.changed(()), 1) == ()
        assert time.monotonic() - began < 1
        await stage.reader.close()

    asyncio.run(close())
    assert stage.reader.slots == ()
    deadline = time.monotonic() + 2
    while any(thread.name == "card-readers" for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "the driver's thread goes on"
        time.sleep(0.01)
