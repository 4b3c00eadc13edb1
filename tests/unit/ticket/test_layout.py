"""The whole ticket: sizes, that nothing is clipped, and what a phone reads on it."""

import time
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from pyzbar import pyzbar

from kiosk.model.text import local
from kiosk.ticket import Slip, render
from kiosk.ticket.layout import MARGINS
from kiosk.ticket.number import DIGITS, number

LONG = "Phẫu thuật chấn thương chỉnh hình và phục hồi chức năng, nhà C, cuối hành lang bên trái"
UNBROKEN = "Ệ" * 150

Dots = NDArray[np.bool_]

widths = pytest.mark.parametrize("width", [576, 384])
languages = pytest.mark.parametrize("language", ["vi", "en"])


def ink(bitmap: Image.Image) -> Dots:
    return ~np.asarray(bitmap)


def full(slip: Slip, text: str, language: str = "vi") -> Slip:
    """Every text as long as ``text``."""
    both = local(text, text[::-1])
    return replace(
        slip,
        hospital=both,
        room=text,
        floor=text,
        direction=both,
        service=both,
        name=text,
        patient_code=text,
        insurance=both,
        you=text,
        priority=True,
        reprint=True,
        language=language,
    )


@widths
@languages
def test_the_bitmap_is_what_printers_take(slip: Slip, width: int, language: str) -> None:
    bitmap = render(replace(slip, language=language), width)

    assert bitmap.mode == "1"
    assert bitmap.width == width
    assert bitmap.height % 8 == 0


@widths
@languages
@pytest.mark.parametrize("text", [LONG, UNBROKEN, "W" * 160, "", "\u0301", "Ẵ\u0323" * 40])
def test_nothing_is_clipped(slip: Slip, width: int, language: str, text: str) -> None:
    """Ink that is cut off at an edge touches it; ink that fits leaves the margin free."""
    bitmap = render(full(slip, text, language), width)

    dark = ink(bitmap)
    margin = MARGINS[width]
    assert not dark[:, : margin - 4].any()
    assert not dark[:, width - margin + 4 :].any()
    assert not dark[:4].any()
    assert not dark[-4:].any()


@widths
def test_longer_text_makes_a_longer_ticket(slip: Slip, width: int) -> None:
    assert render(full(slip, LONG), width).height > render(slip, width).height + 400


@widths
def test_the_number_is_the_largest_and_15_millimetres_tall(slip: Slip, width: int) -> None:
    for content in ("B-042", "A-999", "M-108", "1042"):
        block = number(content, width - 2 * MARGINS[width])
        assert block.width <= width - 2 * MARGINS[width]
        assert block.height / 8 >= 15

    dark = ink(render(replace(slip, follow_up=""), width))
    under = next(row for row in np.flatnonzero(dark[:, 24:-24].all(axis=1)) if row > DIGITS + 60)
    assert _longest(dark[:under]) >= 15 * 8, "the stroke of the B"
    assert _longest(dark[under + 8 :]) < 15 * 8


def _longest(dark: Dots) -> int:
    """The longest unbroken vertical stroke."""
    run = np.zeros(dark.shape[1], dtype=int)
    best = 0
    for row in dark:
        run = (run + 1) * row
        best = max(best, int(run.max()))
    return best


def test_a_number_on_two_lines_keeps_its_hyphen() -> None:
    whole, first, last = (number(content, 320) for content in ("K12-007", "K12-", "007"))
    assert whole.height > first.height + last.height
    drawn = Image.new("L", (320, first.height), 255)
    of_whole = drawn.copy()
    first.paint(ImageDraw.Draw(drawn), 0, 0)
    whole.paint(ImageDraw.Draw(of_whole), 0, 0)
    assert of_whole.tobytes() == drawn.tobytes()


@pytest.mark.parametrize("content", ["NOI-TONG-QUAT-1042", "A" * 150, "-", "-" * 40, "", "   "])
def test_numbers_of_any_length_fit(slip: Slip, content: str) -> None:
    for width in MARGINS:
        assert render(replace(slip, number=content), width).width == width


