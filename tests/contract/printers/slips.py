"""What printers are given to print."""

from datetime import UTC, datetime

from kiosk.model.text import VIETNAMESE, local
from kiosk.ticket import Slip


def slip(language: str = VIETNAMESE) -> Slip:
    """A ticket of an invented patient at an invented hospital, with an address as long as real
    ones are."""
    return Slip(
        hospital=local("Bệnh viện Hồ Sen", "Ho Sen Hospital"),
        number="A-042",
        room="205",
        floor="2",
        direction=local("Thang máy A, rẽ trái", "Lift A, turn left"),
        service=local("Tim mạch", "Cardiology"),
        people_ahead=3,
        wait_minutes=12,
        name="T. T. T. Hà",
        patient_code="24001234",
        issued_at=datetime(2026, 11, 23, 7, 42, tzinfo=UTC),
        insurance=local("Thẻ BHYT của bà còn giá trị.", "Your health insurance is valid."),
        follow_up="https://kham.hosen.example/q/0190f3a2-7b1c-7f00-8a1b-2c3d4e5f6071",
        language=language,
    )
