"""Waiting for a card at the command line: what is said when nothing comes."""

import asyncio

import pytest

from kiosk.app.reading_card import CardRead, read_card
from kiosk.devices.card_reader.base import ServiceState
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.emrtd.passwords import AccessKeys, Can
from kiosk.emrtd.trust import EMPTY


class Service(SimulatedCardReader):
    """A reader behind a service of the machine."""

    def __init__(self, state: ServiceState) -> None:
        super().__init__(plugged=False)
        self.state = state


def waited(reader: SimulatedCardReader) -> tuple[CardRead, list[bool]]:
    told: list[bool] = []
    keys = AccessKeys(can=Can("012345"))
    got = asyncio.run(read_card(reader, keys, EMPTY, face=False, wait=0.1, waiting=told.append))
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
