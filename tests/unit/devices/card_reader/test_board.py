"""Slots cross from a driver's thread into event loops: none is missed, nobody polls."""

import asyncio
import threading
import time

from kiosk.devices.card_reader.base import Slot, SlotState
from kiosk.devices.card_reader.board import SlotBoard

EMPTY = (Slot("reader", SlotState.EMPTY),)
CARD = (Slot("reader", SlotState.CARD, b"\x3b\x80\x80\x01\x01", 1),)


def test_a_wait_ends_with_what_another_thread_shows() -> None:
    board = SlotBoard()

    async def wait() -> tuple[Slot, ...]:
        timer = threading.Timer(0.02, board.show, [CARD])
        timer.start()
        return await asyncio.wait_for(board.changed(()), 2)

    assert asyncio.run(wait()) == CARD
    assert board.slots == CARD


def test_what_changed_before_the_wait_is_told_at_once() -> None:
    board = SlotBoard()
    board.show(EMPTY)
    board.show(CARD)
    assert asyncio.run(asyncio.wait_for(board.changed(EMPTY), 1)) == CARD


def test_the_same_again_wakes_nobody() -> None:
    board = SlotBoard()
    board.show(CARD)

    async def wait() -> bool:
        waiting = asyncio.create_task(board.changed(CARD))
        await asyncio.sleep(0)
        board.show(CARD)
        done, _ = await asyncio.wait({waiting}, timeout=0.05)
        waiting.cancel()
        await asyncio.wait({waiting})
        return bool(done)

    assert not asyncio.run(wait())


def test_all_who_wait_are_woken_each_in_a_loop_of_its_own() -> None:
    board = SlotBoard()
    seen: list[tuple[Slot, ...]] = []

    def run() -> None:
        seen.append(asyncio.run(asyncio.wait_for(board.changed(()), 2)))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    board.show(EMPTY)
    for thread in threads:
        thread.join(2)
    assert seen == [EMPTY] * 3


def test_waits_that_were_given_up_are_forgotten() -> None:
    board = SlotBoard()

    async def give_up() -> None:
        for _ in range(5):
            waiting = asyncio.create_task(board.changed(()))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait({waiting})

    asyncio.run(give_up())
    assert not board._waiting
    board.show(CARD)


def test_a_loop_that_ended_does_not_hurt_the_thread_that_shows() -> None:
    board = SlotBoard()
    loop = asyncio.new_event_loop()
    waiting = loop.create_task(board.changed(()))
    loop.run_until_complete(asyncio.sleep(0))
    waiting.cancel()
    loop.run_until_complete(asyncio.wait({waiting}))
    board._waiting.append((loop, loop.create_future()))
    loop.close()
    board.show(CARD)
    assert board.slots == CARD


def test_a_closed_board_has_no_slots_and_ends_every_wait() -> None:
    board = SlotBoard()
    board.show(CARD)

    async def wait() -> tuple[Slot, ...]:
        waiting = asyncio.create_task(board.changed(CARD))
        await asyncio.sleep(0)
        board.close()
        return await asyncio.wait_for(waiting, 1)

    assert asyncio.run(wait()) == ()
    board.show(EMPTY)
    assert board.slots == ()
    assert board.closed
    assert asyncio.run(asyncio.wait_for(board.changed(()), 1)) == ()
