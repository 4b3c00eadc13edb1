"""What every source keeps: the simulator, and the driver on each kind of address.

No V4L2 device can be faked without a kernel module, so that source alone is not here; it
shares driver and loop with the others.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.camera.base import Image, Source
from kiosk.devices.camera.codes import CodeSearch
from kiosk.devices.camera.reasons import CameraError, CameraReason
from kiosk.devices.camera.simulator import SimulatedCamera
from kiosk.devices.camera.sources import quiet, source_of
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.plan import VisionPlan
from tests.contract.motion_jpeg import UNAUTHORIZED, MotionJpeg

Pixels = NDArray[np.uint8]
PAYLOAD = "079190012345||Trần Thị Thu Hà|15031990|Nữ|Phường Hồ Sen, Hà Nội|20042022".encode()


@dataclass
class Stage:
    """A camera that looks at :data:`PAYLOAD`, and the means to take it away."""

    camera: Source
    leave: Callable[[], object]
    come_back: Callable[[], object]
    setting: str = "simulated"
    gone: CameraReason = CameraReason.NOT_FOUND
    """Why no picture comes any more …"""
    closed: CameraReason = CameraReason.NOT_FOUND
    """… and why it does not open."""


@pytest.fixture
def view(qr_picture: Callable[[bytes], Pixels]) -> Pixels:
    """1280×720: a code on grey."""
    image = np.full((720, 1280, 3), 120, dtype=np.uint8)
    code = qr_picture(PAYLOAD)
    height, width = code.shape[:2]
    image[100 : 100 + height, 300 : 300 + width] = code
    return image


@pytest.fixture(
    params=[
        "simulator",
        "folder",
        pytest.param("picture", marks=pytest.mark.slow),  # a folder of one
        "video",
        "motion-jpeg",
    ]
)
def stage(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    view: Pixels,
    qr_picture: Callable[[bytes], Pixels],
) -> Iterator[Stage]:
    away = tmp_path.with_name(f"{tmp_path.name}-away")
    if request.param == "simulator":
        simulated = SimulatedCamera()
        simulated.hold(qr_picture(PAYLOAD))
        yield Stage(simulated, partial(simulated.plug, False), partial(simulated.plug, True))
    elif request.param == "motion-jpeg":
        server = MotionJpeg(view)
        address = f"http://someone:secret@127.0.0.1:{server.port}/live?token=t0ken"
        yield Stage(
            source_of(address, 1280, 720),
            server.stop,
            server.start,
            address,
            CameraReason.ENDED,
            CameraReason.UNREACHABLE,
        )
        server.stop()
    else:
        source = {"folder": tmp_path, "picture": tmp_path / "a.png", "video": tmp_path / "a.avi"}
        path = source[request.param]
        if request.param == "video":
            fourcc = cv2.VideoWriter.fourcc(*"MJPG")
            writer = cv2.VideoWriter(str(path), fourcc, 30, (1280, 720))
            for _ in range(10):
                writer.write(view)
            writer.release()
        else:
            cv2.imwrite(str(tmp_path / "a.png"), view)
        setting = f"{'folder' if request.param == 'folder' else 'file'}:{path}"
        yield Stage(
            source_of(setting, 1280, 720),
            lambda: path.rename(away),
            lambda: away.rename(path),
            setting,
        )


def some(camera: Source, count: int) -> list[Image]:
    """So many pictures; broken ones, as at the start of a stream, are passed over."""
    quiet()
    camera.open()
    try:
        return [picture(camera) for _ in range(count)]
    finally:
        camera.close()


def picture(camera: Source) -> Image:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        camera.grab()
        image = camera.retrieve()
        if image is not None:
            return image
    raise TimeoutError


def exhaust(camera: Source) -> None:
    end = time.monotonic() + 8
    while time.monotonic() < end:
        camera.grab()


def test_pictures_are_whole_and_hold_what_is_before_the_camera(stage: Stage) -> None:
    for image in some(stage.camera, 3):
        assert image.shape == (720, 1280, 3)
        assert image.dtype == np.uint8
        assert image.flags.c_contiguous
        assert [code.data for code in CodeSearch().search(image, 0.0).codes] == [PAYLOAD]


def test_pictures_belong_to_who_asked(stage: Stage) -> None:
    quiet()
    stage.camera.open()
    picture(stage.camera)[:] = 0
    assert all(picture(stage.camera).any() for _ in range(4))
    stage.camera.close()


def test_closing_twice_is_harmless_and_it_opens_again(stage: Stage) -> None:
    stage.camera.close()
    some(stage.camera, 1)
    stage.camera.close()
    some(stage.camera, 1)


def test_the_name_is_for_staff_and_holds_no_secret(stage: Stage) -> None:
    assert stage.camera.name
    assert "secret" not in stage.camera.name
    assert "t0ken" not in stage.camera.name


@pytest.mark.slow
def test_a_camera_that_goes_ends_with_what_to_do_and_comes_back(stage: Stage) -> None:
    quiet()
    stage.camera.open()
    picture(stage.camera)
    stage.leave()
    with pytest.raises(CameraError) as gone:
        exhaust(stage.camera)
    stage.camera.close()
    with pytest.raises(CameraError) as closed:
        some(stage.camera, 1)
    assert (gone.value.reason, closed.value.reason) == (stage.gone, stage.closed)
    stage.come_back()
    assert len(some(stage.camera, 1)) == 1
    assert len(str(gone.value)) > 20
    assert "secret" not in str(gone.value)
    assert "t0ken" not in str(gone.value)


def test_where_no_camera_answers_but_something_does(view: Pixels) -> None:
    """It asks for another user, as a camera does of one whose password was changed."""
    server = MotionJpeg(view, UNAUTHORIZED)
    quiet()
    camera = source_of(f"http://someone:secret@127.0.0.1:{server.port}/live", 1280, 720)
    try:
        with pytest.raises(CameraError, match="gives no video") as refused:
            camera.open()
    finally:
        server.stop()
    assert refused.value.reason is CameraReason.NO_VIDEO
    assert "secret" not in str(refused.value)


@asynccontextmanager
async def seeing(stage: Stage) -> AsyncGenerator[Eyes, None]:
    eyes = Eyes(VisionPlan(stage.setting))
    await eyes.start()
    try:
        yield eyes
    finally:
        await eyes.close()


async def becomes(eyes: Eyes, state: CameraState) -> None:
    while eyes.state is not state:
        await eyes.state_changed()


async def sees(eyes: Eyes) -> float:
    """When the picture was taken in which the code was seen."""
    async with aclosing(eyes.sights()) as sights:
        async for sight in sights:
            if [code.data for code in sight.codes] == [PAYLOAD]:
                return sight.taken
    raise AssertionError("the eyes were closed")


@pytest.mark.slow
def test_the_eyes_see_it_go_and_come_back_and_always_the_newest_picture(
    stage: Stage, qr_picture: Callable[[bytes], Pixels]
) -> None:
    async def through() -> str:
        async with asyncio.timeout(50), seeing(stage) as eyes:
            leave, come_back = stage.leave, stage.come_back
            if eyes.hand is not None:
                eyes.hand.hold(qr_picture(PAYLOAD))
                leave, come_back = eyes.hand.unplug, eyes.hand.plug_in
            await becomes(eyes, CameraState.SEEING)
            await sees(eyes)
            await asyncio.sleep(0.5)  # pictures that nobody looks at
            asked = time.monotonic()
            assert await sees(eyes) >= asked - 0.2
            leave()
            await becomes(eyes, CameraState.AWAY)
            trouble = eyes.trouble
            come_back()
            await becomes(eyes, CameraState.SEEING)
            assert eyes.trouble == ""
            await sees(eyes)
            return trouble

    trouble = asyncio.run(through())
    assert len(trouble) > 20
    assert "secret" not in trouble
    assert "t0ken" not in trouble
