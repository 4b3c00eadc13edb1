"""Chip cards in whole visits: what is asked in which order, and what becomes of the card."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from kiosk.checkin.equipment import Equipment
from kiosk.checkin.front import Gesture
from kiosk.checkin.outcome import Cancelled, Failed, Outcome, Reason, Ticketed
from kiosk.checkin.screens import (
    AfterProblem,
    Back,
    ConfirmIdentity,
    EnterCan,
    LayCard,
    NoDocument,
    Problem,
    ReadingCard,
    Screen,
    UnlockBy,
    UnlockCard,
    Welcome,
    WithoutChip,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Trace
from kiosk.emrtd.errors import Malformed, SecureMessagingError, Unsupported
from kiosk.emrtd.verdict import Verdict
from kiosk.errors import DeviceError
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind
from tests.flow.cards import (
    CAN,
    CODE,
    IDENTITY,
    PERSON,
    UNTRUSTED,
    FakeCard,
    ScriptedCards,
    chips_on,
    until,
)
from tests.flow.stand import AT_EIGHT, DOCUMENT, HeldUp, Stand, finish

OTHER_CODE = replace(
    CODE,
    identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, "001090999999"),),
    name="Lê Văn Thử",
)
SLIP = Document(DocumentKind.APPOINTMENT, appointment="a-9")


class AtReader:
    """One patient at a kiosk with a card reader."""

    def __init__(self) -> None:
        self.stand = Stand()
        self.stand.hospital.todays = (AT_EIGHT,)
        self.front = ScriptedFront(willing_patient())
        self.eyes = HeldUp()
        self.reader = ScriptedCards()
        self.cards = chips_on(self.reader)
        self.trace = Trace()
        self._reached = 0

    @property
    def equipment(self) -> Equipment:
        return replace(self.stand.equipment(self.eyes), cards=self.cards)

    def session(self, equipment: Equipment) -> Session:
        return Session(self.front, equipment, lambda: self.trace)

    def show(self, code: Document) -> None:
        self.eyes.queue.put_nowait(code)

    def page(self) -> Screen[Any]:
        return self.front.asked[-1]

    async def reaches(self, page: type[Screen[Any]]) -> Any:
        """Wait for the next such page after the one that was waited for last, and return it."""
        found: list[int] = []

        def there() -> bool:
            asked = self.front.asked
            found[:] = [
                at for at in range(self._reached, len(asked)) if isinstance(asked[at], page)
            ]
            return bool(found)

        await until(there)
        self._reached = found[0] + 1
        return self.front.asked[found[0]]

    def pages(self) -> list[str]:
        """Without the resting page's being drawn anew."""
        names = [type(screen).__name__ for screen in self.front.asked]
        return [n for i, n in enumerate(names) if i == 0 or n != names[i - 1]]

    def found(self) -> Document:
        """What the hospital was asked for."""
        (document,) = self.stand.hospital.calls("find")
        assert isinstance(document, Document)
        return document


Patient = Callable[[AtReader], Coroutine[Any, Any, None]]


def play(at: AtReader, patient: Patient) -> Outcome:
    """One visit, in which ``patient`` does what they do."""

    async def run() -> Outcome:
        equipment = at.equipment
        visit = asyncio.create_task(at.session(equipment).one())
        acting = asyncio.create_task(patient(at))
        try:
            await asyncio.wait({visit, acting}, return_when=asyncio.FIRST_EXCEPTION)
            acting.result()
            outcome = await visit
            await finish(equipment, at.stand.clock)
            return outcome
        finally:
            for task in (visit, acting):
                task.cancel()
            await asyncio.gather(visit, acting, return_exceptions=True)
            await at.cards.close()
            assert at.reader.connections == 0, "a card is still held"
            assert at.reader.closed

    return asyncio.run(asyncio.wait_for(run(), 20))


