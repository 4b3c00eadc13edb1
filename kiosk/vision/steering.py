"""Takes what a tester's hand does to the simulated camera in the process."""

import asyncio

from kiosk.vision.hand import HandState, Shape, SimulatedHand
from kiosk.vision.life import Life
from kiosk.vision.wire.messages import Cable, Hold, Lit, Picture, Play, Played


class Steering:
    """Knows what a process was told already, so that only what is new is sent."""

    def __init__(self, hand: SimulatedHand) -> None:
        self._hand = hand
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """The hand moved. In the event loop."""
        self._changed.set()

    async def steer(self, life: Life) -> None:
        """Tell this process all of it, and then each change, until it is cancelled."""
        told = HandState()
        while True:
            self._changed.clear()
            now = self._hand.state
            await _tell(life, told, now)
            told = now
            await self._changed.wait()


async def _tell(life: Life, told: HandState, now: HandState) -> None:
    how = (now.fps, now.loop, now.lit)
    if now.played is not told.played or how != (told.fps, told.loop, told.lit):
        life.order(Play(len(now.played), *how))
        for frame in now.played:
            life.order(Played(_picture(frame)))
            await life.drained()
    if (now.held, now.scale, now.angle) != (told.held, told.scale, told.angle):
        held = None if now.held is None else _picture(now.held)
        life.order(Hold(held, now.scale, now.angle))
        await life.drained()
    if now.light != told.light:
        life.order(Lit(now.light))
    if (now.plugged, now.fault) != (told.plugged, told.fault):
        life.order(Cable(now.plugged, now.fault))


def _picture(shape: Shape) -> Picture:
    return Picture(shape.height, shape.width, shape.channels, shape.pixels)
