"""Which changes of a view are news; the others wait for the next refresh."""

from dataclasses import replace

import pytest

from kiosk.frontdesk.pages.feeds import BoardFeed, ConsoleFeed, TicketFeed
from kiosk.frontdesk.queue.views import ConsoleView, TicketView
from tests.unit.frontdesk.pages.sample_views import (
    BOARD,
    CALL,
    CONSOLE,
    LINE,
    MOVE,
    TICKET,
    ticket,
)


@pytest.mark.parametrize(
    ("view", "is_news"),
    [
        (ticket(wait=60), False),
        (ticket(ahead=2), True),
        (ticket(room="102"), True),
        (ticket(status="in-progress"), True),
        (ticket(moved_from="104"), True),
        (ticket(room_open=False), True),
    ],
)
def test_a_longer_wait_alone_is_no_news(view: TicketView, is_news: bool) -> None:
    feed = TicketFeed()
    assert (feed.news(view) != feed.news(TICKET)) is is_news


@pytest.mark.parametrize(
    ("view", "is_news"),
    [
        (replace(CONSOLE, inside_minutes=8), False),
        (replace(CONSOLE, inside=replace(LINE, number="B-042", minutes=99)), False),
        (replace(CONSOLE, waiting=(replace(LINE, minutes=13), *CONSOLE.waiting[1:])), False),
        (replace(CONSOLE, waiting=CONSOLE.waiting[1:]), True),
        (replace(CONSOLE, waiting=(replace(LINE, absences=1), *CONSOLE.waiting[1:])), True),
        (replace(CONSOLE, inside=None), True),
        (replace(CONSOLE, room=replace(CONSOLE.room, doctor="BS. Lý Thử")), True),
    ],
)
def test_a_minute_more_is_no_news_for_a_doctor(view: ConsoleView, is_news: bool) -> None:
    feed = ConsoleFeed()
    assert (feed.news(view) != feed.news(CONSOLE)) is is_news


def test_everything_on_a_board_is_news() -> None:
    feed = BoardFeed()
    for view in (replace(BOARD, moves=(MOVE,)), replace(BOARD, calls=(CALL, CALL))):
        assert feed.news(view) != feed.news(BOARD)
