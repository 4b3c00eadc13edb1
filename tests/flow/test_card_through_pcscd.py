"""A visit with the real PC/SC daemon between the kiosk and the card."""

import asyncio
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.app.chips import chips_of
from kiosk.bench import pcscd
from kiosk.checkin.outcome import Outcome, Ticketed
from kiosk.checkin.screens import LayCard, ReadingCard, UnlockCard
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from kiosk.devices.card_reader.pcsc import PcscCardReader
from kiosk.emrtd.trust import TrustStore
from kiosk.model.document import Document
from tests.flow.cards import CODE, until
from tests.flow.stand import AT_EIGHT, HeldUp, Stand, finish
from tests.flow.test_simulated_card import HOLDER

GONE_S = 0.3
"""A card that was pulled is asked for again in this time."""


class Sluggish(SimulatedCard):
    """Leaves a hand the time to take it away."""

    def process(self, apdu: bytes) -> bytes:
        time.sleep(0.03)
        return super().process(apdu)


@pytest.mark.slow
def test_a_card_is_pulled_while_it_is_read_and_laid_back(tmp_path: Path) -> None:
    issuer, faults = Issuer.new(), Faults()
    card = Sluggish(personalise(HOLDER, issuer, Profile(), faults), faults)
    stand, front, eyes = Stand(), ScriptedFront(willing_patient()), HeldUp()
    stand.hospital.todays = (AT_EIGHT,)
    took: list[float] = []

    def asked(page: type) -> bool:
        return bool(front.asked) and isinstance(front.asked[-1], page)

    async def patient(daemon: pcscd.Pcscd) -> None:
        daemon.reader.lay(card)
        await until(lambda: asked(UnlockCard), 10)
        eyes.queue.put_nowait(CODE)
        await until(lambda: asked(ReadingCard) and bool(front.shares), 10)
        pulled = time.monotonic()
        await asyncio.to_thread(daemon.reader.pull)
        await until(lambda: asked(LayCard), 10)
        took.append(time.monotonic() - pulled)
        daemon.reader.lay(card)

    async def visit(daemon: pcscd.Pcscd) -> Outcome:
        reader = PcscCardReader(pcscd.READER)
        cards = chips_of(
            reader, lambda: TrustStore.of([issuer.csca_der]), lambda: date(2026, 11, 23)
        )
        equipment = replace(stand.equipment(eyes), cards=cards)
        acting = asyncio.create_task(patient(daemon))
        try:
            outcome = await Session(front, equipment).one()
            await acting
            await finish(equipment, stand.clock)
            return outcome
        finally:
            acting.cancel()
            await cards.close()

    with pcscd.private_pcscd(tmp_path) as daemon:
        outcome = asyncio.run(asyncio.wait_for(visit(daemon), 40))
    assert isinstance(outcome, Ticketed)
    assert outcome.verified
    assert took[0] < GONE_S
    (document,) = stand.hospital.calls("find")
    assert isinstance(document, Document)
    assert document.address == HOLDER.residence
