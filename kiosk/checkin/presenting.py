"""The beginning of a visit: a document is held up, a card is laid, or a number is typed."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from kiosk.checkin.cards import CardState, Laid
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.identifying import Identified, Identifying
from kiosk.checkin.laying import id_card_laid
from kiosk.checkin.meanwhile import ask_meanwhile
from kiosk.checkin.screens import Back, EnterCode, NoDocument, Welcome
from kiosk.checkin.seeing import next_document
from kiosk.checkin.trace import Trace
from kiosk.documents import typed
from kiosk.errors import NotADocument
from kiosk.model.document import Document


async def present_document(front: Front, equipment: Equipment, trace: Trace) -> Document:
    """Wait for a document, however long it takes; codes and cards are read on both pages.

    Raises :class:`~kiosk.checkin.asking.VisitFailed` for a card that the desk must look at.
    """
    return await _Presenting(front, equipment, trace).document()


class _Presenting:
    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._identifying = Identifying(front, equipment, trace)

    async def document(self) -> Document:
        identified: Identified = None
        while not isinstance(identified, Document):
            got: Document | Laid | NoDocument | None
            if isinstance(identified, NoDocument):
                got = identified
            else:
                got = await self._rest(told=identified)
            identified = await self._identified(got)
        return identified

    async def _identified(self, got: Document | Laid | NoDocument | None) -> Identified:
        answer = await self._type_code() if got is NoDocument.TYPE else got
        match answer:
            case Document():
                return await self._identifying.with_code(answer)
            case Laid():
                return await self._identifying.with_card()
            case _:
                return None

    async def _rest(self, told: Failure | None) -> Document | Laid | NoDocument | None:
        """The resting page. ``None`` when camera or card reader came or went, and it must be
        drawn anew; ``told`` is said over it."""
        reader, cards = self._equipment.reader, self._equipment.cards
        return await ask_meanwhile(
            self._front,
            Welcome(camera=reader.available, cards=cards.state.reader),
            next_document(self._front, reader, self._trace),
            id_card_laid(self._front, cards),
            reader.availability_changed(),
            self._reader_changed(cards.state),
            self._say(told),
        )

    async def _say(self, failure: Failure | None) -> None:
        """Over the page that was asked before this."""
        if failure is not None:
            self._front.tell(failure)
        await asyncio.Event().wait()

    async def _type_code(self) -> Document | Laid | Back:
        patterns, today = self._equipment.rules.patterns, self._equipment.clock.now().date()
        wrong: Failure | None = None
        while True:
            events: tuple[Coroutine[Any, Any, Document | Laid], ...] = (
                next_document(self._front, self._equipment.reader, self._trace),
                id_card_laid(self._front, self._equipment.cards),
            )
            answer = await ask_meanwhile(self._front, EnterCode(wrong), *events)
            if not isinstance(answer, str):
                return answer
            try:
                return typed(answer, patterns, today=today)
            except NotADocument as error:
                wrong = FAILURES["code-not-valid"].at(Step.SCAN, error.reason)

    async def _reader_changed(self, state: CardState) -> None:
        before = state.reader
        while state.reader == before:
            state = await self._equipment.cards.changed(state)
