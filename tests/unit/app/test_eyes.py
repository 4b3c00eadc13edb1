"""Who hears of it when the eyes fail."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from kiosk.app.eyes import CALL_AGAIN_S, Oversight, eyes_of
from kiosk.config import Settings, override
from kiosk.devices.camera.reasons import CameraReason
from kiosk.errors import HospitalAway, HospitalError, HospitalRefused
from kiosk.face.compare import VERIFY
from kiosk.hospital.circuit import LinkState
from kiosk.vision.camera_state import CameraState
from kiosk.vision.plan import VisionPlan
from tests.flow.journalled import Switch
from tests.flow.stand import HeldUp, Stand, settle


class Called:
    """What staff heard of at a kiosk whose eyes change, and whose hospital may be away."""

    def __init__(self, *errors: HospitalError) -> None:
        """``errors`` are what the first calls come to, one after the other."""
        self.stand = Stand()
        self.stand.hospital.errors["call_staff"] = list(errors)
        self.link = Switch()
        self.equipment = replace(self.stand.equipment(HeldUp()), link=self.link)
        self.oversight = Oversight()

    @property
    def calls(self) -> list[tuple[str, str]]:
        return self.stand.hospital.calls("call_staff")

    async def see(self, *states: CameraState) -> None:
        """The camera is so, one after the other, with time to act on each."""
        for state in states:
            self.oversight.state(state, "", None)
            await settle()


def told(called: Called, *states: CameraState, before: tuple[CameraState, ...] = ()) -> None:
    async def tell() -> None:
        for state in before:
            called.oversight.state(state, "", None)
        with called.oversight.by(called.equipment):
            await called.see(*states)
            async with asyncio.timeout(5):
                await called.equipment.afterwards.finish()

    asyncio.run(tell())


SEEING, AWAY, FAILED = CameraState.SEEING, CameraState.AWAY, CameraState.FAILED
OPENING = CameraState.OPENING
CALL = ("kiosk-1", "camera")


def test_staff_are_called_once_when_the_eyes_have_failed() -> None:
    called = Called()
    told(called, SEEING, AWAY, OPENING, FAILED, OPENING, FAILED)
    assert called.calls == [CALL]


def test_a_refusal_is_an_answer() -> None:
    called = Called(HospitalRefused("not-offered"))
    told(called, FAILED, OPENING, FAILED)
    assert called.calls == [CALL]


def test_a_call_that_nobody_heard_is_made_again_until_it_is_heard() -> None:
    called = Called(HospitalAway(), HospitalAway())

    async def nobody_hears() -> None:
        with called.oversight.by(called.equipment):
            await called.see(FAILED, OPENING, FAILED)
            await called.stand.clock.push(CALL_AGAIN_S)
            assert called.calls == [CALL] * 2
            await called.see(OPENING)
            await called.stand.clock.push(CALL_AGAIN_S)
            assert called.calls == [CALL] * 3
            await called.see(FAILED)
            await called.stand.clock.push(CALL_AGAIN_S * 100)
        assert called.calls == [CALL] * 3, "it was heard"

    asyncio.run(nobody_hears())


def test_a_hospital_that_is_known_to_be_away_is_called_when_it_is_back() -> None:
    called = Called(HospitalAway())

    async def away_for_hours() -> None:
        with called.oversight.by(called.equipment):
            called.link.turn(LinkState.AWAY)
            await called.see(FAILED)
            await called.stand.clock.push(7200)
            assert called.calls == [CALL], "the log would be full of it"
            called.link.turn(LinkState.UP)
            await settle()
            assert called.calls == [CALL] * 2

    asyncio.run(away_for_hours())


def test_nobody_is_called_any_more_to_eyes_that_see_again() -> None:
    called = Called(HospitalAway())

    async def sees_meanwhile() -> None:
        with called.oversight.by(called.equipment):
            await called.see(FAILED, OPENING, SEEING)
            await called.stand.clock.push(CALL_AGAIN_S * 10)
            assert called.calls == [CALL]
            await called.see(FAILED)
            assert called.calls == [CALL] * 2, "that is another time"

    asyncio.run(sees_meanwhile())


def test_a_call_that_nobody_hears_does_not_hold_up_the_end_and_stays_due() -> None:
    called = Called(HospitalAway())

    async def ends() -> None:
        with called.oversight.by(called.equipment):
            await called.see(FAILED)
        async with asyncio.timeout(5):
            await called.equipment.afterwards.finish()
        with called.oversight.by(called.equipment):
            await settle()
        assert called.calls == [CALL] * 2

    asyncio.run(ends())


def test_and_again_if_they_saw_in_between() -> None:
    called = Called()
    told(called, FAILED, OPENING, SEEING, FAILED)
    assert called.calls == [CALL] * 2


def test_what_failed_before_the_hospital_was_there_is_told_then() -> None:
    called = Called()
    told(called, before=(OPENING, FAILED))
    assert called.calls == [CALL]


def test_a_camera_that_is_away_calls_nobody() -> None:
    called = Called()
    told(called, AWAY, SEEING, AWAY)
    assert called.calls == []


def test_the_log_has_each_state_once(capsys: pytest.CaptureFixture[str]) -> None:
    told(Called(), SEEING, SEEING, AWAY)
    assert capsys.readouterr().err.count("device-state") == 2


def test_a_camera_that_sees_less_well_than_it_should_is_logged_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    oversight = Oversight()
    for trouble in ("", "gives 7 pictures a second", "gives 6 pictures a second", ""):
        oversight.state(SEEING, trouble, CameraReason.SLOW if trouble else None)
    assert logged(capsys) == [("seeing", None), ("poor", "slow"), ("seeing", None)]


def test_the_log_has_each_reason_once_in_a_state_and_no_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A camera that opens and gives nothing is told in turns, for as long as it is there."""
    oversight = Oversight()
    for _ in range(3):
        oversight.state(AWAY, "the sentence for staff", CameraReason.NO_ANSWER)
        oversight.state(AWAY, "the sentence for staff", CameraReason.NO_FRAMES)
    oversight.state(SEEING, "", None)
    oversight.state(AWAY, "the sentence for staff", CameraReason.NO_FRAMES)
    oversight.state(AWAY, "the sentence for staff", CameraReason.NO_ANSWER)
    assert logged(capsys) == [
        ("away", "no-answer"),
        ("away", "no-frames"),
        ("seeing", None),
        ("away", "no-frames"),
        ("away", "no-answer"),
    ]


