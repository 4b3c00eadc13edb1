"""What decoding a picture may cost, read from its headers before it is decoded.

The bound on pixels is not enough: a JPEG of a megabyte can hold a hundred thousand scans, each of
which goes over all of its pixels, and a JPEG 2000 image can be cut into millions of parts that
each need memory.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds import image_header
from kiosk.emrtd.lds.image_header import FaceFormat

LARGEST_FILE = 1_000_000
"""Bytes; the pictures in chips have 10 to 20 thousand."""
MOST_PIXELS = 4_000_000
"""Pixels; the pictures in chips have 0.1 to 0.5 million."""
MOST_SCANS = 64
"""Of a JPEG; the usual progressive one has ten."""
MOST_COMPONENTS = 4
MOST_TILES = 256
MOST_PARTS = 100_000
"""Precincts and code blocks; a chip's picture has some hundred, and some 10,000 if they are made
as small as can be."""
MOST_PACKETS = 100_000
"""Precincts in each quality layer, which a file may say it has 65,535 of; a chip's picture has some
hundred to a thousand."""

_SCAN = b"\xff\xda"
_CODESTREAM = b"\xff\x4f\xff\x51"
_SOT, _SOD, _EOC = 0xFF90, 0xFF93, 0xFFD9
_COD, _COC = 0xFF52, 0xFF53
_SIZ = struct.Struct(">HHIIIIIIIIH")
"""Length, capabilities, image area and its offset, tile and its offset, components
(ITU-T T.800, A.5.1)."""
_SEGMENT = struct.Struct(">HH")
_TILE_PART = struct.Struct(">HHHIBB")
"""SOT, its length, tile, length of the tile part, part, parts (A.4.2)."""
_LAYERS = slice(2, 4)
"""Of a COD segment (A.6.1)."""
_COD_HEAD, _COC_HEAD = 5, 1
"""Bytes of a COD segment, and of a COC segment after its component's number, before the
parameters that both have (A.6.1 and A.6.2)."""


class TooCostly(Exception):
    """It may be a picture, and is not decoded."""


def check(data: bytes) -> FaceFormat:
    """The format of a picture that may be decoded: JPEG, or JPEG 2000 with or without its file
    format. Raises :class:`~kiosk.emrtd.errors.Malformed` for what is no such picture, and
    :class:`TooCostly`."""
    if len(data) > LARGEST_FILE:
        raise TooCostly
    header = image_header.parse(data, "picture")
    if header.width < 1 or header.height < 1:
        raise Malformed("picture", "no pixels")
    if header.width * header.height > MOST_PIXELS:
        raise TooCostly
    if header.format is FaceFormat.JPEG:
        # In coded data 0xFF is always followed by 0 or a restart marker (ITU-T T.81, B.1.1.5).
        if data.count(_SCAN) > MOST_SCANS:
            raise TooCostly
    else:
        _check_codestream(image_header.codestream(data, "picture"))
    return header.format


def _check_codestream(stream: bytes) -> None:
    layers = precincts = 1
    try:
        area = _area(stream)
        for marker, segment in _segments(stream):
            if marker == _COD:
                layers = max(layers, int.from_bytes(segment[_LAYERS], "big"))
                blocks, given = area.parts(segment, _COD_HEAD)
            elif marker == _COC:
                # With at most 256 components, their numbers have one byte.
                blocks, given = area.parts(segment[1:], _COC_HEAD)
            else:
                continue
            precincts = max(precincts, given)
            if blocks + given > MOST_PARTS or layers * precincts > MOST_PACKETS:
                raise TooCostly
    except (struct.error, IndexError, ValueError):
        raise Malformed("picture", "a JPEG 2000 image that ends early") from None


@dataclass(frozen=True, slots=True)
class _Area:
    width: int
    height: int
    tiles: int
    components: int

    def parts(self, coding: bytes, head: int) -> tuple[int, int]:
        """About how many code blocks and precincts there are, from a COD or COC segment: style,
        and from ``head`` on levels, exponents of code blocks less 2, style of these,
        transformation, and exponents of precincts from the lowest resolution on (A.6.1)."""
        levels, width, height = coding[head : head + 3]
        block = (width & 15) + (height & 15) + 4
        # Each tile has at least one in each resolution.
        precincts = self.tiles * (levels + 1)
        if coding[0] & 1:
            for above, size in zip(range(levels, -1, -1), coding[head + 5 :], strict=False):
                across = self.width >> above + (size & 15)
                precincts += (1 + across) * (1 + (self.height >> above + (size >> 4)))
        blocks = self.width * self.height >> block
        return blocks * self.components, precincts * self.components


def _area(stream: bytes) -> _Area:
    _, _, right, bottom, left, top, wide, high, tile_left, tile_top, components = _SIZ.unpack_from(
        stream, len(_CODESTREAM)
    )
    if min(wide, high) < 1 or tile_left > left or tile_top > top:
        raise Malformed("picture", "tiles that cannot be")
    if not 1 <= components <= MOST_COMPONENTS:
        raise TooCostly
    tiles = -(-(right - tile_left) // wide) * -(-(bottom - tile_top) // high)
    if tiles > MOST_TILES:
        raise TooCostly
    return _Area(right - left, bottom - top, tiles, components)


def _segments(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker segments of the main header and of each tile part's."""
    at = 2
    part_ends = None
    while True:
        marker, length = _SEGMENT.unpack_from(stream, at)
        if marker == _SOT:
            _, _, _, part, _, _ = _TILE_PART.unpack_from(stream, at)
            part_ends = at + part if part else len(stream)
        if marker == _SOD:
            if part_ends is None or part_ends <= at:
                raise Malformed("picture", "tile parts that cannot be")
            at = part_ends
            if at + 4 > len(stream):  # what is left is the end's marker, or nothing
                return
            continue
        if marker == _EOC:
            return
        if length < 2 or marker < 0xFF00:
            raise Malformed("picture", "a JPEG 2000 image with a gap")
        yield marker, stream[at + 4 : at + 2 + length]
        at += 2 + length
