"""The console on a doctor's PC: who is inside, who waits, and three large buttons."""

from datetime import datetime
from html import escape
from urllib.parse import quote

from kiosk.frontdesk.pages.markup import Page, attributes, by_number, inline
from kiosk.frontdesk.premises import Text
from kiosk.frontdesk.queue.rooms import NAME_LENGTH
from kiosk.frontdesk.queue.staff_calls import StaffCall
from kiosk.frontdesk.queue.views import ConsoleView, RoomLine, WaitingLine

_SHOWN = 30
"""Lines of who waits; more do not fit on a screen, and nobody reads them."""
_REFRESH_SECONDS = 30
"""Without JavaScript."""
_CAMERA = "camera"
"""What a kiosk names in place of a page where it calls by itself (docs/hospital-api)."""
_FAILED = "Không gửi được. Hãy kiểm tra mạng rồi bấm lại."


def console_page(view: ConsoleView, now: datetime, events: str, csrf: str, note: str) -> str:
    """The document. ``csrf`` goes into every form; ``note`` says what came of the last one."""
    room = view.room
    header = (
        '<header>\n<a href="/console">‹ Các phòng</a>\n'
        f"<h1>Phòng {escape(room.number)}</h1>\n<p>{inline(room.service.name)}</p>\n</header>\n"
        f'<p id="note" role="alert" data-failed="{_FAILED}"{"" if note else " hidden"}>'
        f"{escape(note)}</p>\n"
    )
    return Page(
        "console",
        f"Phòng {room.number}",
        console_fragment(view, csrf),
        events,
        _REFRESH_SECONDS,
        header,
        data={"now": f"{now.timestamp():.3f}", "csrf": csrf},
    ).html()


def console_fragment(view: ConsoleView, csrf: str = "") -> str:
    """What is renewed when something changes.

    The script puts the token into forms that come without: a fragment is the same for all who
    have the room open.
    """
    forms = _Forms(view, csrf)
    return (
        f'<div class="work">\n{_inside(view, forms)}{_actions(view, forms)}'
        f'{_room(view, forms)}</div>\n<div class="side">\n{_waiting(view)}</div>\n'
    )


class _Forms:
    """One form for each button, so that all of it works without JavaScript."""

    def __init__(self, view: ConsoleView, csrf: str) -> None:
        self._room = view.room.number
        token = f'<input type="hidden" name="csrf" value="{escape(csrf)}">'
        # Who the person at the console saw inside: a second click on an old page is refused.
        seen = f'<input type="hidden" name="inside" value="{escape(view.room.inside or "")}">'
        self._hidden = token + seen

    def form(self, action: str, content: str) -> str:
        address = f"/console/{quote(self._room, safe='')}/{action}"
        return f'<form method="post" action="{escape(address)}">{self._hidden}{content}</form>\n'

    def button(
        self, action: str, label: str, key: str = "", kind: str = "", on: bool = True
    ) -> str:
        shown = f" <kbd>{key}</kbd>" if key else ""
        marks = attributes({"key": key})
        return self.form(
            action,
            f'<button id="{action}" class="{kind}"{marks}{"" if on else " disabled"}>'
            f"{label}{shown}</button>",
        )


def _inside(view: ConsoleView, forms: _Forms) -> str:
    inside = view.inside
    opening = "" if view.room.is_open else _closed(view, forms)
    if inside is None:
        empty = opening or "<p>Chưa có ai trong phòng.</p>"
        return f'<section class="inside empty">{empty}</section>\n'
    called = f"Đã gọi {view.inside_minutes} phút trước" if view.inside_minutes else "Vừa gọi"
    return (
        '<section class="inside">\n<h2>Đang trong phòng</h2>\n'
        f'<p class="number">{escape(inside.number)}</p>\n'
        f"<p>{called}</p>\n<p>{_badges(inside)}</p>\n{opening}</section>\n"
    )


def _closed(view: ConsoleView, forms: _Forms) -> str:
    count = len(view.waiting)
    left = (
        f'<p class="warning">Còn {count} người chờ mà không phòng nào khác nhận được. '
        "Hãy mở lại phòng, hoặc báo quầy hướng dẫn.</p>\n"
    )
    button = forms.button("open", "Mở phòng", kind="main")
    return f"<div><p>Phòng đang đóng.</p>\n{left if count else ''}{button}</div>\n"


def _actions(view: ConsoleView, forms: _Forms) -> str:
    is_inside = view.inside is not None
    # In a closed room the main button is the one that opens it.
    kind = "main" if view.room.is_open else "first"
    following = forms.button("next", "Gọi tiếp", "F8", kind, on=not view.shut)
    return (
        f'<section class="actions">\n{following}'
        f"{forms.button('again', 'Gọi lại', 'F9', on=is_inside)}"
        f"{forms.button('absent', 'Vắng mặt', 'F10', on=is_inside)}</section>\n"
        f'<section class="more">\n'
        f"{forms.button('done', 'Khám xong, chưa gọi ai', on=is_inside)}"
        f"{_transfer(view, forms)}</section>\n"
    )


