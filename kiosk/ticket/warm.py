"""Making the first ticket as fast as the next."""

from datetime import UTC, datetime

from kiosk.model.text import local
from kiosk.ticket.layout import render
from kiosk.ticket.slip import Slip


def warm_up(width: int) -> None:
    """Load the fonts and draw a ticket for nobody, ``width`` dots wide: some 50 ms, once."""
    nothing = local("", "")
    render(
        Slip(
            hospital=nothing,
            number="A-001",
            room="1",
            floor="1",
            direction=nothing,
            service=nothing,
            people_ahead=1,
            wait_minutes=1,
            name="",
            patient_code="",
            issued_at=datetime(2000, 1, 1, tzinfo=UTC),
            insurance=nothing,
            follow_up="http://127.0.0.1/",
        ),
        width,
    )
