"""The beginning of a visit: a document is held up, a card is laid, a number is typed, or a face
is recognised."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from kiosk.checkin.cards import CardState, Laid
from kiosk.checkin.consenting import Consents
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.identifying import Identified, Identifying
from kiosk.checkin.laying import id_card_laid
from kiosk.checkin.meanwhile import ask_meanwhile
from kiosk.checkin.opened_chip import OpenedChip
from kiosk.checkin.recognising import can_recognise, recognise
from kiosk.checkin.screens import Back, EnterCode, NoDocument, Welcome
from kiosk.checkin.seeing import next_document
from kiosk.checkin.trace import Trace
from kiosk.documents import typed
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Patient


@dataclass(frozen=True, slots=True)
class Presented:
    """What a visit begins with."""

    document: Document
    chip: OpenedChip | None = None
    """The chip that the document was read from, if it was."""
    recognised: Patient | None = None
    """The patient, if it was their face that told who they are, and no document."""


async def present_document(
    front: Front, equipment: Equipment, trace: Trace, consents: Consents
) -> Presented:
    """Wait for a document or a face that is known, however long it takes; codes and cards are
    read on both pages.

    Raises :class:`~kiosk.checkin.asking.VisitFailed` for a card that the desk must look at, and
    where the hospital cannot be asked whose face it is.
    """
    return await _Presenting(front, equipment, trace, consents).document()


_Begun = Presented | Failure | NoDocument | None
"""What a visit begins with; else as :data:`~kiosk.checkin.identifying.Identified`."""


class _Presenting:
    def __init__(
        self, front: Front, equipment: Equipment, trace: Trace, consents: Consents
    ) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._consents = consents
        self._identifying = Identifying(front, equipment, trace)

    async def document(self) -> Presented:
        begun: _Begun = None
        while not isinstance(begun, Presented):
            got: Document | Laid | NoDocument | None
            if isinstance(begun, NoDocument):
                got = begun
            else:
                got = await self._rest(told=begun)
            begun = await self._begun(got)
        return begun

    async def _begun(self, got: Document | Laid | NoDocument | None) -> _Begun:
        if got is NoDocument.FACE:
            return await self._recognised()
        answer = await self._type_code() if got is NoDocument.TYPE else got
        identified: Identified = None
        match answer:
            case Document():
                identified = await self._identifying.with_code(answer)
            case Laid():
                identified = await self._identifying.with_card()
        if isinstance(identified, Document):
            return Presented(identified, self._identifying.chip)
        return identified

    async def _recognised(self) -> Presented | Failure | None:
        found = await recognise(self._front, self._equipment, self._consents, self._trace)
        if isinstance(found, Patient):
            return Presented(_known_as(found), recognised=found)
        self._consents.forget()
        return found

    async def _rest(self, told: Failure | None) -> Document | Laid | NoDocument | None:
        """The resting page. ``None`` when camera or card reader came or went, and it must be
        drawn anew; ``told`` is said over it."""
        reader, cards = self._equipment.reader, self._equipment.cards
        faces = self._equipment.faces
        return await ask_meanwhile(
            self._front,
            Welcome(
                camera=reader.available,
                cards=cards.state.reader,
                face=faces.available and can_recognise(self._equipment),
            ),
            next_document(self._front, reader, self._trace),
            id_card_laid(self._front, cards),
            reader.availability_changed(),
            self._faces_changed(),
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

    async def _faces_changed(self) -> None:
        """Only a page that offers it must be drawn anew."""
        while not can_recognise(self._equipment):
            await asyncio.Event().wait()
        await self._equipment.faces.availability_changed()

    async def _reader_changed(self, state: CardState) -> None:
        before = state.reader
        while state.reader == before:
            state = await self._equipment.cards.changed(state)


def _known_as(patient: Patient) -> Document:
    """What stands for a document where the hospital itself said who it is."""
    return Document(
        DocumentKind.PATIENT_CODE,
        patient.identifiers,
        name=patient.name,
        birth=patient.birth,
        sex=patient.sex,
        address=patient.address,
    )
