"""A patient whose face is compared with the chip's picture, or who goes on without it."""

from dataclasses import replace

import pytest

from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Reason, Ticketed
from kiosk.checkin.printing import slip_of
from kiosk.checkin.screens import (
    AskFaceConsent,
    AskPhone,
    Back,
    ChooseService,
    ConfirmIdentity,
    Done,
    FaceCheck,
    FaceConsent,
    ReadingCard,
    WithoutFace,
)
from kiosk.emrtd.lds.dg2 import Face, FaceFormat
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceGuide, FaceOutcome, IdentityCheck
from kiosk.model.guidance import FaceHint
from tests.flow.at_reader import AtReader, logged, play
from tests.flow.before_the_camera import BeforeTheCamera, visit, with_card
from tests.flow.cards import PORTRAIT, FakeCard
from tests.flow.stand import settle


def test_a_face_like_the_chips_picture_is_told_to_the_hospital() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    outcome = visit(at)
    assert isinstance(outcome, Ticketed)
    assert at.told() is outcome.identity is IdentityCheck.FACE
    assert at.pages() == [
        "Welcome",
        "ReadingCard",
        "ConfirmIdentity",
        "AskFaceConsent",
        "ReadingCard",
        "FaceCheck",
        "Done",
    ]
    assert at.seen.references == [PORTRAIT.face.image]
    assert at.seen.checked == [(1, False)], "described for nobody who keeps it"
    assert FaceGuide(FaceHint.NEARER, 0.25) in at.front.guided
    assert at.seen.previews == 0
    assert at.seen.forgot >= 1


def test_what_was_agreed_to_is_recorded_with_its_wording() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    visit(at)
    (consent,) = at.consents()
    assert consent.patient == "p-1"
    assert consent.purpose is ConsentPurpose.FACE_VERIFICATION
    assert (consent.text_version, consent.language) == ("face-verification/1", "vi")
    assert consent.kiosk == "kiosk-1"
    assert consent.given_at.tzinfo is not None


def test_declining_costs_no_page_and_leads_past_the_desk() -> None:
    at = BeforeTheCamera()
    at.front.answers[AskFaceConsent] = lambda screen: FaceConsent.WITHOUT_FACE
    card = FakeCard()
    outcome = visit(at, card)
    assert isinstance(outcome, Ticketed)
    assert at.told() is IdentityCheck.DESK
    assert at.pages()[-2:] == ["AskFaceConsent", "Done"]
    done = at.front.asked[-1]
    assert isinstance(done, Done)
    assert done.identity is IdentityCheck.DESK
    assert not at.consents(), "a refusal is nobody's business"
    assert not card.faces_read, "the picture is read for a comparison only"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_ticket_sends_to_the_desk_beside_what_the_insurance_needs(language: str) -> None:
    at = BeforeTheCamera()
    at.front.answers[AskFaceConsent] = lambda screen: FaceConsent.WITHOUT_FACE
    outcome = visit(at)
    assert isinstance(outcome, Ticketed)
    slip = slip_of(at.stand.rules, language, outcome, again=False)
    assert slip.next_step is not None
    words = slip.next_step.get(language)
    assert at.stand.rules.desk.get(language) in words
    assert "{" not in words


@pytest.mark.parametrize(
    "outcomes",
    [
        (FaceOutcome.NOT_MATCHED, FaceOutcome.NOT_MATCHED, FaceOutcome.NOT_MATCHED),
        (FaceOutcome.NO_FACE, FaceOutcome.NOT_LIVE, FaceOutcome.NO_FACE),
        (FaceOutcome.NOT_LIVE, FaceOutcome.AWAY, FaceOutcome.AWAY),
    ],
)
def test_three_tries_that_fail_are_said_kindly_and_then_the_desk_looks(
    outcomes: tuple[FaceOutcome, ...],
) -> None:
    at = BeforeTheCamera(*outcomes)
    assert isinstance(visit(at), Ticketed)
    assert at.told() is IdentityCheck.DESK
    checks = [screen for screen in at.front.asked if isinstance(screen, FaceCheck)]
    assert [screen.wrong.kind if screen.wrong else "" for screen in checks] == [
        "",
        *(
            "face-not-seen"
            if one in (FaceOutcome.NO_FACE, FaceOutcome.AWAY)
            else "face-not-confirmed"
            for one in outcomes[:2]
        ),
    ]
    assert len(at.seen.checked) == 3


def test_a_second_try_may_do() -> None:
    at = BeforeTheCamera(FaceOutcome.NO_FACE, FaceOutcome.MATCHED)
    visit(at)
    assert at.told() is IdentityCheck.FACE


