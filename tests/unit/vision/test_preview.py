"""Pictures in shared memory: whole ones, of the right side round, and none afterwards."""

import mmap
import os
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from kiosk.devices.camera.base import Image
from kiosk.vision.preview import (
    HEADER,
    MEMORY_BYTES,
    SEQUENCE,
    SLOT_BYTES,
    SLOTS,
    PreviewFrame,
    PreviewKind,
    PreviewReader,
    new_memory,
)
from kiosk.vision.process.preview_writer import PreviewWriter


@pytest.fixture
def memory() -> Iterator[int]:
    descriptor = new_memory()
    yield descriptor
    os.close(descriptor)


def pixels(frame: PreviewFrame | None) -> Image:
    assert frame is not None
    rows = np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.stride)
    return rows.reshape(frame.height, frame.width, 4)


def half_and_half(height: int, width: int) -> Image:
    """Dark blue at the left, light red at the right."""
    image = np.zeros((height, width, 3), dtype=np.uint8)
    image[:, : width // 2] = (90, 0, 0)
    image[:, width // 2 :] = (0, 0, 200)
    return image


def test_a_card_is_shown_as_it_is_seen_and_a_face_mirrored(memory: int) -> None:
    reader, writer = PreviewReader(memory), PreviewWriter(memory)
    assert reader.newest(0) is None
    writer.write(half_and_half(720, 1280))
    assert reader.newest(0) is None, "nobody wants one"
    for kind, left, right in (
        (PreviewKind.CARD, (90, 0, 0, 255), (0, 0, 200, 255)),
        (PreviewKind.FACE, (0, 0, 200, 255), (90, 0, 0, 255)),
    ):
        writer.want(kind)
        writer.write(half_and_half(720, 1280))
        frame = reader.newest(0)
        shown = pixels(frame)
        assert frame is not None
        assert (frame.kind, shown.shape) == (kind, (360, 640, 4))
        assert tuple(shown[180, 10]) == left
        assert tuple(shown[180, 630]) == right


@pytest.mark.parametrize(
    ("camera", "shown"),
    [
        ((480, 640), (360, 480)),
        ((1280, 720), (360, 202)),
        ((200, 300), (200, 300)),
        ((300, 3000), (64, 640)),
    ],
)
def test_it_fits_whatever_the_camera_gives(
    memory: int, camera: tuple[int, int], shown: tuple[int, int]
) -> None:
    reader, writer = PreviewReader(memory), PreviewWriter(memory)
    writer.want(PreviewKind.CARD)
    writer.write(half_and_half(*camera))
    assert pixels(reader.newest(0)).shape == (*shown, 4)


def test_each_picture_is_given_once_and_the_newest_of_several(memory: int) -> None:
    reader, writer = PreviewReader(memory), PreviewWriter(memory)
    writer.want(PreviewKind.CARD)
    for shade in range(10, 60, 10):
        writer.write(np.full((36, 64, 3), shade, dtype=np.uint8))
    frame = reader.newest(0)
    assert frame is not None
    assert pixels(frame)[0, 0, 0] == 50
    assert reader.newest(frame.serial) is None
    writer.write(np.full((36, 64, 3), 7, dtype=np.uint8))
    newer = reader.newest(frame.serial)
    assert newer is not None
    assert newer.serial > frame.serial


def test_what_was_given_is_the_readers_own(memory: int) -> None:
    reader, writer = PreviewReader(memory), PreviewWriter(memory)
    writer.want(PreviewKind.CARD)
    writer.write(np.full((36, 64, 3), 50, dtype=np.uint8))
    frame = reader.newest(0)
    for _ in range(2 * SLOTS):
        writer.write(np.full((36, 64, 3), 99, dtype=np.uint8))
    assert (pixels(frame)[:, :, :3] == 50).all()


@pytest.mark.parametrize("who", ["the writer, when nobody wants it", "the reader"])
def test_nothing_of_a_picture_stays(memory: int, who: str) -> None:
    reader, writer = PreviewReader(memory), PreviewWriter(memory)
    writer.want(PreviewKind.FACE)
    for _ in range(SLOTS):
        writer.write(np.full((36, 64, 3), 77, dtype=np.uint8))
    if who == "the reader":
        reader.clear()
    else:
        writer.want(None)
    assert reader.newest(0) is None
    with mmap.mmap(memory, MEMORY_BYTES) as whole:
        assert not any(whole[:])


def test_torn_pictures_are_never_shown(memory: int) -> None:
    """Each picture has one shade: two in one were written and read at once."""
    reader, writer = PreviewReader(memory), PreviewWriter(memory)
    writer.want(PreviewKind.CARD)
    shades = [np.full((360, 640, 3), shade, dtype=np.uint8) for shade in range(0, 250, 25)]
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            for shade in shades:
                writer.write(shade)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        seen, whole = 0, 0
        while whole < 30:
            frame = reader.newest(seen)
            if frame is not None:
                seen, whole = frame.serial, whole + 1
                values = pixels(frame)[:, :, :3]
                assert values.min() == values.max()
    finally:
        done.set()
        thread.join()


def test_a_slot_that_is_being_written_is_passed_over(memory: int) -> None:
    reader, writer = PreviewReader(memory), PreviewWriter(memory)
    writer.want(PreviewKind.CARD)
    for shade in (10, 20):
        writer.write(np.full((36, 64, 3), shade, dtype=np.uint8))
    with mmap.mmap(memory, MEMORY_BYTES) as whole:
        newest = max(range(SLOTS), key=lambda slot: HEADER.unpack_from(whole, slot * SLOT_BYTES)[1])
        (sequence,) = SEQUENCE.unpack_from(whole, newest * SLOT_BYTES)
        SEQUENCE.pack_into(whole, newest * SLOT_BYTES, sequence + 1)
    assert pixels(reader.newest(0))[0, 0, 0] == 10


@pytest.mark.parametrize(
    "header",
    [
        (2, 9, 641, 360, 641 * 4, 1),
        (2, 9, 640, 361, 640 * 4, 1),
        (2, 9, 640, 360, 1, 1),
        (2, 9, 0, 360, 0, 1),
        (2, 9, 64, 36, 64 * 4, 7),
        (2, 2**64 - 1, 2**32 - 1, 2**32 - 1, 2**32 - 1, 1),
    ],
)
def test_what_a_broken_writer_left_is_no_picture(memory: int, header: tuple[int, ...]) -> None:
    with mmap.mmap(memory, MEMORY_BYTES) as whole:
        HEADER.pack_into(whole, 0, *header)
    assert PreviewReader(memory).newest(0) is None


@pytest.mark.slow
def test_the_memory_cannot_be_pulled_away(memory: int) -> None:
    for size in (0, MEMORY_BYTES + 1):
        with pytest.raises(PermissionError):
            os.ftruncate(memory, size)
