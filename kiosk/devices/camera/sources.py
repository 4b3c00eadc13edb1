"""Where a camera's pictures come from: a device, a stream, a video, a folder of pictures.

All blocking, for a reader thread. Each raises :class:`DeviceError` that says what to do, and
shows neither credentials nor paths behind a web address.
"""

import math
import os
import stat
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import cv2
import numpy as np

from kiosk.devices.camera.base import Image
from kiosk.errors import DeviceError

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"})
PICTURE_S = 1.5
"""How long a folder shows each picture: longer than a code must be gone to be read again."""
PICTURE_FPS = 10.0
MOST_PICTURES = 10_000
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a larger picture is no photograph of a card."""
OPEN_S = 5.0
READ_S = 3.0


class Source(Protocol):
    """One way to get pictures, used by one thread."""

    @property
    def name(self) -> str: ...

    def open(self) -> None: ...

    def grab(self) -> None:
        """Wait for the next picture and take hold of it, as cheaply as there is a way."""
        ...

    def retrieve(self) -> Image | None:
        """The picture that was grabbed; ``None`` if it is broken, as cameras' first ones are."""
        ...

    def close(self) -> None:
        """Let go; harmless when closed or never opened."""
        ...


def source_of(source: str, width: int, height: int) -> Source:
    """The source that this setting means.

    ``/dev/videoN`` or ``N``; an ``http``, ``https`` or ``rtsp`` address; ``folder:PATH`` or a
    folder; ``file:PATH`` or a file, a picture or a video by its suffix.
    """
    if source.isdecimal() and len(source) <= 3:
        return Device(f"/dev/video{source}", width, height)
    if source.startswith("/dev/"):
        return Device(source, width, height)
    if source.lower().startswith(("http://", "https://", "rtsp://")):
        return Stream(source)
    kind, _, rest = source.partition(":")
    path = Path(rest if kind in ("folder", "file") and rest else source)
    if kind == "folder" or path.is_dir():
        return Pictures(path, width, height)
    if path.suffix.lower() in PICTURES:
        return Pictures(path, width, height)
    return Video(path)


def quiet() -> None:
    """Keep OpenCV and FFmpeg from writing addresses and paths to standard error."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class Device:
    """A V4L2 camera. Motion JPEG is asked for, as raw 1280×720 needs more than USB 2 carries."""

    def __init__(self, path: str, width: int, height: int) -> None:
        self._path = Path(path)
        self._size = (width, height)
        self._capture = cv2.VideoCapture()

    @property
    def name(self) -> str:
        return f"{self._path} ({self._size[0]}×{self._size[1]})"

    def open(self) -> None:
        try:
            mode = self._path.stat().st_mode
        except OSError:
            raise DeviceError(f"{self._path} is not there: check the camera's cable") from None
        if not stat.S_ISCHR(mode):
            raise DeviceError(f"{self._path} is no camera: check the setting camera.source")
        if not os.access(self._path, os.R_OK | os.W_OK):
            raise DeviceError(f"{self._path} may not be used: add this user to the group video")
        self._capture.open(
            str(self._path),
            cv2.CAP_V4L2,
            [
                *(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
                *(cv2.CAP_PROP_FRAME_WIDTH, self._size[0]),
                *(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1]),
                *(cv2.CAP_PROP_FPS, 30),
            ],
        )
        if not self._capture.isOpened():
            raise DeviceError(f"{self._path} does not open: another program may be using it")

    def grab(self) -> None:
        if not self._capture.grab():
            raise DeviceError(f"{self._path} gives no pictures: check the camera's cable")

    def retrieve(self) -> Image | None:
        return _retrieve(self._capture)

    def close(self) -> None:
        self._capture.release()


class Stream:
    """A network camera, Motion JPEG or whatever else FFmpeg reads."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._capture = cv2.VideoCapture()

    @property
    def name(self) -> str:
        """Scheme, host and port: the rest of an address may hold a password or a token."""
        try:
            url = urlsplit(self._address)
            port = f":{url.port}" if url.port else ""
            return f"{url.scheme}://{url.hostname or '?'}{port}"
        except ValueError:
            return "network camera"

    def open(self) -> None:
        self._capture.open(
            self._address,
            cv2.CAP_FFMPEG,
            [
                *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(OPEN_S * 1000)),
                *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(READ_S * 1000)),
            ],
        )
        if not self._capture.isOpened():
            raise DeviceError(f"{self.name} gives no video: check camera, network and address")

    def grab(self) -> None:
        if not self._capture.grab():
            raise DeviceError(f"{self.name} stopped: check camera and network")

    def retrieve(self) -> Image | None:
        return _retrieve(self._capture)

    def close(self) -> None:
        self._capture.release()