def test_a_code_beside_a_card_on_the_reader_is_read_from_the_chip() -> None:
    at, card = AtReader(), FakeCard()

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert at.pages()[-3:] == ["ReadingCard", "ConfirmIdentity", "Done"]
    assert "EnterCan" not in at.pages()
    document = at.found()
    assert document.address == PERSON.residence, "the chip outranks the code"
    assert document.verified
    confirm = next(s for s in at.front.asked if isinstance(s, ConfirmIdentity))
    assert confirm.verified
    assert at.front.shares == [step / 10 for step in range(1, 11)]
    assert at.trace.milliseconds()["card"] > 0
    (keys,) = card.opened
    assert keys.can is not None and keys.can.value == CAN
    assert keys.mrz


def test_a_card_that_is_laid_first_leads_to_its_code() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        await at.reaches(Welcome)
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert at.pages() == ["Welcome", "UnlockCard", "ReadingCard", "ConfirmIdentity", "Done"]
    assert at.found().verified
    assert any(isinstance(s, Welcome) and s.cards for s in at.front.asked)


def test_a_code_without_a_card_goes_on_at_once() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert at.pages() == ["Welcome", "ConfirmIdentity", "Done"]
    assert not at.found().verified


def test_without_a_trust_anchor_there_is_no_tick() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard(UNTRUSTED))
        await at.reaches(UnlockCard)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert not at.found().verified
    assert not any(s.verified for s in at.front.asked if isinstance(s, ConfirmIdentity))


def test_six_digits_open_the_card_where_the_code_cannot_be_shown() -> None:
    at = AtReader()
    at.front.answers[UnlockCard] = lambda screen: UnlockBy.TYPE
    at.front.answers[EnterCan] = lambda screen: CAN

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())

    assert isinstance(play(at, patient), Ticketed)
    assert at.pages()[1:4] == ["UnlockCard", "EnterCan", "ReadingCard"]
    assert at.found().name == PERSON.name
    assert at.found().verified


def test_a_kiosk_without_eyes_asks_for_the_digits_at_once() -> None:
    at = AtReader()
    at.eyes.available = False
    at.front.answers[EnterCan] = lambda screen: CAN

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())

    assert isinstance(play(at, patient), Ticketed)
    assert "UnlockCard" not in at.pages()


def test_wrong_digits_are_never_tried_again_and_the_last_try_is_told() -> None:
    at, card = AtReader(), FakeCard(retries=3)
    typed = iter(["12345", "999999", "888888", CAN])
    at.eyes.available = False
    at.front.answers[EnterCan] = lambda screen: next(typed)

    async def patient(at: AtReader) -> None:
        await at.reaches(Welcome)
        at.reader.lay(card)

    assert isinstance(play(at, patient), Ticketed)
    assert [keys.can.value for keys in card.opened if keys.can] == [
        "999999",
        "888888",
        CAN,
    ]
    wrongs = [s.wrong for s in at.front.asked if isinstance(s, EnterCan)]
    assert [w and (w.kind, w.reason) for w in wrongs] == [
        None,
        ("can-wrong", "form"),
        ("can-wrong", "left-2"),
        ("can-wrong-last", "left-1"),
    ]


def test_digits_that_stay_wrong_end_at_the_resting_page() -> None:
    at, card = AtReader(), FakeCard()
    at.eyes.available = False
    at.front.answers[EnterCan] = lambda screen: "999999"

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await until(lambda: bool(at.front.told))
        assert at.front.told[0].code == "card-can-refused"
        assert isinstance(at.page(), Welcome)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert len(card.opened) == 3
    kinds = [s.wrong.kind for s in at.front.asked if isinstance(s, EnterCan) and s.wrong]
    assert kinds == ["can-wrong", "can-wrong-last"]
    assert at.pages()[-3:] == ["Welcome", "ConfirmIdentity", "Done"], "the code alone is enough"


