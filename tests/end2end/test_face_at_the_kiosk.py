"""A card on the reader and a face before the camera: all of it real but the glass and the paper.

The chip's picture and the person before the camera are of invented people; camera, faces and the
hospital run in processes of their own, as at a kiosk.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.app.cards import person_with_card
from kiosk.app.dock_faces import FacesAtTheDock, face_number
from kiosk.app.headless import Handed
from kiosk.app.kiosk import Kiosk
from kiosk.app.laid import code_on, lay
from kiosk.app.painter.client import Painter
from kiosk.checkin.blind import Blind
from kiosk.checkin.cards import Laid
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.outcome import Outcome, Ticketed
from kiosk.checkin.screens import (
    AskFaceConsent,
    ConfirmBirthDate,
    Confirmed,
    ConfirmIdentity,
    FaceCheck,
    FaceConsent,
    KeptFace,
    NoDocument,
    ReadingCard,
    Welcome,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.config import Settings, override
from kiosk.frontdesk.generate import Person
from kiosk.model.face import FaceGuide, FaceOutcome, IdentityCheck
from kiosk.model.guidance import CodeHint
from kiosk.ui.dock.sights import FaceManner, FaceOwner, FaceToShow
from kiosk.vision.hand import SimulatedHand

pytestmark = pytest.mark.alone
NUMBER = "001079990124"
LONGEST_S = 120
"""For all visits of one person; a look into the camera is half of them."""


class BeforeTheCamera(ScriptedFront):
    """A patient who agrees to everything, and does what the page asks their face to do."""

    def __init__(
        self,
        faces: FacesAtTheDock,
        hand: SimulatedHand,
        at_first: Callable[[], None] | None = None,
    ) -> None:
        """``at_first``: what happens when a page says something to the face for the first time."""
        super().__init__(willing_patient(face=True))
        self.answers[AskFaceConsent] = lambda screen: FaceConsent.WITH_FACE
        self._faces = faces
        self._hand = hand
        self._at_first = at_first

    def guide(self, what: FaceGuide | CodeHint | None) -> None:
        super().guide(what)
        if isinstance(what, FaceGuide):
            at_first, self._at_first = self._at_first, None
            if at_first is not None:
                at_first()
            # This script is the page, so that its light is, too.
            self._hand.lit(None if what.light is None else what.light.colour)
            self._faces.follow(what.hint)

    def confirmed(self) -> list[ConfirmIdentity]:
        return [screen for screen in self.asked if isinstance(screen, ConfirmIdentity)]


class AtTheKiosk:
    """One person at a kiosk, visit after visit."""

    def __init__(self, kiosk: Kiosk, equipment: Equipment, faces: FacesAtTheDock) -> None:
        self._kiosk = kiosk
        self._equipment = equipment
        self._faces = faces
        assert kiosk.eyes is not None
        assert kiosk.eyes.hand is not None
        self._hand = kiosk.eyes.hand

    async def with_card(
        self, at_first: Callable[[], None] | None = None
    ) -> tuple[Ticketed, BeforeTheCamera]:
        lay(self._kiosk, NUMBER)
        cards = self._equipment.cards
        state = cards.state
        while state.laid is not Laid.ID_CARD:
            state = await cards.changed(state)
        code = Handed(code_on(NUMBER), self._kiosk.rules.patterns)
        front = BeforeTheCamera(self._faces, self._hand, at_first)
        return _ticketed(await self._one(front, replace(self._equipment, reader=code))), front

    def kill_eyes(self) -> None:
        assert self._kiosk.eyes is not None
        assert self._kiosk.eyes.pid is not None
        os.kill(self._kiosk.eyes.pid, signal.SIGKILL)

    async def by_face(self, born: str) -> tuple[Outcome, BeforeTheCamera]:
        """Without any document. Types the birth date, and has the face deleted."""
        front = BeforeTheCamera(self._faces, self._hand)
        answers = iter([Confirmed.FORGET_FACE, Confirmed.YES])
        front.answers[Welcome] = lambda screen: NoDocument.FACE
        front.answers[ConfirmBirthDate] = lambda screen: born
        front.answers[ConfirmIdentity] = lambda screen: next(answers)
        return await self._one(front, replace(self._equipment, reader=Blind())), front

    async def _one(self, front: BeforeTheCamera, equipment: Equipment) -> Outcome:
        outcome = await Session(front, equipment).one()
        await equipment.afterwards.finish()
        return outcome


def _ticketed(outcome: Outcome) -> Ticketed:
    assert isinstance(outcome, Ticketed), "whatever comes of the face"
    assert outcome.verified
    return outcome


@asynccontextmanager
async def at_the_kiosk(data: Path, owner: FaceOwner) -> AsyncIterator[AtTheKiosk]:
    settings = override(Settings(), {"face.identify": True})
    kiosk, painter = Kiosk(settings, data), Painter()
    assert kiosk.eyes is not None
    assert kiosk.eyes.hand is not None
    faces = FacesAtTheDock(kiosk.eyes.hand, painter, date.today)
    try:
        async with asyncio.timeout(LONGEST_S), kiosk.equipped() as equipment:
            # It waits beside the kiosk, as for a tester: it comes when a page looks for a face.
            faces.ready(FaceToShow(face_number(_holder()), owner, FaceManner.WILLING))
            while not equipment.faces.available:
                await equipment.faces.availability_changed()
            yield AtTheKiosk(kiosk, equipment, faces)
    finally:
        faces.close()
        painter.close()
        kiosk.close()


def _holder() -> Person:
    person = person_with_card(NUMBER)
    assert person is not None
    return person


def test_a_holder_is_compared_kept_recognised_without_a_card_and_forgotten(tmp_path: Path) -> None:
    async def run() -> None:
        async with at_the_kiosk(tmp_path, FaceOwner.OWN) as at:
            first, front = await at.with_card()
            assert first.identity is IdentityCheck.FACE
            assert front.confirmed()[-1].face is KeptFace.NO

            second, front = await at.by_face(f"{_holder().born:%d%m%Y}")
            assert isinstance(second, Ticketed)
            assert second.identity is IdentityCheck.FACE
            assert second.patient.id == first.patient.id
            assert second.ticket.number == first.ticket.number
            faces = [screen.face for screen in front.confirmed()]
            assert faces == [KeptFace.KEPT, KeptFace.DELETED]

    asyncio.run(run())


def test_who_is_not_the_holder_gets_a_ticket_that_leads_past_the_desk(tmp_path: Path) -> None:
    async def run() -> None:
        async with at_the_kiosk(tmp_path, FaceOwner.OTHER) as at:
            outcome, front = await at.with_card()
            assert outcome.identity is IdentityCheck.DESK
            assert [page.face for page in front.confirmed()] == [KeptFace.NO]

    asyncio.run(run())


def test_eyes_that_are_killed_while_they_look_cost_one_try(tmp_path: Path) -> None:
    """The chip's picture is not read again: whoever compares next is given it."""

    async def run() -> None:
        async with at_the_kiosk(tmp_path, FaceOwner.OWN) as at:
            outcome, front = await at.with_card(at_first=at.kill_eyes)
            assert outcome.identity is IdentityCheck.FACE
            wrong = [page.wrong for page in front.asked if isinstance(page, FaceCheck)]
            assert wrong[1] is not None, "the first try was not enough"
            assert wrong[1].reason == FaceOutcome.AWAY.value
            assert sum(isinstance(page, ReadingCard) for page in front.asked) == 2

    asyncio.run(run())
