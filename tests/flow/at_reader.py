"""One patient at a kiosk with a card reader, and what they do there."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from kiosk.checkin.equipment import Equipment
from kiosk.checkin.faces import Faces, NoFaces
from kiosk.checkin.outcome import Outcome
from kiosk.checkin.screens import Screen
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Trace
from kiosk.model.document import Document
from tests.flow.cards import ScriptedCards, chips_on, until
from tests.flow.stand import AT_EIGHT, HeldUp, Stand, finish


class AtReader:
    """One patient at a kiosk with a card reader."""

    def __init__(self) -> None:
        self.stand = Stand()
        self.stand.hospital.todays = (AT_EIGHT,)
        self.front = ScriptedFront(willing_patient())
        self.eyes = HeldUp()
        self.reader = ScriptedCards()
        self.cards = chips_on(self.reader)
        self.faces: Faces = NoFaces()
        self.trace = Trace()
        self._reached = 0

    @property
    def equipment(self) -> Equipment:
        return replace(self.stand.equipment(self.eyes), cards=self.cards, faces=self.faces)

    def session(self, equipment: Equipment) -> Session:
        return Session(self.front, equipment, lambda: self.trace)

    def show(self, code: Document) -> None:
        self.eyes.queue.put_nowait(code)

    def page(self) -> Screen[Any]:
        return self.front.asked[-1]

    async def reaches(self, page: type[Screen[Any]]) -> Any:
        """Wait for the next such page after the one that was waited for last, and return it."""
        found: list[int] = []

        def there() -> bool:
            asked = self.front.asked
            found[:] = [
                at for at in range(self._reached, len(asked)) if isinstance(asked[at], page)
            ]
            return bool(found)

        await until(there)
        self._reached = found[0] + 1
        return self.front.asked[found[0]]

    def pages(self) -> list[str]:
        """Without the resting page's being drawn anew."""
        names = [type(screen).__name__ for screen in self.front.asked]
        return [n for i, n in enumerate(names) if i == 0 or n != names[i - 1]]

    def found(self) -> Document:
        """What the hospital was asked for."""
        (document,) = self.stand.hospital.calls("find")
        assert isinstance(document, Document)
        return document


Patient = Callable[[AtReader], Coroutine[Any, Any, None]]


def play(at: AtReader, patient: Patient) -> Outcome:
    """One visit, in which ``patient`` does what they do."""

    async def run() -> Outcome:
        equipment = at.equipment
        visit = asyncio.create_task(at.session(equipment).one())
        acting = asyncio.create_task(patient(at))
        try:
            await asyncio.wait({visit, acting}, return_when=asyncio.FIRST_EXCEPTION)
            acting.result()
            outcome = await visit
            await finish(equipment, at.stand.clock)
            return outcome
        finally:
            for task in (visit, acting):
                task.cancel()
            await asyncio.gather(visit, acting, return_exceptions=True)
            await at.cards.close()
            assert at.reader.connections == 0, "a card is still held"
            assert at.reader.closed

    return asyncio.run(asyncio.wait_for(run(), 20))


def logged(text: str, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]
