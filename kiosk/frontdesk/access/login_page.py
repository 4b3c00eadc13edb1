"""The page where staff say who they are."""

from html import escape

from kiosk.frontdesk.pages.markup import Page

LOGIN_PATH = "/console/login"
LOGOUT_PATH = "/console/logout"

_TITLE = "Nhân viên phòng khám"
WRONG = "Tên hoặc mật khẩu không đúng."
LATER = "Sai quá nhiều lần. Xin thử lại sau {minutes} phút."
CROWDED = "Nhiều người đang đăng nhập. Xin thử lại sau giây lát."


def login_page(back: str, note: str = "") -> str:
    """``back``: where to go afterwards; ``note``: what was wrong with the last attempt."""
    return _page(
        f'{_note(note)}<form method="post" action="{LOGIN_PATH}">\n'
        f'<input type="hidden" name="back" value="{escape(back)}">\n'
        '<label for="name">Tên đăng nhập</label>\n'
        '<input id="name" name="name" autocomplete="username" autocapitalize="none" '
        'spellcheck="false" maxlength="64" required autofocus>\n'
        '<label for="password">Mật khẩu</label>\n'
        '<input id="password" name="password" type="password" '
        'autocomplete="current-password" maxlength="256" required>\n'
        '<button class="main">Đăng nhập</button>\n</form>\n'
    )


def session_page(staff: str, csrf: str) -> str:
    """For who has logged in: their name, and the way out."""
    return _page(
        f"<p>Đang làm việc với tên <strong>{escape(staff)}</strong>.</p>\n"
        '<p><a href="/console">Các phòng</a></p>\n'
        f'<form method="post" action="{LOGOUT_PATH}">'
        f'<input type="hidden" name="csrf" value="{escape(csrf)}">'
        "<button>Đăng xuất</button></form>\n"
    )


def _page(content: str) -> str:
    inside = f'<div class="login">\n<h1>{_TITLE}</h1>\n{content}</div>\n'
    return Page("console", _TITLE, inside).html()


def _note(note: str) -> str:
    return f'<p id="note" role="alert">{escape(note)}</p>\n' if note else ""
