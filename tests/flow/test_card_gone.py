"""Cards that are taken away, left lying or not waited for."""

import asyncio
import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Failed, Outcome, Reason, Ticketed
from kiosk.checkin.screens import (
    ConfirmIdentity,
    Done,
    LayCard,
    ReadingCard,
    Screen,
    UnlockCard,
    Welcome,
    WithoutChip,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from tests.flow.at_reader import AtReader, play
from tests.flow.cards import CODE, FakeCard, until
from tests.flow.stand import DOCUMENT


def test_a_pulled_card_is_asked_for_within_300_ms_and_read_again_from_the_start() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())
    took: list[float] = []

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await at.reaches(ReadingCard)
        await until(lambda: card.commands > 1)
        pulled = time.monotonic()
        at.reader.pull()  # and the reader itself is stuck in a command
        page = await at.reaches(LayCard)
        took.append(time.monotonic() - pulled)
        assert page == LayCard(again=True, optional=True)
        assert card.hold is not None
        card.hold.set()
        at.reader.lay(FakeCard())

    assert isinstance(play(at, patient), Ticketed)
    assert took[0] < 0.3
    assert at.pages()[-5:] == ["ReadingCard", "LayCard", "ReadingCard", "ConfirmIdentity", "Done"]
    assert at.found().verified


def test_without_the_card_the_patient_goes_on_with_the_code() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())
    at.front.answers[LayCard] = lambda screen: WithoutChip.GO_ON

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await until(lambda: card.commands > 1)
        at.reader.pull()
        assert card.hold is not None
        card.hold.set()

    assert isinstance(play(at, patient), Ticketed)
    assert at.found() == CODE


def test_going_on_without_the_chip_stops_the_reading() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())

    class Impatient(ScriptedFront):
        async def ask(self, screen: Screen[Any]) -> Any:
            if isinstance(screen, ReadingCard):
                self.asked.append(screen)
                await until(lambda: card.commands > 1)
                return WithoutChip.GO_ON
            return await super().ask(screen)

    at.front = Impatient(willing_patient())

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await at.reaches(ConfirmIdentity)
        assert card.hold is not None
        card.hold.set()
        await until(lambda: at.reader.connections == 0)

    assert isinstance(play(at, patient), Ticketed)
    assert at.found() == CODE
    assert card.commands == 2, "nothing was sent after the patient went on"
    assert at.front.shares == []


def test_cancel_while_reading_stops_it_and_the_card_starts_no_other_visit() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await until(lambda: card.commands > 1)
        at.front.gestures.put_nowait(Gesture.CANCEL)
        assert card.hold is not None
        await asyncio.sleep(0.01)
        card.hold.set()

    assert play(at, patient) == Cancelled(Reason.PATIENT)
    assert card.commands == 2
    assert not at.stand.hospital.asked


def test_a_card_that_was_left_lying_begins_no_visit_until_it_is_laid_again() -> None:
    at = AtReader()

    async def run() -> None:
        equipment = at.equipment
        serving = asyncio.create_task(at.session(equipment).serve())
        try:
            at.reader.lay(card := FakeCard())
            at.show(CODE)
            await until(lambda: len(at.stand.paper.printed) == 1)
            await until(lambda: isinstance(at.page(), Welcome))
            await asyncio.sleep(0.05)
            assert isinstance(at.page(), Welcome)
            at.show(DOCUMENT)
            await until(lambda: len(at.stand.paper.printed) == 2)
            assert len(card.opened) == 1, "the next patient's code is not tried on it"
            await until(lambda: isinstance(at.page(), Welcome))
            at.reader.pull()
            at.reader.lay(FakeCard())
            await at.reaches(UnlockCard)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            await at.cards.close()

    asyncio.run(asyncio.wait_for(run(), 20))


def test_a_lifted_card_may_show_its_code_and_is_then_asked_back() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.reader.pull()
        await at.stand.clock.push(9)
        assert isinstance(at.page(), UnlockCard)
        at.show(CODE)
        assert await at.reaches(LayCard) == LayCard(again=True, optional=True)
        at.reader.lay(FakeCard())

    assert isinstance(play(at, patient), Ticketed)
    assert at.found().verified


def test_a_card_that_stays_away_ends_the_wait_for_its_code() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.reader.pull()
        await at.stand.clock.push(9)
        at.reader.lay(FakeCard())
        await until(lambda: at.cards.state.laid.value == "id-card")
        await at.stand.clock.push(9)
        assert isinstance(at.page(), UnlockCard), "it came back in time"
        at.reader.pull()
        await until(lambda: at.cards.state.laid.value == "nothing")
        await at.stand.clock.push(11)
        await at.reaches(Welcome)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert at.found() == CODE


def unplugged_while_reading(at: AtReader) -> Outcome:
    """The reader's cable comes out in the middle, and stays out."""
    card = FakeCard(hold=threading.Event())

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await at.reaches(ReadingCard)
        await until(lambda: card.commands > 1)
        at.reader.unplug()
        assert card.hold is not None
        card.hold.set()
        await at.reaches(LayCard)
        await at.stand.clock.push(9)
        assert isinstance(at.page(), LayCard), "it may come back"
        await at.stand.clock.push(2)

    return play(at, patient)


def test_nobody_waits_with_a_card_for_a_reader_that_is_gone() -> None:
    at = AtReader()
    assert isinstance(unplugged_while_reading(at), Ticketed)
    assert at.found() == CODE


def test_where_the_chip_is_demanded_a_reader_that_went_is_told_by_its_name() -> None:
    at = AtReader()
    at.stand.rules = replace(at.stand.rules, chip_required=True)
    outcome = unplugged_while_reading(at)
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == "card-reader-away"


@pytest.mark.parametrize("lies", [True, False])
def test_a_card_that_still_lies_there_is_thought_of_with_the_ticket(lies: bool) -> None:
    at = AtReader()
    yes = at.front.answers[ConfirmIdentity]

    def confirm(screen: ConfirmIdentity) -> Any:
        if not lies:
            at.reader.pull()
        return yes(screen)

    at.front.answers[ConfirmIdentity] = confirm

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    [done] = [screen for screen in at.front.asked if isinstance(screen, Done)]
    assert done.take_card is lies


def test_reading_is_no_silence_of_the_patient() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await until(lambda: card.commands > 1)
        await at.stand.clock.push(3600)
        assert not any(at.front.warnings)
        assert card.hold is not None
        card.hold.set()

    assert isinstance(play(at, patient), Ticketed)
