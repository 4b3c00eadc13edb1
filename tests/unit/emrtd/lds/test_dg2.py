"""DG2: faces out of their CBEFF and ISO/IEC 19794-5 wrappers, with every length a lie."""

import io
import struct
import tracemalloc
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.emrtd.errors import EmrtdError, Malformed, Unsupported
from kiosk.emrtd.lds import dg2, image_header
from kiosk.emrtd.lds.dg2 import Face, FaceFormat
from tests.unit.emrtd.written import integer, octets, tlv

Format = Literal["JPEG", "JPEG2000"]


def picture(form: Format, width: int = 60, height: int = 80, **how: object) -> bytes:
    drawn = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(drawn, form, **how)
    return drawn.getvalue()


JPEG = picture("JPEG")
JP2 = picture("JPEG2000")
CODESTREAM = picture("JPEG2000", no_jp2=True)


def face(image: bytes, *, points: int = 0, length: int | None = None, kind: int = 0) -> bytes:
    """One facial record data block (ISO/IEC 19794-5:2005, 5.5 to 5.9)."""
    facts = struct.pack(">HBBB3sH3s3s", points, 1, 0, 0, bytes(3), 0, bytes(3), bytes(3))
    info = struct.pack(">BBHHBBHH", 1, kind, 413, 531, 1, 2, 0, 0)
    rest = facts + bytes(8 * points) + info + image
    return struct.pack(">I", len(rest) + 4 if length is None else length) + rest


def record(*faces: bytes, count: int | None = None, length: int | None = None) -> bytes:
    body = b"".join(faces)
    header = struct.pack(
        ">4s4sIH",
        b"FAC\0",
        b"010\0",
        len(body) + 14 if length is None else length,
        len(faces) if count is None else count,
    )
    return header + body


HEADER = tlv(0xA1, tlv(0x80, b"\x01\x01"), tlv(0x87, b"\x01\x01"), tlv(0x88, b"\x00\x08"))


def template(data: bytes, tag: int = 0x5F2E) -> bytes:
    return tlv(0x7F60, HEADER, tlv(tag, data))


def group(*templates: bytes, count: int | None = None) -> bytes:
    number = len(templates) if count is None else count
    return tlv(0x75, tlv(0x7F61, tlv(0x02, bytes([number])), *templates))


@pytest.mark.parametrize(
    ("image", "form"),
    [(JPEG, FaceFormat.JPEG), (JP2, FaceFormat.JPEG2000), (CODESTREAM, FaceFormat.JPEG2000)],
)
@pytest.mark.parametrize("tag", [0x5F2E, 0x7F2E])
@pytest.mark.parametrize("points", [0, 3])
def test_the_face_comes_out_as_it_went_in(
    image: bytes, form: FaceFormat, tag: int, points: int
) -> None:
    (found,) = dg2.parse(group(template(record(face(image, points=points)), tag)))
    assert found == Face(image, form, 60, 80)
    assert Image.open(io.BytesIO(found.image)).size == (found.width, found.height)


def test_the_image_says_its_format_not_the_record() -> None:
    (found,) = dg2.parse(group(template(record(face(JPEG, kind=1)))))
    assert found.format is FaceFormat.JPEG


def test_a_progressive_jpeg_with_exif_and_fill_bytes() -> None:
    image = picture("JPEG", progressive=True, exif=Image.Exif().tobytes() or b"Exif\0\0MM\0*")
    filled = image[:2] + b"\xff\xff\xff" + image[2:]
    for one in (image, filled):
        assert image_header.parse(one, "x").width == 60


def test_several_faces_in_order() -> None:
    faces = dg2.parse(
        group(template(record(face(JPEG), face(JP2))), template(record(face(CODESTREAM))))
    )
    assert [one.image for one in faces] == [JPEG, JP2, CODESTREAM]


def test_nothing_of_the_face_is_shown() -> None:
    (found,) = dg2.parse(group(template(record(face(JPEG)))))
    assert "image" not in repr(found)


@pytest.mark.parametrize(
    "data",
    [
        group(template(tlv(0xA1, octets(b"face")), 0x7F2E)),
        tlv(0x75, tlv(0x7F61, integer(1), tlv(0x7F60, HEADER, tlv(0x7D, b"secret")))),
    ],
    ids=["ISO/IEC 39794-5", "encrypted"],
)
def test_other_wrappers_are_not_supported(data: bytes) -> None:
    with pytest.raises(Unsupported):
        dg2.parse(data)


BOMB = struct.pack(">4sHHIIII", b"\xff\x4f\xff\x51", 41, 0, 1 << 20, 1 << 20, 0, 0) + bytes(40)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x75\x84\xc0\x00\x00\x00" + group(template(record(face(JPEG)))),
        tlv(0x75, b"\x7f\x61\x84\xc0\x00\x00\x00\x02\x01\x01"),
        group(),
        group(count=3),
        group(template(record(face(JPEG))), count=2),
        group(*[template(record(face(JPEG)))] * 10),
        group(template(record(face(JPEG), count=2))),
        group(template(record(face(JPEG), count=0))),
        group(template(record(face(JPEG), count=65535))),
        group(template(record(face(JPEG), length=1 << 31))),
        group(template(record(face(JPEG, length=3 << 30)))),
        group(template(record(face(JPEG, length=0)))),
        group(template(record(face(JPEG, points=65535)[:2000]))),
        group(template(record(face(b"")))),
        group(template(b"FAC\0")),
        group(template(b"WSQ\0" + bytes(100))),
        group(tlv(0x7F60, HEADER)),
        group(template(record(face(b"GIF89a" + bytes(40))))),
        group(template(record(face(JPEG[:20])))),
        group(template(record(face(b"\xff\xd8\xff\xd9" + bytes(40))))),
        group(template(record(face(JP2[:40])))),
        group(template(record(face(JP2[:12] + b"\0\0\0\0junk" + JP2[12:])))),
        group(template(record(face(BOMB)))),
        group(template(record(face(picture("JPEG", 4097, 1))))),
        group(template(record(face(JPEG) + bytes(dg2.LONGEST)))),
    ],
    ids=range(26),
)
def test_what_does_not_hold_what_it_claims_is_malformed(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Malformed):
            dg2.parse(data)
        assert tracemalloc.get_traced_memory()[1] < 4 * len(data) + 100_000
    finally:
        tracemalloc.stop()


def test_a_long_jp2_box() -> None:
    at = JP2.index(b"jp2c") - 4
    long = JP2[:at] + struct.pack(">I4sQ", 1, b"jp2c", len(JP2) - at + 8) + JP2[at + 8 :]
    assert image_header.parse(long, "x") == image_header.parse(JP2, "x")


def test_a_jp2_of_tiny_boxes_ends() -> None:
    boxes = JP2[:12] + struct.pack(">I4s", 8, b"free") * 30_000
    with pytest.raises(Malformed):
        image_header.parse(boxes, "x")


GOOD = group(template(record(face(picture("JPEG", 8, 8)), face(picture("JPEG2000", 8, 8)))))


@given(st.data())
def test_damage_is_read_or_malformed(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, min(len(damaged), 120) - 1))] = data.draw(
            st.integers(0, 255)
        )
    try:
        for found in dg2.parse(bytes(damaged)):
            assert 0 < found.width <= 4096 and 0 < found.height <= 4096
    except EmrtdError:
        return
