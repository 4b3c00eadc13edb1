"""What patients agreed to is on record in the end, though the hospital went away meanwhile."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from kiosk.checkin.consenting import Consents
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.owing import OwedConsents
from kiosk.checkin.screens import AskFaceConsent, AskPhone, FaceConsent
from kiosk.errors import HospitalAway
from kiosk.hospital.base import Capability
from kiosk.hospital.circuit import LinkState
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceOutcome
from tests.flow.before_the_camera import BeforeTheCamera, visit
from tests.flow.journalled import Switch
from tests.flow.stand import PATIENT, ScriptedHospital, settle


class Answering(ScriptedHospital):
    """A hospital behind a link, as a breaker has it: away, it answers nobody."""

    def __init__(self, link: Switch) -> None:
        super().__init__()
        self._link = link

    async def _asked(self, name: str, value: Any) -> None:
        if self._link.state is LinkState.AWAY:
            raise HospitalAway("known to be away")
        await super()._asked(name, value)


class AwayMeanwhile(BeforeTheCamera):
    """A kiosk that compares faces; from one page on its hospital is away."""

    def __init__(self, page: type) -> None:
        super().__init__(FaceOutcome.MATCHED)
        self.link = Switch()
        self.stand.hospital = Answering(self.link)
        self.owing = OwedConsents()
        answer = self.front.answers[page]

        def leaving(screen: Any) -> Any:
            self.link.turn(LinkState.AWAY)
            return answer(screen)

        self.front.answers[page] = leaving

    def visit(self) -> None:
        """To a number without the hospital."""
        outcome = visit(self)
        assert isinstance(outcome, Ticketed)
        assert outcome.ticket.provisional

    @property
    def equipment(self) -> Equipment:
        return replace(super().equipment, link=self.link, owing=self.owing)

    def hospital_is_back(self) -> None:
        self.link.turn(LinkState.UP)
        asyncio.run(self.owing.round(self.stand.hospital, self.stand.clock, self.link))

    def whose(self) -> list[str]:
        return [consent.patient for consent in self.consents()]


def test_a_consent_is_recorded_when_the_hospital_is_back() -> None:
    at = AwayMeanwhile(AskFaceConsent)
    at.visit()
    assert at.whose() == []
    at.hospital_is_back()
    assert at.whose() == ["p-1"]
    assert at.consents()[0].text_version == "face-verification/1"
    assert len(at.owing) == 0


def test_so_is_one_of_a_new_patient_whom_the_hospital_could_not_register_any_more() -> None:
    at = AwayMeanwhile(AskPhone)
    at.stand.hospital.patient = None
    at.visit()
    at.hospital_is_back()
    assert at.whose() == [], "their check-in makes the record"
    at.stand.hospital.patient = replace(PATIENT, id="p-9")
    at.hospital_is_back()
    assert at.whose() == ["p-9"]
    assert len(at.owing) == 0


def test_of_who_declined_nothing_is_owed() -> None:
    at = AwayMeanwhile(AskPhone)
    at.front.answers[AskFaceConsent] = lambda screen: FaceConsent.WITHOUT_FACE
    at.stand.hospital.patient = None
    at.visit()
    assert len(at.owing) == 0


def test_a_consent_that_is_being_told_when_the_kiosk_ends_is_owed_still() -> None:
    at = AwayMeanwhile(AskFaceConsent)

    async def ends() -> None:
        equipment = at.equipment
        consents = Consents(at.front, equipment)
        await consents.ask(AskFaceConsent(ConsentPurpose.FACE_VERIFICATION))
        consents.belong_to(PATIENT)
        await settle()
        assert len(at.owing) == 0, "it is tried again in a second"
        await equipment.afterwards.finish(0.01)

    asyncio.run(ends())
    assert len(at.owing) == 1


@pytest.mark.parametrize("page", [AskFaceConsent, AskPhone])
def test_nothing_is_owed_to_a_hospital_that_records_none(
    page: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Answering, "capabilities", frozenset(Capability) - {Capability.CONSENT})
    at = AwayMeanwhile(page)
    if page is AskPhone:
        at.stand.hospital.patient = None
    at.visit()
    assert len(at.owing) == 0
