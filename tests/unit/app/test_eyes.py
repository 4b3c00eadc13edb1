"""Who hears of it when the eyes fail."""

import asyncio
import json
from typing import Any, cast

import pytest

from kiosk.app.eyes import Oversight, eyes_of
from kiosk.checkin.equipment import Afterwards
from kiosk.config import Settings, override
from kiosk.devices.camera.reasons import CameraReason
from kiosk.errors import HospitalAway
from kiosk.face.compare import VERIFY
from kiosk.hospital.base import Hospital
from kiosk.vision.camera_state import CameraState
from kiosk.vision.plan import VisionPlan


class Called:
    """A hospital that is called, if it can be reached."""

    def __init__(self, *, away: bool = False) -> None:
        self.calls: list[tuple[str, str]] = []
        self._away = away

    async def call_staff(self, kiosk: str, page: str) -> None:
        self.calls.append((kiosk, page))
        if self._away:
            raise HospitalAway


def told(hospital: Called, *states: CameraState, before: tuple[CameraState, ...] = ()) -> None:
    async def tell() -> None:
        oversight, afterwards = Oversight("K1"), Afterwards()
        for state in before:
            oversight.state(state, "", None)
        with oversight.by(cast(Hospital, hospital), afterwards):
            for state in states:
                oversight.state(state, "", None)
            await afterwards.finish(5)

    asyncio.run(tell())


SEEING, AWAY, FAILED = CameraState.SEEING, CameraState.AWAY, CameraState.FAILED
OPENING = CameraState.OPENING


@pytest.mark.parametrize("away", [False, True])
def test_staff_are_called_once_when_the_eyes_have_failed(away: bool) -> None:
    hospital = Called(away=away)
    told(hospital, SEEING, AWAY, OPENING, FAILED, OPENING, FAILED)
    assert hospital.calls == [("K1", "camera")]


def test_and_again_if_they_saw_in_between() -> None:
    hospital = Called()
    told(hospital, FAILED, OPENING, SEEING, FAILED)
    assert len(hospital.calls) == 2


def test_what_failed_before_the_hospital_was_there_is_told_then() -> None:
    hospital = Called()
    told(hospital, before=(OPENING, FAILED))
    assert hospital.calls == [("K1", "camera")]


def test_a_camera_that_is_away_calls_nobody() -> None:
    hospital = Called()
    told(hospital, AWAY, SEEING, AWAY)
    assert hospital.calls == []


def test_the_log_has_each_state_once(capsys: pytest.CaptureFixture[str]) -> None:
    told(Called(), SEEING, SEEING, AWAY)
    assert capsys.readouterr().err.count("device-state") == 2


def test_a_camera_that_sees_less_well_than_it_should_is_logged_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    oversight = Oversight("K1")
    for trouble in ("", "gives 7 pictures a second", "gives 6 pictures a second", ""):
        oversight.state(SEEING, trouble, CameraReason.SLOW if trouble else None)
    assert logged(capsys) == [("seeing", None), ("poor", "slow"), ("seeing", None)]


def test_the_log_has_each_reason_once_in_a_state_and_no_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A camera that opens and gives nothing is told in turns, for as long as it is there."""
    oversight = Oversight("K1")
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
    Oversight("K1").state(AWAY, "whatever", reason)
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
