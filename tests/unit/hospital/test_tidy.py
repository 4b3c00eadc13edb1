"""Texts of a hospital that means no good."""

import time
import unicodedata

from kiosk.hospital.answers import tidy


def test_a_megabyte_of_marks_stops_no_kiosk() -> None:
    began = time.process_time()
    shown = tidy("a" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}" * 60_000)
    assert time.process_time() - began < 0.5
    assert shown.startswith("ạ")
    assert len(shown) <= 1000


def test_what_fits_a_page_is_whole() -> None:
    apart = "e\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING DOT BELOW}" * 300
    assert tidy(apart) == "ệ" * 300


def test_what_turns_writing_around_or_cannot_be_seen_is_left_out() -> None:
    assert tidy("An\N{RIGHT-TO-LEFT OVERRIDE} \x00B\x7f\t\N{NO-BREAK SPACE} h\ue000") == "An B h"


def test_a_character_is_left_out_by_its_category() -> None:
    where_they_are = (*range(0x3100), *range(0xF800, 0x10000), *range(0xE0000, 0xE0200))
    for code in where_they_are:
        character = chr(code)
        composed = unicodedata.normalize("NFC", character)
        hidden = unicodedata.category(composed[0]).startswith("C") or character.isspace()
        assert (tidy(f"a{character}b") == "ab") is (hidden and not character.isspace()), hex(code)
