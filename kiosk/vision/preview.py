"""The live picture for the patient, in memory that two processes share.

The process of the eyes writes, the screen reads; neither waits for the other. The memory has no
name and is on no disk (memfd_create(2)); its size is sealed, so that no side can pull it away
under the other.

It holds three slots. Each begins with a header of little-endian numbers: a sequence that is odd
while the slot is being written (a "seqlock"), then serial, width, height, stride and kind. The
writer takes the slots in turn, so a reader has two more pictures' time before the one that it
copies is written again; where that was too short, the sequence tells, and the copy is dropped.
"""

import enum
import fcntl
import mmap
import os
import struct
import threading
from dataclasses import dataclass, field

MOST_WIDTH = 640
MOST_HEIGHT = 360
PIXEL_BYTES = 4
SLOTS = 3
SEQUENCE = struct.Struct("<Q")
HEADER = struct.Struct("<QQIIII")
"""Sequence, serial, width, height, stride, kind."""
HEADER_BYTES = 64
SLOT_BYTES = HEADER_BYTES + MOST_WIDTH * MOST_HEIGHT * PIXEL_BYTES
MEMORY_BYTES = SLOTS * SLOT_BYTES

_TRIES = 3
"""Copies that may turn out torn before a reader leaves it until it is asked again."""


class PreviewKind(enum.Enum):
    CARD = 1
    """As the camera sees it."""
    FACE = 2
    """Mirrored, as people know themselves."""


@dataclass(frozen=True, slots=True)
class PreviewFrame:
    serial: int
    """Grows from picture to picture, also where the process is restarted; above 0."""
    width: int
    """Pixels; at most :data:`MOST_WIDTH`."""
    height: int
    """Pixels; at most :data:`MOST_HEIGHT`."""
    stride: int
    """Bytes from row to row."""
    kind: PreviewKind
    pixels: memoryview = field(repr=False)
    """``height`` × ``stride`` bytes, a copy of its own: blue, green, red and 255 for each pixel,
    which is Qt's ``Format_RGB32`` on little-endian machines. Mirrored already."""


def new_memory() -> int:
    """A descriptor of nameless memory for a preview, of fixed size. Raises ``OSError``."""
    memory = os.memfd_create("kiosk-preview", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(memory, MEMORY_BYTES)
        seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seals)
    except OSError:
        os.close(memory)
        raise
    return memory


class PreviewReader:
    """The reading side, for any thread. What it reads is checked: the writer may be broken."""

    def __init__(self, memory: int) -> None:
        """``memory`` is a descriptor as of :func:`new_memory`; it may be closed afterwards."""
        self._map = mmap.mmap(memory, MEMORY_BYTES)
        self._lock = threading.Lock()

    def newest(self, seen: int) -> PreviewFrame | None:
        """The newest picture, if it has another serial than ``seen`` (0 for none).

        ``None`` where there is no other one, or none at all. Copies at most a megabyte.
        """
        with self._lock:
            for _ in range(_TRIES):
                at, serial = self._newest_slot()
                if not serial or serial == seen:
                    return None
                frame = self._copy(at)
                if frame is not None:
                    return frame
        return None

    def clear(self) -> None:
        """Wipe every picture; for when nobody writes any more."""
        with self._lock:
            self._map[:] = bytes(MEMORY_BYTES)

    def _newest_slot(self) -> tuple[int, int]:
        """Where the slot with the highest serial begins, and that serial; 0 where all are empty."""
        found = (0, 0)
        for at in range(0, MEMORY_BYTES, SLOT_BYTES):
            sequence, serial, *_ = HEADER.unpack_from(self._map, at)
            if not sequence % 2 and serial > found[1]:
                found = (at, serial)
        return found

    def _copy(self, at: int) -> PreviewFrame | None:
        """The slot's picture, or ``None`` if it was written meanwhile or makes no sense."""
        sequence, serial, width, height, stride, kind = HEADER.unpack_from(self._map, at)
        fits = 0 < width <= MOST_WIDTH and 0 < height <= MOST_HEIGHT
        if sequence % 2 or not serial or not fits or stride != width * PIXEL_BYTES:
            return None
        begin = at + HEADER_BYTES
        pixels = self._map[begin : begin + height * stride]
        if SEQUENCE.unpack_from(self._map, at)[0] != sequence:
            return None
        try:
            told = PreviewKind(kind)
        except ValueError:
            return None
        return PreviewFrame(serial, width, height, stride, told, memoryview(pixels))
