"""A ticket of nobody, to see whether a printer prints."""

from dataclasses import replace
from datetime import datetime

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.model.text import VIETNAMESE, local
from kiosk.ticket import Slip

_SAMPLE = Slip(
    hospital=local("PHIẾU IN THỬ · Bệnh viện Hồ Sen", "TEST PRINT · Ho Sen Hospital"),
    number="A-042",
    room="205",
    floor="2",
    direction=local("Thang máy A, rẽ trái", "Lift A, turn left"),
    service=local("Tim mạch", "Cardiology"),
    people_ahead=3,
    wait_minutes=12,
    name="T. T. T. Hà",
    patient_code="00000000",
    issued_at=datetime(2026, 1, 1, tzinfo=HOSPITAL_ZONE),
    insurance=local("Thẻ BHYT của bà còn giá trị.", "Your health insurance is valid."),
    follow_up="https://hosen.example/phieu/in-thu",
    you="bà",
    priority=True,
)
"""Hospital, patient and number are invented."""


def sample_ticket(at: datetime, language: str = VIETNAMESE) -> Slip:
    """As printed ``at`` (aware) for somebody who reads ``language``."""
    return replace(_SAMPLE, language=language, issued_at=at)
