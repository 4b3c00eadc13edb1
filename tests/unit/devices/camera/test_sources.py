"""What the sources do beyond the contract: naming, faults, folders that change."""

import io
import os
import shutil
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pictures

from kiosk.devices.camera import pictures
from kiosk.devices.camera.base import Frame, Source
from kiosk.devices.camera.codes.code import Code
from kiosk.devices.camera.pictures import load_picture
from kiosk.devices.camera.reasons import CameraError, CameraReason
from kiosk.devices.camera.sources import in_colour, quiet, source_of


def _plain(path: Path, shade: int, size: tuple[int, int] = (72, 128)) -> None:
    cv2.imwrite(str(path), np.full((*size, 3), shade, dtype=np.uint8))


@contextmanager
def opened(source: str) -> Iterator[Source]:
    quiet()
    made = source_of(source, 128, 72)
    try:
        made.open()
        yield made
    finally:
        made.close()


def _shades(source: str, seconds: float, at: Callable[[], None]) -> list[int]:
    """Shades that came by, without repetition; ``at`` is called after the first picture."""
    seen: list[int] = []
    with opened(source) as made:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            made.grab()
            image = made.retrieve()
            assert image is not None
            if not seen:
                at()
            if seen[-1:] != [int(image[0, 0, 0])]:
                seen.append(int(image[0, 0, 0]))
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
    seen = _shades(str(tmp_path), 1.4, lambda: _plain(tmp_path / "a.png", 10))
    assert seen[:5] == [20, 10, 40, 10, 20]


@pytest.mark.parametrize("beside", ["", "notes.txt", "not-whole-yet.png"])
def test_a_folder_without_pictures_says_so_until_one_comes(beside: str, tmp_path: Path) -> None:
    if beside:
        (tmp_path / beside).write_bytes(b"no picture")
    with opened(f"folder:{tmp_path}") as made:
        for _ in range(2):
            with pytest.raises(CameraError, match="has no picture that can be read") as empty:
                made.grab()
            assert empty.value.reason is CameraReason.EMPTY
            assert made.retrieve() is None
        _plain(tmp_path / "a.png", 90)
        made.grab()
        image = made.retrieve()
        assert image is not None
        assert image[0, 0, 0] == 90


NOT_THERE = [
    ("/dev/video99", CameraReason.NOT_FOUND, "not there"),
    ("99", CameraReason.NOT_FOUND, "/dev/video99 is not there"),
    ("/dev/null", CameraReason.UNSUPPORTED, "is no camera"),
    ("/dev/shm", CameraReason.UNSUPPORTED, "is no camera"),
    ("file:/nowhere/a.mp4", CameraReason.NOT_FOUND, "not there"),
    ("file:/nowhere/a.png", CameraReason.NOT_FOUND, "cannot be read"),
    ("folder:/nowhere", CameraReason.NOT_FOUND, "cannot be read"),
    ("http://127.0.0.1:9/live", CameraReason.UNREACHABLE, "gives no video"),
    ("http://[::1/live", CameraReason.UNREACHABLE, "gives no video"),
]


@pytest.mark.parametrize(("source", "reason", "says"), NOT_THERE)
def test_a_camera_that_is_not_there_says_what_to_do(
    source: str, reason: CameraReason, says: str
) -> None:
    with pytest.raises(CameraError, match=says) as error, opened(source) as made:
        made.grab()
    assert error.value.reason is reason


TRIED = """
import sys
from kiosk.devices.camera.reasons import CameraError
from kiosk.devices.camera.sources import quiet, source_of
quiet()
for source in sys.argv[1:]:
    made = source_of(source, 128, 72)
    try:
        made.open()
        made.grab()
    except CameraError as error:
        print(error.reason.value)
    finally:
        made.close()
"""


def test_of_a_camera_that_is_not_there_nothing_is_written() -> None:
    """In a process of its own: FFmpeg asks once in its life how much it may write, and another
    test may have used it."""
    sources = [source for source, *_ in NOT_THERE]
    done = subprocess.run(
        [sys.executable, "-c", TRIED, *sources], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == [reason.value for _, reason, _ in NOT_THERE]
    assert done.stderr == ""


def test_what_is_no_picture_is_said_and_shown_once_it_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"not whole yet")
    with opened(f"file:{path}") as made:
        with pytest.raises(CameraError, match="no picture that can be read") as error:
            made.grab()
        assert error.value.reason is CameraReason.UNREADABLE
        _plain(path, 30)
        made.grab()
        image = made.retrieve()
        assert image is not None
        assert image[0, 0, 0] == 30


