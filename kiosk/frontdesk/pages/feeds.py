"""What each kind of page shows: how it is read, what of it is news, how it looks."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import datetime

import msgspec

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.pages.board import board_fragment
from kiosk.frontdesk.pages.console import console_fragment
from kiosk.frontdesk.pages.ticket import gone_fragment, is_over, ticket_fragment
from kiosk.frontdesk.pages.topic import Bounds
from kiosk.frontdesk.queue.overview import Lines
from kiosk.frontdesk.queue.views import BoardView, ConsoleView, TicketView, WaitingLine

Services = tuple[str, ...]
"""Codes; empty: all services."""


class BoardFeed:
    """Boards by the services that they show."""

    # Anybody may make up combinations of services; each costs a reading. And anybody may open
    # boards: what they leave free is for consoles.
    bounds = Bounds(share=0.95, pages=32, readers=1000)

    def read(
        self, desk: Desk, keys: Iterable[Services], lines: Callable[[], Lines]
    ) -> dict[Services, BoardView]:
        asked = tuple(keys)
        views = desk.views.boards((services or None for services in asked), lines())
        return dict(zip(asked, views, strict=True))

    def news(self, view: BoardView) -> Hashable:
        return view

    def is_over(self, _view: BoardView) -> bool:
        return False

    def fragment(self, view: BoardView, _now: datetime) -> str:
        return board_fragment(view)

    def farewell(self) -> str:
        return ""


class ConsoleFeed:
    """Consoles by their room's number."""

    # Logins end, and staff are removed: a page that is left open shows its room no longer then.
    bounds = Bounds(share=1.0, pages=1000, readers=50, seconds=300)

    def read(
        self, desk: Desk, keys: Iterable[str], _lines: Callable[[], Lines]
    ) -> dict[str, ConsoleView]:
        rooms = desk.premises.rooms
        return {room: desk.views.console(room) for room in keys if room in rooms}

    def news(self, view: ConsoleView) -> Hashable:
        return replace(
            view,
            inside=_ageless(view.inside) if view.inside else None,
            inside_minutes=None,
            waiting=tuple(_ageless(line) for line in view.waiting),
        )

    def is_over(self, _view: ConsoleView) -> bool:
        return False

    def fragment(self, view: ConsoleView, _now: datetime) -> str:
        return console_fragment(view)

    def farewell(self) -> str:
        return ""


class TicketFeed:
    """Phone pages by their ticket's token."""

    # What phones leave free is for boards and consoles.
    bounds = Bounds(share=0.9, pages=1_000_000, readers=16)

    def read(
        self, desk: Desk, keys: Iterable[str], lines: Callable[[], Lines]
    ) -> dict[str, TicketView]:
        return desk.views.tickets(frozenset(keys), lines())

    def news(self, view: TicketView) -> Hashable:
        return msgspec.structs.replace(view, wait=0)

    def is_over(self, view: TicketView) -> bool:
        return is_over(view)

    def fragment(self, view: TicketView, now: datetime) -> str:
        return ticket_fragment(view, now)

    def farewell(self) -> str:
        return gone_fragment()


def _ageless(line: WaitingLine) -> WaitingLine:
    return replace(line, minutes=0)