@pytest.mark.parametrize("reason", CameraReason)
def test_each_reason_may_be_logged(
    reason: CameraReason, capsys: pytest.CaptureFixture[str]
) -> None:
    Oversight().state(AWAY, "whatever", reason)
    assert logged(capsys) == [("away", reason.value)]


def logged(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str | None]]:
    """The states and reasons in the log, and nothing else of the camera."""
    told = capsys.readouterr().err
    assert "sentence" not in told
    assert "pictures" not in told
    events = [json.loads(line) for line in told.splitlines()]
    assert {event["event"] for event in events} == {"device-state"}
    return [(event["state"], event.get("reason")) for event in events]


@pytest.mark.parametrize(
    ("settings", "faces"),
    [
        ({}, True),
        ({"face.verify": False}, False),
        ({"face.verify": False, "face.identify": True}, True),
    ],
)
def test_the_settings_say_what_the_eyes_do(settings: dict[str, Any], faces: bool) -> None:
    eyes = eyes_of(override(Settings(), settings), lambda state, trouble, reason: None)
    assert eyes is not None
    assert (eyes.plan.faces, eyes.plan.source) == (faces, "simulated")
    assert eyes.plan.threshold == Settings().face.threshold


def test_the_threshold_is_the_settings_and_everywhere_the_same_by_default() -> None:
    eyes = eyes_of(
        override(Settings(), {"face.threshold": 0.42}), lambda state, trouble, reason: None
    )
    assert eyes is not None
    assert eyes.plan.threshold == 0.42
    assert Settings().face.threshold == VERIFY == VisionPlan("simulated").threshold


def test_without_a_camera_there_are_no_eyes() -> None:
    settings = override(Settings(), {"camera.source": "none"})
    assert eyes_of(settings, lambda state, trouble, reason: None) is None