class Video:
    """A video file at its own pace, from the beginning again when it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture = cv2.VideoCapture()
        self._pace = Pace(PICTURE_FPS)

    @property
    def name(self) -> str:
        return f"file:{self._path}"

    def open(self) -> None:
        if not self._path.is_file():
            raise DeviceError(f"{self._path} is not there: check the setting camera.source")
        self._capture.open(str(self._path), cv2.CAP_FFMPEG)
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._pace = Pace(min(fps, 60.0) if math.isfinite(fps) and fps >= 1 else 30.0)
        if not self._capture.isOpened():
            raise DeviceError(f"{self._path} is no video that can be read")

    def grab(self) -> None:
        self._pace.wait()
        if self._capture.grab():
            return
        self.close()
        self.open()
        if not self._capture.grab():
            raise DeviceError(f"{self._path} is a video without pictures")

    def retrieve(self) -> Image | None:
        return _retrieve(self._capture)

    def close(self) -> None:
        self._capture.release()


class Pictures:
    """A picture, or a folder of them: each for a while, by name, and round again.

    Files that are added are shown next. A folder without pictures is a camera in the dark;
    a file that is no picture, or not whole yet, is passed over.
    """

    def __init__(self, path: Path, width: int, height: int) -> None:
        self._path = path
        self._size = (width, height)
        self._pace = Pace(PICTURE_FPS)
        self._shown: set[Path] = set()
        self._now: Path | None = None
        self._until = 0.0
        self._dark = np.zeros((height, width, 3), dtype=np.uint8)
        self._image = self._dark

    @property
    def name(self) -> str:
        return f"{'folder' if self._path.is_dir() else 'file'}:{self._path}"

    def open(self) -> None:
        self._shown.clear()
        self._until = 0.0
        self._files()

    def grab(self) -> None:
        self._pace.wait()
        if time.monotonic() < self._until:
            return
        self._image = self._dark
        files = self._files()
        self._shown &= set(files)
        for path in self._in_turn(files):
            self._shown.add(path)
            image = self._read(path)
            if image is not None:
                self._now, self._image = path, image
                self._until = time.monotonic() + PICTURE_S
                return

    def retrieve(self) -> Image:
        return self._image.copy()

    def close(self) -> None:
        self._image = self._dark

    def _files(self) -> list[Path]:
        """The pictures there are, by name; at most :data:`MOST_PICTURES`."""
        if self._path.is_file():
            return [self._path]
        try:
            found = sorted(p for p in self._path.iterdir() if p.suffix.lower() in PICTURES)
        except OSError:
            raise DeviceError(
                f"{self._path} cannot be read: check the setting camera.source"
            ) from None
        return found[:MOST_PICTURES]

    def _in_turn(self, files: list[Path]) -> list[Path]:
        """New ones first, then what follows the present one, then from the beginning."""
        new = [path for path in files if path not in self._shown]
        after = [path for path in files if self._now is None or path > self._now]
        return list(dict.fromkeys((*new, *after, *files)))

    def _read(self, path: Path) -> Image | None:
        try:
            if path.stat().st_size > LARGEST_FILE:
                return None
            image = cv2.imread(str(path), cv2.IMREAD_COLOR)
        except (OSError, cv2.error):
            return None
        if image is None:
            return None
        # A camera would not give more than twice what is asked of it, nor are codes
        # found better in it.
        most = 2 * max(self._size)
        shrink = most / max(image.shape[:2])
        if shrink < 1:
            image = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        return np.asarray(image, dtype=np.uint8)


class Pace:
    """Waits so that pictures come at an even rate."""

    def __init__(self, fps: float) -> None:
        self._period = 1 / fps
        self._due = 0.0

    def wait(self) -> None:
        now = time.monotonic()
        self._due = max(self._due + self._period, now)
        time.sleep(self._due - now)


def _retrieve(capture: cv2.VideoCapture) -> Image | None:
    ok, image = capture.retrieve()
    if not ok or image.ndim != 3 or image.shape[2] != 3:
        return None
    return np.asarray(image, dtype=np.uint8)