def test_the_code_of_another_card_is_said_and_the_right_one_opens_it() -> None:
    at, card = AtReader(), FakeCard()

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(OTHER_CODE)
        await until(lambda: isinstance(at.page(), UnlockCard) and at.page() != UnlockCard())
        assert isinstance(page := at.page(), UnlockCard) and page.wrong
        assert page.wrong.code == "card-card-and-code-differ"
        at.show(OTHER_CODE)
        await until(lambda: len([s for s in at.front.asked if isinstance(s, UnlockCard)]) == 3)
        assert len(card.opened) == 1, "keys that the card refused are not tried again"
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert len(card.opened) == 2
    assert at.found().identifiers == CODE.identifiers


def test_codes_burn_no_tries_of_a_card_that_counts() -> None:
    at, card = AtReader(), FakeCard(retries=2)
    at.front.answers[LayCard] = lambda screen: WithoutChip.GO_ON

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(OTHER_CODE)
        await until(lambda: isinstance(at.page(), UnlockCard) and at.page() != UnlockCard())
        at.show(CODE)
        await until(lambda: len([s for s in at.front.asked if isinstance(s, UnlockCard)]) == 3)
        at.reader.pull()
        await at.stand.clock.push(11)
        await at.reaches(Welcome)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert len(card.opened) == 1


def test_a_card_whose_code_does_not_open_it_is_passed_over_on_demand() -> None:
    at = AtReader()
    at.front.answers[UnlockCard] = lambda screen: WithoutChip.GO_ON if screen.wrong else None

    class Choosing(ScriptedFront):
        async def ask(self, screen: Screen[Any]) -> Any:
            if isinstance(screen, UnlockCard) and not screen.wrong:
                self.asked.append(screen)
                await asyncio.Event().wait()
            return await super().ask(screen)

    at.front = Choosing(at.front.answers)

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard(can="888888"))
        await at.reaches(UnlockCard)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert at.found() == CODE


def test_another_document_than_the_card_s_code_is_taken_as_it_is() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.show(replace(SLIP, identifiers=DOCUMENT.identifiers))

    assert isinstance(play(at, patient), Ticketed)
    assert "ReadingCard" not in at.pages()


def test_a_pulled_card_is_asked_for_within_300_ms_and_read_again_from_the_start() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())
    took: list[float] = []

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await at.reaches(ReadingCard)
        await until(lambda: card.commands > 1)
        pulled = time.monotonic()
        at.reader.pull()  # and the reader itself is stuck in a command
        page = await at.reaches(LayCard)
        took.append(time.monotonic() - pulled)
        assert page == LayCard(again=True, optional=True)
        assert card.hold is not None
        card.hold.set()
        at.reader.lay(FakeCard())

    assert isinstance(play(at, patient), Ticketed)
    assert took[0] < 0.3
    assert at.pages()[-5:] == ["ReadingCard", "LayCard", "ReadingCard", "ConfirmIdentity", "Done"]
    assert at.found().verified


def test_without_the_card_the_patient_goes_on_with_the_code() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())
    at.front.answers[LayCard] = lambda screen: WithoutChip.GO_ON

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await until(lambda: card.commands > 1)
        at.reader.pull()
        assert card.hold is not None
        card.hold.set()

    assert isinstance(play(at, patient), Ticketed)
    assert at.found() == CODE


def test_going_on_without_the_chip_stops_the_reading() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())

    class Impatient(ScriptedFront):
        async def ask(self, screen: Screen[Any]) -> Any:
            if isinstance(screen, ReadingCard):
                self.asked.append(screen)
                await until(lambda: card.commands > 1)
                return WithoutChip.GO_ON
            return await super().ask(screen)

    at.front = Impatient(willing_patient())

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await at.reaches(ConfirmIdentity)
        assert card.hold is not None
        card.hold.set()
        await until(lambda: at.reader.connections == 0)

    assert isinstance(play(at, patient), Ticketed)
    assert at.found() == CODE
    assert card.commands == 2, "nothing was sent after the patient went on"
    assert at.front.shares == []


