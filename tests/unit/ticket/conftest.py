from datetime import UTC, datetime

import pytest

from kiosk.model.text import local
from kiosk.ticket import Slip


@pytest.fixture
def slip() -> Slip:
    """A ticket of an invented patient at an invented hospital."""
    return Slip(
        hospital=local("Bệnh viện Đa khoa Hồ Sen", "Ho Sen General Hospital"),
        number="B-042",
        room="205",
        floor="2",
        direction=local("Thang máy A, rẽ trái", "Lift A, turn left"),
        service=local("Tim mạch", "Cardiology"),
        people_ahead=3,
        wait_minutes=12,
        name="T. T. T. Hà",
        patient_code="24001234",
        issued_at=datetime(2026, 11, 23, 0, 42, tzinfo=UTC),
        insurance=local("Thẻ BHYT của bà còn giá trị.", "Your health insurance is valid."),
        follow_up="https://kham.hosen.example/q/0190f3a27b1c7f00",
        you="bà",
    )
