"""Readers and cards come and go; every card has a number of its own."""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from smartcard import scard

from kiosk.devices.card_reader.base import ServiceState, Slot, SlotState
from kiosk.devices.card_reader.pcsc import PcscCardReader, watch
from kiosk.devices.card_reader.pcsc.winscard import AWAY, MUTE
from tests.unit.devices.card_reader.pcsc.service import ATR, Service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr(watch, "Context", made.context)
    monkeypatch.setattr(watch, "RETRY_S", (0.01, 0.02))
    monkeypatch.setattr(watch, "BREATH_S", 0.01)
    monkeypatch.setattr(watch, "LIST_AGAIN_S", (0.05, 0.05, 0.05, 60))
    return made


@pytest.fixture
def told() -> list[ServiceState]:
    return []


@pytest.fixture
def reader(service: Service, told: list[ServiceState]) -> Iterator[PcscCardReader]:
    made = PcscCardReader(on_state=told.append)
    yield made
    asyncio.run(made.close())


def run(act: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(act, 5))


async def until(reader: PcscCardReader, *wanted: tuple[str, SlotState]) -> tuple[Slot, ...]:
    """The slots, when these readers are so."""
    slots = reader.slots
    while tuple((slot.reader, slot.state) for slot in slots) != wanted:
        slots = await reader.changed(slots)
    return slots


def test_readers_are_seen_as_they_are_plugged_in_and_unplugged(
    service: Service, reader: PcscCardReader, told: list[ServiceState]
) -> None:
    async def plug() -> None:
        waiting = asyncio.create_task(reader.changed(()))
        while not told:
            await asyncio.sleep(0.01)
        assert told == [ServiceState.NO_READER]
        service.plug("B 00 00")
        await waiting
        await until(reader, ("B 00 00", SlotState.EMPTY))
        service.plug("A 00 00")
        await until(reader, ("A 00 00", SlotState.EMPTY), ("B 00 00", SlotState.EMPTY))
        assert reader.name == "A 00 00, B 00 00"
        service.unplug("B 00 00")
        await until(reader, ("A 00 00", SlotState.EMPTY))
        service.unplug("A 00 00")
        await until(reader)
        assert reader.slots == ()
        while len(told) < 3:  # it is told right after it is shown
            await asyncio.sleep(0.01)

    run(plug())
    assert told == [ServiceState.NO_READER, ServiceState.READY, ServiceState.NO_READER]


def test_a_reader_that_the_service_forgot_to_tell_is_found_soon(
    service: Service, reader: PcscCardReader
) -> None:
    async def forget() -> None:
        service.plug("A")
        await until(reader, ("A", SlotState.EMPTY))
        service.forgets = True
        service.plug("B")
        await until(reader, ("A", SlotState.EMPTY), ("B", SlotState.EMPTY))

    run(forget())


def test_a_card_on_a_reader_that_was_away_is_a_new_one(
    service: Service, reader: PcscCardReader
) -> None:
    async def replug() -> None:
        service.plug("A")
        service.card("A")
        (first,) = await until(reader, ("A", SlotState.CARD))
        service.unplug("A")
        await until(reader)
        service.plug("A")
        service.card("A")
        (again,) = await until(reader, ("A", SlotState.CARD))
        assert (first.atr, again.atr) == (ATR, ATR)
        assert again.serial > first.serial

    run(replug())


def test_a_card_that_was_swapped_between_two_looks_is_a_new_one(
    service: Service, reader: PcscCardReader
) -> None:
    async def swap() -> None:
        service.plug("A")
        service.card("A")
        seen = await until(reader, ("A", SlotState.CARD))
        service.card("A", moves=2)
        (again,) = await reader.changed(seen)
        assert again.state is SlotState.CARD
        assert again.serial == seen[0].serial + 1

    run(swap())


def test_what_other_programs_do_with_a_card_is_no_change(
    service: Service, reader: PcscCardReader
) -> None:
    async def use() -> None:
        service.plug("A")
        service.card("A")
        seen = await until(reader, ("A", SlotState.CARD))
        waiting = asyncio.create_task(reader.changed(seen))
        for flags in (scard.SCARD_STATE_INUSE, 0, scard.SCARD_STATE_EXCLUSIVE):
            service.flag("A", flags)
            await asyncio.sleep(0.02)
        assert not waiting.done()
        service.take("A")
        assert (await waiting)[0].state is SlotState.EMPTY

    run(use())


