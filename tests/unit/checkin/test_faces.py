"""The eyes as a visit sees them: which face they look at, and when they can."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager

import pytest

from kiosk.checkin.faces import Faces, NoFaces, SeenFaces
from kiosk.model.face import FaceOutcome, FaceSight, FaceUnreadable, FaceVerdict
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.plan import VisionPlan
from kiosk.vision.preview import PreviewKind


class Watching:
    """Stands for the eyes, and remembers what it was asked."""

    def __init__(self) -> None:
        self.state = CameraState.OPENING
        self.asked: list[object] = []
        self._changed = asyncio.Event()

    def be(self, state: CameraState) -> None:
        self.state = state
        self._changed.set()
        self._changed = asyncio.Event()

    async def state_changed(self) -> None:
        await self._changed.wait()

    async def reference(self, picture: bytes) -> int:
        self.asked.append(picture)
        return 7

    async def check_face(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]:
        self.asked.append((reference, descriptor))
        yield FaceVerdict(FaceOutcome.MATCHED)

    @contextmanager
    def previewing(self, kind: PreviewKind) -> Iterator[None]:
        self.asked.append(kind)
        yield

    def forget_faces(self) -> None:
        self.asked.append("forget")


def test_a_visit_looks_through_the_eyes() -> None:
    async def look() -> None:
        eyes = Watching()
        faces: Faces = SeenFaces(eyes)
        reference = await faces.reference(b"picture")
        with faces.previewing():
            sights = [sight async for sight in faces.check(reference, descriptor=True)]
        faces.forget()
        assert sights == [FaceVerdict(FaceOutcome.MATCHED)]
        assert eyes.asked == [b"picture", PreviewKind.FACE, (7, True), "forget"]

    asyncio.run(look())


@pytest.mark.parametrize("state", CameraState)
def test_only_eyes_that_see_look_at_faces(state: CameraState) -> None:
    eyes = Watching()
    eyes.state = state
    assert SeenFaces(eyes).available is (state is CameraState.SEEING)


def test_a_change_that_changes_nothing_for_faces_is_none() -> None:
    async def wait() -> None:
        eyes = Watching()
        changed = asyncio.create_task(SeenFaces(eyes).availability_changed())
        await asyncio.sleep(0)
        eyes.be(CameraState.AWAY)
        await asyncio.sleep(0)
        assert not changed.done()
        eyes.be(CameraState.SEEING)
        async with asyncio.timeout(5):
            await changed

    asyncio.run(wait())


def test_the_kiosks_eyes_are_such_eyes() -> None:
    assert not SeenFaces(Eyes(VisionPlan("simulated"))).available


def test_a_kiosk_without_eyes_sees_no_face() -> None:
    async def look() -> None:
        faces: Faces = NoFaces()
        with faces.previewing():
            sights = [sight async for sight in faces.check(None)]
        assert sights == [FaceVerdict(FaceOutcome.AWAY)]
        with pytest.raises(FaceUnreadable):
            await faces.reference(b"picture")
        faces.forget()
        assert not faces.available

    asyncio.run(look())
