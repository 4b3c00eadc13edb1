"""The page behind a ticket's QR code, on the patient's phone. No personal data on it."""

from datetime import datetime
from html import escape

from kiosk.frontdesk.pages.markup import Page, attributes, both, inline
from kiosk.frontdesk.pages.spoken import about_when, wait_range
from kiosk.frontdesk.premises import Text
from kiosk.frontdesk.queue.views import TicketView

_REFRESH_SECONDS = 20
"""Without JavaScript."""

_YOUR_NUMBER = Text("Số của quý khách", "Your number")
_ROOM = Text("Phòng", "Room")
_FLOOR = Text("Tầng", "Floor")
_TURN = Text("Đến lượt! Mời vào phòng {}", "It is your turn! Please go to room {}")
_NEXT = Text("Sắp đến lượt, mời chờ trước phòng.", "You are next: please wait at the room.")
_AHEAD = Text("Còn {} người phía trước", "{} ahead of you")
_WAIT = Text("Chờ {}, đến lượt lúc khoảng {}", "Waiting {}, your turn at about {}")
_MOVED = Text("Đổi sang phòng {}, không phải phòng {} nữa", "Now room {}, not {} any more")
_SENT = Text(
    "Mời đến phòng {}, xong rồi quay lại phòng {}",
    "Please go to room {}, then come back to room {}",
)
_BACK = Text("Mời quay lại phòng {}", "Please come back to room {}")
_CLOSED = Text(
    "Phòng này đang tạm đóng. Xin chờ, hoặc hỏi quầy hướng dẫn.",
    "This room is closed for now. Please wait, or ask at the information desk.",
)
_FINISHED = Text("Lượt khám đã xong. Chúc quý khách mau khỏe!", "Your visit is finished. Get well!")
_CANCELLED = Text(
    "Số này đã được hủy. Nếu cần, mời lấy số mới.",
    "This number has been cancelled. Please take a new one if you need it.",
)
_GONE = Text(
    "Số này không phải của hôm nay, hoặc đã xong. Mời hỏi quầy hướng dẫn.",
    "This number is not from today, or is finished. Please ask at the information desk.",
)


def ticket_page(view: TicketView, hospital: Text, now: datetime, events: str) -> str:
    """The document. ``events`` is the address of its stream."""
    over = is_over(view)
    return Page(
        "phone",
        title(view),
        ticket_fragment(view, now),
        "" if over else events,
        0 if over else _REFRESH_SECONDS,
        f"<header>{both(hospital)}</header>\n",
        '<p id="said" role="status"></p>\n',
        {"now": f"{now.timestamp():.3f}"},
    ).html()


def gone_page(hospital: Text) -> str:
    """For an address that is no ticket of today."""
    return Page("phone", "–", gone_fragment(), before=f"<header>{both(hospital)}</header>\n").html()


def gone_fragment() -> str:
    return f'<section class="state over">{both(_GONE)}</section>\n'


def is_over(view: TicketView) -> bool:
    """Whether nothing will happen to the ticket any more."""
    return view.status in ("finished", "cancelled")


def title(view: TicketView) -> str:
    """What the phone shows in the list of open pages."""
    if view.status == "in-progress":
        return f"● Mời vào! {view.number}"
    if view.status == "arrived":
        return f"{view.number} · còn {view.ahead}"
    return view.number


def ticket_fragment(view: TicketView, now: datetime) -> str:
    """What is renewed when something changes."""
    state, said, parts = _state(view, now)
    marks = attributes({"state": state, "title": title(view), "say": said.vi})
    return (
        f'<div class="ticket {state.partition(" ")[0]}"{marks}>\n'
        f'<section class="number"><p>{inline(_YOUR_NUMBER)}</p>\n'
        f"<h1>{escape(view.number)}</h1>\n{both(view.service)}</section>\n{parts}"
        f"{'' if is_over(view) else _where(view)}</div>\n"
    )


def _state(view: TicketView, now: datetime) -> tuple[str, Text, str]:
    """A name for how things stand, the sentence that says it, and both as HTML."""
    if view.status == "finished":
        return "finished", _FINISHED, _block("over", _FINISHED)
    if view.status == "cancelled":
        return "cancelled", _CANCELLED, _block("over", _CANCELLED)
    if view.status == "in-progress":
        said = _fill(_TURN, view.room)
        return f"turn {view.room}", said, _block("turn", said)
    waiting = _NEXT if view.ahead == 0 else _fill(_AHEAD, str(view.ahead))
    # Nobody knows when a closed room will call.
    when = "" if view.ahead == 0 or not view.room_open else both(_when(view, now))
    parts = _block("waiting", waiting, when)
    if not view.room_open:
        parts = _block("closed", _CLOSED) + parts
    moved = _moved(view)
    if moved:
        return f"moved {view.room}", moved, _block("moved", moved) + parts
    return f"waiting {view.room}", waiting, parts


def _moved(view: TicketView) -> Text | None:
    """Where they have to go now, if that is another room than before."""
    if view.back_to:
        return _fill(_SENT, view.room, view.back_to)
    if view.moved_from:
        return _fill(_MOVED, view.room, view.moved_from)
    return _fill(_BACK, view.room) if view.returned else None


def _when(view: TicketView, now: datetime) -> Text:
    length, time = wait_range(view.wait), about_when(now, view.wait)
    return Text(_WAIT.vi.format(length.vi, time.vi), _WAIT.en.format(length.en, time.en))


def _where(view: TicketView) -> str:
    return (
        '<section class="where">\n<dl>\n'
        f"<div><dt>{inline(_ROOM)}</dt><dd>{escape(view.room)}</dd></div>\n"
        f"<div><dt>{inline(_FLOOR)}</dt><dd>{escape(view.floor)}</dd></div>\n</dl>\n"
        f"{both(view.way)}</section>\n"
    )


def _block(kind: str, said: Text, more: str = "") -> str:
    return f'<section class="state {kind}">{both(said)}{more}</section>\n'


def _fill(text: Text, *values: str) -> Text:
    return Text(text.vi.format(*values), text.en.format(*values))
