"""Waiting for an ID card to be laid on the reader, or for it or the reader to go."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from kiosk.checkin.cards import Cards, CardState, Laid
from kiosk.checkin.clock import Clock
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.front import Front

_TOLD = {Laid.OTHER: "not-an-id-card", Laid.MUTE: "mute"}


LOOK_S = 2.0
"""Something that is being looked at is waited for so long, to turn out to be a card or not."""


async def what_lies(cards: Cards) -> Laid:
    """What lies there, once that is known."""
    state = cards.state
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK_S):
            while state.laid is Laid.LOOKING:
                state = await cards.changed(state)
    return state.laid


async def id_card_laid(front: Front, cards: Cards) -> Laid:
    """Returns once an ID card lies there. What is none is said at once over the present page,
    and then overlooked until it is taken away: it must not keep a QR code from being read."""
    state = cards.state
    while state.laid is not Laid.ID_CARD:
        if state.laid in _TOLD:
            front.tell(FAILURES[_TOLD[state.laid]].at(Step.CARD))
            cards.set_aside()
        state = await cards.changed(state)
    return state.laid


async def gone_for(
    seconds: float, clock: Clock, cards: Cards, there: Callable[[CardState], bool]
) -> None:
    """Returns when ``there`` has been false for so long without a break."""
    while True:
        await _until(cards, lambda state: not there(state))
        back = asyncio.ensure_future(_until(cards, there))
        over = asyncio.ensure_future(clock.sleep(seconds))
        try:
            await asyncio.wait({back, over}, return_when=asyncio.FIRST_COMPLETED)
            if not back.done():
                return
        finally:
            for each in (back, over):
                each.cancel()
            await asyncio.gather(back, over, return_exceptions=True)


async def _until(cards: Cards, true: Callable[[CardState], bool]) -> None:
    state = cards.state
    while not true(state):
        state = await cards.changed(state)
