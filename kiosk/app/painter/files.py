"""Pictures and films from a tester's files: hostile, until they are decoded."""

from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from kiosk.app.heads.head import Image
from kiosk.app.painter.orders import FPS, SIZE

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".jp2"})
LARGEST_PICTURE = 64 * 1024 * 1024
LARGEST_FILM = 1024 * 1024 * 1024
"""Bytes."""
LONGEST = 1600
"""Pixels of a picture's longer side; larger ones are shrunk."""
MOST = 150
"""Pictures of a film or folder: ten seconds."""
_FOLDER_FPS = 10.0


class NotToShow(Exception):
    """:attr:`reason` is as in :class:`~kiosk.app.painter.orders.Refused`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def picture(path: Path) -> Image:
    """The picture in this file, its longer side at most :data:`LONGEST`. Raises
    :class:`NotToShow`."""
    if not path.is_file():
        raise NotToShow("not-there")
    if path.stat().st_size > LARGEST_PICTURE:
        raise NotToShow("too-large")
    try:
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError):
        raise NotToShow("too-large") from None
    if image is None:
        raise NotToShow("not-a-picture")
    return _shrunk(np.asarray(image, np.uint8), LONGEST)


def film(path: Path) -> tuple[list[Image], float]:
    """The first pictures of a film, or of a folder by name, and how many a second. Raises
    :class:`NotToShow`."""
    if path.is_dir():
        return _folder(path), _FOLDER_FPS
    if not path.is_file():
        raise NotToShow("not-there")
    if path.stat().st_size > LARGEST_FILM:
        raise NotToShow("too-large")
    if path.suffix.lower() in PICTURES:
        return [_filling(picture(path))], FPS
    capture = cv2.VideoCapture(str(path))
    try:
        fps = capture.get(cv2.CAP_PROP_FPS)
        shown: list[Image] = []
        while len(shown) < MOST:
            more, image = capture.read()
            if not more:
                break
            shown.append(_filling(np.asarray(image, np.uint8)))
    except cv2.error:
        raise NotToShow("not-a-picture") from None
    finally:
        capture.release()
    if not shown:
        raise NotToShow("not-a-picture")
    return shown, min(max(fps, 1.0), 60.0) if np.isfinite(fps) else FPS


def _folder(path: Path) -> list[Image]:
    files = sorted(one for one in islice(path.iterdir(), 10_000) if one.suffix.lower() in PICTURES)
    shown = []
    for one in files[:MOST]:
        try:
            shown.append(_filling(picture(one)))
        except NotToShow:
            continue  # one bad picture is not the folder's fault
    if not shown:
        raise NotToShow("not-a-picture")
    return shown


def _shrunk(image: Image, longest: int) -> Image:
    share = longest / max(image.shape[:2])
    if share >= 1:
        return image
    size = max(1, round(image.shape[1] * share)), max(1, round(image.shape[0] * share))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _filling(image: Image) -> Image:
    """In the middle of a picture of the camera's shape, as large as it fits."""
    width, height = SIZE
    share = min(width / image.shape[1], height / image.shape[0])
    size = max(1, round(image.shape[1] * share)), max(1, round(image.shape[0] * share))
    fitting = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    filled = np.zeros((height, width, 3), np.uint8)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    filled[top : top + size[1], left : left + size[0]] = fitting
    return filled
