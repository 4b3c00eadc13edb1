"""Why a camera cannot be used, of devices and files that really refuse."""

import errno
import fcntl
import os
import pty
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.devices.camera import network
from kiosk.devices.camera.network import why_no_video
from kiosk.devices.camera.reasons import CameraError, CameraReason, reason_of
from kiosk.devices.camera.sources import Device, Stream, quiet, source_of
from kiosk.devices.camera.v4l2 import why_not_open

DOCUMENT = Path(__file__).parents[4] / "docs" / "vision.md"
NOBODY = 65534
CAPTURE, META, OF_THE_NODE = 0x1, 0x00800000, 0x80000000


@contextmanager
def barred(path: Path, *, entering: bool = True) -> Iterator[None]:
    """Nobody may use it, and root is nobody: also where folders on the way bar nobody, or, not
    ``entering``, only when it is asked who may (access(2) goes by the real user)."""
    is_root = os.geteuid() == 0
    path.chmod(0)
    if is_root:
        os.setresuid(NOBODY, NOBODY if entering else 0, 0)
    try:
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        path.chmod(0o700)


@pytest.fixture
def line() -> Iterator[Path]:
    """A device of characters that is ours."""
    ours, theirs = pty.openpty()
    yield Path(os.ttyname(theirs))
    os.close(ours)
    os.close(theirs)


def reason(source: str) -> CameraReason:
    """Why the first picture does not come."""
    quiet()
    made = source_of(source, 128, 72)
    try:
        made.open()
        made.grab()
    except CameraError as error:
        return error.reason
    finally:
        made.close()
    raise AssertionError("it gives pictures")


def test_each_has_a_row_in_the_document_that_says_what_to_do() -> None:
    text = DOCUMENT.read_text("utf-8").partition("## Reasons")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| [a-z, ]+ \| .{10,} \| .{10,} \|$", text, re.MULTILINE)
    assert rows == [one.value for one in CameraReason]


def test_a_device_that_may_not_be_used(line: Path) -> None:
    with barred(line):
        assert reason(str(line)) is CameraReason.PERMISSION
        assert why_not_open(line) is CameraReason.PERMISSION


@pytest.mark.parametrize("name", ["a.png", "a.mp4", ""])
def test_what_is_behind_a_folder_that_may_not_be_entered(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    with barred(folder):
        assert reason(str(folder / name)) is CameraReason.PERMISSION


@pytest.mark.parametrize("name", ["a.png", "a.mp4"])
def test_a_file_that_may_not_be_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"whatever")
    with barred(tmp_path / name, entering=False):
        assert reason(str(tmp_path / name)) is CameraReason.PERMISSION


def test_a_device_that_ends_giving_pictures_is_there_or_gone() -> None:
    """As OpenCV says it of a camera that is not open, which is the same to us."""
    for path, expected in (
        ("/dev/null", CameraReason.NO_FRAMES),
        ("/dev/video99", CameraReason.NOT_FOUND),
    ):
        with pytest.raises(CameraError) as error:
            Device(path, 1280, 720).grab()
        assert error.value.reason is expected


def test_a_device_that_is_no_camera(line: Path) -> None:
    assert why_not_open(line) is CameraReason.UNSUPPORTED
    assert why_not_open(Path("/dev/video99")) is CameraReason.NOT_FOUND


@pytest.mark.parametrize(
    ("device", "node", "expected"),
    [
        (CAPTURE | META | OF_THE_NODE, CAPTURE, CameraReason.BUSY),
        (CAPTURE | META | OF_THE_NODE, META, CameraReason.UNSUPPORTED),
        (CAPTURE, 0, CameraReason.BUSY),
        (0x2, 0, CameraReason.UNSUPPORTED),
    ],
)
def test_a_camera_that_does_not_open_is_held_and_its_second_node_is_none(
    device: int, node: int, expected: CameraReason, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a driver fills in (linux/videodev2.h, struct v4l2_capability); a kernel that has no
    camera is asked nothing."""

    def filled(descriptor: int, request: int, told: bytes) -> bytes:
        assert (request & 0xFF, request >> 8 & 0xFF, request >> 16 & 0x3FFF) == (0, ord("V"), 104)
        assert len(told) == 104
        return b"uvcvideo".ljust(80, b"\0") + struct.pack("=6I", 0x60000, device, node, 0, 0, 0)

    monkeypatch.setattr(fcntl, "ioctl", filled)
    assert why_not_open(Path("/dev/null")) is expected


def test_a_network_camera_that_was_waited_for_long_enough_is_not_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/live"
        listener.setblocking(False)
        assert why_no_video(address, 6.5) is CameraReason.UNREACHABLE
        with pytest.raises(BlockingIOError):
            listener.accept()
        assert why_no_video(address, 5.0) is CameraReason.NO_VIDEO
        link, _ = listener.accept()
        with link:
            assert link.recv(1) == b"", "nothing is sent"


@pytest.mark.parametrize(
    "address", ["http:///live", "http://[::1/live", "http://127.0.0.1:99999/", "ftp://127.0.0.1/"]
)
def test_an_address_that_is_none_is_unreachable(address: str) -> None:
    assert why_no_video(address, 0.0) is CameraReason.UNREACHABLE


def test_the_numbers_of_refusals() -> None:
    def of(number: int) -> CameraReason:
        return reason_of(OSError(number, ""), CameraReason.UNREADABLE)

    assert of(errno.EBUSY) is CameraReason.BUSY
    assert of(errno.ENODEV) is of(errno.ENOENT) is CameraReason.NOT_FOUND
    assert of(errno.EACCES) is of(errno.EPERM) is CameraReason.PERMISSION
    assert of(errno.EIO) is CameraReason.UNREADABLE


def test_a_camera_whose_name_is_not_found_in_time_is_unreachable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free = threading.Event()

    def no_answer(*asked: object, **how: object) -> None:
        free.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    monkeypatch.setattr(network, "FOUND_S", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", no_answer)
    began = time.monotonic()
    try:
        with pytest.raises(CameraError, match="check camera, network") as error:
            Stream("http://camera.test/live").open()
    finally:
        free.set()
    assert error.value.reason is CameraReason.UNREACHABLE
    assert time.monotonic() - began < 5


def test_numbers_are_found_and_names_that_are_none_are_not() -> None:
    assert network.is_found("http://127.0.0.1:8080/live")
    assert network.is_found("rtsp://[::1]/live")
    assert not network.is_found("http://[::1/live")
    assert not network.is_found("http://" + "a" * 70 + ".test/live")
