"""The pages for people, over HTTP: boards, consoles, tickets on phones."""

import re
import sys
from functools import wraps
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kiosk.frontdesk.answer import Endpoint
from kiosk.frontdesk.api import who
from kiosk.frontdesk.house import House
from kiosk.frontdesk.pages.actions import ACTIONS, NOTES, REFUSED, read_fields
from kiosk.frontdesk.pages.board import board_page
from kiosk.frontdesk.pages.broadcaster import INTERVAL_SECONDS, Broadcaster, Full
from kiosk.frontdesk.pages.console import console_page, rooms_page
from kiosk.frontdesk.pages.feeds import BoardFeed, ConsoleFeed, Services, TicketFeed
from kiosk.frontdesk.pages.markup import HEADERS, problem_page
from kiosk.frontdesk.pages.static_files import PATH, serve_static
from kiosk.frontdesk.pages.ticket import gone_page, ticket_page
from kiosk.frontdesk.queue.staff_calls import recent_calls
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.database import StoreAway
from kiosk.frontdesk.wire.body import read_form
from kiosk.frontdesk.wire.fault import fault_line

STREAMS = 4000
"""Open at once, of all pages together."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_AGAIN_SECONDS = 10
_RETRY_AFTER = {"Retry-After": str(_AGAIN_SECONDS)}
_SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}

_NO_SERVICE = "Không có chuyên khoa nào như vậy."
_NO_ROOM = "Không có phòng này."
_NO_PAGE = "Không có trang này."
_BUSY = "Hệ thống đang bận. Xin thử lại sau giây lát."
_FAULT = "Có lỗi trong hệ thống. Xin báo cho phòng công nghệ thông tin."


class Pages:
    """One for each server process. Every endpoint answers refusals and faults as a page."""

    def __init__(
        self, house: House, streams: int = STREAMS, interval: float = INTERVAL_SECONDS
    ) -> None:
        """At most ``streams`` of server-sent events are open at once; who comes later is told
        503, and the page asks again every quarter of a minute instead. Streams tell of changes
        every ``interval`` seconds at most."""
        self._house = house
        self._premises = house.premises
        self._broadcaster = Broadcaster(house, streams, interval)
        self._boards = BoardFeed()
        self._consoles = ConsoleFeed()
        self._tickets = TicketFeed()

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        """Method, path and endpoint of each. Those under ``/console`` are for staff only.

        Whoever guards them refuses other sites' forms, and sets ``kiosk.who`` in the scope, for
        the audit, and ``kiosk.csrf``, which every form then brings along as ``csrf``.
        """
        return (
            ("GET", "/", self.home),
            ("GET", "/board", answering(self.board)),
            ("GET", "/board/events", answering(self.board_events)),
            ("GET", "/console", answering(self.rooms)),
            ("GET", "/console/{room}", answering(self.console)),
            ("GET", "/console/{room}/events", answering(self.console_events)),
            ("POST", "/console/{room}/{action}", answering(self.act)),
            ("GET", "/t/{token}", answering(self.ticket)),
            ("GET", "/t/{token}/events", answering(self.ticket_events)),
            ("GET", f"{PATH}/{{name}}", serve_static),
        )

    def close(self) -> None:
        """End all streams, so that the server can end."""
        self._broadcaster.close()

    async def home(self, request: Request) -> Response:
        """Who types the server's name into a browser sees the board; for software there is
        nothing here, as at every unknown path."""
        if not _wants_page(request):
            raise HTTPException(404)
        return RedirectResponse("/board", 303, HEADERS | {"Vary": "Accept"})

    async def board(self, request: Request) -> Response:
        services = self._services(request)
        view = await self._house.read(lambda desk: desk.views.board(services or None))
        query = urlencode([("service", code) for code in services])
        events = "/board/events" + (f"?{query}" if query else "")
        sound = request.query_params.get("sound") != "off"
        return _page(board_page(view, self._house.now(), events, sound))

    async def board_events(self, request: Request) -> Response:
        return self._broadcaster.stream(self._boards, self._services(request))

    def _services(self, request: Request) -> Services:
        """The services asked for, in the premises' order; empty: all. Refuses with 404."""
        asked = set(request.query_params.getlist("service"))
        found = tuple(code for code in self._premises.services if code in asked)
        if asked and not found:
            raise Refusal(404, "", "not-found", _NO_SERVICE)
        return found

    async def rooms(self, request: Request) -> Response:
        now = self._house.now()
        view, calls = await self._house.read(
            lambda desk: (desk.views.board(None), recent_calls(desk.store, now))
        )
        has_login = "kiosk.csrf" in request.scope
        return _page(rooms_page(view.rooms, self._premises.name, now, has_login, calls))

    async def console(self, request: Request) -> Response:
        return await self._console(request, NOTES.get(request.query_params.get("note", ""), ""))

    async def _console(self, request: Request, note: str, status: int = 200) -> Response:
        room = self._room(request)
        view = await self._house.read(lambda desk: desk.views.console(room))
        events = f"/console/{quote(room, safe='')}/events"
        csrf = request.scope.get("kiosk.csrf", "")
        return _page(console_page(view, self._house.now(), events, csrf, note), status)

    def _room(self, request: Request) -> str:
        """Refuses with 404."""
        room: str = request.path_params["room"]
        if room not in self._premises.rooms:
            raise Refusal(404, "room-not-found", "not-found", _NO_ROOM)
        return room

    async def console_events(self, request: Request) -> Response:
        return self._broadcaster.stream(self._consoles, self._room(request))

    async def act(self, request: Request) -> Response:
        """A button of the console: do it, then show the room anew."""
        room, action = self._room(request), ACTIONS.get(request.path_params["action"])
        if action is None:
            raise Refusal(404, "", "not-found", _NO_PAGE)
        try:
            fields = read_fields(await read_form(request))
            note = await self._house.write(who(request), lambda desk: action(desk, room, fields))
        except Refusal as refusal:
            note = REFUSED.get(refusal.reason, REFUSED["invalid"])
            return await self._console(request, note, refusal.status)
        address = f"/console/{quote(room, safe='')}" + (f"?note={note}" if note else "")
        return RedirectResponse(address, 303, HEADERS)

    async def ticket(self, request: Request) -> Response:
        token = _token(request)
        view = await self._house.read(lambda desk: desk.views.ticket(token))
        if view is None:
            return _page(gone_page(self._premises.name), 404, _SECRET_ADDRESS)
        events = f"/t/{quote(token, safe='')}/events"
        page = ticket_page(view, self._premises.name, self._house.now(), events)
        return _page(page, headers=_SECRET_ADDRESS)

    async def ticket_events(self, request: Request) -> Response:
        token = _token(request)
        # After a lost line all phones come at once: no line is read for each of them.
        known = await self._house.read(lambda desk: desk.views.has_ticket(token))
        if not known:
            return _page(gone_page(self._premises.name), 404, _SECRET_ADDRESS)
        return self._broadcaster.stream(self._tickets, token)


