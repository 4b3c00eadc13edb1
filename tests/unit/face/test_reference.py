"""A chip's picture comes from a card that anybody can bring."""

import contextlib
import io
import random
import time

import cv2
import numpy as np
import pytest
from PIL import Image as Pictures

from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds.image_header import FaceFormat
from kiosk.face import compressed
from kiosk.face.compare import distance
from kiosk.face.describe import describe
from kiosk.face.detect import detect
from kiosk.face.reference import only_face, picture, template
from kiosk.face.seen import Image
from kiosk.model.face import FaceUnreadable
from tests.unit.face.people import alone, hall, stand


def coded(image: Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Pictures.fromarray(np.ascontiguousarray(image[:, :, ::-1])).save(out, kind, **options)
    return out.getvalue()


def reason(data: bytes) -> str:
    with pytest.raises(FaceUnreadable) as refused:
        template(data)
    assert refused.value.__cause__ is None
    return refused.value.reason


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"quality": 90}),
        ("JPEG", {"quality": 90, "progressive": True}),
        ("JPEG2000", {"quality_mode": "rates", "quality_layers": [20], "irreversible": True}),
        ("JPEG2000", {"no_jp2": True}),
        ("JPEG2000", {"tile_size": (128, 128)}),
        ("JPEG2000", {"precinct_size": (64, 64), "codeblock_size": (16, 16)}),
    ],
)
def test_the_ways_in_which_chips_keep_pictures_are_read(
    kind: str, options: dict[str, object]
) -> None:
    image = picture(coded(alone(1), kind, **options))

    assert image.shape == alone(1).shape and image.dtype == np.uint8
    assert np.abs(image.astype(int) - alone(1)).mean() < 4


def test_a_chips_picture_and_a_live_face_of_one_person_are_near() -> None:
    kept = coded(alone(1), "JPEG2000", quality_mode="rates", quality_layers=[40], irreversible=True)
    assert len(kept) < 20_000

    live = describe(alone(1), detect(alone(1))[0])

    assert distance(template(kept), live) < 0.25


def test_grey_pictures_have_faces_too() -> None:
    grey = cv2.cvtColor(alone(1), cv2.COLOR_BGR2GRAY)
    _, data = cv2.imencode(".jpg", grey)

    assert template(data.tobytes()).shape == (128,)


def test_a_small_picture_is_looked_at_twice() -> None:
    shrunken = cv2.resize(alone(1), None, fx=0.36, fy=0.36, interpolation=cv2.INTER_AREA)
    small = np.asarray(shrunken, dtype=np.uint8)
    assert detect(small) == ()

    image, seen = only_face(small)

    assert image.shape[0] == 2 * small.shape[0]
    assert seen.box.right < image.shape[1]


def test_a_small_face_in_a_large_picture_is_found() -> None:
    frame = stand(hall((1280, 720)), 1, tall=230, top=200)
    assert detect(frame) == ()

    image, seen = only_face(frame)

    assert image is frame and seen.box.height < 150


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"GIF89a" + bytes(100),
        coded(hall(), "PNG"),
        coded(hall(), "BMP")[:1000],
        coded(alone(1))[:4000],
        coded(alone(1), progressive=True)[:3000],
        coded(alone(1), "JPEG2000")[:9000],
        coded(alone(1), "JPEG2000", no_jp2=True)[:120],
    ],
)
def test_what_is_no_picture_or_not_whole_is_said(data: bytes) -> None:
    assert reason(data) == "not-a-picture"


def test_a_picture_without_a_face_and_one_with_two_are_said() -> None:
    two = stand(stand(hall((900, 400)), 1, at=0.25), 2, at=0.75)

    assert reason(coded(hall())) == "no-face"
    assert reason(coded(two)) == "several-faces"


