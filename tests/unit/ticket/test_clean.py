import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk.ticket.clean import LONGEST, clean


@given(st.text(max_size=600))
def test_whatever_comes_is_one_printable_bounded_line(text: str) -> None:
    line = clean(text)

    assert len(line) <= LONGEST
    assert line == unicodedata.normalize("NFC", line)
    assert line == " ".join(line.split())
    assert not any(unicodedata.category(char).startswith("C") for char in line)
    assert clean(line) == line


def test_marks_that_turn_text_around_are_dropped() -> None:
    assert clean("Tim\u202e mạch\u200f\x1b[2J\n2") == "Tim mạch[2J 2"


def test_long_text_ends_visibly() -> None:
    assert clean("a" * LONGEST) == "a" * LONGEST
    assert clean("a" * (LONGEST + 1)) == "a" * (LONGEST - 1) + "…"


def test_towers_of_accents_and_accents_on_nothing_are_taken_down() -> None:
    assert clean("\u0301a" + "\u0310\u0311\u0312" * 9 + " \u0301") == "a\u0310\u0311"


def test_vietnamese_stays_as_it_is() -> None:
    names = "Nguyễn Thị Ngọc Ánh, Đặng Hữu Phước, Trương Mỹ Duyên"
    assert clean(unicodedata.normalize("NFD", names)) == names
