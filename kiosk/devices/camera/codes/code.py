"""A code that was seen, and pictures as decoders take them."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.base import Image

Grey = NDArray[np.uint8]
"""Pixels, shape (height, width), dark 0 to light 255."""

Corner = tuple[int, int]
"""Pixels right of and below the picture's upper left corner."""

LONGEST_SIDE = 4096
"""Pixels; larger pictures are shrunk, which bounds the time of a look. Codes are found no better
beyond three times what a camera gives."""


@dataclass(frozen=True, slots=True)
class Code:
    symbology: str
    """``QR``, ``MicroQR``, ``DataMatrix``, ``PDF417``, ``Code128``, ``EAN13`` or ``EAN8``."""
    data: bytes = field(repr=False)
    """The content, byte for byte. It may name a patient: never logged."""
    text: str | None = field(repr=False)
    """The content where it is UTF-8, else ``None``."""
    corners: tuple[Corner, ...]
    """Around the code, in order; four, or more where the decoder tells more."""

    @property
    def area(self) -> float:
        """Square pixels; a code held nearer is larger."""
        turns = zip(self.corners, self.corners[1:] + self.corners[:1], strict=True)
        return abs(sum(x * down - across * y for (x, y), (across, down) in turns)) / 2

    @classmethod
    def of(cls, symbology: str, data: bytes, corners: tuple[Corner, ...]) -> "Code":
        """With its text, where the content is UTF-8. An encoding is never guessed here: codes on
        Vietnamese documents hold UTF-8 without saying so, and guesses go wrong."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = None
        return cls(symbology, data, text, corners)


def as_grey(image: Image | Grey) -> tuple[Grey, float]:
    """The picture in grey, at most :data:`LONGEST_SIDE` a side, and by how much it was shrunk.

    Takes blue-green-red, the same with alpha, and grey of one or no channel. Raises
    ``ValueError`` for anything else: other pixel types, other numbers of channels.
    """
    channels = 1 if image.ndim == 2 else image.shape[2] if image.ndim == 3 else 0
    if image.dtype != np.uint8 or channels not in (1, 3, 4):
        raise ValueError("a picture has one, three or four channels of eight bits a pixel")
    height, width = image.shape[:2]
    if height == 0 or width == 0:
        return np.zeros((0, 0), dtype=np.uint8), 1.0
    longest = max(height, width)
    shrink = max(1.0, longest / LONGEST_SIDE)
    if shrink > 1:  # Before it is made grey: a picture of 50 megapixels stays one copy.
        size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if channels == 3:
        image = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    elif channels == 4:
        image = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGRA2GRAY), dtype=np.uint8)
    return np.ascontiguousarray(image.reshape(image.shape[:2])), shrink
