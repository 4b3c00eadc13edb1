"""A card at the command line: waited for, and given up."""

import asyncio
import time

import pytest

from kiosk.app.cards import card_of
from kiosk.app.reading_card import CardRead, Wanted, read_card
from kiosk.devices.card_reader.base import ServiceState
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.link import Link
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.emrtd.passwords import AccessKeys, Can
from kiosk.emrtd.trust import EMPTY
from kiosk.frontdesk.generate import people


class Service(SimulatedCardReader):
    """A reader behind a service of the machine."""

    def __init__(self, state: ServiceState) -> None:
        super().__init__(plugged=False)
        self.state = state


def waited(reader: SimulatedCardReader) -> tuple[CardRead, list[bool]]:
    told: list[bool] = []
    keys = AccessKeys(can=Can("012345"))
    reading = read_card(
        reader, keys, EMPTY, wanted=Wanted(face=False), wait=0.1, waiting=told.append
    )
    got = asyncio.run(reading)
    return got, told


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.app.reading_card.SETTLE_S", 0.02)


def test_an_empty_reader_is_waited_at_and_then_told() -> None:
    got, told = waited(SimulatedCardReader())
    assert (got.failure, told) == ("no-card", [True])


def test_who_waits_without_a_reader_is_told_at_once() -> None:
    got, told = waited(SimulatedCardReader(plugged=False))
    assert (got.failure, told) == ("no-reader", [False])


@pytest.mark.parametrize(
    ("state", "code"),
    [(ServiceState.NO_SERVICE, "no-service"), (ServiceState.NO_READER, "no-reader")],
)
def test_a_service_that_does_not_run_is_no_missing_reader(state: ServiceState, code: str) -> None:
    got, _ = waited(Service(state))
    assert got.failure == code


def test_a_card_that_comes_to_no_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.app.reading_card.READ_S", 0.1)
    reader = SimulatedCardReader(link=Link(turnaround_s=0.05))
    person = next(one for one in people() if one.card_issued)
    reader.lay(card_of(person, Issuer.new()))
    keys = AccessKeys(can=Can(person.personal_number[-6:]))
    began = time.monotonic()
    got = asyncio.run(
        read_card(reader, keys, EMPTY, wanted=Wanted(), wait=1, waiting=lambda there: None)
    )
    assert got.failure == "too-slow"
    assert got.commands < 10
    assert time.monotonic() - began < 2
