"""Cards that cannot be read, not believed or not done without."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from kiosk.checkin.outcome import Failed, Ticketed
from kiosk.checkin.screens import (
    AfterProblem,
    Done,
    EnterCan,
    EnterCode,
    LayCard,
    Problem,
    ReadingCard,
    UnlockBy,
    UnlockCard,
    Welcome,
    WithoutChip,
)
from kiosk.emrtd.errors import Malformed, SecureMessagingError, Unsupported
from kiosk.emrtd.verdict import Verdict
from kiosk.errors import DeviceError
from kiosk.model.document import Document, DocumentKind
from tests.flow.at_reader import AtReader, logged, play
from tests.flow.cards import CAN, CODE, IDENTITY, PERSON, UNTRUSTED, FakeCard, until
from tests.flow.stand import DOCUMENT

SLIP = Document(DocumentKind.APPOINTMENT, appointment="a-9")


@pytest.mark.parametrize(
    ("card", "kind"),
    [(FakeCard(None), "not-an-id-card"), (FakeCard(silent=True), "mute")],
)
def test_what_is_no_id_card_is_said_once_and_blocks_no_code(card: FakeCard, kind: str) -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await until(lambda: bool(at.front.told))
        assert isinstance(at.page(), Welcome)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert [failure.kind for failure in at.front.told] == [kind]
    assert at.pages() == ["Welcome", "ConfirmIdentity", "Done"]
    done = at.page()
    assert isinstance(done, Done)
    assert done.take_card, "whatever it is, it is not to be forgotten"


@pytest.mark.parametrize(
    "error",
    [
        SecureMessagingError("the check value is wrong"),
        Malformed("DG1", "a length is wrong"),
        DeviceError("the reader failed"),
    ],
)
def test_noise_is_gone_the_second_time(error: Exception) -> None:
    at, card = AtReader(), FakeCard(errors=[error])

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert len(card.opened) == 2
    assert at.found().verified


def test_a_chip_that_cannot_be_read_leaves_the_code_as_good_as_before(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for errors in ([Unsupported("x")], [Malformed("DG1", "y"), Malformed("DG1", "y")]):
        at, card = AtReader(), FakeCard(errors=[*errors])

        async def patient(at: AtReader, card: FakeCard = card) -> None:
            at.reader.lay(card)
            await at.reaches(UnlockCard)
            at.show(CODE)

        assert isinstance(play(at, patient), Ticketed)
        assert at.found() == CODE
        assert not at.front.told
        assert len(card.opened) == len(errors)
    written = capfd.readouterr().err
    assert [line["code"] for line in logged(written, "card-failed")] == [
        "unsupported",
        "malformed",
        "malformed",
    ]


def test_a_chip_that_cannot_be_read_by_its_digits_is_said_on_the_resting_page() -> None:
    at, card = AtReader(), FakeCard(errors=[Unsupported("x")])
    at.eyes.available = False
    at.front.answers[EnterCan] = lambda screen: CAN

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await until(lambda: bool(at.front.told))
        assert isinstance(at.page(), Welcome)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert [f.code for f in at.front.told] == ["card-unreadable"]


def test_who_goes_on_without_the_chip_and_has_no_code_types_a_number() -> None:
    at = AtReader()
    at.front.answers[UnlockCard] = lambda screen: WithoutChip.GO_ON

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await at.reaches(EnterCode)
        at.show(CODE)  # found at last

    assert isinstance(play(at, patient), Ticketed)
    assert at.pages()[:3] == ["Welcome", "UnlockCard", "EnterCode"]


def test_laying_a_card_again_gives_no_further_tries() -> None:
    at, card = AtReader(), FakeCard()
    at.front.answers[UnlockCard] = lambda screen: UnlockBy.TYPE
    at.front.answers[EnterCan] = lambda screen: "999999"

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await until(lambda: len(at.front.told) == 1)
        at.reader.pull()
        await until(lambda: not at.cards.state.lies)
        at.reader.lay(card)
        await until(lambda: len(at.front.told) == 2)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert [failure.kind for failure in at.front.told] == ["can-refused", "can-refused"]
    assert len(card.opened) == 3


@pytest.mark.parametrize(
    ("identity", "code", "reason"),
    [
        (
            replace(IDENTITY, passive=Verdict.failed("hash-dg13")),
            "card-not-genuine",
            "hash-dg13",
        ),
        (replace(IDENTITY, chip=Verdict.failed("chip-key")), "card-not-genuine", "chip-key"),
        (
            replace(IDENTITY, person=replace(PERSON, name="Lê Văn Thử")),
            "card-disagrees",
            "name",
        ),
        (
            replace(IDENTITY, person=replace(PERSON, number="079152999999")),
            "card-disagrees",
            "number",
        ),
    ],
)
def test_what_only_the_desk_can_settle_goes_there(identity: Any, code: str, reason: str) -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard(identity))
        await at.reaches(UnlockCard)
        at.show(CODE)

    outcome = play(at, patient)
    assert isinstance(outcome, Failed)
    assert (outcome.failure.code, outcome.failure.reason) == (code, reason)
    (problem,) = (s for s in at.front.asked if isinstance(s, Problem))
    assert problem.take_card, "it still lies there"
    assert not at.stand.hospital.asked, "nobody's record was looked up"


def test_after_such_a_failure_the_same_card_can_be_tried_again() -> None:
    at, card = AtReader(), FakeCard(replace(IDENTITY, passive=Verdict.failed("signature")))
    at.front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN

    async def run() -> None:
        serving = asyncio.create_task(at.session(at.equipment).serve())
        try:
            at.reader.lay(card)
            at.show(CODE)
            await until(lambda: any(isinstance(s, Problem) for s in at.front.asked))
            await at.reaches(UnlockCard)
            card.identity = IDENTITY
            at.show(CODE)
            await until(lambda: len(at.stand.paper.printed) == 1)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            await at.cards.close()

    asyncio.run(asyncio.wait_for(run(), 20))


def test_a_hospital_that_demands_the_chip_gets_it() -> None:
    at = AtReader()
    at.stand.rules = replace(at.stand.rules, chip_required=True)

    async def patient(at: AtReader) -> None:
        await until(lambda: at.cards.state.reader)
        at.show(CODE)
        assert await at.reaches(LayCard) == LayCard(again=False, optional=False)
        at.reader.lay(FakeCard())
        assert await at.reaches(ReadingCard) == ReadingCard(optional=False)

    assert isinstance(play(at, patient), Ticketed)
    assert at.found().verified


@pytest.mark.parametrize("unplugged", [True, False])
def test_a_hospital_that_demands_the_chip_takes_no_code_alone(unplugged: bool) -> None:
    at = AtReader()
    at.stand.rules = replace(at.stand.rules, chip_required=True)

    async def patient(at: AtReader) -> None:
        await until(lambda: at.cards.state.reader)
        if unplugged:
            at.reader.unplug()
            await until(lambda: not at.cards.state.reader)
            assert at.page() == Welcome(cards=False)
        else:
            at.reader.lay(FakeCard(errors=[Unsupported("x")]))
            await at.reaches(UnlockCard)
        at.show(CODE)

    outcome = play(at, patient)
    assert isinstance(outcome, Failed)
    expected = "card-reader-away" if unplugged else "card-unreadable"
    assert outcome.failure.code == expected
    assert not at.stand.hospital.asked


def test_a_demanded_chip_does_not_concern_other_documents() -> None:
    at = AtReader()
    at.stand.rules = replace(at.stand.rules, chip_required=True)

    async def patient(at: AtReader) -> None:
        at.show(replace(SLIP, identifiers=DOCUMENT.identifiers))

    assert isinstance(play(at, patient), Ticketed)


def test_the_log_tells_how_a_card_was_read_and_nothing_of_its_holder(
    capfd: pytest.CaptureFixture[str],
) -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard(UNTRUSTED))
        await at.reaches(UnlockCard)
        at.show(CODE)

    play(at, patient)
    written = capfd.readouterr().err
    (read,) = logged(written, "card-read")
    assert read["protocol"] == IDENTITY.access
    assert (read["apdus"], read["ms"]) == (12, 400)
    assert (read["verdict"], read["reason"]) == ("not-verified", "no-trust-anchor")
    for secret in (CAN, "Trần", "TRAN", "520315", "079152012345"):
        assert secret not in written