@widths
@pytest.mark.parametrize(
    "address",
    [
        "https://hosen.example/q/7f00",
        "https://kham.hosen.example/q/0190f3a2-7b1c-7f00-8a1b-2c3d4e5f6071?lang=vi",
        "https://kham.hosen.example/" + "0123456789" * 15,
    ],
)
def test_a_phone_reads_the_code(slip: Slip, width: int, address: str) -> None:
    """Two decoders, of which one shares no code with the encoder."""
    bitmap = render(replace(slip, follow_up=address), width).convert("L")

    assert [found.text for found in zxingcpp.read_barcodes(np.asarray(bitmap))] == [address]
    assert [found.data.decode() for found in pyzbar.decode(bitmap)] == [address]


@widths
def test_modules_of_the_code_are_half_a_millimetre(slip: Slip, width: int) -> None:
    bitmap = render(replace(slip, follow_up="https://hosen.example/" + "x" * 100), width)
    (found,) = zxingcpp.read_barcodes(np.asarray(bitmap.convert("L")))

    corners = found.position
    side = corners.top_right.x - corners.top_left.x
    modules = 17 + 4 * 7  # version 7 is the first for 122 bytes at level M
    assert side / modules / 8 >= 0.49


@widths
def test_an_address_too_long_for_the_paper_leaves_the_code_out(slip: Slip, width: int) -> None:
    without = render(replace(slip, follow_up=""), width)

    assert render(replace(slip, follow_up="https://a.example/" + "x" * 900), width).tobytes() == (
        without.tobytes()
    )


@widths
def test_flags_are_seen(slip: Slip, width: int) -> None:
    seen = (slip, replace(slip, priority=True), replace(slip, reprint=True))

    assert len({render(one, width).tobytes() for one in seen}) == 3


@widths
def test_a_language_that_nobody_knows_is_vietnamese(slip: Slip, width: int) -> None:
    assert render(replace(slip, language="xx"), width).tobytes() == render(slip, width).tobytes()


@widths
def test_composed_and_decomposed_text_print_the_same(slip: Slip, width: int) -> None:
    composed = replace(slip, name="Đ. T. Thuý Nguyễn")
    decomposed = replace(slip, name="Đ. T. Thuy\u0301 Nguye\u0302\u0303n")

    assert render(decomposed, width).tobytes() == render(composed, width).tobytes()


def test_other_widths_are_refused(slip: Slip) -> None:
    with pytest.raises(ValueError, match="not 512"):
        render(slip, 512)


def test_a_ticket_is_made_in_a_moment(slip: Slip) -> None:
    render(slip, 576)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        render(slip, 576)
        took.append(time.perf_counter() - began)

    assert min(took) < 0.03, "4 ms where nothing else runs"


@widths
def test_a_provisional_ticket_stands_in_a_heavy_frame(slip: Slip, width: int) -> None:
    margin = MARGINS[width]
    framed = ink(render(replace(slip, provisional=True), width))
    plain = ink(render(slip, width))
    for side in (framed[:, margin : margin + 8], framed[:, -margin - 8 : -margin]):
        assert side[16:-24].all(), "a line of a millimetre down each side"
    assert not plain[:, margin].all()


@languages
def test_a_queue_that_nobody_knows_is_not_on_the_ticket(slip: Slip, language: str) -> None:
    unknown = replace(slip, queue_known=False, appointment=None, language=language)
    none, many = (render(replace(unknown, people_ahead=count), 576) for count in (0, 40))
    assert np.array_equal(ink(none), ink(many))
    said = render(replace(unknown, queue_known=True), 576)
    assert said.height > none.height
    kept = render(replace(unknown, appointment=slip.issued_at), 576)
    assert kept.height > none.height, "when they are expected is known"


@languages
def test_a_provisional_ticket_says_nothing_of_a_queue(slip: Slip, language: str) -> None:
    """Nobody knows how many are ahead: any number of them gives the same paper."""
    few, many = (
        render(replace(slip, provisional=True, people_ahead=n, language=language), 576)
        for n in (1, 27)
    )
    assert few.tobytes() == many.tobytes()
