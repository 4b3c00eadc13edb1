"""A camera with every fault, and pictures that are too much, through the eyes' own process."""

from contextlib import aclosing

import numpy as np
import pytest

from kiosk.bench.memory import resident_mb
from kiosk.devices.camera.faults import CameraFault
from kiosk.vision.camera_state import CameraState
from kiosk.vision.plan import VisionPlan
from tests.end2end.eyes_process import (
    Draw,
    becomes,
    opened,
    processes,
    run,
    seen,
)


@pytest.mark.parametrize(
    ("fault", "state", "says"),
    [
        (CameraFault.BLACK, CameraState.AWAY, "black"),
        (CameraFault.FROZEN, CameraState.AWAY, "same picture"),
        (CameraFault.WRONG_SIZE, CameraState.AWAY, "160×120"),
        (CameraFault.CORRUPT, CameraState.AWAY, "cannot be decoded"),
        (CameraFault.HANGS, CameraState.AWAY, "does not answer"),
        (CameraFault.SLOW, CameraState.SEEING, "5 pictures a second"),
        (CameraFault.BUSY, CameraState.AWAY, "another program"),
    ],
)
def test_each_fault_has_its_state_and_its_sentence_and_ends_when_it_is_mended(
    qr_picture: Draw, fault: CameraFault, state: CameraState, says: str
) -> None:
    async def work() -> None:
        async with opened() as eyes:
            assert eyes.hand is not None
            await becomes(eyes, CameraState.SEEING)
            if fault is CameraFault.BUSY:  # found when it is opened
                eyes.hand.unplug()
                await becomes(eyes, CameraState.AWAY, "unplugged")
                eyes.hand.fault(fault)
                eyes.hand.plug_in()
            eyes.hand.fault(fault)
            await becomes(eyes, state, says)
            assert processes(), "it is the camera that is ill, not the process"
            eyes.hand.hold(qr_picture("HEN:9"))
            eyes.hand.fault(None)
            await seen(eyes, b"HEN:9")
            while eyes.trouble:
                await eyes.state_changed()
            assert eyes.state is CameraState.SEEING

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

    run(work)


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

    run(work)
