"""A visit without a screen, whose card nobody lays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

import pytest

from kiosk.app.headless import Wish, visit_once
from kiosk.app.kiosk import Kiosk
from kiosk.checkin.cards import CardState, NoCards
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.outcome import Failed
from tests.flow.stand import HeldUp, Stand


class Empty(NoCards):
    """A card reader on which nothing is laid."""

    state = CardState(reader=True)


class Place:
    """A kiosk as far as a visit without a screen looks at it."""

    def __init__(self, cards: NoCards) -> None:
        stand = Stand()
        self.rules = stand.rules
        self._equipment = replace(stand.equipment(HeldUp()), cards=cards)

    @asynccontextmanager
    async def equipped(self) -> AsyncIterator[Equipment]:
        yield self._equipment


@pytest.mark.parametrize(
    ("cards", "code"), [(NoCards(), "card-reader-away"), (Empty(), "card-unreadable")]
)
def test_a_reader_that_is_not_there_is_no_card_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, cards: Any, code: str
) -> None:
    monkeypatch.setattr("kiosk.app.headless.CARD_S", 0.02)
    kiosk = cast(Kiosk, Place(cards))
    outcome, _ = asyncio.run(visit_once(kiosk, Wish("a code", card=True)))
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == code
