"""The bridge to the card reader: what lies there, and readings that end in time."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from kiosk.checkin import chip
from kiosk.checkin.card_errors import Faulty, TooSlow, code_of
from kiosk.checkin.cards import CardState, Laid, NoCards
from kiosk.checkin.chip import Chips
from kiosk.devices.card_reader.base import Slot, SlotState
from kiosk.emrtd.errors import AccessDenied, Malformed, NotAnEmrtd
from kiosk.emrtd.passwords import AccessKeys, Can
from kiosk.errors import CardGone, DeviceError
from tests.flow.cards import CAN, IDENTITY, PORTRAIT, FakeCard, ScriptedCards, chips_on, until

KEYS = AccessKeys(Can(CAN))
NOTHING = CardState(reader=True)
ASIDE = CardState(reader=True, lies=True)


def nobody(share: float) -> None:
    pass


def run(at: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(at(), 20))


async def becomes(chips: Chips, laid: Laid) -> CardState:
    async with asyncio.timeout(5):
        state = chips.state
        while state.laid is not laid:
            state = await chips.changed(state)
        return state


def test_what_lies_there_is_found_out_and_its_leaving_seen() -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        assert chips.state == CardState()
        assert await chips.changed(CardState()) == NOTHING
        reader.lay(FakeCard())
        first = await becomes(chips, Laid.ID_CARD)
        assert reader.connections == 1
        reader.pull()
        assert await chips.changed(first) == NOTHING
        await until(lambda: reader.connections == 0)
        reader.lay(FakeCard())
        assert (await becomes(chips, Laid.ID_CARD)).serial > first.serial
        reader.unplug()
        assert (await becomes(chips, Laid.NOTHING)).reader is False
        await chips.close()
        assert (reader.connections, reader.closed) == (0, True)

    run(at)


def test_of_two_readers_the_card_that_can_be_read_counts() -> None:
    async def at() -> None:
        reader = ScriptedCards("one", "two")
        chips = chips_on(reader)
        reader.lay(FakeCard(), "two")
        await becomes(chips, Laid.ID_CARD)
        reader.lay(FakeCard(None), "one")
        await asyncio.sleep(0.02)
        assert chips.state.laid is Laid.ID_CARD
        assert await chips.read(KEYS, nobody) is IDENTITY
        reader.lay(FakeCard(can="333333"), "one")
        await until(lambda: chips.state.laid is Laid.ID_CARD and chips.state.serial == 3)
        with pytest.raises(AccessDenied):
            await chips.read(KEYS, nobody)
        reader.pull("one")
        await until(lambda: chips.state.serial == 1)
        assert await chips.read(KEYS, nobody) is IDENTITY
        await chips.close()

    run(at)


@pytest.mark.parametrize(
    ("noise", "laid"),
    [
        ([DeviceError("noise")], Laid.ID_CARD),
        ([Malformed("EF.CardAccess", "noise")], Laid.ID_CARD),
        ([DeviceError("noise"), DeviceError("noise")], Laid.MUTE),
        ([NotAnEmrtd()], Laid.OTHER),
        ([ZeroDivisionError(), ZeroDivisionError()], Laid.MUTE),
    ],
)
def test_a_card_that_is_hard_to_look_at(
    noise: list[Exception], laid: Laid, capfd: pytest.CaptureFixture[str]
) -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(FakeCard(noise=[*noise]))
        await becomes(chips, laid)
        await until(lambda: reader.connections == (laid is Laid.ID_CARD))
        await chips.close()

    run(at)
    unexpected = [e for e in written(capfd) if e["event"] == "unexpected-error"]
    assert len(unexpected) == sum(isinstance(n, ZeroDivisionError) for n in noise)


def test_what_is_silent_for_a_moment_only_is_not_mute() -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(FakeCard(silent=True))
        seen = await becomes(chips, Laid.LOOKING)
        reader.lay(FakeCard())
        while seen.laid is not Laid.ID_CARD:
            seen = await chips.changed(seen)
            assert seen.laid is not Laid.MUTE
        await chips.close()

    run(at)


def test_what_was_set_aside_is_looked_at_again_on_demand() -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(card := FakeCard())
        await becomes(chips, Laid.ID_CARD)
        chips.set_aside()
        assert chips.state == ASIDE
        await until(lambda: reader.connections == 0)
        with pytest.raises(CardGone):
            await chips.read(KEYS, nobody)
        chips.take_again()
        await becomes(chips, Laid.ID_CARD)
        assert await chips.read(KEYS, nobody) is IDENTITY
        assert len(card.opened) == 1
        await chips.close()

    run(at)


def test_set_aside_while_it_is_looked_at_it_is_let_go() -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(FakeCard())
        await becomes(chips, Laid.LOOKING)
        chips.set_aside()
        await asyncio.sleep(0.05)
        assert (chips.state, reader.connections) == (ASIDE, 0)
        await chips.close()

    run(at)


def test_the_picture_is_read_in_the_conversation_that_told_who_it_is() -> None:
    async def at() -> None:
        reader, shares = ScriptedCards(), list[float]()
        chips = chips_on(reader)
        reader.lay(card := FakeCard())
        await becomes(chips, Laid.ID_CARD)
        await chips.read(KEYS, nobody)
        assert await chips.portrait(shares.append) == PORTRAIT
        assert len(card.opened) == 1
        await until(lambda: shares[-1:] == [1.0])
        await chips.close()

    run(at)


@pytest.mark.parametrize("gone", ["unread", "refused", "aside", "pulled", "exchanged", "failed"])
def test_there_is_no_picture_of_a_card_that_was_not_read_or_did_not_stay(gone: str) -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(card := FakeCard(face_errors=[Malformed("DG2", "bad")]))
        await becomes(chips, Laid.ID_CARD)
        if gone == "refused":
            with pytest.raises(AccessDenied):
                await chips.read(AccessKeys(Can("999999")), nobody)
        elif gone != "unread":
            await chips.read(KEYS, nobody)
        match gone:
            case "aside":
                chips.set_aside()
            case "pulled":
                reader.pull()
                await becomes(chips, Laid.NOTHING)
            case "exchanged":
                reader.pull()
                await becomes(chips, Laid.NOTHING)
                reader.lay(FakeCard())
                await becomes(chips, Laid.ID_CARD)
            case "failed":
                with pytest.raises(Malformed):
                    await chips.portrait(nobody)
        with pytest.raises(CardGone):
            await chips.portrait(nobody)
        assert card.faces_read == 0
        await chips.close()

    run(at)


def test_a_kiosk_without_a_card_reader_reads_no_picture() -> None:
    async def at() -> None:
        with pytest.raises(CardGone):
            await NoCards().portrait(nobody)

    run(at)


def test_a_chip_that_answers_to_no_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chip, "READ_S", 0.05)

    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(card := FakeCard(hold=threading.Event()))
        await becomes(chips, Laid.ID_CARD)
        with pytest.raises(TooSlow) as refused:
            await chips.read(KEYS, nobody)
        assert code_of(refused.value) == "too-slow"
        assert card.hold is not None
        card.hold.set()
        await until(lambda: reader.connections == 0)
        assert card.commands == 2
        await chips.close()

    run(at)


@pytest.mark.alone
def test_a_cancelled_reading_ends_after_one_command_and_is_heard_no_more() -> None:
    async def at() -> None:
        reader, shares = ScriptedCards(), list[float]()
        chips = chips_on(reader)
        reader.lay(card := FakeCard(hold=threading.Event()))
        await becomes(chips, Laid.ID_CARD)
        reading = asyncio.create_task(chips.read(KEYS, shares.append))
        await until(lambda: card.commands == 2)
        reading.cancel()
        began = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert time.monotonic() - began < 0.2, "the visit does not wait for the card"
        assert card.hold is not None
        card.hold.set()
        await until(lambda: reader.connections == 0)
        assert (card.commands, shares) == (2, [])
        assert await chips.read(KEYS, shares.append) is IDENTITY, "a new one, from the start"
        assert card.commands == 2 + 11
        assert shares[-1] == 1.0
        await chips.close()

    run(at)


def test_a_card_that_only_jumped_is_looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chip, "AGAIN_S", 0.05)

    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(FakeCard())
        seen = await becomes(chips, Laid.ID_CARD)
        reader.jump()
        with pytest.raises(CardGone):
            await chips.read(KEYS, nobody)
        assert chips.state == NOTHING
        assert await becomes(chips, Laid.ID_CARD) == seen, "the reader shows it as before"
        assert await chips.read(KEYS, nobody) is IDENTITY
        await chips.close()

    run(at)


def test_a_card_that_was_set_aside_after_a_jump_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chip, "AGAIN_S", 0.02)

    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(FakeCard())
        await becomes(chips, Laid.ID_CARD)
        reader.jump()
        with pytest.raises(CardGone):
            await chips.read(KEYS, nobody)
        chips.set_aside()
        await asyncio.sleep(0.06)
        assert chips.state == NOTHING
        await chips.close()

    run(at)


def test_closing_while_a_card_is_read_frees_the_thread() -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(card := FakeCard(hold=threading.Event()))
        await becomes(chips, Laid.ID_CARD)
        reading = asyncio.create_task(chips.read(KEYS, nobody))
        await until(lambda: card.commands == 2)
        closing = asyncio.create_task(chips.close())
        with pytest.raises(CardGone):
            await reading
        assert card.hold is not None
        card.hold.set()
        await closing
        assert (reader.connections, reader.closed, card.commands) == (0, True, 2)

    run(at)


def test_a_fault_in_reading_is_logged_and_is_an_unreadable_chip(
    capfd: pytest.CaptureFixture[str],
) -> None:
    async def at() -> None:
        reader = ScriptedCards()
        chips = chips_on(reader)
        reader.lay(FakeCard(errors=[ZeroDivisionError()]))
        await becomes(chips, Laid.ID_CARD)
        with pytest.raises(Faulty):
            await chips.read(KEYS, nobody)
        await chips.close()

    run(at)
    events = [e["event"] for e in written(capfd)]
    assert events == ["unexpected-error", "card-failed"]


def test_a_fault_in_a_driver_takes_the_reader_away_and_nothing_else(
    capfd: pytest.CaptureFixture[str],
) -> None:
    class Broken(ScriptedCards):
        async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
            if seen and seen[0].state is SlotState.CARD:
                raise ZeroDivisionError
            return await super().changed(seen)

    async def at() -> None:
        reader = Broken()
        chips = chips_on(reader)
        await chips.changed(CardState())
        reader.lay(FakeCard())
        async with asyncio.timeout(5):
            state = NOTHING
            while state.reader:
                state = await chips.changed(state)
        await chips.close()

    run(at)
    assert [e["event"] for e in written(capfd)] == ["unexpected-error"]


def test_a_reader_that_was_closed_is_not_asked_for_ever() -> None:
    class Closed(ScriptedCards):
        asked = 0

        async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
            self.asked += 1
            return ()

    async def at() -> None:
        reader = Closed()
        chips = chips_on(reader)
        waiting = asyncio.create_task(chips.changed(CardState()))
        await asyncio.sleep(0.02)
        assert reader.asked == 1
        waiting.cancel()
        await chips.close()

    run(at)


def test_a_kiosk_without_a_reader_has_no_cards() -> None:
    async def at() -> None:
        cards = NoCards()
        cards.set_aside()
        cards.take_again()
        assert not cards.state.reader
        with pytest.raises(CardGone):
            await cards.read(KEYS, nobody)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(cards.changed(cards.state), 0.01)
        await cards.close()

    run(at)


def written(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    lines = capfd.readouterr().err.splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]
