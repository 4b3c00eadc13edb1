from datetime import timedelta

import pytest

from kiosk.frontdesk.pages.spoken import about_when, call_sentence, digitwise, wait_range
from tests.unit.frontdesk.pages.sample_views import NOW


def test_a_call_is_spoken_digit_by_digit() -> None:
    assert call_sentence("A-042", "101") == "Mời số A không bốn hai vào phòng một không một"


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("P-1305", "P một ba không năm"),
        ("6789", "sáu bảy tám chín"),
        ("2b", "hai B"),
        ("", ""),
        ("A<script>", "A S C R I P T"),
    ],
)
def test_signs_that_are_no_digits_are_letters_or_nothing(number: str, spoken: str) -> None:
    assert digitwise(number) == spoken


@pytest.mark.parametrize(
    ("minutes", "vi", "en"),
    [
        (0, "dưới 5 phút", "less than 5 minutes"),
        (4.9, "dưới 5 phút", "less than 5 minutes"),
        (5, "khoảng 5–10 phút", "about 5–10 minutes"),
        (12, "khoảng 10–15 phút", "about 10–15 minutes"),
        (38, "khoảng 30–45 phút", "about 30–45 minutes"),
        (120, "khoảng 100–140 phút", "about 100–140 minutes"),
        (121, "hơn 2 giờ", "more than 2 hours"),
    ],
)
def test_a_wait_is_a_range(minutes: float, vi: str, en: str) -> None:
    assert (wait_range(minutes).vi, wait_range(minutes).en) == (vi, en)


def test_every_range_holds_what_was_expected() -> None:
    for minutes in range(5, 121):
        low, high = wait_range(minutes).en.split()[1].split("–")
        assert int(low) <= minutes <= int(high)


@pytest.mark.parametrize(
    ("minutes", "vi"), [(0, "9 giờ 05"), (24, "9 giờ 25"), (25, "9 giờ 30"), (900, "0 giờ 05")]
)
def test_a_time_is_told_to_five_minutes(minutes: float, vi: str) -> None:
    assert about_when(NOW, minutes).vi == vi
    assert about_when(NOW + timedelta(seconds=20), minutes).vi == vi
