"""Format and size of a compressed image, without decoding it.

A file of a few kilobytes can claim a picture of gigabytes, so whoever decodes has to know the
size before. Images are told apart by their first bytes, as decoders do, not by what a record
says of them.
"""

import struct
from dataclasses import dataclass
from enum import Enum

from kiosk.emrtd.errors import Malformed


class FaceFormat(Enum):
    """How an image is compressed."""

    JPEG = "jpeg"
    JPEG2000 = "jpeg2000"


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What an image says of itself; width and height in pixels, not yet bounded."""

    format: FaceFormat
    width: int
    height: int


_JPEG_START = b"\xff\xd8\xff"
_JP2_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_CODESTREAM_START = b"\xff\x4f\xff\x51"
_SIZ = struct.Struct(">4sHHIIII")
"""SOC and SIZ markers, length, capabilities, width, height and offsets of the image area."""
_BOX = struct.Struct(">I4s")
_LONG_BOX = 1

_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""SOF0 to SOF15 without DHT, JPG and DAC (ITU-T T.81, table B.1)."""
_STANDALONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN_OR_END = frozenset({0xD9, 0xDA})
_FRAME = struct.Struct(">HBHH")
"""Segment length, precision, height, width."""


def parse(image: bytes, where: str) -> ImageHeader:
    """Raises :class:`Malformed` for what is neither JPEG nor JPEG 2000, or has no size."""
    if image.startswith(_JPEG_START):
        return _jpeg(image, where)
    return _size(codestream(image, where), where)


def codestream(image: bytes, where: str) -> bytes:
    """What is decoded of a JPEG 2000 image: the rest of it from its codestream on, which other
    boxes of the file may only look like. Raises :class:`Malformed` where there is none."""
    if image.startswith(_JP2_SIGNATURE):
        return _contiguous_codestream(image, where)
    if image.startswith(_CODESTREAM_START):
        return image
    raise Malformed(where, "an image that is neither JPEG nor JPEG 2000")


def _jpeg(image: bytes, where: str) -> ImageHeader:
    """The first frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 2 + _FRAME.size <= len(image):
        marker = image[at + 1]
        if image[at] != 0xFF or marker in _SCAN_OR_END:
            break
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in _STANDALONE_MARKERS:
            at += 2
        else:
            length, _, height, width = _FRAME.unpack_from(image, at + 2)
            if marker in _FRAME_MARKERS:
                return ImageHeader(FaceFormat.JPEG, width, height)
            at += 2 + length
    raise Malformed(where, "a JPEG image without a frame")


def _contiguous_codestream(image: bytes, where: str) -> bytes:
    """What is in the first ``jp2c`` box (ITU-T T.800, I.5.4)."""
    at = 0
    while at + _BOX.size <= len(image):
        length, kind = _BOX.unpack_from(image, at)
        header = _BOX.size
        if length == _LONG_BOX:
            length = int.from_bytes(image[at + 8 : at + 16], "big")
            header = 16
        if kind == b"jp2c":
            return image[at + header :]
        if length < header:  # 0: to the end of the file
            break
        at += length
    raise Malformed(where, "a JPEG 2000 image without a codestream")


def _size(stream: bytes, where: str) -> ImageHeader:
    """The SIZ marker segment, which is the first (ITU-T T.800, A.5.1)."""
    if len(stream) < _SIZ.size or not stream.startswith(_CODESTREAM_START):
        raise Malformed(where, "a JPEG 2000 image without a size")
    _, _, _, right, bottom, left, top = _SIZ.unpack_from(stream)
    return ImageHeader(FaceFormat.JPEG2000, right - left, bottom - top)
