"""Views as the queue gives them, made by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import msgspec

from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.premises import Service, Text
from kiosk.frontdesk.queue.views import (
    BoardView,
    Call,
    ConsoleView,
    Moved,
    RoomLine,
    TicketView,
    WaitingLine,
)

NOW = datetime(2026, 11, 23, 9, 3, tzinfo=HOSPITAL_TIME)
HOSPITAL = Text("Bệnh viện Hồ Sen", "Ho Sen Hospital")
CHILDREN = Service("NHI", "B", Text("Nhi", "Paediatrics"), Text("trẻ em", "children"))
X_RAY = Service("X-QUANG", "Q", Text("X-quang", "X-ray"), Text("", ""))

CALL = Call("B-042", "101", "1", NOW - timedelta(seconds=5), False)
ROOM = RoomLine("101", "1", CHILDREN, "BS. Đỗ Thùy Dương", True, "B-042", ("B-050", "B-051"), 2)
LINE = WaitingLine("B-050", False, 0, 12, None, False)
BOARD = BoardView(HOSPITAL, CHILDREN.name, (CALL,), (ROOM,), ())
CONSOLE = ConsoleView(
    ROOM, replace(LINE, number="B-042"), 7, (LINE, replace(LINE, number="B-051")), (X_RAY,)
)
TICKET = TicketView(
    "t0ken",
    "B-042",
    CHILDREN.name,
    "101",
    "1",
    Text("Rẽ trái.", "Turn left."),
    "arrived",
    3,
    24,
    None,
    None,
    False,
    True,
    "2026-11-23",
)
MOVE = Moved("B-060", "101", "102")

EVIL = "\"><script>alert(1)</script><b class='"
"""What somebody might type as a name."""

_EMPTY = frozenset({"meta", "link", "input", "br"})


class Outline(HTMLParser):
    """The elements of a piece of HTML; fails where they are not well nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The attributes of those elements that have all of these."""
        return [
            found
            for name, found in self.elements
            if name == tag and attributes.items() <= found.items()
        ]

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """Which elements with which attributes, whatever is written in them."""
        return [(tag, sorted(found)) for tag, found in self.elements]


def ticket(**changes: Any) -> TicketView:
    return msgspec.structs.replace(TICKET, **changes)
