"""Waiting for an ID card to be laid on the reader."""

from kiosk.checkin.cards import Cards, Laid
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.front import Front

_TOLD = {Laid.OTHER: "not-an-id-card", Laid.MUTE: "mute"}


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