def _transfer(view: ConsoleView, forms: _Forms) -> str:
    if not view.transfer_to:
        return ""
    options = "".join(
        f'<option value="{escape(service.code)}">{escape(service.name.vi)}</option>'
        # First those that patients reach in no other way: X-ray, laboratory.
        for service in sorted(view.transfer_to, key=lambda service: not service.internal)
    )
    off = "" if view.inside else " disabled"
    return forms.form(
        "transfer",
        '<label for="service">Chuyển sang, rồi quay lại</label>'
        f'<select id="service" name="service"{off}>{options}</select>'
        f'<button id="transfer"{off}>Chuyển</button>',
    )


def _waiting(view: ConsoleView) -> str:
    count = len(view.waiting)
    if not count:
        return '<section class="waiting"><h2>Không có ai chờ</h2></section>\n'
    lines = "".join(_line(line) for line in view.waiting[:_SHOWN])
    rest = f"<p>và {count - _SHOWN} người nữa</p>\n" if count > _SHOWN else ""
    return (
        f'<section class="waiting">\n<h2>{count} người đang chờ</h2>\n<table>\n<thead><tr>'
        "<th scope=col>Số</th><th scope=col>Chờ</th><th scope=col>Ghi chú</th></tr></thead>\n"
        f"<tbody>\n{lines}</tbody>\n</table>\n{rest}</section>\n"
    )


def _line(line: WaitingLine) -> str:
    waited = f"{line.minutes} phút" if line.minutes else "vừa đến"
    return (
        f"<tr><th scope=row>{escape(line.number)}</th><td>{waited}</td>"
        f"<td>{_badges(line)}</td></tr>\n"
    )


def _badges(line: WaitingLine) -> str:
    said = []
    if line.provisional:
        numbers = escape(line.provisional.replace(" ", ", "))
        said.append(f'<span class="badge provisional">Phiếu tạm {numbers}</span>')
    if line.priority:
        said.append('<span class="badge priority">Ưu tiên</span>')
    if line.to_identify:
        said.append('<span class="badge identify">Đối chiếu thẻ</span>')
    if line.returning:
        said.append('<span class="badge">Quay lại</span>')
    if line.absences:
        said.append(f'<span class="badge">Vắng {line.absences} lần</span>')
    if line.moved_from:
        said.append(f'<span class="badge">Từ phòng {escape(line.moved_from)}</span>')
    return " ".join(said)


def _room(view: ConsoleView, forms: _Forms) -> str:
    name = forms.form(
        "doctor",
        '<label for="doctor">Bác sĩ trong phòng</label>'
        f'<input id="doctor" name="doctor" maxlength="{NAME_LENGTH}" autocomplete="off" '
        f'value="{escape(view.room.doctor)}"><button id="rename">Lưu</button>',
    )
    return f'<section class="room">\n{name}{_close(view, forms)}</section>\n'


def _close(view: ConsoleView, forms: _Forms) -> str:
    if not view.room.is_open:
        return ""
    count = len(view.waiting)
    moved = f"{count} người đang chờ sẽ được chuyển sang phòng khác. " if count else ""
    return (
        '<details id="closing"><summary>Đóng phòng…</summary>\n'
        f"<p>{moved}Người trong phòng ở lại đến khi khám xong.</p>\n"
        f"{forms.button('close', 'Đóng phòng', kind='danger')}</details>\n"
    )


def rooms_page(
    rooms: tuple[RoomLine, ...],
    hospital: Text,
    now: datetime,
    has_login: bool = False,
    calls: tuple[StaffCall, ...] = (),
) -> str:
    """The kiosks that call for somebody, and the list of all rooms, each a link to its console;
    ``has_login``: and the way out. Loads itself anew, as a call may come."""
    header = f"<h1>Các phòng khám</h1>\n<p>{inline(hospital)}</p>\n"
    if has_login:
        header += '<a href="/console/login">Đăng xuất…</a>\n'
    items = "".join(_link(room) for room in by_number(rooms))
    return Page(
        "console",
        "Các phòng khám",
        f'{_calls(calls)}<ul class="list">\n{items}</ul>\n',
        refresh=_REFRESH_SECONDS,
        before=f"<header>\n{header}</header>\n",
        data={"now": f"{now.timestamp():.3f}"},
    ).html()


def _calls(calls: tuple[StaffCall, ...]) -> str:
    if not calls:
        return ""
    lines = "".join(f"<li>{_call(call)}</li>\n" for call in calls[:_SHOWN])
    return (
        '<section class="calls" role="status">\n<h2>Máy tự phục vụ gọi nhân viên</h2>\n'
        f"<ul>\n{lines}</ul>\n</section>\n"
    )


def _call(call: StaffCall) -> str:
    ago = f"{call.minutes} phút trước" if call.minutes else "vừa xong"
    if call.page == _CAMERA:
        why = "camera hỏng; người bệnh vẫn nhập số được"
    else:
        why = f"người bệnh cần giúp (trang {escape(call.page)})"
    return f"<b>{escape(call.kiosk)}</b>: {why} · {ago}"


def _link(room: RoomLine) -> str:
    state = "đang mở" if room.is_open else "đóng"
    inside = f" · <span>khám: {escape(room.inside)}</span>" if room.inside else ""
    return (
        f'<li><a class="{"open" if room.is_open else "shut"}" '
        f'href="/console/{quote(room.number, safe="")}">'
        f"<b>{escape(room.number)}</b><span>{escape(room.service.name.vi)}<br>"
        f"{escape(room.doctor)}<br><i>{state} · {room.waiting} chờ{inside}</i></span></a></li>\n"
    )
