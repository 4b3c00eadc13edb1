"""One visit without a screen: for the command line."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kiosk.app.kiosk import Kiosk
from kiosk.checkin.cards import Cards, Laid
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.faces import NoFaces
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.hospital_link import AlwaysUp
from kiosk.checkin.outcome import Failed, Outcome
from kiosk.checkin.reconciling import Reconciler
from kiosk.checkin.screens import EnterCan, LayCard, Screen, UnlockCard, Welcome
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Trace
from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.log import log
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint

A = TypeVar("A")

PICTURE_S = 5.0
"""How long a picture is looked at. A code in it is found within the first frames."""
CARD_S = 30.0
"""How long a card is waited for, that somebody lays on a real reader."""
TELL_S = 13.0
"""How long the hospital is tried to be told what the visit owes it: nobody does it afterwards."""

_RESTING = Welcome | UnlockCard | EnterCan
"""Pages on which the camera is looked through for a code."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the patient of this visit does."""

    document: str | None = None
    """What the code on the document says; ``None`` holds it up to the kiosk's camera."""
    card: bool = False
    """A chip card lies on the reader, or will in a moment: wait for it before anything else."""
    service: str = ""
    phone: str = ""
    language: str = "vi"


class Handed:
    """A reader that is handed what a code says, once."""

    available = True
    hint: CodeHint | None = None

    def __init__(self, payload: str, patterns: Patterns) -> None:
        self._payload: str | None = payload
        self._patterns = patterns
        self.frame_taken = time.monotonic()

    async def availability_changed(self) -> None:
        await asyncio.Event().wait()

    async def hint_changed(self, seen: CodeHint | None) -> CodeHint | None:
        while seen is None:
            await asyncio.Event().wait()
        return None

    def forget(self) -> None:
        pass

    async def next(self) -> Document | NotADocument:
        while self._payload is None:
            await asyncio.Event().wait()
        payload, self._payload = self._payload, None
        self.frame_taken = time.monotonic()
        try:
            return parse(payload, self._patterns)
        except NotADocument as error:
            return error


class _OneTry(ScriptedFront):
    """Without anybody to hold up another document, the first refusal is the last word."""

    def __init__(self, wish: Wish) -> None:
        super().__init__(willing_patient(wish.service, wish.phone), wish.language)
        self.refused: asyncio.Queue[Failure] = asyncio.Queue()

    def tell(self, failure: Failure) -> None:
        self.refused.put_nowait(failure)

    async def ask(self, screen: Screen[A]) -> A:
        page: Screen[Any] = screen
        if isinstance(page, UnlockCard | EnterCan) and page.wrong is not None:
            self.refused.put_nowait(page.wrong)
        elif isinstance(page, LayCard):
            gone = "card-gone" if page.again else "no-card"
            self.refused.put_nowait(FAILURES["unreadable"].at(Step.CARD, gone))
        return await super().ask(screen)


async def visit_once(kiosk: Kiosk, wish: Wish) -> tuple[Outcome, Trace]:
    """How the visit ended, with its steps, after everything that it started is finished.

    Raises :class:`~kiosk.app.embedded.HospitalNotStarted` if the embedded hospital does not start.
    """
    trace = Trace()
    front = _OneTry(wish)
    async with kiosk.equipped() as equipped:
        # Nobody stands before this kiosk; and a number of its own would die with this process.
        equipment = replace(equipped, faces=NoFaces(), link=AlwaysUp())
        if wish.document is not None:
            equipment = replace(equipment, reader=Handed(wish.document, kiosk.rules.patterns))
        if wish.card and not await _laid(equipment.cards):
            outcome: Outcome = _failed(_no_card(equipment.cards))
        else:
            outcome = await _first_of(front, equipment, trace)
        await equipment.afterwards.finish()
        await Reconciler(equipment).finish(TELL_S)
    return outcome, trace


async def _first_of(front: _OneTry, equipment: Equipment, trace: Trace) -> Outcome:
    visit = asyncio.create_task(Session(front, equipment, lambda: trace).one())
    refused = asyncio.create_task(front.refused.get())
    unseen = asyncio.create_task(_unseen(front, equipment))
    tasks: set[asyncio.Task[Outcome] | asyncio.Task[Failure]] = {visit, refused, unseen}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if visit.done():
            return visit.result()
        failure = (refused if refused.done() else unseen).result()
        return _failed(failure)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _failed(failure: Failure) -> Failed:
    """A session would wait for the next document and so has no end to log."""
    log("visit-ended", outcome="failed", code=failure.code, ms=0)
    return Failed(failure)


def _no_card(cards: Cards) -> Failure:
    if cards.state.reader:
        return FAILURES["unreadable"].at(Step.CARD, "no-card")
    return FAILURES["reader-away"].at(Step.CARD, "no-reader")


async def _laid(cards: Cards) -> bool:
    """Whether something was laid in time. The visit says it if that is no ID card."""
    state = cards.state
    with suppress(TimeoutError):
        async with asyncio.timeout(CARD_S):
            while state.laid in (Laid.NOTHING, Laid.LOOKING):
                state = await cards.changed(state)
    return state.laid is not Laid.NOTHING


async def _unseen(front: _OneTry, equipment: Equipment) -> Failure:
    """Returns if nothing was seen in time, or the camera found that it is given no picture.

    A visit that goes on takes as long as it takes. The resting page alone is no visit yet: it
    is asked again whenever the camera comes or goes.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(PICTURE_S):
            await equipment.reader.availability_changed()
    while equipment.reader.frame_taken or not all(isinstance(s, _RESTING) for s in front.asked):
        await asyncio.Event().wait()
    return FAILURES["no-code"].at(Step.SCAN)