def claims(data: bytes, width: int, height: int) -> bytes:
    """A JPEG that says it is of another size."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + data[at + 4 :]


def claims_2000(data: bytes, width: int, height: int) -> bytes:
    """The same of a JPEG 2000 image, in its codestream only."""
    at = data.index(b"\xff\x4f\xff\x51") + 8
    return data[:at] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data[at + 8 :]


def behind_another(data: bytes) -> bytes:
    """A JPEG 2000 image in whose file something else holds a harmless codestream."""
    harmless = coded(np.zeros((600, 800, 3), dtype=np.uint8), "JPEG2000", no_jp2=True)
    box = (24 + len(harmless)).to_bytes(4, "big") + b"uuid" + bytes(16) + harmless
    at = data.index(b"jp2c") - 4
    return data[:at] + box + data[at:]


@pytest.mark.parametrize(
    "data",
    [
        coded(hall()) + bytes(1_000_000),
        coded(np.zeros((2001, 2000, 3), dtype=np.uint8)),
        claims(coded(hall()), 60_000, 60_000),
        claims_2000(coded(hall(), "JPEG2000"), 1 << 31, 1 << 31),
        coded(hall()).replace(b"\xff\xda", b"\xff\xda" * 70, 1),
        coded(hall(), "JPEG2000", tile_size=(16, 16)),
        behind_another(coded(hall(), "JPEG2000", tile_size=(16, 16))),
    ],
)
def test_what_would_cost_too_much_is_not_decoded(data: bytes) -> None:
    began = time.process_time()

    assert reason(data) == "too-large"
    assert time.process_time() - began < 0.2


def coding(data: bytes, at: int, value: int) -> bytes:
    """A JPEG 2000 image with another byte in its COD segment, counted from the marker."""
    start = data.index(b"\xff\x52") + at
    return data[:start] + bytes([value]) + data[start + 1 :]


def test_millions_of_code_blocks_are_not_made() -> None:
    large = coded(np.zeros((1900, 2000, 3), dtype=np.uint8), "JPEG2000")
    tiny_blocks = coding(coding(large, 10, 0), 11, 0)

    assert compressed.check(large) is FaceFormat.JPEG2000
    with pytest.raises(compressed.TooCostly):
        compressed.check(tiny_blocks)


def test_millions_of_precincts_are_not_made() -> None:
    data = coded(np.zeros((1900, 2000, 3), dtype=np.uint8), "JPEG2000", precinct_size=(256, 256))
    start = data.index(b"\xff\x52")
    levels = data[start + 9]
    tiny = data[: start + 14] + bytes(levels + 1) + data[start + 15 + levels :]

    assert compressed.check(data) is FaceFormat.JPEG2000
    with pytest.raises(compressed.TooCostly):
        compressed.check(tiny)


@pytest.mark.parametrize("tile", [64, 4096])
def test_tens_of_thousands_of_layers_are_not_gone_through(tile: int) -> None:
    """Of a small picture, too: each layer has a packet for each precinct, be it empty."""
    data = coded(alone(1), "JPEG2000", tile_size=(tile, tile))
    many = coding(coding(data, 6, 0xFF), 7, 0xFF)
    few = coding(coding(data, 6, 0), 7, 12)

    assert compressed.check(few) is FaceFormat.JPEG2000
    with pytest.raises(compressed.TooCostly):
        compressed.check(many)


def test_coding_that_is_told_later_in_the_file_counts_too() -> None:
    """A tile part may have a COD segment of its own (ITU-T T.800, A.6.1)."""
    data = coded(np.zeros((1900, 2000, 3), dtype=np.uint8), "JPEG2000", no_jp2=True)
    cod = data.index(b"\xff\x52")
    segment = bytearray(data[cod : cod + 2 + int.from_bytes(data[cod + 2 : cod + 4], "big")])
    segment[10] = segment[11] = 0
    sod = data.index(b"\xff\x93", data.index(b"\xff\x90"))

    with pytest.raises(compressed.TooCostly):
        compressed.check(data[:sod] + bytes(segment) + data[sod:])


@pytest.mark.parametrize("kind", ["JPEG", "JPEG2000"])
def test_damaged_bytes_give_a_face_or_a_reason(kind: str) -> None:
    """Anywhere, but mostly in the headers."""
    whole = coded(alone(1)[60:320, 200:440], kind)
    rng = random.Random(4)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data) if rng.random() < 0.3 else 200)] = rng.randrange(256)
        with contextlib.suppress(FaceUnreadable):
            shown = picture(bytes(data))
            assert shown.ndim == 3 and shown.shape[0] * shown.shape[1] <= compressed.MOST_PIXELS


def test_no_size_is_no_picture() -> None:
    with pytest.raises(Malformed):
        compressed.check(claims(coded(hall()), 0, 200))
