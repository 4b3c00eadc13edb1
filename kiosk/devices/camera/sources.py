"""Where a camera's pictures come from: a device, a stream, a video, or pictures on disk."""

import math
import os
import stat
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.base import Image, Source
from kiosk.devices.camera.network import is_found, why_no_video
from kiosk.devices.camera.pace import Pace
from kiosk.devices.camera.pictures import PICTURES, Pictures, is_file, why_unreadable
from kiosk.devices.camera.reasons import CameraError, CameraReason
from kiosk.devices.camera.v4l2 import why_not_open

OPEN_S = 5.0
READ_S = 3.0
DEVICE_STILL_S = 5.0
"""A sensor's noise changes every picture."""
STREAM_STILL_S = 20.0
"""Compressed video of a quiet room repeats itself until the next key frame."""

_NOT_OPEN = {
    CameraReason.NOT_FOUND: "is not there: check the camera's cable",
    CameraReason.PERMISSION: "may not be used: add this user to the group video",
    CameraReason.UNSUPPORTED: "is no camera: check the setting camera.source",
    CameraReason.BUSY: "does not open: another program may be using it",
    CameraReason.NO_FRAMES: "gives no pictures: check the camera's cable",
}
"""What to do about a device, after its path."""


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
    if kind == "folder" or _is_folder(path):
        return Pictures(path, width, height)
    if path.suffix.lower() in PICTURES:
        return Pictures(path, width, height)
    return Video(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # behind a folder that may not be entered: opening it says so
        return False


def quiet() -> None:
    """Keep OpenCV and FFmpeg from writing addresses and paths to standard error."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class Device:
    """A V4L2 camera. Motion JPEG is asked for, as raw 1280×720 needs more than USB 2 carries."""

    still_s = DEVICE_STILL_S

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
            raise self._error(CameraReason.NOT_FOUND) from None
        if not stat.S_ISCHR(mode):
            raise self._error(CameraReason.UNSUPPORTED)
        if not os.access(self._path, os.R_OK | os.W_OK):
            raise self._error(CameraReason.PERMISSION)
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
            raise self._error(why_not_open(self._path))

    def grab(self) -> None:
        if not self._capture.grab():
            is_there = self._path.exists()
            raise self._error(CameraReason.NO_FRAMES if is_there else CameraReason.NOT_FOUND)

    def retrieve(self) -> Image | None:
        return _retrieve(self._capture)

    def close(self) -> None:
        self._capture.release()

    def _error(self, reason: CameraReason) -> CameraError:
        return CameraError(reason, f"{self._path} {_NOT_OPEN[reason]}")


class Stream:
    """A network camera, Motion JPEG or whatever else FFmpeg reads."""

    still_s = STREAM_STILL_S

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
        if not is_found(self._address):
            raise self._error(CameraReason.UNREACHABLE)
        began = time.monotonic()
        self._capture.open(
            self._address,
            cv2.CAP_FFMPEG,
            [
                *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(OPEN_S * 1000)),
                *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(READ_S * 1000)),
            ],
        )
        if not self._capture.isOpened():
            raise self._error(why_no_video(self._address, time.monotonic() - began))

    def grab(self) -> None:
        if not self._capture.grab():
            raise CameraError(CameraReason.ENDED, f"{self.name} stopped: check camera and network")

    def retrieve(self) -> Image | None:
        return _retrieve(self._capture)

    def close(self) -> None:
        self._capture.release()

    def _error(self, reason: CameraReason) -> CameraError:
        sentence = f"{self.name} gives no video: check camera, network and address"
        return CameraError(reason, sentence)


class Video:
    """A video file at its own pace, from the beginning again when it ends."""

    still_s = math.inf

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture = cv2.VideoCapture()
        self._pace = Pace(30.0)

    @property
    def name(self) -> str:
        return f"file:{self._path}"

    def open(self) -> None:
        if not is_file(self._path):
            raise CameraError(
                CameraReason.NOT_FOUND,
                f"{self._path} is not there: check the setting camera.source",
            )
        self._capture.open(str(self._path), cv2.CAP_FFMPEG)
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._pace = Pace(min(fps, 60.0) if math.isfinite(fps) and fps >= 1 else 30.0)
        if not self._capture.isOpened():
            raise CameraError(
                why_unreadable(self._path), f"{self._path} is no video that can be read"
            )

    def grab(self) -> None:
        self._pace.wait()
        if self._capture.grab():
            return
        self.close()
        self.open()
        if not self._capture.grab():
            raise CameraError(CameraReason.UNREADABLE, f"{self._path} is a video without pictures")

    def retrieve(self) -> Image | None:
        return _retrieve(self._capture)

    def close(self) -> None:
        self._capture.release()


def _retrieve(capture: cv2.VideoCapture) -> Image | None:
    ok, image = capture.retrieve()
    return in_colour(np.asarray(image)) if ok else None


def in_colour(image: NDArray[Any]) -> Image | None:
    """A picture as all are here, of one that is grey, or has transparency; ``None`` for others."""
    if image.dtype != np.uint8 or image.size == 0:
        return None
    if image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 1):
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    if image.ndim == 3 and image.shape[2] == 4:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGRA2BGR), dtype=np.uint8)
    if image.ndim == 3 and image.shape[2] == 3:
        return np.asarray(image, dtype=np.uint8)
    return None
