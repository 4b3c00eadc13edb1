"""The fixed words of a ticket, in each language. Vietnamese first, as on every page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from kiosk.model.text import ENGLISH, VIETNAMESE


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words. Those that take ``you`` are given the form of address."""

    your_number: Callable[[str], str]
    priority: str
    reprint: str
    provisional: str
    provisional_number: Callable[[str], str]
    room: str
    floor: str
    queue: Callable[[int, int | None, str, datetime | None], str]
    """From people ahead, minutes (``None``: unknown), ``you``, and the time of the appointment,
    before which nobody is "next"."""
    patient_code: str
    when: Callable[[datetime], str]
    follow: str
    next_step: Callable[[str], str]


_VI_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def _vi_queue(ahead: int, minutes: int | None, you: str, expected: datetime | None) -> str:
    if expected is not None:
        return f"Giờ hẹn {expected:%H:%M}" + (f", còn {ahead} người" if ahead > 0 else "")
    if ahead <= 0:
        return f"Sắp đến lượt {you}"
    return f"Còn {ahead} người" + (f", khoảng {minutes} phút" if minutes else "")


def _en_queue(ahead: int, minutes: int | None, you: str, expected: datetime | None) -> str:
    if expected is not None:
        return f"Appointment at {expected:%H:%M}" + (f", {ahead} ahead" if ahead > 0 else "")
    if ahead <= 0:
        return "You are next"
    people = "1 person" if ahead == 1 else f"{ahead} people"
    return f"{people} ahead" + (f", about {minutes} min" if minutes else "")


def _vi_when(at: datetime) -> str:
    return f"{_VI_DAYS[at.weekday()]} {at:%d/%m/%Y}, {at:%H:%M}"


def _en_when(at: datetime) -> str:
    return f"{_EN_DAYS[at.weekday()]} {at.day} {_EN_MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        VIETNAMESE: Words(
            your_number=lambda you: f"Số của {you}",
            priority="Ưu tiên",
            reprint="Bản in lại",
            provisional="Phiếu tạm",
            provisional_number=lambda you: f"Số tạm của {you}",
            room="Phòng",
            floor="Tầng",
            queue=_vi_queue,
            patient_code="Mã bệnh nhân",
            when=_vi_when,
            follow="Quét mã bằng điện thoại để theo dõi lượt khám",
            next_step=lambda you: f"Mời {you} ngồi chờ gần phòng, số sẽ được gọi.",
        ),
        ENGLISH: Words(
            your_number=lambda you: "Your number",
            priority="Priority",
            reprint="Reprint",
            provisional="Provisional",
            provisional_number=lambda you: "Your provisional number",
            room="Room",
            floor="Floor",
            queue=_en_queue,
            patient_code="Patient code",
            when=_en_when,
            follow="Scan with a phone to follow the queue",
            next_step=lambda you: "Please sit near the room, your number will be called.",
        ),
    }
)
"""By language tag."""


def words(language: str) -> Words:
    """The words of ``language``, or the Vietnamese ones."""
    return WORDS.get(language, WORDS[VIETNAMESE])


def second_language(language: str) -> str:
    """The language that stands small beneath ``language``: staff must read every ticket."""
    return ENGLISH if words(language) is WORDS[VIETNAMESE] else VIETNAMESE