def test_why_a_try_failed_can_be_read_before_the_next_one_begins() -> None:
    at = BeforeTheCamera(FaceOutcome.NO_FACE, FaceOutcome.MATCHED)

    async def patient(at_reader: AtReader) -> None:
        await with_card(FakeCard())(at_reader)
        await at.reaches(FaceCheck)
        page = await at.reaches(FaceCheck)
        assert page.wrong is not None
        await at.stand.clock.push(at.stand.rules.face_again_s - 0.1)
        assert len(at.seen.checked) == 1
        await at.stand.clock.push(0.2)
        assert len(at.seen.checked) == 2

    play(at, patient)


def test_going_on_without_the_face_ends_the_look_at_once() -> None:
    at = BeforeTheCamera()
    at.front.answers[FaceCheck] = lambda screen: WithoutFace.GO_ON
    assert isinstance(visit(at), Ticketed)
    assert at.told() is IdentityCheck.DESK
    assert at.seen.looking == at.seen.previews == 0


def test_a_hospital_that_wants_no_comparison_hears_of_the_chip() -> None:
    at = BeforeTheCamera()
    at.stand.rules = replace(at.stand.rules, face_verify=False)
    visit(at)
    assert at.told() is IdentityCheck.CHIP
    assert "AskFaceConsent" not in at.pages()


def test_a_new_patients_consent_is_recorded_once_they_have_a_record() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    at.stand.hospital.patient = None
    assert isinstance(visit(at), Ticketed)
    assert [consent.patient for consent in at.consents()] == ["new"]
    calls = [call for call, _ in at.stand.hospital.asked]
    assert calls.index("register") < calls.index("record_consent")


def test_going_back_asks_for_no_second_look() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    at.stand.hospital.patient = None
    phones = iter(["", "0912345678"])
    at.front.answers[AskPhone] = lambda screen: next(phones) or Back.BACK
    assert isinstance(visit(at), Ticketed)
    assert at.pages().count("ConfirmIdentity") == 2
    assert len(at.seen.checked) == 1


def test_the_face_is_forgotten_once_it_was_compared() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    at.stand.hospital.todays = ()
    forgot: list[int] = []
    choose = at.front.answers[ChooseService]

    def looking(screen: ChooseService) -> object:
        forgot.append(at.seen.forgot)
        return choose(screen)

    at.front.answers[ChooseService] = looking
    visit(at)
    assert forgot == [1]


@pytest.mark.parametrize("page", [FaceCheck, AskFaceConsent])
def test_cancel_ends_the_look_and_forgets_the_face(page: type) -> None:
    at = BeforeTheCamera()
    if page is AskFaceConsent:
        at.front.answers.pop(AskFaceConsent)

    async def patient(at_reader: AtReader) -> None:
        await with_card(FakeCard())(at_reader)
        await at.reaches(page)
        await settle()
        at.front.gestures.put_nowait(Gesture.CANCEL)

    assert play(at, patient) == Cancelled(Reason.PATIENT)
    assert at.seen.looking == at.seen.previews == 0
    assert at.seen.forgot >= 1
    assert not at.stand.hospital.calls("check_in")


def test_being_looked_at_is_no_silence_of_the_patient() -> None:
    at = BeforeTheCamera()

    async def patient(at_reader: AtReader) -> None:
        await with_card(FakeCard())(at_reader)
        await at.reaches(FaceCheck)
        await at.stand.clock.push(at.stand.rules.idle_s * 3)
        assert [seconds for seconds in at.front.warnings if seconds is not None] == []
        at.front.gestures.put_nowait(Gesture.CANCEL)

    play(at, patient)


def test_the_log_says_how_it_ended_and_nothing_of_the_patient(
    capfd: pytest.CaptureFixture[str],
) -> None:
    at = BeforeTheCamera(FaceOutcome.NOT_MATCHED, FaceOutcome.MATCHED)
    visit(at, FakeCard(portrait=replace(PORTRAIT, face=Face(b"PICTURE", FaceFormat.JPEG, 9, 9))))
    written = capfd.readouterr().err
    (line,) = logged(written, "face-checked")
    assert (line["purpose"], line["outcome"], line["tries"]) == ("face-verification", "matched", 2)
    (read,) = logged(written, "card-face-read")
    assert (read["bytes"], read["verdict"]) == (7, "verified")
    for secret in ("PICTURE", "Trần", "079152012345"):
        assert secret not in written


def test_the_card_lies_still_where_its_picture_is_read() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    visit(at)
    reading = [screen for screen in at.front.asked if isinstance(screen, ReadingCard)]
    assert [screen.optional for screen in reading] == [True, True]
    assert at.front.shares[-1] == 1.0
    confirm = next(s for s in at.front.asked if isinstance(s, ConfirmIdentity))
    assert confirm.verified
