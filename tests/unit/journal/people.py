"""Invented check-ins."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.journal.details import Details
from kiosk.journal.entry import Entry
from kiosk.journal.key import KeyPlaces
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex
from kiosk.model.text import local

BEGAN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NAME = "Nguyễn Thị Thuỳ Dương"
NUMBER = "001190012345"
TODAY = date(2026, 11, 23)


class Time:
    """Wall time that tests set."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


def key(number: int) -> str:
    """Keys in the order of their numbers, of the form of UUIDv7."""
    return f"019aaaaa-{number // 0x10000:04x}-7000-8000-{number:012x}"


def document(number: str = NUMBER, name: str = NAME) -> Document:
    return Document(
        DocumentKind.CCCD,
        (Identifier(IdentifierKind.PERSONAL_NUMBER, number),),
        name,
        BirthDate(1990, 4, 12),
        Sex.FEMALE,
        "12 Hàng Bài, Hoàn Kiếm, Hà Nội",
    )


def entry(number: int = 1, holder: bytes = b"", name: str = NAME) -> Entry:
    held = document(name=name)
    return Entry(
        key(number),
        "hall-2",
        BEGAN,
        BEGAN,
        holder=holder,
        service="TIM-MACH",
        details=Details(
            request=CheckIn(key(number), "hall-2", "p-17", service="TIM-MACH"),
            short_name="N. T. T. Dương",
            identifiers=held.identifiers,
            document=held,
        ),
    )


def ticket(number: str = "A-042", encounter: str = "e-1") -> Ticket:
    return Ticket(
        encounter,
        number,
        local("Tim mạch", "Cardiology"),
        "P. 203",
        "2",
        local("Đi thẳng", "Straight on"),
        4,
        15,
        BEGAN,
    )


def places(folder: Path) -> KeyPlaces:
    return KeyPlaces(folder / "journal")
