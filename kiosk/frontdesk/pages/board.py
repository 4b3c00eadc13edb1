"""The waiting room's board: who is called where, for a television. No names on it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import TypeVar

from kiosk.frontdesk.pages.markup import Page, attributes, both, by_number, inline
from kiosk.frontdesk.pages.spoken import call_sentence
from kiosk.frontdesk.premises import Text
from kiosk.frontdesk.queue.views import BoardView, Call, Moved, RoomLine

T = TypeVar("T")

ROOMS_A_PAGE = 12
MOVES_A_PAGE = 4
"""More than that take turns on the screen."""
_ROOMY = 8
"""So many rooms are written large."""
_NEXT = 3
"""Numbers called next that a room's line has place for."""
_REFRESH_SECONDS = 10
"""Without JavaScript."""

_CALLING = Text("Mời số", "Now calling")
_AGAIN = Text("Gọi lại", "Called again")
_ROOM = Text("Phòng", "Room")
_FLOOR = Text("Tầng", "Floor")
_EARLIER = Text("Vừa gọi", "Called before")
_INSIDE = Text("Đang khám", "Inside")
_NEXT_UP = Text("Tiếp theo", "Next")
_CLOSED = Text("Đóng", "Closed")
_MOVED = Text("Đổi phòng", "New room")
_NOBODY = Text("Chưa gọi số nào", "No number called yet")
_NO_ROOM = Text("Chưa có phòng nào mở", "No room is open")
_SOUND = Text("Bấm một lần để bật tiếng gọi", "Click once for spoken calls")


def board_page(view: BoardView, now: datetime, events: str, sound: bool) -> str:
    """The document around the board. ``events`` is the address of its stream."""
    clock = (
        f"<header>\n<div>{both(view.hospital)}</div>\n<h1>{inline(view.title)}</h1>\n"
        f'<p id="clock">{now:%H:%M}</p>\n</header>\n'
    )
    after = f'<button id="sound" type="button" hidden>{inline(_SOUND)}</button>\n'
    return Page(
        "board",
        f"{view.title.vi} – {view.hospital.vi}",
        board_fragment(view),
        events,
        _REFRESH_SECONDS,
        clock,
        after,
        {"now": f"{now.timestamp():.3f}", "sound": "" if sound else "off"},
    ).html()


def board_fragment(view: BoardView) -> str:
    """What is renewed whenever somebody is called."""
    shown = by_number(room for room in view.rooms if room.is_open or room.inside or room.waiting)
    size = "roomy" if len(shown) <= _ROOMY else "dense"
    rooms = "".join(_rooms(page, size, off) for page, off in _pages(shown, ROOMS_A_PAGE))
    empty = f'<section class="rooms empty">{both(_NO_ROOM)}</section>\n'
    return f"{_calls(view.calls)}{rooms or empty}{_moves(view.moves)}"


def _calls(calls: tuple[Call, ...]) -> str:
    if not calls:
        return f'<section class="calls"><div class="newest none">{both(_NOBODY)}</div></section>\n'
    newest, *earlier = calls
    label = _AGAIN if newest.again else _CALLING
    lines = "".join(_earlier(call) for call in earlier)
    heading = f"<h2>{inline(_EARLIER)}</h2>\n<ol>\n{lines}</ol>\n" if earlier else ""
    return (
        f'<section class="calls">\n<div class="newest"{_marks(newest)}>\n'
        f'<p class="label">{inline(label)}</p>\n<p class="number">{escape(newest.number)}</p>\n'
        f'<p class="where"><span>{inline(_ROOM)}</span> <strong>{escape(newest.room)}</strong>'
        f" <span>{inline(_FLOOR)} {escape(newest.floor)}</span></p>\n</div>\n{heading}</section>\n"
    )


def _earlier(call: Call) -> str:
    return (
        f"<li{_marks(call)}><b>{escape(call.number)}</b> <i>→</i> "
        f"<span>{inline(_ROOM)}</span> <b>{escape(call.room)}</b></li>\n"
    )


def _marks(call: Call) -> str:
    """What the script needs to speak a call once."""
    at = f"{call.at.timestamp():.0f}"
    return attributes(
        {
            "call": f"{call.number} {call.room} {at}",
            "at": at,
            "say": call_sentence(call.number, call.room),
        }
    )


def _rooms(rooms: Sequence[RoomLine], size: str, off: str) -> str:
    lines = "".join(_room(room) for room in rooms)
    return (
        f'<section class="rooms {size}"{off}>\n<table>\n<thead><tr>'
        f"<th scope=col>{inline(_ROOM)}</th><th scope=col>{inline(_INSIDE)}</th>"
        f"<th scope=col>{inline(_NEXT_UP)}</th></tr></thead>\n<tbody>\n{lines}</tbody>\n"
        "</table>\n</section>\n"
    )


def _room(room: RoomLine) -> str:
    inside = f"<b>{escape(room.inside)}</b>" if room.inside else "–"
    if not room.is_open and not room.inside:
        inside = f"<em>{inline(_CLOSED)}</em>"
    following = " ".join(f"<span>{escape(number)}</span>" for number in room.next_numbers[:_NEXT])
    more = room.waiting - min(len(room.next_numbers), _NEXT)
    rest = f" <small>+{more}</small>" if more > 0 else ""
    return (
        f"<tr><th scope=row>{escape(room.number)}</th><td>{inside}</td>"
        f"<td>{following}{rest}</td></tr>\n"
    )


def _moves(moves: tuple[Moved, ...]) -> str:
    """The newest first."""
    if not moves:
        return ""
    lists = "".join(_moves_list(page, off) for page, off in _pages(moves[::-1], MOVES_A_PAGE))
    return f'<section class="moves">\n<h2>{inline(_MOVED)}</h2>\n{lists}</section>\n'


def _moves_list(moves: Sequence[Moved], off: str) -> str:
    items = "".join(
        f"<li><b>{escape(move.number)}</b>: phòng <b>{escape(move.to_room)}</b></li>\n"
        for move in moves
    )
    return f"<ul{off}>\n{items}</ul>\n"


def _pages(shown: Sequence[T], size: int) -> Iterator[tuple[Sequence[T], str]]:
    """Pages of so many, each with the attribute that hides all but the first until the script
    turns to them."""
    for at in range(0, len(shown), size):
        yield shown[at : at + size], " hidden" if at else ""
