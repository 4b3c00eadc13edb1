"""Staff at the consoles: login, logout, and the guard around what they may do."""

import math
import re
import time
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Message, Receive

from kiosk.frontdesk.access import login_page, sessions
from kiosk.frontdesk.access.attempts import Attempts
from kiosk.frontdesk.access.denials import Denials
from kiosk.frontdesk.access.login_page import LOGIN_PATH, LOGOUT_PATH
from kiosk.frontdesk.access.origin import is_foreign, place_of
from kiosk.frontdesk.access.passwords import Crowded, Passwords
from kiosk.frontdesk.answer import Endpoint
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House
from kiosk.frontdesk.pages.markup import HEADERS, problem_page
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.wire.body import read_form

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
"""A member of staff's name; it stands in the audit."""
CONSOLE = "/console"
_BACK = re.compile(r"/console(/[A-Za-z0-9._~%-]{1,200})?")
_FIELDS = 16
_PERSON = (5, 300.0)
"""Failures, and the seconds in which they are forgiven, of one name from one place."""
_PLACE = (30, 300.0)
"""The same of all names from one place. Of one name from all places there is none: anybody could
shut a doctor out with it."""
_STRANGE = "Yêu cầu đến từ một trang khác, hoặc trang đã cũ. Xin mở lại trang và thử lại."


class StaffDoor:
    """``guarded``: whether consoles want a login even where no member of staff is set up yet.
    ``secure``: whether browsers come by TLS."""

    def __init__(self, house: House, denials: Denials, *, guarded: bool, secure: bool) -> None:
        self._house = house
        self._denials = denials
        self._guarded = guarded
        self._cookies = sessions.Cookies(secure)
        self._passwords = Passwords()
        self._person = Attempts(*_PERSON, time.monotonic)
        self._place = Attempts(*_PLACE, time.monotonic)

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        """Method, path and endpoint of each; they go before the consoles'."""
        return (
            ("GET", LOGIN_PATH, self.show),
            ("POST", LOGIN_PATH, self.log_in),
            ("POST", LOGOUT_PATH, self.log_out),
        )

    def console(self, endpoint: Endpoint) -> Endpoint:
        """A page or a button of a console, for staff who have logged in. Sets ``kiosk.who`` and
        ``kiosk.csrf`` in the scope."""

        async def guarded(request: Request) -> Response:
            if request.method == "POST" and is_foreign(request):
                return _strange()
            secret = self._cookies.read(request)
            staff, open_ = await self._house.read(lambda desk: self._present(desk, secret))
            if staff is None:
                return await endpoint(request) if open_ else _to_login(request)
            if request.method == "POST":
                form = await read_form(request)
                if not sessions.is_csrf_token(secret, _fields(form).get("csrf", "")):
                    return _strange()
                request = Request(request.scope, _again(form.encode("ascii", "replace")))
            request.scope["kiosk.who"] = f"staff:{staff}"
            request.scope["kiosk.csrf"] = sessions.csrf_token(secret)
            return await endpoint(request)

        return guarded

    def _present(self, desk: Desk, secret: str) -> tuple[str | None, bool]:
        """Who has logged in, and whether nobody needs to."""
        staff = sessions.holder(desk, secret)
        return staff, not self._guarded and not desk.store.access.has_staff()

    async def show(self, request: Request) -> Response:
        secret = self._cookies.read(request)
        staff = await self._house.read(lambda desk: sessions.holder(desk, secret))
        if staff is not None:
            return _page(login_page.session_page(staff, sessions.csrf_token(secret)))
        return _page(login_page.login_page(_back(request.query_params.get("back", ""))))

    async def log_in(self, request: Request) -> Response:
        if is_foreign(request):
            return _strange()
        fields = _fields(await read_form(request))
        name, back = fields.get("name", "").strip().lower(), _back(fields.get("back", ""))
        place = place_of(request)
        person = f"{request.client.host if request.client else ''} {name[:64]}"
        wait = max(self._person.wait(person), self._place.wait(place))
        if wait > 0:
            note = login_page.LATER.format(minutes=math.ceil(wait / 60))
            return _page(login_page.login_page(back, note), 429, math.ceil(wait))
        # Before the answer is known, so that guesses at the same moment count, too.
        self._person.failed(person)
        self._place.failed(place)
        try:
            right = await self._is_right(name, fields.get("password", ""))
        except Crowded:
            return _page(login_page.login_page(back, login_page.CROWDED), 503, 2)
        if not right:
            # A name that nobody has may be a password in the wrong field.
            about = name if right is False else "unknown"
            await self._denials.note("unknown", "login-failed", about)
            return _page(login_page.login_page(back, login_page.WRONG), 403)
        self._person.succeeded(person)
        self._place.succeeded(place)
        secret = await self._house.write(f"staff:{name}", lambda desk: sessions.begin(desk, name))
        response = RedirectResponse(back, 303, HEADERS)
        self._cookies.give(response, secret)
        return response

    async def _is_right(self, name: str, password: str) -> bool | None:
        """``None``: nobody has this name."""
        known = None
        if NAME.fullmatch(name):
            known = await self._house.read(lambda desk: desk.store.access.password_of(name))
        right = await self._passwords.fits(known, password)
        return right if known is not None else None

    async def log_out(self, request: Request) -> Response:
        secret = self._cookies.read(request)
        staff = await self._house.read(lambda desk: sessions.holder(desk, secret))
        fields = _fields(await read_form(request))
        if is_foreign(request) or not sessions.is_csrf_token(secret, fields.get("csrf", "")):
            return _strange()
        if staff is not None:
            who = f"staff:{staff}"
            await self._house.write(who, lambda desk: sessions.end(desk, secret, staff))
        response = RedirectResponse(LOGIN_PATH, 303, HEADERS)
        self._cookies.take(response)
        return response


def _fields(form: str) -> Mapping[str, str]:
    """The first of each name."""
    try:
        pairs = parse_qsl(form, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError:  # of UnicodeDecodeError, too
        raise Refusal(400, "invalid", "invalid", "the form cannot be read") from None
    return dict(reversed(pairs))


def _again(body: bytes) -> Receive:
    """A request's body once more, for the endpoint."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _to_login(request: Request) -> Response:
    """A stream cannot show a page: it is told 401, and ends."""
    if request.url.path.endswith("/events"):
        return _page(problem_page(login_page.WRONG), 401)
    back = request.url.path if request.method == "GET" else CONSOLE
    address = f"{LOGIN_PATH}?back={quote(_back(back), safe='')}"
    return RedirectResponse(address, 303, HEADERS)


def _back(address: str) -> str:
    """A console's address, and no other: a link to the login must not lead elsewhere."""
    return address if _BACK.fullmatch(address) and address != LOGIN_PATH else CONSOLE


def _strange() -> Response:
    return _page(problem_page(_STRANGE), 403)


def _page(html: str, status: int = 200, retry_after: int = 0) -> Response:
    later = {"Retry-After": str(retry_after)} if retry_after else {}
    return HTMLResponse(html, status, HEADERS | later)
