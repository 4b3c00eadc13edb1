"""Chip cards in whole visits: how one is opened, and what the visit knows then."""

import asyncio
from dataclasses import replace
from typing import Any

from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.screens import (
    Back,
    ConfirmIdentity,
    EnterCan,
    LayCard,
    NoDocument,
    Screen,
    UnlockBy,
    UnlockCard,
    Welcome,
    WithoutChip,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind
from tests.flow.at_reader import AtReader, play
from tests.flow.cards import CAN, CODE, PERSON, UNTRUSTED, FakeCard, until
from tests.flow.stand import DOCUMENT

OTHER_CODE = replace(
    CODE,
    identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, "001090999999"),),
    name="Lê Văn Thử",
)
SLIP = Document(DocumentKind.APPOINTMENT, appointment="a-9")


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
