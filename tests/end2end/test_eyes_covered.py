"""A hand before the lens while a face is looked at is the patient's, not the kiosk's."""

import asyncio

import pytest

from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.camera.reasons import CameraReason
from kiosk.model.face import FaceOutcome, FaceVerdict
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.plan import VisionPlan
from tests.end2end.eyes_process import becomes, opened, run

pytestmark = pytest.mark.slow


async def verdict(eyes: Eyes) -> FaceOutcome:
    (*_, last) = [sight async for sight in eyes.check_face(None)]
    assert isinstance(last, FaceVerdict)
    return last.outcome


def test_a_covered_lens_is_no_face_and_a_cable_that_is_out_is_a_camera_away() -> None:
    async def work() -> None:
        async with opened(VisionPlan("simulated", faces=True)) as eyes:
            await becomes(eyes, CameraState.SEEING)
            assert eyes.hand is not None
            looking = asyncio.create_task(verdict(eyes))
            await asyncio.sleep(0.5)
            eyes.hand.fault(CameraFault.BLACK)
            assert await looking is FaceOutcome.NO_FACE
            assert eyes.reason is CameraReason.BLACK
            assert await verdict(eyes) is FaceOutcome.NO_FACE, "still covered at the next try"
            eyes.hand.fault(None)
            await becomes(eyes, CameraState.SEEING)
            looking = asyncio.create_task(verdict(eyes))
            await asyncio.sleep(0.5)
            eyes.hand.unplug()
            assert await looking is FaceOutcome.AWAY
            assert await verdict(eyes) is FaceOutcome.AWAY

    run(work)
