"""Faces of ISO/IEC 19794-5:2005, section 5: header, then for each face its facts and image."""

import struct
from dataclasses import dataclass, field

from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds import image_header
from kiosk.emrtd.lds.image_header import FaceFormat

MOST_FACES = 9
"""Faces of one record: several views of the same person."""
MOST_PIXELS = 4096
"""Pixels a side; a decoder is never asked for more."""

_IDENTIFIER = b"FAC\0"
_RECORD_HEADER = struct.Struct(">4s4sIH")
"""Format identifier, version, length of the record, number of faces."""
_FACIAL_INFORMATION = struct.Struct(">IHBBB3sH3s3s")
"""Block length, feature points, gender, eyes, hair, properties, expression, pose, uncertainty."""
_FEATURE_POINT = 8
_IMAGE_INFORMATION = struct.Struct(">BBHHBBHH")
"""Image type, data type, width, height, colour space, source, device, quality."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face image as it was compressed by the issuer. ``repr`` shows nothing of it."""

    image: bytes = field(repr=False)
    format: FaceFormat
    width: int
    height: int
    """Pixels, as the image itself says: the record's own numbers bind no decoder."""


def is_face_record(record: bytes) -> bool:
    """Whether these are the first bytes of a record of ISO/IEC 19794-5."""
    return record.startswith(_IDENTIFIER)


def parse(record: bytes, where: str) -> tuple[Face, ...]:
    """The faces of a record, at least one. Raises :class:`Malformed`."""
    if len(record) < _RECORD_HEADER.size:
        raise Malformed(where, "the face record is cut short")
    identifier, _, length, count = _RECORD_HEADER.unpack_from(record)
    if identifier != _IDENTIFIER or length > len(record) or not 1 <= count <= MOST_FACES:
        raise Malformed(where, "the face record's header is wrong")
    faces = []
    start = _RECORD_HEADER.size
    for _ in range(count):
        end = start + _block_length(record, start, where)
        faces.append(_face(record[start:end], where))
        start = end
    return tuple(faces)


def _block_length(record: bytes, start: int, where: str) -> int:
    if len(record) - start < _FACIAL_INFORMATION.size:
        raise Malformed(where, "a face's facts are cut short")
    length: int = _FACIAL_INFORMATION.unpack_from(record, start)[0]
    if not _FACIAL_INFORMATION.size <= length <= len(record) - start:
        raise Malformed(where, "a face is longer than what holds it")
    return length


def _face(block: bytes, where: str) -> Face:
    points: int = _FACIAL_INFORMATION.unpack_from(block)[1]
    begin = _FACIAL_INFORMATION.size + points * _FEATURE_POINT + _IMAGE_INFORMATION.size
    if begin >= len(block):
        raise Malformed(where, "a face has no image")
    image = block[begin:]
    header = image_header.parse(image, where)
    if not (0 < header.width <= MOST_PIXELS and 0 < header.height <= MOST_PIXELS):
        raise Malformed(where, "a face image is too large")
    return Face(image, header.format, header.width, header.height)
