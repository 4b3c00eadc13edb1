"""Eyes whose models of faces are of no use, or hang: codes go on."""

import asyncio
import importlib.util
import os
import signal
from datetime import date
from pathlib import Path

import pytest

from kiosk.app.portraits import portrait
from kiosk.devices.camera.reasons import CameraReason
from kiosk.model.face import FaceOutcome, FaceUnreadable, FaceVerdict
from kiosk.vision.camera_state import CameraState
from kiosk.vision.plan import VisionPlan
from tests.end2end.eyes_process import Draw, Heard, becomes, opened, processes, run, seen

pytestmark = pytest.mark.slow

FACES = VisionPlan("simulated", faces=True)
RECOGNITION = "dlib_face_recognition_resnet_model_v1.dat"


def face() -> bytes:
    today, born = date(2026, 1, 5), date(1980, 5, 17)
    return portrait("001080000001", "M", born, taken=today, jpeg=True, size=15_000)


def cut_weights(folder: Path) -> None:
    """The package of the weights, with its largest file cut off, before the real one."""
    found = importlib.util.find_spec("face_recognition_models")
    assert found is not None
    assert found.submodule_search_locations
    real = Path(found.submodule_search_locations[0], "models")
    made = folder / "face_recognition_models" / "models"
    made.mkdir(parents=True)
    made.parent.joinpath("__init__.py").touch()
    for path in real.glob("*.dat"):
        made.joinpath(path.name).symlink_to(path)
    made.joinpath(RECOGNITION).unlink()
    made.joinpath(RECOGNITION).write_bytes(real.joinpath(RECOGNITION).read_bytes()[:5_000_000])


def no_dlib(folder: Path) -> None:
    folder.joinpath("dlib.py").write_text("raise ImportError('a library that it needs is gone')\n")


@pytest.mark.parametrize("damage", [cut_weights, no_dlib])
def test_without_models_of_faces_codes_are_read(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    qr_picture: Draw,
    damage: object,
) -> None:
    assert callable(damage)
    damage(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    heard: Heard = []

    async def work() -> None:
        async with opened(FACES, heard=heard) as eyes:
            await becomes(eyes, CameraState.SEEING)
            assert eyes.hand is not None
            first = eyes.pid
            with pytest.raises(FaceUnreadable, match="away"):
                await eyes.reference(face())
            assert [one async for one in eyes.check_face(None)] == [FaceVerdict(FaceOutcome.AWAY)]
            eyes.forget_faces()
            eyes.hand.hold(qr_picture("HEN:1"))
            await seen(eyes, b"HEN:1")
            await eyes.reported()
            await eyes.reported()
            assert eyes.pid == first

    run(work)
    assert heard == [(CameraState.SEEING, None)]


def test_a_description_that_hangs_ends_the_process(capsys: pytest.CaptureFixture[str]) -> None:
    """Its other threads answer all the time."""
    heard: Heard = []

    async def work() -> None:
        async with opened(FACES, heard=heard) as eyes:
            await becomes(eyes, CameraState.SEEING)
            picture = face()
            await eyes.reference(picture)
            assert eyes.pid is not None
            (describer,) = processes(eyes.pid)
            os.kill(describer, signal.SIGSTOP)
            waiting = asyncio.create_task(eyes.reference(picture))
            await becomes(eyes, CameraState.OPENING)
            with pytest.raises(FaceUnreadable, match="away"):
                await waiting
            await becomes(eyes, CameraState.SEEING)

    run(work)
    assert (CameraState.OPENING, CameraReason.PROCESS_ENDED) in heard
    assert '"why":"hung"' in capsys.readouterr().err.replace(" ", "")