def test_cancel_while_reading_stops_it_and_the_card_starts_no_other_visit() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await until(lambda: card.commands > 1)
        at.front.gestures.put_nowait(Gesture.CANCEL)
        assert card.hold is not None
        await asyncio.sleep(0.01)
        card.hold.set()

    assert play(at, patient) == Cancelled(Reason.PATIENT)
    assert card.commands == 2
    assert not at.stand.hospital.asked


def test_a_card_that_was_left_lying_begins_no_visit_until_it_is_laid_again() -> None:
    at = AtReader()

    async def run() -> None:
        equipment = at.equipment
        serving = asyncio.create_task(at.session(equipment).serve())
        try:
            at.reader.lay(card := FakeCard())
            at.show(CODE)
            await until(lambda: len(at.stand.paper.printed) == 1)
            await until(lambda: isinstance(at.page(), Welcome))
            await asyncio.sleep(0.05)
            assert isinstance(at.page(), Welcome)
            at.show(DOCUMENT)
            await until(lambda: len(at.stand.paper.printed) == 2)
            assert len(card.opened) == 1, "the next patient's code is not tried on it"
            await until(lambda: isinstance(at.page(), Welcome))
            at.reader.pull()
            at.reader.lay(FakeCard())
            await at.reaches(UnlockCard)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            await at.cards.close()

    asyncio.run(asyncio.wait_for(run(), 20))


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
    assert any(isinstance(s, Problem) for s in at.front.asked)
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


def test_a_lifted_card_may_show_its_code_and_is_then_asked_back() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.reader.pull()
        await at.stand.clock.push(9)
        assert isinstance(at.page(), UnlockCard)
        at.show(CODE)
        assert await at.reaches(LayCard) == LayCard(again=True, optional=True)
        at.reader.lay(FakeCard())

    assert isinstance(play(at, patient), Ticketed)
    assert at.found().verified


def test_a_card_that_stays_away_ends_the_wait_for_its_code() -> None:
    at = AtReader()

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.reader.pull()
        await at.stand.clock.push(9)
        at.reader.lay(FakeCard())
        await until(lambda: at.cards.state.laid.value == "id-card")
        await at.stand.clock.push(9)
        assert isinstance(at.page(), UnlockCard), "it came back in time"
        at.reader.pull()
        await until(lambda: at.cards.state.laid.value == "nothing")
        await at.stand.clock.push(11)
        await at.reaches(Welcome)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert at.found() == CODE


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


def test_a_card_may_be_laid_while_a_number_is_being_typed() -> None:
    at = AtReader()
    at.front.answers[Welcome] = lambda screen: NoDocument.TYPE

    async def patient(at: AtReader) -> None:
        await until(lambda: len(at.front.asked) > 1)
        at.reader.lay(FakeCard())
        await at.reaches(UnlockCard)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)
    assert at.found().verified


def test_going_back_from_the_digits_leads_to_the_code_again() -> None:
    at = AtReader()
    answers: list[Any] = [UnlockBy.TYPE]

    class Undecided(ScriptedFront):
        async def ask(self, screen: Screen[Any]) -> Any:
            if isinstance(screen, UnlockCard) and answers:
                self.asked.append(screen)
                return answers.pop()
            return await super().ask(screen)

    at.front = Undecided(willing_patient())
    at.front.answers[EnterCan] = lambda screen: Back.BACK

    async def patient(at: AtReader) -> None:
        at.reader.lay(FakeCard())
        await until(lambda: "EnterCan" in at.pages())
        await at.reaches(UnlockCard)
        at.show(CODE)

    assert isinstance(play(at, patient), Ticketed)


def test_reading_is_no_silence_of_the_patient() -> None:
    at, card = AtReader(), FakeCard(hold=threading.Event())

    async def patient(at: AtReader) -> None:
        at.reader.lay(card)
        await at.reaches(UnlockCard)
        at.show(CODE)
        await until(lambda: card.commands > 1)
        await at.stand.clock.push(3600)
        assert not any(at.front.warnings)
        assert card.hold is not None
        card.hold.set()

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


def logged(text: str, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]
