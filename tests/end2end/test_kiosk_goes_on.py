"""A whole kiosk whose eyes are killed while patients are served."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from kiosk.app.kiosk import Kiosk
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.screens import (
    Confirmed,
    ConfirmIdentity,
    EnterCode,
    NoDocument,
    Welcome,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.config import Settings, override
from kiosk.frontdesk.generate import Person, people
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.log import finish, start
from kiosk.ui.dock.pictures import code_on_card
from kiosk.vision.camera_state import CameraState
from tests.flow.at_reader import logged

LONGEST_S = 60
WITH_CARD = [one for one in people() if one.card_issued][:2]
CODED = next(one for one in people() if one.code and one not in WITH_CARD)


def kill(kiosk: Kiosk) -> None:
    assert kiosk.eyes is not None
    assert kiosk.eyes.pid is not None
    os.kill(kiosk.eyes.pid, signal.SIGKILL)


async def sees(kiosk: Kiosk) -> None:
    assert kiosk.eyes is not None
    while kiosk.eyes.state is not CameraState.SEEING:
        await kiosk.eyes.state_changed()


async def served(front: ScriptedFront, equipment: Equipment) -> Ticketed:
    outcome = await Session(front, equipment).one()
    assert isinstance(outcome, Ticketed)
    return outcome


async def killed_meanwhile(kiosk: Kiosk, equipment: Equipment, person: Person) -> None:
    """A visit that begins with a card before the camera, and ends with this person's ticket; in
    between, the eyes are killed."""
    assert kiosk.eyes is not None
    assert kiosk.eyes.hand is not None

    def confirmed(screen: ConfirmIdentity) -> Confirmed:
        kill(kiosk)
        return Confirmed.YES

    front = ScriptedFront(willing_patient())
    front.answers[ConfirmIdentity] = confirmed
    kiosk.eyes.hand.hold(code_on_card(cccd_qr(person)))
    got = await served(front, equipment)
    kiosk.eyes.hand.put_away()
    assert got.patient.name == person.name


def test_visits_go_on_while_the_eyes_fail_and_then_without_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Killed in the middle of a visit, and again; at the third time within a minute patients type
    their number, and the hospital is told to send somebody."""
    start("info")
    kiosk = Kiosk(override(Settings(), {"face.verify": False}), tmp_path)

    async def run() -> None:
        assert kiosk.eyes is not None
        async with asyncio.timeout(LONGEST_S), kiosk.equipped() as equipment:
            await sees(kiosk)
            for person in WITH_CARD:
                await killed_meanwhile(kiosk, equipment, person)
                await sees(kiosk)
            kill(kiosk)
            while kiosk.eyes.state is not CameraState.FAILED:
                await kiosk.eyes.state_changed()
            front = ScriptedFront(willing_patient())
            front.answers |= {
                Welcome: lambda screen: NoDocument.TYPE,
                EnterCode: lambda screen: CODED.code,
            }
            got = await served(front, equipment)
            assert got.patient.name == CODED.name
            assert [page.camera for page in front.asked if isinstance(page, Welcome)] == [False]
            await equipment.afterwards.finish()

    try:
        asyncio.run(run())
    finally:
        kiosk.close()
        finish()
    told = capfd.readouterr().err
    assert [line["times"] for line in logged(told, "eyes-ended")] == [1, 2, 3]
    [call] = logged(told, "staff-called")
    assert (call["page"], call["sent"]) == ("camera", True)
