"""Every Vietnamese letter has its own glyph in every weight."""

import unicodedata

import pytest
from PIL import Image, ImageDraw

from kiosk.ticket.fonts import BOLD, MEDIUM, REGULAR, Face, face
from kiosk.ticket.wrapping import wrap

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
PANGRAM = "Do bạch kim rất quý nên sẽ dùng để lắp vô xương, ngoài kia gió thổi phần phật jw fz"

weights = pytest.mark.parametrize("weight", [REGULAR, MEDIUM, BOLD])


def letters() -> list[str]:
    """134 letters in two cases: vowels with tones, consonants, đ, and the figures."""

    small = [unicodedata.normalize("NFC", v + tone) for v in VOWELS for tone in TONES]
    small += [*"bcdđghklmnpqrstvxfjwz"]
    return [*small, *(letter.upper() for letter in small), *"0123456789.,:;-–·…/()"]


def drawn(one: Face, text: str) -> bytes:
    canvas = Image.new("L", (400, 100), 255)
    one.draw(ImageDraw.Draw(canvas), 20, 20, text, 0)
    return canvas.tobytes()


@weights
def test_every_vietnamese_letter_is_drawn_and_unlike_all_others(weight: str) -> None:
    one = face(weight, 40)
    missing = drawn(one, "\ue123")
    shapes = {letter: drawn(one, letter) for letter in letters()}

    assert all(len(letter) == 1 for letter in shapes), "each has a composed form"
    assert len(set(shapes.values())) == len(shapes)
    assert missing not in shapes.values()


@weights
def test_marks_without_a_composed_form_stand_over_their_letter(weight: str) -> None:
    one = face(weight, 40)

    assert one.width("g\u0303") == one.width("g")
    assert drawn(one, "g\u0303") != drawn(one, "g")


@weights
def test_words_are_kerned_but_spaces_are_whole(weight: str) -> None:
    one = face(weight, 40)

    assert one.width("AV") < one.width("A") + one.width("V")
    assert one.width("ứ a") == one.width("ứ") + one.width(" a")


def test_lines_fit_and_lose_nothing() -> None:
    one = face(BOLD, 34)
    for width in (120, 200, 344):
        lines = wrap(PANGRAM, one, width)
        assert " ".join(lines) == PANGRAM
        assert all(one.width(line) <= width for line in lines)


def test_a_word_wider_than_the_line_is_broken() -> None:
    one = face(REGULAR, 27)
    lines = wrap("Khoa " + "Nghiêng" * 20, one, 200)

    assert "".join(lines) == "Khoa" + "Nghiêng" * 20
    assert all(one.width(line) <= 200 for line in lines)
    assert wrap("   ", one, 200) == []
