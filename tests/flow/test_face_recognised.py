"""A returning patient without any card; and what the hospital keeps of a face."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.screens import (
    AskFaceConsent,
    Back,
    ChooseService,
    ConfirmBirthDate,
    Confirmed,
    ConfirmIdentity,
    Done,
    FaceCheck,
    FaceConsent,
    KeptFace,
    NoDocument,
    Screen,
    Welcome,
    WithoutFace,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.errors import HospitalAway
from kiosk.hospital.base import Capability
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.document import Document
from kiosk.model.face import FaceOutcome, IdentityCheck
from kiosk.model.person import BirthDate, Patient
from tests.flow.before_the_camera import BeforeTheCamera, visit
from tests.flow.faces import DESCRIPTOR, ScriptedFaces
from tests.flow.stand import (
    AT_EIGHT,
    CODE_ONLY,
    DOCUMENT,
    PATIENT,
    HeldUp,
    ScriptedHospital,
    Stand,
    finish,
    settle,
)

CAPTURED = FaceOutcome.CAPTURED
ENROLLED = replace(PATIENT, face_enrolled=True)
BORN = "15031952"


class ByFace:
    """A kiosk that recognises faces; the patient asks for it once, and then waits."""

    def __init__(self, *outcomes: FaceOutcome, dates: tuple[str, ...] = (BORN,)) -> None:
        self.stand = Stand()
        self.stand.rules = replace(self.stand.rules, face_identify=True)
        self.stand.hospital.todays = (AT_EIGHT,)
        self.stand.hospital.face = ENROLLED
        self.seen = ScriptedFaces(*outcomes)
        self.front = ScriptedFront(willing_patient(face=True))
        self.reader = HeldUp()
        self.typed = list(dates)
        self.front.answers[Welcome] = self._by_face
        self.front.answers[ConfirmBirthDate] = lambda screen: self.typed.pop(0)

    def _by_face(self, screen: Welcome) -> NoDocument:
        assert screen.face, "nobody can ask for what is not offered"
        del self.front.answers[Welcome]
        return NoDocument.FACE

    def visit(self, then: Callable[[], Any] = lambda: None) -> Outcome:
        """One visit. ``then`` is called when the patient is back at the resting page."""

        async def run() -> Outcome:
            equipment = replace(self.stand.equipment(self.reader), faces=self.seen)
            visiting = asyncio.create_task(Session(self.front, equipment).one())
            back = False
            while not visiting.done():
                if not back and self.rests_again():
                    await settle()
                    back = True
                    then()
                await self.stand.clock.push(1)
                await asyncio.sleep(0.001)
            await finish(equipment, self.stand.clock)
            return await visiting

        return asyncio.run(asyncio.wait_for(run(), 10))

    def rests_again(self) -> bool:
        return len(self.front.asked) > 1 and isinstance(self.front.asked[-1], Welcome)

    def pages(self) -> list[str]:
        return [type(screen).__name__ for screen in self.front.asked]

    def shown(self, page: type[Screen[Any]]) -> list[Any]:
        return [screen for screen in self.front.asked if isinstance(screen, page)]


def consents(hospital: ScriptedHospital) -> list[Consent]:
    return hospital.calls("record_consent")


def test_a_face_and_a_birth_date_do_for_a_card() -> None:
    at = ByFace(CAPTURED)
    outcome = at.visit()
    assert isinstance(outcome, Ticketed)
    assert at.pages() == [
        "Welcome",
        "AskFaceConsent",
        "FaceCheck",
        "ConfirmBirthDate",
        "ConfirmIdentity",
        "Done",
    ]
    hospital = at.stand.hospital
    assert hospital.calls("match_face") == [DESCRIPTOR]
    assert not hospital.calls("find"), "nobody is looked up twice"
    (request,) = hospital.calls("check_in")
    assert (request.patient, request.identity) == ("p-1", IdentityCheck.FACE)
    (consent,) = consents(hospital)
    assert (consent.patient, consent.text_version) == ("p-1", "face-search/1")
    assert consent.purpose is ConsentPurpose.FACE_IDENTIFICATION
    assert at.seen.checked == [(None, True)]
    assert at.seen.forgot >= 1


def test_the_face_is_forgotten_before_anything_is_typed() -> None:
    at = ByFace(CAPTURED)
    forgot: list[int] = []

    def typing(screen: ConfirmBirthDate) -> str:
        forgot.append(at.seen.forgot)
        return BORN

    at.front.answers[ConfirmBirthDate] = typing
    at.visit()
    assert forgot == [1]


def test_what_is_asked_for_first_keeps_nothing() -> None:
    at = ByFace(CAPTURED)
    at.visit()
    (page,) = at.shown(AskFaceConsent)
    assert page == AskFaceConsent(ConsentPurpose.FACE_IDENTIFICATION, keeps=False)


@pytest.mark.parametrize("typed", ["15.03.1952", "15 03 1952", "15/03/1952"])
def test_signs_between_the_digits_do_not_matter(typed: str) -> None:
    assert isinstance(ByFace(CAPTURED, dates=(typed,)).visit(), Ticketed)


def test_one_slip_of_the_finger_is_forgiven() -> None:
    at = ByFace(CAPTURED, dates=("15031951", BORN))
    assert isinstance(at.visit(), Ticketed)
    first, second = at.shown(ConfirmBirthDate)
    assert first.wrong is None
    assert second.wrong.kind == "birth-date-wrong"


def test_of_whom_the_year_alone_is_known_the_year_is_enough() -> None:
    at = ByFace(CAPTURED, dates=("1952",))
    at.stand.hospital.face = replace(ENROLLED, birth=BirthDate(1952))
    assert isinstance(at.visit(), Ticketed)


def unknown(at: ByFace) -> None:
    """The patient is told so at the resting page, and nothing of anybody was shown."""
    hospital = at.stand.hospital
    outcome = at.visit(then=lambda: at.reader.queue.put_nowait(DOCUMENT))
    assert isinstance(outcome, Ticketed), "a card does as ever"
    assert [failure.kind for failure in at.front.told] == ["face-unknown"]
    assert not consents(hospital), "whose it was is not known"
    (request,) = hospital.calls("check_in")
    assert request.identity is IdentityCheck.DOCUMENT
    (confirm,) = at.shown(ConfirmIdentity)
    assert confirm.face is KeptFace.NO


@pytest.mark.parametrize(
    "dates", [("15031951", "1952"), ("1952", ""), ("31021952", "99999999"), ("²²²²", "abc")]
)
def test_a_wrong_birth_date_shows_nobody(dates: tuple[str, ...]) -> None:
    unknown(ByFace(CAPTURED, dates=dates))


@pytest.mark.parametrize("found", [None, replace(ENROLLED, birth=None)])
def test_a_face_that_is_not_known_leads_back_to_the_card(found: Patient | None) -> None:
    at = ByFace(CAPTURED, dates=())
    at.stand.hospital.face = found
    unknown(at)


def test_three_tries_that_fail_lead_back_to_the_card() -> None:
    at = ByFace(*[FaceOutcome.NOT_LIVE] * 3, dates=())
    unknown(at)
    assert not at.stand.hospital.calls("match_face"), "a picture of a face is asked for nobody"


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        (AskFaceConsent, FaceConsent.WITHOUT_FACE),
        (FaceCheck, WithoutFace.GO_ON),
        (ConfirmBirthDate, Back.BACK),
    ],
)
def test_who_thinks_better_of_it_is_at_the_resting_page_again(
    page: type[Screen[Any]], answer: object
) -> None:
    at = ByFace() if page is FaceCheck else ByFace(CAPTURED)
    at.front.answers[page] = lambda screen: answer
    outcome = at.visit(then=lambda: at.reader.queue.put_nowait(DOCUMENT))
    assert isinstance(outcome, Ticketed)
    assert not at.front.told
    assert not consents(at.stand.hospital)
    assert at.seen.looking == at.seen.previews == 0


def test_the_next_one_at_the_resting_page_is_asked_for_themselves() -> None:
    at = ByFace(CAPTURED, CAPTURED, dates=("01011900", "01011900", BORN))
    at.visit(then=lambda: _ask_again(at))
    assert at.pages().count("AskFaceConsent") == 2
    assert len(consents(at.stand.hospital)) == 1


def _ask_again(at: ByFace) -> None:
    """Another one steps up: the page that waits for ever is drawn anew, and answered."""
    at.front.answers[Welcome] = at._by_face
    at.seen.be(True)


@pytest.mark.parametrize("missing", ["rule", "capability", "camera"])
def test_it_is_offered_where_it_can_be_done(missing: str, monkeypatch: Any) -> None:
    at = ByFace()
    at.front.answers.pop(Welcome)
    at.reader.queue.put_nowait(DOCUMENT)
    match missing:
        case "rule":
            at.stand.rules = replace(at.stand.rules, face_identify=False)
        case "capability":
            offered = frozenset(Capability) - {Capability.FACES}
            monkeypatch.setattr(ScriptedHospital, "capabilities", offered)
        case "camera":
            at.seen.available = False
    at.visit()
    (page,) = at.shown(Welcome)
    assert not page.face


def test_a_hospital_that_does_not_answer_is_a_problem_with_a_next_step() -> None:
    at = ByFace(CAPTURED)
    at.stand.hospital.errors["match_face"] = [HospitalAway("away")]
    outcome = at.visit()
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == "face-hospital-away"


def test_my_face_is_deleted_where_it_is_recognised() -> None:
    at = ByFace(CAPTURED)
    answers = iter([Confirmed.FORGET_FACE, Confirmed.YES])
    at.front.answers[ConfirmIdentity] = lambda screen: next(answers)
    assert isinstance(at.visit(), Ticketed)
    assert at.stand.hospital.calls("forget_face") == ["p-1"]
    assert [page.face for page in at.shown(ConfirmIdentity)] == [KeptFace.KEPT, KeptFace.DELETED]


def test_a_deletion_that_did_not_reach_the_hospital_is_said_and_can_be_repeated() -> None:
    at = ByFace(CAPTURED)
    at.stand.hospital.errors["forget_face"] = [HospitalAway("away")]
    answers = iter([Confirmed.FORGET_FACE, Confirmed.FORGET_FACE, Confirmed.YES])
    at.front.answers[ConfirmIdentity] = lambda screen: next(answers)
    assert isinstance(at.visit(), Ticketed)
    assert [page.face for page in at.shown(ConfirmIdentity)] == [
        KeptFace.KEPT,
        KeptFace.NOT_DELETED,
        KeptFace.DELETED,
    ]


def test_nothing_is_deleted_that_is_not_kept() -> None:
    at = ByFace()
    at.front.answers.pop(Welcome)
    at.reader.queue.put_nowait(DOCUMENT)
    answers = iter([Confirmed.FORGET_FACE, Confirmed.YES])
    at.front.answers[ConfirmIdentity] = lambda screen: next(answers)
    at.visit()
    assert not at.stand.hospital.calls("forget_face")


@pytest.mark.parametrize("document", [DOCUMENT, CODE_ONLY])
def test_who_only_knows_a_number_neither_hears_of_a_face_nor_deletes_it(
    document: Document,
) -> None:
    """A card's code and a typed number can be anybody's."""
    at = ByFace()
    at.front.answers.pop(Welcome)
    at.stand.hospital.patient = ENROLLED
    at.reader.queue.put_nowait(document)
    answers = iter([Confirmed.FORGET_FACE, Confirmed.YES])
    at.front.answers[ConfirmIdentity] = lambda screen: next(answers)
    at.stand.hospital.todays = ()
    assert isinstance(at.visit(), Ticketed)
    assert [page.face for page in at.shown(ConfirmIdentity)] == [KeptFace.NO] * 2
    assert not at.stand.hospital.calls("forget_face")


class Keeping(BeforeTheCamera):
    """A kiosk that compares faces and recognises them; the patient says what may be kept."""

    def __init__(self, *, keep: bool) -> None:
        super().__init__(FaceOutcome.MATCHED)
        self.stand.rules = replace(self.stand.rules, face_identify=True)
        agreed = FaceConsent.WITH_FACE

        def consent(page: AskFaceConsent) -> FaceConsent:
            return agreed if keep or not page.keeps else FaceConsent.WITHOUT_FACE

        self.front.answers[AskFaceConsent] = consent

    def asked(self) -> list[AskFaceConsent]:
        return [page for page in self.front.asked if isinstance(page, AskFaceConsent)]


def test_a_face_is_kept_with_a_consent_of_its_own() -> None:
    at = Keeping(keep=True)
    assert isinstance(visit(at), Ticketed)
    assert [page.keeps for page in at.asked()] == [False, True]
    ((consent, descriptor),) = at.stand.hospital.calls("enroll_face")
    assert descriptor == DESCRIPTOR
    assert (consent.patient, consent.text_version) == ("p-1", "face-enrolment/1")
    assert consent.purpose is ConsentPurpose.FACE_IDENTIFICATION
    assert [each.text_version for each in at.consents()] == ["face-verification/1"]


def test_a_new_patients_face_is_kept_under_their_new_record() -> None:
    at = Keeping(keep=True)
    at.stand.hospital.patient = None
    visit(at)
    ((consent, _),) = at.stand.hospital.calls("enroll_face")
    assert consent.patient == "new"


def test_who_declines_is_kept_by_nobody_and_has_been_seen_all_the_same() -> None:
    at = Keeping(keep=False)
    visit(at)
    assert not at.stand.hospital.calls("enroll_face")
    assert at.told() is IdentityCheck.FACE


def test_going_back_does_not_ask_again_what_is_to_be_kept() -> None:
    at = Keeping(keep=False)
    at.stand.hospital.todays = ()
    choose = at.front.answers[ChooseService]
    times: list[None] = []

    def back_first(screen: ChooseService) -> object:
        times.append(None)
        return Back.BACK if len(times) == 1 else choose(screen)

    at.front.answers[ChooseService] = back_first
    visit(at)
    assert len(times) == 2
    assert [page.keeps for page in at.asked()] == [False, True]


def test_who_is_kept_already_is_not_asked_again_and_can_have_it_deleted() -> None:
    at = Keeping(keep=True)
    at.stand.hospital.patient = ENROLLED
    visit(at)
    assert [page.keeps for page in at.asked()] == [False]
    confirm = next(page for page in at.front.asked if isinstance(page, ConfirmIdentity))
    assert confirm.face is KeptFace.KEPT


def test_who_had_it_deleted_is_not_asked_to_have_it_kept() -> None:
    at = Keeping(keep=True)
    at.stand.hospital.patient = ENROLLED
    answers = iter([Confirmed.FORGET_FACE, Confirmed.YES])
    at.front.answers[ConfirmIdentity] = lambda screen: next(answers)
    visit(at)
    assert at.stand.hospital.calls("forget_face") == ["p-1"]
    assert [page.keeps for page in at.asked()] == [False]


def test_an_enrolment_outlives_a_hospital_that_is_away_for_a_moment() -> None:
    at = Keeping(keep=True)
    at.stand.hospital.errors["enroll_face"] = [HospitalAway("away")]
    assert isinstance(visit(at), Ticketed)
    assert len(at.stand.hospital.calls("enroll_face")) == 2
    assert isinstance(at.front.asked[-1], Done)
