from datetime import UTC, datetime

import pytest

from kiosk.ticket.words import WORDS, second_language, words


@pytest.mark.parametrize(
    ("ahead", "minutes", "vi", "en"),
    [
        (3, 12, "Còn 3 người, khoảng 12 phút", "3 people ahead, about 12 min"),
        (1, 4, "Còn 1 người, khoảng 4 phút", "1 person ahead, about 4 min"),
        (27, None, "Còn 27 người", "27 people ahead"),
        (2, 0, "Còn 2 người", "2 people ahead"),
        (0, 5, "Sắp đến lượt bà", "You are next"),
        (-1, None, "Sắp đến lượt bà", "You are next"),
    ],
)
def test_the_queue_is_said_plainly(ahead: int, minutes: int | None, vi: str, en: str) -> None:
    assert words("vi").queue(ahead, minutes, "bà", None) == vi
    assert words("en").queue(ahead, minutes, "bà", None) == en


@pytest.mark.parametrize(
    ("at", "vi", "en"),
    [
        ((2026, 11, 23, 7, 42), "Thứ Hai 23/11/2026, 07:42", "Mon 23 Nov 2026, 07:42"),
        ((2027, 1, 3, 15, 5), "Chủ Nhật 03/01/2027, 15:05", "Sun 3 Jan 2027, 15:05"),
    ],
)
def test_dates_are_as_each_language_writes_them(
    at: tuple[int, int, int, int, int], vi: str, en: str
) -> None:
    moment = datetime(*at, tzinfo=UTC)

    assert words("vi").when(moment) == vi
    assert words("en").when(moment) == en


def test_patients_are_addressed_as_they_should_be() -> None:
    assert words("vi").your_number("bà") == "Số của bà"
    assert "bà" in words("vi").next_step("bà")
    assert "bà" not in words("en").your_number("bà") + words("en").next_step("bà")


def test_each_language_has_another_beside_it() -> None:
    assert second_language("vi") == "en"
    assert second_language("en") == "vi"
    assert second_language("xx") == "en"
    assert words("xx") is WORDS["vi"]


def test_nobody_with_an_appointment_to_come_is_called_next() -> None:
    at = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
    assert words("vi").queue(0, 0, "bà", at) == "Giờ hẹn 09:15"
    assert words("vi").queue(2, 10, "bà", at) == "Giờ hẹn 09:15, còn 2 người"
    assert words("en").queue(0, 0, "", at) == "Appointment at 09:15"
    assert words("en").queue(2, 10, "", at) == "Appointment at 09:15, 2 ahead"
