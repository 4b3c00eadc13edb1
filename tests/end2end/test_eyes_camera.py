"""A camera with every fault, and pictures that are too much, through the eyes' own process."""

from contextlib import aclosing

import numpy as np
import pytest

from kiosk.app.eyes import POOR
from kiosk.bench.memory import resident_mb
from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.camera.reasons import CameraReason
from kiosk.vision.camera_state import CameraState
from kiosk.vision.plan import VisionPlan
from tests.end2end.eyes_process import (
    Draw,
    becomes,
    logged,
    opened,
    processes,
    run,
    seen,
)


@pytest.mark.parametrize(
    ("fault", "state", "reason", "says"),
    [
        (CameraFault.BLACK, CameraState.AWAY, CameraReason.BLACK, "black"),
        (CameraFault.FROZEN, CameraState.AWAY, CameraReason.FROZEN, "same picture"),
        (CameraFault.WRONG_SIZE, CameraState.AWAY, CameraReason.TOO_SMALL, "160×120"),
        (CameraFault.CORRUPT, CameraState.AWAY, CameraReason.CORRUPT, "cannot be decoded"),
        (CameraFault.HANGS, CameraState.AWAY, CameraReason.NO_ANSWER, "does not answer"),
        pytest.param(
            *(CameraFault.SLOW, CameraState.SEEING, CameraReason.SLOW, "5 pictures a second"),
            marks=pytest.mark.alone,
        ),
        (CameraFault.BUSY, CameraState.AWAY, CameraReason.BUSY, "another program"),
        (None, CameraState.AWAY, CameraReason.NOT_FOUND, "unplugged"),
    ],
)
def test_each_fault_has_its_state_reason_and_sentence_and_ends_when_it_is_mended(
    qr_picture: Draw,
    fault: CameraFault | None,
    state: CameraState,
    reason: CameraReason,
    says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def work() -> None:
        async with opened() as eyes:
            assert eyes.hand is not None
            await becomes(eyes, CameraState.SEEING)
            if fault in (CameraFault.BUSY, None):  # found when it is opened
                eyes.hand.unplug()
                await becomes(eyes, CameraState.AWAY, "unplugged")
            eyes.hand.fault(fault)
            if fault is not None:
                eyes.hand.plug_in()
            await becomes(eyes, state, says)
            assert eyes.reason is reason
            word = POOR if state is CameraState.SEEING else state.value
            assert logged(capsys)[-1] == (word, reason.value)
            assert processes(), "it is the camera that is ill, not the process"
            eyes.hand.hold(qr_picture("HEN:9"))
            eyes.hand.fault(None)
            eyes.hand.plug_in()
            await seen(eyes, b"HEN:9")
            while eyes.trouble:
                await eyes.state_changed()
            assert logged(capsys)[-1] == ("seeing", None)

    run(work)


def test_a_code_in_every_picture_leaves_its_memory_as_it_is(qr_picture: Draw) -> None:
    """Some hundred looks through the process; the search alone is tried on thousands."""

    async def work() -> None:
        async with opened(VisionPlan("simulated", 640, 480)) as eyes:
            assert eyes.hand is not None
            pictures = [qr_picture("A" * 300 + str(turn)) for turn in range(6)]
            await becomes(eyes, CameraState.SEEING)
            (pid,) = processes()
            looks, before = 0, 0.0
            async with aclosing(eyes.sights()) as sights:
                async for _ in sights:
                    looks += 1
                    if looks % 20 == 0:
                        eyes.hand.hold(pictures[looks // 20 % 6], scale=0.9)
                    if looks == 80:
                        before = resident_mb(pid)
                    if looks == 300:
                        break
            assert resident_mb(pid) < before + 8

    run(work, seconds=180)


def test_fifty_megapixels_held_up_are_seen_and_do_no_harm(qr_picture: Draw) -> None:
    async def work() -> None:
        async with opened() as eyes:
            assert eyes.hand is not None
            code = qr_picture("HEN:50")
            large = np.kron(code, np.ones((32, 32, 1), dtype=np.uint8))
            assert large.shape[0] * large.shape[1] > 50_000_000
            await becomes(eyes, CameraState.SEEING)
            (pid,) = processes()
            eyes.hand.hold(large)
            await seen(eyes, b"HEN:50")
            assert processes() == [pid]

    run(work, seconds=180)
