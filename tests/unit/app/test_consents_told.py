"""Consents that are owed are told while the kiosk serves."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.app.journal import JournalWatch, reconciled
from kiosk.checkin.clock import SystemClock
from kiosk.config import Settings
from kiosk.hospital.circuit import LinkState
from kiosk.model.consent import Consent, ConsentPurpose
from tests.flow.journalled import Switch
from tests.flow.stand import HeldUp, Stand

CONSENT = Consent(
    "p-1",
    ConsentPurpose.FACE_VERIFICATION,
    "face-verification/1",
    "vi",
    datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    "kiosk-1",
)


def test_a_kiosk_tells_the_consents_that_it_owes_once_the_hospital_is_back() -> None:
    stand, link = Stand(), Switch()
    equipment = replace(stand.equipment(HeldUp()), clock=SystemClock(), link=link)

    async def serve() -> None:
        link.turn(LinkState.AWAY)
        equipment.owing.add(CONSENT)
        async with asyncio.timeout(5), reconciled(equipment, Settings(), JournalWatch("kiosk-1")):
            await asyncio.sleep(0.01)
            assert not stand.hospital.calls("record_consent")
            link.turn(LinkState.UP)
            while len(equipment.owing):
                await asyncio.sleep(0.005)

    asyncio.run(serve())
    assert stand.hospital.calls("record_consent") == [CONSENT]
