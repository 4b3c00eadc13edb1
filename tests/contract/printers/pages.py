"""Pictures out of the files that printers write."""

import io
import re
import struct
from pathlib import Path

from PIL import Image


def picture(content: bytes) -> Image.Image:
    """The one bitmap of a PNG, or of a PDF whose page is a fax-coded image."""
    if content.startswith(b"%PDF"):
        content = _tiff_of(content)
    with Image.open(io.BytesIO(content)) as image:
        assert image.mode == "1"
        image.load()
        return image.copy()


def page_millimetres(pdf: bytes) -> tuple[float, float]:
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    assert found
    return float(found[1]) / 72 * 25.4, float(found[2]) / 72 * 25.4


def pictures(folder: Path) -> list[Image.Image]:
    return [picture(path.read_bytes()) for path in sorted(folder.iterdir())]


def _tiff_of(pdf: bytes) -> bytes:
    """The CCITT group 4 stream of the page's image, in a TIFF around it (TIFF 6.0)."""
    found = re.search(rb"/Subtype\s*/Image.*?stream\r?\n", pdf, re.DOTALL)
    assert found
    head = found[0]
    assert b"/CCITTFaxDecode" in head
    width, height, length = (
        int(re.search(rb"/%s (\d+)" % key, head)[1])  # type: ignore[index]  # fails the test
        for key in (b"Width", b"Height", b"Length")
    )
    black_is_1 = b"/BlackIs1 true" in head
    data = pdf[found.end() : found.end() + length]
    tags = (
        (256, 4, width),
        (257, 4, height),
        (258, 3, 1),
        (259, 3, 4),
        (262, 3, 1 if black_is_1 else 0),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, len(data)),
    )
    padded = data + b"\0" * (len(data) % 2)
    entries = b"".join(
        struct.pack("<HHII" if kind == 4 else "<HHIHxx", tag, kind, 1, value)
        for tag, kind, value in tags
    )
    directory = struct.pack("<H", len(tags)) + entries + b"\0\0\0\0"
    return b"II*\0" + struct.pack("<I", 8 + len(padded)) + padded + directory
