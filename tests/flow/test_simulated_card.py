"""Whole visits with a card that speaks the protocols: bridge, library and card together."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from kiosk.app.chips import chips_of
from kiosk.checkin.cards import Laid
from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.screens import EnterCan, LayCard, Screen, UnlockBy, UnlockCard
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import EcActiveAuthentication, Profile
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.emrtd.trust import EMPTY, TrustStore
from kiosk.model.document import Document
from tests.flow.cards import CAN, CODE, until
from tests.flow.stand import AT_EIGHT, HeldUp, Stand, finish

HOLDER = CardHolder(
    personal_number="079152012345",
    name="Trần Thị Thu Hà",
    birth=date(1952, 3, 15),
    sex="F",
    issued=date(2021, 4, 20),
    expires=None,
    residence="7 Đường Số 9, Phường Thử Nghiệm",
)
NO_PACE = Profile(pace=())


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer.new()


class AtReader:
    def __init__(self, issuer: Issuer, *, trusted: bool = True) -> None:
        self.issuer = issuer
        self.stand = Stand()
        self.stand.hospital.todays = (AT_EIGHT,)
        self.front = ScriptedFront(willing_patient())
        self.eyes = HeldUp(CODE)
        self.reader = SimulatedCardReader()
        self.trust = TrustStore.of([issuer.csca_der]) if trusted else EMPTY

    def card(self, faults: Faults, profile: Profile = Profile()) -> SimulatedCard:
        return SimulatedCard(personalise(HOLDER, self.issuer, profile, faults), faults)

    def pages(self) -> list[str]:
        return [type(screen).__name__ for screen in self.front.asked]

    def found(self) -> Document:
        (document,) = self.stand.hospital.calls("find")
        assert isinstance(document, Document)
        return document

    def play(self, card: SimulatedCard) -> Outcome:
        """The card lies on the reader, its code is in view. Pulled, it is laid back."""
        return asyncio.run(asyncio.wait_for(self._play(card), 20))

    async def _play(self, card: SimulatedCard) -> Outcome:
        clock = self.stand.clock
        cards = chips_of(self.reader, lambda: self.trust, lambda: clock.now().date())
        equipment = replace(self.stand.equipment(self.eyes), cards=cards)
        self.reader.lay(card)
        # As the code is in view from the start, let the kiosk find out first what lies there.
        state = await cards.changed(cards.state)
        while state.laid in (Laid.NOTHING, Laid.LOOKING):
            state = await cards.changed(state)
        visit = asyncio.create_task(Session(self.front, equipment).one())
        back = asyncio.create_task(self._lay_back(card))
        try:
            outcome = await visit
            await finish(equipment, clock)
            return outcome
        finally:
            for task in (visit, back):
                task.cancel()
            await asyncio.gather(visit, back, return_exceptions=True)
            await cards.close()

    async def _lay_back(self, card: SimulatedCard) -> None:
        def asked() -> bool:
            screen: Screen[object] | None = self.front.asked[-1] if self.front.asked else None
            return isinstance(screen, LayCard)

        await until(asked, 15)
        self.reader.lay(card)


@pytest.mark.parametrize(
    "profile",
    [Profile(), NO_PACE, Profile(bac=False, active_authentication=EcActiveAuthentication())],
    ids=["as real cards", "BAC alone", "PACE alone, active authentication"],
)
def test_nothing_is_typed_and_the_card_is_genuine(issuer: Issuer, profile: Profile) -> None:
    at = AtReader(issuer)
    assert isinstance(at.play(at.card(Faults(), profile)), Ticketed)
    assert at.pages() == ["Welcome", "ReadingCard", "ConfirmIdentity", "Done"]
    document = at.found()
    assert document.verified
    assert (document.name, document.address) == (HOLDER.name, HOLDER.residence)
    assert document.issued == HOLDER.issued
    assert at.front.shares == sorted(at.front.shares)
    assert at.front.shares[-1] == 1.0


def test_a_card_of_an_unknown_signer_is_read_and_gets_no_tick(issuer: Issuer) -> None:
    at = AtReader(issuer, trusted=False)
    assert isinstance(at.play(at.card(Faults())), Ticketed)
    assert at.found().address == HOLDER.residence
    assert not at.found().verified


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        (Faults(wrong_hash=1), "hash-dg1"),
        (Faults(wrong_hash=13), "hash-dg13"),
        (Faults(copied=True), "chip-key"),
    ],
)
def test_a_forged_or_copied_card_goes_to_the_desk(
    issuer: Issuer, faults: Faults, reason: str
) -> None:
    at = AtReader(issuer)
    outcome = at.play(at.card(faults))
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == "card-not-genuine"
    assert outcome.failure.reason == reason
    assert not at.stand.hospital.asked


def test_a_missing_dg13_is_filled_in_by_the_code(issuer: Issuer) -> None:
    at = AtReader(issuer)
    assert isinstance(at.play(at.card(Faults(missing_dg13=True))), Ticketed)
    assert at.found().verified
    assert (at.found().name, at.found().address) == (CODE.name, CODE.address)


@pytest.mark.parametrize("command", [3, 6, 9, 14])
def test_pulled_at_any_command_the_card_is_asked_back_and_read(
    issuer: Issuer, command: int
) -> None:
    at = AtReader(issuer)
    assert isinstance(at.play(at.card(Faults(pulled_at_apdu=command))), Ticketed)
    assert at.pages() == [
        "Welcome",
        "ReadingCard",
        "LayCard",
        "ReadingCard",
        "ConfirmIdentity",
        "Done",
    ]
    assert at.found().verified


@pytest.mark.parametrize("command", [8, 11, 16])
def test_a_flipped_bit_costs_no_more_than_a_second_reading(issuer: Issuer, command: int) -> None:
    at = AtReader(issuer)
    assert isinstance(at.play(at.card(Faults(flipped_bit_at=command))), Ticketed)
    assert at.found().verified
    assert at.pages().count("ReadingCard") <= 2


@pytest.mark.parametrize("faults", [Faults(bank_card=True), Faults(mute=True)])
def test_what_is_no_id_card_keeps_no_code_from_being_taken(issuer: Issuer, faults: Faults) -> None:
    at = AtReader(issuer)
    assert isinstance(at.play(at.card(faults)), Ticketed)
    assert at.pages() == ["Welcome", "ConfirmIdentity", "Done"]
    assert at.found() == CODE


def test_a_card_whose_number_is_not_its_can_is_opened_by_its_zone(issuer: Issuer) -> None:
    """PACE is tried once with the wrong number, then BAC with what follows from the code."""
    at = AtReader(issuer)
    assert isinstance(at.play(at.card(Faults(wrong_can=True))), Ticketed)
    assert at.found().verified


def test_typed_digits_on_a_card_without_pace_lead_back_to_its_code(issuer: Issuer) -> None:
    at = AtReader(issuer)
    at.eyes = HeldUp()
    at.front.answers[UnlockCard] = lambda screen: UnlockBy.TYPE
    at.front.answers[EnterCan] = lambda screen: CAN

    async def show_code_in_the_end() -> None:
        await until(lambda: bool(at.front.told), 15)
        at.eyes.queue.put_nowait(CODE)

    async def both() -> Outcome:
        showing = asyncio.create_task(show_code_in_the_end())
        outcome = await at._play(at.card(Faults(), NO_PACE))
        await showing
        return outcome

    assert isinstance(asyncio.run(asyncio.wait_for(both(), 20)), Ticketed)
    assert at.found() == CODE
