"""Eyes that cannot even be opened: the kiosk works on without them, and staff hear of it."""

import asyncio
import errno
import socket

import pytest

from kiosk.devices.camera.reasons import CameraReason
from kiosk.model.face import FaceOutcome, FaceVerdict
from kiosk.vision import life
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.life import Life, Patience
from kiosk.vision.plan import VisionPlan

Heard = list[tuple[CameraState, str, CameraReason | None]]


def opened(*, ends: CameraState) -> Heard:
    """Eyes are opened until they are in this state; all that staff can hear of it."""
    heard: Heard = []

    async def work() -> None:
        eyes = Eyes(
            VisionPlan("simulated"),
            on_state=lambda *told: heard.append(told),
            patience=Patience(recover_s=60.0),
        )
        await eyes.start()
        async with asyncio.timeout(5):
            while eyes.state is not ends:
                await eyes.state_changed()
            assert [sight async for sight in eyes.check_face(None)] == [
                FaceVerdict(FaceOutcome.AWAY)
            ]
        await eyes.close()

    asyncio.run(work())
    return heard


def test_without_room_for_a_process_there_is_no_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many() -> None:
        raise OSError(errno.EMFILE, "too many open files")

    class Sockets:
        socketpair = staticmethod(too_many)
        socket = socket.socket

    monkeypatch.setattr(life, "socket", Sockets)
    [(state, trouble, reason)] = opened(ends=CameraState.FAILED)
    assert (state, reason) == (CameraState.FAILED, CameraReason.PROCESS_ENDED)
    assert "3 times" in trouble
    assert "not-started" in trouble


def test_a_fault_of_the_kiosks_own_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(self: Life, begun: object) -> None:
        raise LookupError("nobody expected it")

    monkeypatch.setattr(Life, "run", broken)
    [(state, trouble, reason)] = opened(ends=CameraState.FAILED)
    assert (state, reason) == (CameraState.FAILED, CameraReason.FAULT)
    assert "look at the log" in trouble
    told = capsys.readouterr().err
    assert "LookupError" in told
    assert "nobody expected it" not in told
