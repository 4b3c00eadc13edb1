"""Texts of a hospital that means no good."""

import time

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
