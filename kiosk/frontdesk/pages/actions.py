"""What the buttons of a console do."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from kiosk.frontdesk import refusals
from kiosk.frontdesk.desk import Desk

_FIELDS = 8
"""More than any form has."""

NOBODY = "nobody"
LEFT = "left"

NOTES = {
    NOBODY: "Không có ai chờ để gọi.",
    LEFT: "Phòng đã đóng, nhưng còn người chờ: không phòng nào khác nhận được.",
}
"""What is worth saying after an action, by its code in the address."""

REFUSED = {
    "console-stale": "Vừa có thay đổi trong phòng, nên chưa làm gì. Hãy xem lại rồi bấm.",
    "room-closed": "Phòng đang đóng. Hãy mở phòng trước khi gọi.",
    "nobody-called": "Chưa có ai trong phòng.",
    "service-closed": "Chưa chuyển được: nơi đó hiện không có phòng nào nhận.",
    "invalid": "Yêu cầu không đúng, nên chưa làm gì.",
}
"""By the refusal's code."""

Fields = Mapping[str, str]
Action = Callable[[Desk, str, Fields], str]
"""Does it for a room; answers the code of a note, or ``""``."""


def read_fields(body: str) -> Fields:
    """The fields of a console's form. Refuses with ``invalid``."""
    try:
        pairs = parse_qsl(
            body,
            keep_blank_values=True,
            max_num_fields=_FIELDS,
            encoding="utf-8",
            errors="strict",
        )
    except ValueError:  # Of UnicodeDecodeError too.
        raise refusals.invalid("the form cannot be read") from None
    fields = dict(pairs)
    if "inside" not in fields:
        raise refusals.invalid("the form does not say whom it shows inside")
    return fields


def _next(desk: Desk, room: str, fields: Fields) -> str:
    return "" if desk.rooms.call_next(room, fields["inside"]) else NOBODY


def _again(desk: Desk, room: str, fields: Fields) -> str:
    desk.rooms.call_again(room, fields["inside"])
    return ""


def _absent(desk: Desk, room: str, fields: Fields) -> str:
    desk.rooms.absent(room, fields["inside"])
    return ""


def _done(desk: Desk, room: str, fields: Fields) -> str:
    desk.rooms.done(room, fields["inside"])
    return ""


def _transfer(desk: Desk, room: str, fields: Fields) -> str:
    desk.rooms.transfer(room, fields.get("service", ""), fields["inside"])
    return ""


def _open(desk: Desk, room: str, _fields: Fields) -> str:
    desk.rooms.open(room)
    return ""


def _close(desk: Desk, room: str, _fields: Fields) -> str:
    return LEFT if desk.rooms.close(room).remaining else ""


def _doctor(desk: Desk, room: str, fields: Fields) -> str:
    desk.rooms.set_doctor(room, fields.get("doctor", ""))
    return ""


ACTIONS: Mapping[str, Action] = {
    "next": _next,
    "again": _again,
    "absent": _absent,
    "done": _done,
    "transfer": _transfer,
    "open": _open,
    "close": _close,
    "doctor": _doctor,
}
"""By the last part of the form's address."""