@pytest.mark.parametrize(
    ("name", "side", "progressive"), [("bomb.png", 20_000, False), ("bomb.jpg", 16_000, True)]
)
def test_a_small_file_that_would_be_a_gigabyte_is_not_decoded(
    name: str, side: int, progressive: bool, tmp_path: Path
) -> None:
    """Only its header is read, so that what follows may be missing."""
    whole = io.BytesIO()
    kind = "PNG" if name.endswith("png") else "JPEG"
    Pictures.new("L", (64, 64)).save(whole, kind, progressive=progressive)
    (tmp_path / name).write_bytes(_claims(whole.getvalue(), side))
    assert load_picture(tmp_path / name, 2560) is None
    with (
        opened(f"file:{tmp_path / name}") as made,
        pytest.raises(CameraError, match="no picture that can be read"),
    ):
        made.grab()


def _claims(data: bytes, side: int) -> bytes:
    if data.startswith(b"\x89PNG"):
        header = b"IHDR" + struct.pack(">II", side, side) + data[24:29]
        return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    at = data.index(b"\xff\xc2") + 5
    return data[:at] + struct.pack(">HH", side, side) + data[at + 4 :]


def test_a_picture_is_decoded_within_its_bound_and_a_jpeg_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.png", "b.jpg"):
        Pictures.new("L", (650, 500), 90).save(tmp_path / name)
    assert load_picture(tmp_path / "a.png", 60, 100_000) is None
    for name, most in (("a.png", 650 * 500), ("b.jpg", 100_000)):
        image = load_picture(tmp_path / name, 60, most)
        assert image is not None
        assert image.shape in {(46, 60, 3), (47, 60, 3)}
        assert abs(int(image.mean()) - 90) <= 1
    monkeypatch.setattr(pictures, "CAMERA_PIXELS", 100_000)
    with opened(f"file:{tmp_path}/a.png") as made, pytest.raises(CameraError, match="no picture"):
        made.grab()


def test_what_is_no_video_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(os.urandom(5000))
    with (
        pytest.raises(CameraError, match="no video") as error,
        opened(str(tmp_path / "a.mp4")),
    ):
        pass
    assert error.value.reason is CameraReason.UNREADABLE


@pytest.mark.parametrize("channels", [(), (1,), (3,), (4,)])
def test_grey_and_transparent_pictures_become_colour(channels: tuple[int, ...]) -> None:
    image = in_colour(np.full((7, 9, *channels), 80, dtype=np.uint8))
    assert image is not None
    assert image.shape == (7, 9, 3)
    assert (image == 80).all()


@pytest.mark.parametrize(
    "odd",
    [
        np.zeros((0, 9, 3), dtype=np.uint8),
        np.zeros((7, 9, 2), dtype=np.uint8),
        np.zeros((7, 9, 3), dtype=np.uint16),
        np.zeros(9, dtype=np.uint8),
    ],
)
def test_what_is_no_picture_of_eight_bits_is_none(odd: NDArray[np.uint8]) -> None:
    assert in_colour(odd) is None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("0", "/dev/video0 (1280×720)"),
        ("https://nurse:secret@camera.example:8443/a/key?token=x", "https://camera.example:8443"),
        ("RTSP://camera.example/key", "rtsp://camera.example"),
        ("http://camera.example:99999/key", "network camera"),
        ("folder:/nowhere", "folder:/nowhere"),
        ("/nowhere/card.png", "file:/nowhere/card.png"),
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
    monkeypatch.setattr(pictures, "PICTURE_S", 0.1)
    path = tmp_path / "a.png"
    _plain(path, 20)

    def replace() -> None:
        _plain(tmp_path / "b.png", 60)
        shutil.move(tmp_path / "b.png", path)

    assert _shades(str(path), 0.4, replace) == [20, 60]


def test_pixels_are_as_painted(
    tmp_path: Path, qr_picture: Callable[[bytes], NDArray[np.uint8]]
) -> None:
    picture = qr_picture(b"HEN:1")
    cv2.imwrite(str(tmp_path / "a.png"), picture)
    loaded = load_picture(tmp_path / "a.png", 4096)
    assert loaded is not None
    assert np.array_equal(loaded, picture)


def test_what_was_seen_is_in_no_repr() -> None:
    assert "251" not in repr(Frame(np.full((2, 2, 3), 251, dtype=np.uint8), 1.0))
    code = Code("QR", b"079190012345", "079190012345", ((0, 0), (1, 0), (1, 1), (0, 1)))
    assert "0791" not in repr(code)
