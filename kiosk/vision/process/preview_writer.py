"""The writing side of the preview; its layout is in :mod:`kiosk.vision.preview`."""

import mmap
import threading
import time

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.camera.base import Image
from kiosk.vision.preview import (
    HEADER,
    HEADER_BYTES,
    MEMORY_BYTES,
    MOST_HEIGHT,
    MOST_WIDTH,
    PIXEL_BYTES,
    SEQUENCE,
    SLOT_BYTES,
    SLOTS,
    PreviewKind,
)


class PreviewWriter:
    """Used by the camera's thread, and by whoever says what kind is wanted."""

    def __init__(self, memory: int) -> None:
        """``memory`` is a descriptor as of :func:`kiosk.vision.preview.new_memory`."""
        self._map = mmap.mmap(memory, MEMORY_BYTES)
        self._lock = threading.Lock()
        self._kind: PreviewKind | None = None
        self._slot = 0
        self._sequence = 0

    @property
    def wanted(self) -> bool:
        return self._kind is not None

    def want(self, kind: PreviewKind | None) -> None:
        """Write pictures of this kind from now on; ``None`` stops, and wipes what is there."""
        with self._lock:
            self._kind = kind
            if kind is None:
                self._map[:] = bytes(MEMORY_BYTES)

    def write(self, image: Image) -> None:
        """Show this picture, shrunk to fit, if one is wanted. About a millisecond."""
        with self._lock:
            if self._kind is None:
                return
            height, width = image.shape[:2]
            shrink = min(1.0, MOST_WIDTH / width, MOST_HEIGHT / height)
            size = (max(1, int(width * shrink)), max(1, int(height * shrink)))
            small = image if shrink == 1 else cv2.resize(image, size, interpolation=cv2.INTER_AREA)
            if self._kind is PreviewKind.FACE:
                small = cv2.flip(small, 1)
            self._slot = (self._slot + 1) % SLOTS
            self._put(np.asarray(small, dtype=np.uint8), self._slot * SLOT_BYTES, self._kind)

    def _put(self, image: Image, at: int, kind: PreviewKind) -> None:
        height, width = image.shape[:2]
        stride = width * PIXEL_BYTES
        # A clock as serial goes on where a process that was killed left off.
        serial = time.monotonic_ns() // 1000
        self._sequence += 2
        SEQUENCE.pack_into(self._map, at, self._sequence - 1)
        pixels: NDArray[np.uint8] = np.frombuffer(
            self._map, np.uint8, height * stride, at + HEADER_BYTES
        ).reshape(height, width, PIXEL_BYTES)
        cv2.cvtColor(image, cv2.COLOR_BGR2BGRA, dst=pixels)
        HEADER.pack_into(
            self._map, at, self._sequence - 1, serial, width, height, stride, kind.value
        )
        SEQUENCE.pack_into(self._map, at, self._sequence)