@pytest.mark.parametrize(("flags", "atr"), [(MUTE, b""), (0, b"")])
def test_a_card_without_answer_to_reset_is_mute(
    service: Service, reader: PcscCardReader, flags: int, atr: bytes
) -> None:
    async def lay() -> None:
        service.plug("A")
        service.card("A", flags=flags, atr=atr)
        (slot,) = await until(reader, ("A", SlotState.MUTE))
        assert (slot.atr, slot.serial) == (b"", 1)

    run(lay())


def test_a_reader_that_does_not_work_is_as_if_it_were_not_there(
    service: Service, reader: PcscCardReader
) -> None:
    async def break_() -> None:
        service.plug("A")
        service.plug("B")
        await until(reader, ("A", SlotState.EMPTY), ("B", SlotState.EMPTY))
        service.flag("A", AWAY)
        await until(reader, ("B", SlotState.EMPTY))

    run(break_())


@pytest.mark.parametrize("code", ["E_UNKNOWN_READER", "F_COMM_ERROR", "E_CANCELLED"])
def test_a_wait_that_fails_is_begun_again(
    service: Service, reader: PcscCardReader, code: str
) -> None:
    async def fail() -> None:
        service.plug("A")
        await until(reader, ("A", SlotState.EMPTY))
        service.fail(code)
        await asyncio.sleep(0.03)
        service.card("A")
        await until(reader, ("A", SlotState.CARD))

    run(fail())


def test_the_service_is_tried_again_until_it_is_there(
    service: Service, reader: PcscCardReader, told: list[ServiceState]
) -> None:
    async def come_and_go() -> None:
        service.plug("A")
        service.card("A")
        (first,) = await until(reader, ("A", SlotState.CARD))
        service.end()
        await until(reader)
        while told[-1] is not ServiceState.NO_SERVICE:
            await asyncio.sleep(0.01)
        assert reader.state is ServiceState.NO_SERVICE
        await asyncio.sleep(0.1)
        service.begin()
        service.card("A")
        (again,) = await until(reader, ("A", SlotState.CARD))
        assert again.serial > first.serial

    run(come_and_go())
    assert told == [ServiceState.READY, ServiceState.NO_SERVICE, ServiceState.READY]


def test_a_service_that_tells_nothing_new_again_and_again_is_not_asked_in_a_rush(
    service: Service, reader: PcscCardReader
) -> None:
    async def chatter() -> int:
        service.plug("A")
        await until(reader, ("A", SlotState.EMPTY))
        before, end = service.waits, time.monotonic() + 0.3
        while time.monotonic() < end:
            service.flag("A", scard.SCARD_STATE_INUSE)
            service.flag("A", scard.SCARD_STATE_EMPTY)
            await asyncio.sleep(0)
        return service.waits - before

    assert asyncio.run(chatter()) <= 35


def test_a_service_that_fails_again_and_again_is_tried_ever_more_seldom(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "RETRY_S", (0.01, 0.1))

    async def fail() -> int:
        reader = PcscCardReader()
        service.plug("A")
        service.fails_always = True
        waiting = asyncio.create_task(reader.changed(()))
        await asyncio.sleep(0.35)
        await reader.close()
        await waiting
        return service.waits

    assert 2 <= asyncio.run(fail()) <= 5


def test_more_readers_than_the_service_can_wait_for_are_left_out(
    service: Service, reader: PcscCardReader
) -> None:
    async def plug() -> None:
        for number in range(16):
            service.plug(f"R {number:02d}")
        await until(reader, *((f"R {number:02d}", SlotState.EMPTY) for number in range(15)))

    run(plug())


def test_readers_inside_the_housing_are_left_out_unless_they_are_named(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("ACS ACR1252 [ACR1252 SAM Reader] 01 00", "ACS ACR1252 [PICC] 00 00", "SAMBA 02 00")
    for name in names:
        service.plug(name)

    async def seen(part: str) -> list[str]:
        reader = PcscCardReader(part)
        slots = await asyncio.wait_for(reader.changed(()), 2)
        await reader.close()
        return [slot.reader for slot in slots]

    assert asyncio.run(seen("")) == [names[1], names[2]]
    assert asyncio.run(seen("sam reader")) == [names[0]]
    assert asyncio.run(seen("PICC")) == [names[1]]


def test_nothing_is_asked_before_somebody_waits(service: Service) -> None:
    reader = PcscCardReader("ACS")
    assert (reader.slots, reader.state) == ((), ServiceState.STARTING)
    assert reader.name == "PC/SC, ACS"
    asyncio.run(reader.close())
    assert asyncio.run(reader.changed(())) == ()
    assert service.waits == 0
