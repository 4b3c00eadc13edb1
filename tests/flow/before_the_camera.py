"""A patient with a card before a camera that compares faces."""

import asyncio
from dataclasses import replace

from kiosk.checkin.outcome import Outcome
from kiosk.checkin.screens import Done
from kiosk.checkin.scripted import willing_patient
from kiosk.model.consent import Consent
from kiosk.model.face import FaceOutcome, IdentityCheck
from tests.flow.at_reader import AtReader, Patient, play
from tests.flow.cards import CODE, FakeCard
from tests.flow.faces import ScriptedFaces


class BeforeTheCamera(AtReader):
    """A kiosk that compares faces, and a patient who agrees to it."""

    def __init__(self, *outcomes: FaceOutcome) -> None:
        super().__init__()
        self.stand.rules = replace(self.stand.rules, face_verify=True)
        self.front.answers = dict(willing_patient(face=True))
        self.seen = ScriptedFaces(*outcomes)
        self.faces = self.seen

    def told(self) -> IdentityCheck:
        """How the hospital hears that the identity was seen."""
        (request,) = self.stand.hospital.calls("check_in")
        check = request.identity
        assert isinstance(check, IdentityCheck)
        return check

    def consents(self) -> list[Consent]:
        return self.stand.hospital.calls("record_consent")


def with_card(card: FakeCard) -> Patient:
    """Lays it, and shows its code."""

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        at.show(CODE)

    return patient


def visit(at: BeforeTheCamera, card: FakeCard | None = None) -> Outcome:
    """From the card to the ticket, through as many tries as there are."""
    before = with_card(card or FakeCard())

    async def patient(at_reader: AtReader) -> None:
        await before(at_reader)
        while not any(isinstance(screen, Done) for screen in at.front.asked):
            await at.stand.clock.push(1)
            await asyncio.sleep(0.001)

    return play(at, patient)
