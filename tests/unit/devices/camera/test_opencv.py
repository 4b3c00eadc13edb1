"""What the driver's sources do beyond the contract: naming, faults, folders that change."""

import asyncio
import os
import shutil
import socket
import time
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.camera import opencv, pictures
from kiosk.devices.camera.base import Frame
from kiosk.devices.camera.opencv import OpenCVCamera
from kiosk.devices.camera.pictures import load_picture
from kiosk.devices.camera.sources import source_of
from kiosk.errors import DeviceError


def _plain(path: Path, shade: int, size: tuple[int, int] = (72, 128)) -> None:
    cv2.imwrite(str(path), np.full((*size, 3), shade, dtype=np.uint8))


async def _shades(camera: OpenCVCamera, seconds: float, at: Callable[[], None]) -> list[int]:
    """Shades that came by, without repetition; ``at`` is called after the first frame."""
    seen: list[int] = []
    async with aclosing(camera.frames()) as frames:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shade = int((await anext(frames)).image[0, 0, 0])
            if not seen:
                at()
            if seen[-1:] != [shade]:
                seen.append(shade)
    return seen


@pytest.mark.slow
def test_a_folder_cycles_by_name_and_shows_added_files_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PICTURE_S", 0.25)
    _plain(tmp_path / "b.png", 20)
    _plain(tmp_path / "d.PNG", 40)
    (tmp_path / "c.png").write_bytes(b"not whole yet")
    (tmp_path / "notes.txt").write_text("no picture")
    seen = asyncio.run(
        _shades(OpenCVCamera(str(tmp_path)), 1.4, lambda: _plain(tmp_path / "a.png", 10))
    )
    assert seen[:5] == [20, 10, 40, 10, 20]


def test_an_empty_folder_is_darkness_until_a_picture_comes(tmp_path: Path) -> None:
    camera = OpenCVCamera(f"folder:{tmp_path}")
    assert asyncio.run(_shades(camera, 0.5, lambda: _plain(tmp_path / "a.png", 90))) == [0, 90]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("/dev/video99", "not there"),
        ("99", "/dev/video99 is not there"),
        ("/dev/null", "does not open"),
        ("file:/nowhere/a.mp4", "not there"),
        ("file:/nowhere/a.png", "cannot be read"),
        ("folder:/nowhere", "cannot be read"),
        ("http://127.0.0.1:9/live", "gives no video"),
        ("http://[::1/live", "gives no video"),
    ],
)
def test_a_camera_that_is_not_there_says_what_to_do(
    source: str, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DeviceError, match=says):
        asyncio.run(_shades(OpenCVCamera(source), 1, lambda: None))
    assert capfd.readouterr() == ("", "")


def test_what_is_no_video_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(os.urandom(5000))
    with pytest.raises(DeviceError, match="no video"):
        asyncio.run(_shades(OpenCVCamera(str(tmp_path / "a.mp4")), 1, lambda: None))


def test_a_camera_that_never_answers_is_given_up_and_not_opened_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opencv, "FIRST_S", 0.3)
    monkeypatch.setattr(opencv, "LEAVE_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        camera = OpenCVCamera(f"http://127.0.0.1:{silent.getsockname()[1]}/")

        async def twice() -> None:
            with pytest.raises(DeviceError, match=r"no picture for 0\.3 s"):
                await anext(camera.frames())
            with pytest.raises(DeviceError, match="does not answer"):
                await anext(camera.frames())

        began = time.monotonic()
        asyncio.run(twice())
        assert time.monotonic() - began < 1


class Counting:
    """A source of a thousand pictures a second."""

    name = "counting"

    def __init__(self) -> None:
        self.grabbed = self.retrieved = 0
        self.broken = 0

    def open(self) -> None: ...

    def close(self) -> None: ...

    def grab(self) -> None:
        time.sleep(0.001)
        self.grabbed += 1

    def retrieve(self) -> NDArray[np.uint8] | None:
        self.retrieved += 1
        if self.broken:
            self.broken -= 1
            return None
        return np.zeros((8, 8, 3), dtype=np.uint8)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    source = Counting()
    monkeypatch.setattr(opencv, "source_of", lambda *_: source)
    return source


async def _three(pause: float) -> int:
    async with aclosing(OpenCVCamera("0").frames()) as frames:
        for _ in range(3):
            await anext(frames)
            await asyncio.sleep(pause)
    return 3


def test_pictures_are_decoded_only_when_somebody_waits(counting: Counting) -> None:
    asyncio.run(_three(0.05))
    assert counting.grabbed > 20
    assert counting.retrieved == 3


def test_broken_pictures_are_passed_over_but_not_for_ever(counting: Counting) -> None:
    counting.broken = 10
    assert asyncio.run(_three(0)) == 3
    counting.broken = 11
    with pytest.raises(DeviceError, match="cannot be decoded"):
        asyncio.run(_three(0))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("0", "/dev/video0 (1280×720)"),
        ("https://nurse:secret@camera.example:8443/a/key?token=x", "https://camera.example:8443"),
        ("RTSP://camera.example/key", "rtsp://camera.example"),
        ("http://camera.example:99999/key", "network camera"),
    ],
)
def test_names_are_for_staff_and_hold_no_secret(source: str, name: str) -> None:
    assert source_of(source, 1280, 720).name == name


def test_large_pictures_are_shrunk_and_what_is_none_is_none(tmp_path: Path) -> None:
    _plain(tmp_path / "large.jpg", 7, (300, 900))
    shrunk = load_picture(tmp_path / "large.jpg", 300)
    assert shrunk is not None
    assert shrunk.shape == (100, 300, 3)
    (tmp_path / "none.png").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(100))
    assert load_picture(tmp_path / "none.png", 300) is None
    assert load_picture(tmp_path / "gone.png", 300) is None
    assert load_picture(tmp_path, 300) is None


def test_a_file_too_large_for_a_photograph_is_left_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _plain(tmp_path / "a.png", 7)
    monkeypatch.setattr(pictures, "LARGEST_FILE", 10)
    assert load_picture(tmp_path / "a.png", 300) is None


def test_a_picture_that_is_replaced_is_seen_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PICTURE_S", 0.2)
    path = tmp_path / "a.png"
    _plain(path, 20)

    def replace() -> None:
        _plain(tmp_path / "b.png", 60)
        shutil.move(tmp_path / "b.png", path)

    assert asyncio.run(_shades(OpenCVCamera(str(path)), 0.6, replace)) == [20, 60]


def test_pixels_are_as_painted(
    tmp_path: Path, qr_picture: Callable[[bytes], NDArray[np.uint8]]
) -> None:
    picture = qr_picture(b"HEN:1")
    cv2.imwrite(str(tmp_path / "a.png"), picture)
    loaded = load_picture(tmp_path / "a.png", 4096)
    assert loaded is not None
    assert np.array_equal(loaded, picture)


def test_who_is_cancelled_when_the_picture_comes_is_cancelled(tmp_path: Path) -> None:
    """Whoever closes the camera waits for that, and would wait for ever."""
    _plain(tmp_path / "a.png", 20)

    async def at_the_same_moment() -> None:
        taker = opencv._Taker(source_of(str(tmp_path / "a.png"), 128, 72))
        waiting = asyncio.create_task(taker.next(5))
        await asyncio.sleep(0)
        taker._told(Frame(np.zeros((72, 128, 3), np.uint8), 0.0))
        waiting.cancel()
        await asyncio.wait({waiting})
        assert waiting.cancelled()

    asyncio.run(at_the_same_moment())
