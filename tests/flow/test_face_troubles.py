"""A comparison that cannot be made, a card that is lifted meanwhile, a visit tried again."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.screens import (
    AfterProblem,
    AskFaceConsent,
    LayCard,
    Problem,
    Screen,
    WithoutChip,
)
from kiosk.checkin.scripted import Answers, ScriptedFront
from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.verdict import Verdict
from kiosk.errors import HospitalAway
from kiosk.model.face import FaceOutcome, IdentityCheck
from tests.flow.at_reader import AtReader, logged, play
from tests.flow.before_the_camera import BeforeTheCamera, visit, with_card
from tests.flow.cards import IDENTITY, PERSON, PORTRAIT, UNTRUSTED, FakeCard, until

A = TypeVar("A")


def failing(name: str) -> tuple[BeforeTheCamera, FakeCard]:
    at, card = BeforeTheCamera(), FakeCard()
    match name:
        case "no-camera":
            at.seen.available = False
        case "undecodable":
            at.seen.unreadable = "not-a-picture"
        case "malformed":
            card.face_errors = [Malformed("DG2", "bad"), Malformed("DG2", "bad")]
        case "forged":
            card.portrait = replace(PORTRAIT, verdict=Verdict.failed("hash-dg2"))
        case "unsigned":
            card.portrait = replace(PORTRAIT, verdict=Verdict.not_verified("unsupported-algorithm"))
        case "camera-lost":
            at.seen.outcomes = [FaceOutcome.AWAY, FaceOutcome.AWAY]
    return at, card


@pytest.mark.parametrize(
    ("name", "expected", "asked"),
    [
        ("no-camera", IdentityCheck.CHIP, False),
        ("undecodable", IdentityCheck.CHIP, True),
        ("malformed", IdentityCheck.CHIP, True),
        ("unsigned", IdentityCheck.CHIP, True),
        ("camera-lost", IdentityCheck.CHIP, True),
        ("forged", IdentityCheck.DESK, True),
    ],
)
def test_what_the_patient_cannot_help_is_said_and_the_chip_counts(
    name: str, expected: IdentityCheck, asked: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    at, card = failing(name)
    assert isinstance(visit(at, card), Ticketed)
    assert at.told() is expected
    assert ("AskFaceConsent" in at.pages()) is asked
    (line,) = logged(capfd.readouterr().err, "face-skipped")
    assert line["reason"]
    # Who was not asked misses nothing, and who must go to the desk hears it at the end.
    said = asked and expected is IdentityCheck.CHIP
    assert [failure.kind for failure in at.front.told] == ["face-not-compared"] * said
    assert [failure.reason for failure in at.front.told] == [line["reason"]] * said


def test_that_a_face_is_not_compared_can_be_read_before_the_visit_goes_on() -> None:
    at, card = failing("undecodable")

    async def patient(at_reader: AtReader) -> None:
        await with_card(card)(at_reader)
        await until(lambda: bool(at.front.told))
        before = len(at.front.asked)
        await at.stand.clock.push(at.stand.rules.face_again_s - 0.1)
        assert len(at.front.asked) == before
        await at.stand.clock.push(0.2)
        await until(lambda: len(at.front.asked) > before)

    play(at, patient)


def test_noise_while_the_picture_is_read_costs_one_more_reading() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    card = FakeCard(face_errors=[Malformed("DG2", "noise")])
    visit(at, card)
    assert at.told() is IdentityCheck.FACE
    assert len(card.opened) == 2


def test_a_chip_that_nobody_vouches_for_proves_nothing_by_its_picture() -> None:
    at = BeforeTheCamera()
    visit(at, FakeCard(UNTRUSTED))
    assert at.told() is IdentityCheck.DOCUMENT
    assert "AskFaceConsent" not in at.pages()


class Thinking(ScriptedFront):
    """Lets the question for consent stand until the patient has thought about it."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.thought = asyncio.Event()

    async def ask(self, screen: Screen[A]) -> A:
        page: Screen[Any] = screen
        if isinstance(page, AskFaceConsent):
            self.asked.append(page)
            await self.thought.wait()
        return await super().ask(screen)


def lifted(then: Callable[[BeforeTheCamera], Any]) -> BeforeTheCamera:
    """The card is taken away on the page that asks, and then something happens."""
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    front = at.front = Thinking(at.front.answers)

    async def patient(at_reader: AtReader) -> None:
        await with_card(FakeCard())(at_reader)
        await at.reaches(AskFaceConsent)
        at.reader.pull()
        await until(lambda: not at.cards.state.lies)
        front.thought.set()
        if (act := then(at)) is not None:
            await act

    assert isinstance(play(at, patient), Ticketed)
    return at


def test_a_card_that_was_lifted_is_asked_back_and_its_picture_read() -> None:
    async def lay_back(at: BeforeTheCamera) -> None:
        page = await at.reaches(LayCard)
        assert page.again
        assert page.optional
        at.reader.lay(FakeCard())

    assert lifted(lay_back).told() is IdentityCheck.FACE


def test_who_keeps_the_card_shows_it_at_the_desk() -> None:
    def keep(at: BeforeTheCamera) -> None:
        at.front.answers[LayCard] = lambda screen: WithoutChip.GO_ON

    assert lifted(keep).told() is IdentityCheck.DESK


def test_another_card_laid_back_vouches_for_nobody() -> None:
    other = replace(IDENTITY, person=replace(PERSON, number="079152099999"))

    theirs = FakeCard(other)

    async def lay_another(at: BeforeTheCamera) -> None:
        await at.reaches(LayCard)
        at.reader.lay(theirs)

    at = lifted(lay_another)
    assert at.told() is IdentityCheck.DESK
    assert not at.seen.references
    assert len(theirs.opened) == 1, "keys are not tried on somebody else's card again and again"


def test_tried_again_nothing_is_asked_or_looked_at_twice() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    at.stand.hospital.errors["check_in"] = [HospitalAway("away")]
    at.front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    assert isinstance(visit(at), Ticketed)
    first, second = at.stand.hospital.calls("check_in")
    assert first == second
    assert second.identity is IdentityCheck.FACE
    assert at.pages().count("AskFaceConsent") == at.pages().count("FaceCheck") == 1
    assert len(at.consents()) == 1


def test_tried_again_before_the_face_was_seen_the_chip_is_read_again_for_it() -> None:
    at = BeforeTheCamera(FaceOutcome.MATCHED)
    at.stand.hospital.errors["insurance"] = [HospitalAway("away")]
    at.front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    card = FakeCard()
    assert isinstance(visit(at, card), Ticketed)
    assert at.told() is IdentityCheck.FACE
    assert len(card.opened) == 2
