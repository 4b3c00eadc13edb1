"""Pictures on disk in a camera's place."""

import math
import os
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Headers

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.pace import Pace
from kiosk.devices.camera.reasons import CameraError, CameraReason, reason_of

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"})
PICTURE_S = 1.5
"""How long a folder shows each picture: longer than a code must be gone to be read again."""
PICTURE_FPS = 10.0
MOST_PICTURES = 10_000
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a larger picture is no photograph of a card."""
MOST_PIXELS = 64_000_000
"""A few telephones give 50 million; a file of a megabyte can say that it has billions."""
CAMERA_PIXELS = 32_000_000
"""The same in a camera's place, where the process is ended that takes too much memory."""
_READABLE = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "JPEG2000", "PPM", "GIF", "AVIF")
_REDUCED = (
    (8, cv2.IMREAD_REDUCED_COLOR_8),
    (4, cv2.IMREAD_REDUCED_COLOR_4),
    (2, cv2.IMREAD_REDUCED_COLOR_2),
)


class Pictures:
    """A picture, or a folder of them: each for a while, by name, and round again.

    Files that are added are shown next. A file that is no picture, or not whole yet, is passed
    over among others; where there is nothing else, the camera is away.
    """

    still_s = math.inf

    def __init__(self, path: Path, width: int, height: int) -> None:
        self._path = path
        self._size = (width, height)
        self._pace = Pace(PICTURE_FPS)
        self._shown: set[Path] = set()
        self._now: Path | None = None
        self._until = 0.0
        self._image: Image | None = None

    @property
    def name(self) -> str:
        is_one = self._path.suffix.lower() in PICTURES and not self._path.is_dir()
        return f"{'file' if is_one else 'folder'}:{self._path}"

    def open(self) -> None:
        self._shown.clear()
        self._until = 0.0
        self._files()

    def grab(self) -> None:
        self._pace.wait()
        if time.monotonic() < self._until:
            return
        self._image = None
        files = self._files()
        self._shown &= set(files)
        for path in self._in_turn(files):
            self._shown.add(path)
            image = load_picture(path, 2 * max(self._size), CAMERA_PIXELS)
            if image is not None:
                self._now, self._image = path, image
                self._until = time.monotonic() + PICTURE_S
                return
        if files == [self._path]:
            raise CameraError(
                why_unreadable(self._path),
                f"{self._path} is no picture that can be read, or too large",
            )
        raise CameraError(
            CameraReason.EMPTY, f"{self._path} has no picture that can be read: put one there"
        )

    def retrieve(self) -> Image | None:
        return None if self._image is None else self._image.copy()

    def close(self) -> None:
        self._image = None

    def _files(self) -> list[Path]:
        """The pictures there are, by name; at most :data:`MOST_PICTURES`."""
        if is_file(self._path):
            return [self._path]
        try:
            found = sorted(p for p in self._path.iterdir() if p.suffix.lower() in PICTURES)
        except OSError as error:
            raise _barred(self._path, error) from None
        return found[:MOST_PICTURES]

    def _in_turn(self, files: list[Path]) -> list[Path]:
        """New ones first, then what follows the present one, then from the beginning."""
        new = [path for path in files if path not in self._shown]
        after = [path for path in files if self._now is None or path > self._now]
        return list(dict.fromkeys((*new, *after, *files)))


def may_be_read(path: Path) -> bool:
    """Whether this is a file, no folder or pipe, that this user may read."""
    return path.is_file() and os.access(path, os.R_OK)


def is_file(path: Path) -> bool:
    """Whether a file is there. Raises :class:`CameraError` where that cannot be seen."""
    try:
        return path.is_file()
    except OSError as error:
        raise _barred(path, error) from None


def _barred(path: Path, error: OSError) -> CameraError:
    return CameraError(
        reason_of(error, CameraReason.UNREADABLE),
        f"{path} cannot be read: check the setting camera.source",
    )


def why_unreadable(path: Path) -> CameraReason:
    """Of a file that is there, and of which nothing can be shown."""
    return CameraReason.UNREADABLE if os.access(path, os.R_OK) else CameraReason.PERMISSION


def load_picture(path: Path, longest: int, most: int = MOST_PIXELS) -> Image | None:
    """The picture in a file, shrunk to at most ``longest`` pixels a side; ``None`` if it is
    none, cannot be read, or is too large: for ``most`` pixels in memory at a time, or to be a
    photograph of a card.

    Shrinking bounds the time to find codes in it, which are found no better beyond twice
    what a camera gives.
    """
    try:
        # Whoever opens a pipe waits for what may never come.
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return None
        reduced, how = _size_and_way(path, longest)
        if reduced > most:
            return None
        image = cv2.imread(str(path), how)
    except (OSError, ValueError, SyntaxError, Headers.DecompressionBombError, cv2.error):
        # SyntaxError is what Pillow's readers raise of headers.
        return None
    if image is None:
        return None
    shrink = longest / max(image.shape[:2])
    if shrink < 1:
        image = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return np.asarray(image, dtype=np.uint8)


def _size_and_way(path: Path, longest: int) -> tuple[int, int]:
    """How many pixels are decoded, from the file's header, and how OpenCV is to read it: a JPEG
    that is far too large at a part of its size, as its decoder never makes the whole then."""
    with Headers.open(path, formats=_READABLE) as opened:
        width, height = opened.size
        # The coefficients of a progressive one are all in memory, whatever is made of them.
        is_whole = opened.format != "JPEG" or "progressive" in opened.info
    if width * height <= MOST_PIXELS and not is_whole:
        for part, how in _REDUCED:
            if max(width, height) >= part * longest:
                return width * height // part**2, how
    return width * height, cv2.IMREAD_COLOR
