"""The picture on paper is the picture meant, in the eyes of somebody else's ESC/POS parser.

Our own firmware (:mod:`tests.contract.printers.firmware`) and our driver could be wrong in the
same way. npos knows neither.
"""

import asyncio
import random

import pytest
from PIL import Image

from kiosk.devices.printer.targets import open_printer
from kiosk.model.text import ENGLISH, VIETNAMESE
from kiosk.ticket import render
from tests.contract.printers import npos_parser
from tests.contract.printers.npos_parser import Parsed, parsed
from tests.contract.printers.slips import slip

pytestmark = pytest.mark.skipif(npos_parser.MISSING, reason=npos_parser.WHY_MISSING)

WIDTHS = (576, 384)


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes(
        "1", (width, height), random.Random(width + height).randbytes(width // 8 * height)
    )


@pytest.fixture(scope="module")
def tickets() -> list[Image.Image]:
    """Of each width: whole and broken strips, one row alone, all white, all black, real ones."""
    made = [noise(width, height) for width in WIDTHS for height in (1, 239, 240, 241, 481)]
    made += [Image.new("1", (width, 100), ink) for width in WIDTHS for ink in (0, 255)]
    return made + [render(slip(one), width) for width in WIDTHS for one in (VIETNAMESE, ENGLISH)]


@pytest.fixture(scope="module")
def streams(tickets: list[Image.Image], tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """What the driver sends for each, as it leaves it."""
    folder = tmp_path_factory.mktemp("streams")

    sent = []
    for index, bitmap in enumerate(tickets):
        path = folder / f"{index}.escpos"
        status = asyncio.run(open_printer(f"file:{path}", bitmap.width).print(bitmap))
        assert status.state.prints, status
        sent.append(path.read_bytes())
    return sent


@pytest.fixture(scope="module")
def papers(streams: list[bytes]) -> list[Parsed]:
    return parsed(streams)


def test_each_dot_is_the_one_meant(tickets: list[Image.Image], papers: list[Parsed]) -> None:
    for bitmap, paper in zip(tickets, papers, strict=True):
        [picture] = paper.pictures
        assert (picture.size, picture.tobytes()) == (bitmap.size, bitmap.tobytes())


def test_nothing_is_sent_but_a_picture_and_a_cut(
    streams: list[bytes], papers: list[Parsed]
) -> None:
    """Whatever a parser does not know as a command, a printer prints as text."""
    for stream, paper in zip(streams, papers, strict=True):
        names = [name for name, _ in paper.commands]
        assert names[:3] == ["ESC @", "GS a", "GS v0"]
        assert names[-1] == "GS V"
        assert set(names[3:-1]) <= {"GS v0", "ESC d"}
        before_cut = sum(length for _, length in paper.commands[:-1])
        # Of the cut only its place: npos counts the bytes of one without feed wrong.
        assert stream[before_cut:] in (b"\x1dVB\x00", b"\x1dV\x00")


def test_a_wrong_dot_is_seen(streams: list[bytes], tickets: list[Image.Image]) -> None:
    """The test above can fail: one bit of the last row of the first ticket is turned."""
    at = streams[0].index(b"\x1dv0") + 8
    turned = bytearray(streams[0])
    turned[at] ^= 0x80
    [paper] = parsed([bytes(turned)])

    assert paper.pictures[0].tobytes() != tickets[0].tobytes()
