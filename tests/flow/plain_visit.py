"""A whole visit without a screen, and which pages were asked in it."""

import asyncio

from kiosk.checkin.outcome import Outcome
from kiosk.checkin.scripted import ScriptedFront
from kiosk.checkin.session import Session
from tests.flow.stand import HeldUp, Stand, finish


def play(stand: Stand, front: ScriptedFront, *held: object) -> Outcome:
    reader = HeldUp(*held)  # type: ignore[arg-type]  # tests hold up what they like

    async def one() -> Outcome:
        async with asyncio.timeout(10):
            equipment = stand.equipment(reader)
            outcome = await Session(front, equipment).one()
            await finish(equipment, stand.clock)
            return outcome

    return asyncio.run(one())


def pages(front: ScriptedFront) -> list[str]:
    return [type(screen).__name__ for screen in front.asked]
