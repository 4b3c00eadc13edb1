"""What every camera keeps: the simulator, and the driver on each kind of source.

No V4L2 device can be faked without a kernel module, so that source alone is not here; it
shares driver and loop with the others.
"""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.camera.base import Camera, Frame
from kiosk.devices.camera.codes import read_codes
from kiosk.devices.camera.opencv import OpenCVCamera
from kiosk.devices.camera.simulator import SimulatedCamera
from kiosk.errors import DeviceError

Pixels = NDArray[np.uint8]
PAYLOAD = "079190012345||Trần Thị Thu Hà|15031990|Nữ|Phường Hồ Sen, Hà Nội|20042022".encode()


@dataclass
class Stage:
    """A camera that looks at :data:`PAYLOAD`, and the means to take it away."""

    camera: Camera
    leave: Callable[[], object]
    come_back: Callable[[], object]


class MotionJpeg:
    """A network camera: HTTP/1.0, ``multipart/x-mixed-replace``, 20 pictures a second."""

    def __init__(self, picture: Pixels) -> None:
        ok, jpeg = cv2.imencode(".jpg", picture)
        assert ok
        self._part = (
            b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % jpeg.size
            + jpeg.tobytes()
            + b"\r\n"
        )
        self.port = 0
        self._gone = threading.Event()
        self._threads: list[threading.Thread] = []
        self.start()

    def start(self) -> None:
        self._gone = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]
        self._run(self._accept)

    def stop(self) -> None:
        self._gone.set()
        for thread in self._threads:
            thread.join(2)
        self._threads.clear()
        self._listener.close()

    def _run(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._gone.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self._run(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(1)
            try:
                connection.recv(4096)
                connection.sendall(
                    b"HTTP/1.0 200 OK\r\n"
                    b"Content-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
                )
                while not self._gone.wait(0.05):
                    connection.sendall(self._part)
            except OSError:
                return


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
        yield Stage(simulated, simulated.unplug, simulated.plug_in)
    elif request.param == "motion-jpeg":
        server = MotionJpeg(view)
        camera = OpenCVCamera(f"http://someone:secret@127.0.0.1:{server.port}/live?token=t0ken")
        yield Stage(camera, server.stop, server.start)
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
        prefix = "folder" if request.param == "folder" else "file"
        yield Stage(
            OpenCVCamera(f"{prefix}:{path}"),
            lambda: path.rename(away),
            lambda: away.rename(path),
        )


async def some(camera: Camera, count: int) -> list[Frame]:
    async with aclosing(camera.frames()) as frames:
        return [await anext(frames) for _ in range(count)]


async def exhaust(frames: AsyncIterator[Frame]) -> None:
    async for _ in frames:
        pass


def test_frames_are_whole_pictures_in_order_of_time(stage: Stage) -> None:
    began = time.monotonic()
    frames = asyncio.run(some(stage.camera, 4))
    times = [began, *(frame.taken for frame in frames), time.monotonic()]
    assert times == sorted(times)
    assert len(set(times)) == len(times)
    for frame in frames:
        assert frame.image.shape == (720, 1280, 3)
        assert frame.image.dtype == np.uint8
        assert frame.image.flags.c_contiguous


def test_what_is_held_up_can_be_read(stage: Stage) -> None:
    frames = asyncio.run(some(stage.camera, 2))
    for frame in frames:
        assert [code.data for code in read_codes(frame.image)] == [PAYLOAD]


def test_a_frame_is_the_newest_never_one_that_waited(stage: Stage) -> None:
    async def late() -> tuple[float, Frame]:
        async with aclosing(stage.camera.frames()) as frames:
            await anext(frames)
            await asyncio.sleep(0.25)
            asked = time.monotonic()
            return asked, await anext(frames)

    asked, frame = asyncio.run(late())
    assert frame.taken >= asked - 0.05


def test_frames_belong_to_who_asked(stage: Stage) -> None:
    async def scribble() -> list[Frame]:
        async with aclosing(stage.camera.frames()) as frames:
            (await anext(frames)).image[:] = 0
            return [await anext(frames) for _ in range(4)]

    assert all(frame.image.any() for frame in asyncio.run(scribble()))


@pytest.mark.slow
def test_a_camera_that_goes_ends_with_what_to_do_and_comes_back(stage: Stage) -> None:
    async def through() -> str:
        async with aclosing(stage.camera.frames()) as frames:
            await anext(frames)
            stage.leave()
            with pytest.raises(DeviceError) as gone:
                await asyncio.wait_for(exhaust(frames), 6)
        with pytest.raises(DeviceError):
            await some(stage.camera, 1)
        stage.come_back()
        assert len(await some(stage.camera, 1)) == 1
        return str(gone.value)

    message = asyncio.run(through())
    assert len(message) > 20
    assert "secret" not in message
    assert "t0ken" not in message


def test_waiting_is_cancelled_at_once_and_closing_ends_the_thread(stage: Stage) -> None:
    async def cancel() -> float:
        waiting = asyncio.create_task(some(stage.camera, 1_000_000))
        await asyncio.sleep(0.15)
        began = time.monotonic()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        took = time.monotonic() - began
        end = time.monotonic() + 3
        while any(thread.name == "camera" for thread in threading.enumerate()):
            assert time.monotonic() < end, "the camera's thread goes on"
            await asyncio.sleep(0.01)
        return took

    assert asyncio.run(cancel()) < 0.2


def test_the_name_is_for_staff_and_holds_no_secret(stage: Stage) -> None:
    assert stage.camera.name
    assert "secret" not in stage.camera.name
    assert "t0ken" not in stage.camera.name