def _token(request: Request) -> str:
    """The ticket's token in the address. What is none (NUL, which PostgreSQL does not even take)
    is no ticket's."""
    asked: str = request.path_params["token"]
    return asked if _TOKEN.fullmatch(asked) else ""


def _wants_page(request: Request) -> bool:
    """Whether the asker names HTML (RFC 9110, 12.5.1): browsers do, and software that takes
    anything (``*/*``) does not."""
    accepted = request.headers.get("accept", "").lower().split(",")
    return any(one.partition(";")[0].strip() == "text/html" for one in accepted)


def answering(endpoint: Endpoint) -> Endpoint:
    """Answer refusals and faults as a page that a person can read."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return _page(problem_page(refusal.text), refusal.status)
        except (Full, StoreAway):
            # Browsers do not go by Retry-After, and nobody stands by a television. The address of a
            # form cannot be asked for again.
            again = _AGAIN_SECONDS if request.method == "GET" else 0
            return _page(problem_page(_BUSY, again), 503, _RETRY_AFTER)
        except Exception as error:
            # Nobody expected this, so nobody knows what its message quotes.
            sys.stderr.write(fault_line(error))
            return _page(problem_page(_FAULT), 500)

    return answer


def _page(html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return HTMLResponse(html, status, HEADERS | (headers or {}))
