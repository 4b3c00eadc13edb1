"""Chip cards from the dock on the simulated reader."""

import time
from collections.abc import Callable

import pytest

from kiosk.app.dock_cards import SHORT_BLOCK, CardsAtTheDock, faults_of
from kiosk.devices.card_reader.base import SlotState
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.errors import CardGone
from kiosk.frontdesk.generate import people
from kiosk.ui.dock import CardFault, CardKind, CardState, CardToLay

SELECT_APPLICATION = bytes.fromhex("00a4040c07a0000002471001")
NUMBER = next(person.personal_number for person in people() if person.card_issued is not None)


@pytest.fixture
def reader() -> SimulatedCardReader:
    return SimulatedCardReader()


@pytest.fixture
def table(reader: SimulatedCardReader) -> CardsAtTheDock:
    return CardsAtTheDock(reader, Issuer.new())


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, "it does not come to that"
        time.sleep(0.01)


def state(table: CardsAtTheDock) -> CardState:
    return table.state


def laid(table: CardsAtTheDock, card: CardToLay) -> None:
    table.lay(card)
    until(lambda: state(table) is CardState.LYING)


def answer(reader: SimulatedCardReader, command: bytes = SELECT_APPLICATION) -> bytes:
    connection = reader.connect(reader.slots[0])
    try:
        return connection.transmit(command)
    finally:
        connection.close()


def test_a_persons_card_is_made_and_answers(
    table: CardsAtTheDock, reader: SimulatedCardReader
) -> None:
    table.lay(CardToLay(CardKind.PERSON, NUMBER))
    assert state(table) is CardState.MAKING
    until(lambda: state(table) is CardState.LYING)
    assert answer(reader) == b"\x90\x00"
    table.take_away()
    assert state(table) is CardState.EMPTY


def test_a_bank_card_is_no_id_card_and_a_mute_one_does_not_answer(
    table: CardsAtTheDock, reader: SimulatedCardReader
) -> None:
    laid(table, CardToLay(CardKind.BANK))
    assert answer(reader) == b"\x6a\x82"
    laid(table, CardToLay(CardKind.MUTE))
    assert reader.slots[0].state is SlotState.MUTE


def test_a_card_that_pulls_itself_stays_once_it_is_put_back(
    table: CardsAtTheDock, reader: SimulatedCardReader
) -> None:
    table.put_back()
    assert state(table) is CardState.EMPTY
    laid(table, CardToLay(CardKind.PERSON, NUMBER, pulled_at=1))
    with pytest.raises(CardGone):
        answer(reader)
    assert state(table) is CardState.EMPTY
    table.put_back()
    assert state(table) is CardState.LYING
    assert answer(reader) == b"\x90\x00"


def test_a_card_that_is_taken_away_while_it_is_made_is_not_laid(
    table: CardsAtTheDock, reader: SimulatedCardReader
) -> None:
    table.lay(CardToLay(CardKind.PERSON, NUMBER))
    table.take_away()
    assert state(table) is CardState.EMPTY
    table._worker.shutdown()
    assert reader.slots[0].state is SlotState.EMPTY


def test_the_reader_is_unplugged_with_its_card(
    table: CardsAtTheDock, reader: SimulatedCardReader
) -> None:
    laid(table, CardToLay(CardKind.PERSON, NUMBER))
    table.plug(False)
    assert state(table) is CardState.UNPLUGGED
    assert reader.slots == ()
    table.plug(True)
    assert state(table) is CardState.LYING


def test_a_card_that_cannot_be_made_is_heard_of_and_ends_nothing(
    table: CardsAtTheDock, monkeypatch: pytest.MonkeyPatch
) -> None:
    strays: list[BaseException] = []
    monkeypatch.setattr("kiosk.app.dock_cards.unexpected", strays.append)
    table.lay(CardToLay(CardKind.PERSON, "000000000000"))
    until(lambda: state(table) is CardState.EMPTY)
    assert [type(stray) for stray in strays] == [LookupError]
    assert "0000" not in str(strays)
    laid(table, CardToLay(CardKind.PERSON, NUMBER))


def test_a_slow_card_takes_its_time(table: CardsAtTheDock, reader: SimulatedCardReader) -> None:
    laid(table, CardToLay(CardKind.PERSON, NUMBER, frozenset({CardFault.SLOW_LINK})))
    began = time.perf_counter()
    answer(reader)
    assert time.perf_counter() - began >= 0.03


@pytest.mark.parametrize("fault", CardFault)
def test_every_fault_of_the_dock_is_one_of_the_card(fault: CardFault) -> None:
    faults = faults_of(CardToLay(CardKind.PERSON, NUMBER, frozenset({fault})))
    assert (faults == Faults()) is (fault is CardFault.SLOW_LINK)


def test_faults_come_together() -> None:
    every = faults_of(CardToLay(CardKind.PERSON, NUMBER, frozenset(CardFault), 3, 4))
    assert (every.pulled_at_apdu, every.flipped_bit_at) == (3, 4)
    assert every.largest_le == SHORT_BLOCK
    assert every.missing_dg13
    assert not every.bank_card
    assert not every.mute
