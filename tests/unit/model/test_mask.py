import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.mask import BULLET, masked_number, short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Trần Thị Thu Hà", "T. T. T. Hà"),
        ("Đặng Ưng", "Đ. Ưng"),
        ("  lê\u00a0 văn   An ", "L. V. An"),
        ("Hà", "H."),
        ("", ""),
        (" \t", ""),
        (unicodedata.normalize("NFD", "Ẩn Thị Ếch"), "Ẩ. T. Ếch"),
        ("x\u0323\u0302y Hà", "X\u0323\u0302. Hà"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


@given(st.lists(st.text("abcđấXÝ", min_size=2, max_size=8), min_size=1, max_size=6))
def test_only_the_last_of_several_words_is_whole(words: list[str]) -> None:
    shown = short_name(" ".join(words)).split()
    assert len(shown) == len(words)
    assert all(len(word) == 2 and word.endswith(".") for word in shown[:-1])
    assert (shown[-1] == words[-1]) is (len(words) > 1)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("079190012345", "079•••••2345"),
        ("DN4797912345678", "DN4••••••••5678"),
        ("7912345678", "79•••••678"),
        ("12345678", "12••••78"),
        ("1234", "1••4"),
        ("123", "••3"),
        ("12", "••"),
        ("1", "•"),
        ("", ""),
    ],
)
def test_masked_numbers(number: str, masked: str) -> None:
    assert masked_number(number) == masked


@given(st.text("0123456789", max_size=40))
def test_a_mask_keeps_the_length_and_hides_two_fifths(number: str) -> None:
    masked = masked_number(number)
    assert len(masked) == len(number)
    assert masked.count(BULLET) >= len(number) * 2 / 5
    assert all(shown in (BULLET, real) for shown, real in zip(masked, number, strict=True))
