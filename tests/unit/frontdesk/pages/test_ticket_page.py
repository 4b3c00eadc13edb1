import pytest
from msgspec.structs import replace

from kiosk.frontdesk.pages.ticket import gone_page, is_over, ticket_page, title
from kiosk.frontdesk.premises import Text
from kiosk.frontdesk.queue.views import TicketView
from tests.unit.frontdesk.pages.sample_views import EVIL, HOSPITAL, NOW, TICKET, Outline, ticket


def page(view: TicketView) -> Outline:
    return Outline(ticket_page(view, HOSPITAL, NOW, "/t/t0ken/events"))


def test_number_room_floor_way_and_who_is_ahead() -> None:
    text = page(TICKET).text
    for said in ("B-042", "Nhi", "101", "Rẽ trái.", "Turn left.", "Còn 3 người phía trước"):
        assert said in text
    assert "Chờ khoảng 20–30 phút, đến lượt lúc khoảng 9 giờ 25" in text
    assert "3 ahead of you" in text


STATES = [
    (ticket(ahead=0, wait=2), "waiting 101", "Sắp đến lượt", "B-042 · còn 0"),
    (ticket(status="in-progress"), "turn 101", "Đến lượt! Mời vào phòng 101", "● Mời vào! B-042"),
    (
        ticket(moved_from="104"),
        "moved 101",
        "Đổi sang phòng 101, không phải phòng 104 nữa",
        "B-042 · còn 3",
    ),
    (
        ticket(room="31", moved_from="11", back_to="11"),
        "moved 31",
        "Mời đến phòng 31, xong rồi quay lại phòng 11",
        "B-042 · còn 3",
    ),
    (ticket(returned=True), "moved 101", "Mời quay lại phòng 101", "B-042 · còn 3"),
    (ticket(room_open=False), "waiting 101", "Phòng này đang tạm đóng.", "B-042 · còn 3"),
    (ticket(status="finished"), "finished", "Lượt khám đã xong.", "B-042"),
    (ticket(status="cancelled"), "cancelled", "Số này đã được hủy.", "B-042"),
]


@pytest.mark.parametrize(
    ("view", "state", "said", "name"), STATES, ids=[said for _, _, said, _ in STATES]
)
def test_every_state_says_what_it_is(view: TicketView, state: str, said: str, name: str) -> None:
    found = page(view)
    [marks] = [f for tag, f in found.elements if "data-state" in f]
    assert marks["data-state"] == state
    assert marks["data-title"] == title(view) == name
    assert said in found.text


def test_nobody_ahead_has_no_wait_to_read() -> None:
    assert "đến lượt lúc" not in page(ticket(ahead=0, wait=3)).text


def test_a_room_that_is_closed_promises_no_time() -> None:
    text = page(ticket(room_open=False)).text
    assert "Còn 3 người phía trước" in text
    assert "đến lượt lúc" not in text


def test_who_came_back_to_another_room_is_told_which() -> None:
    text = page(ticket(returned=True, moved_from="104")).text
    assert "Đổi sang phòng 101, không phải phòng 104 nữa" in text
    assert "quay lại" not in text


def test_a_move_while_it_is_ones_turn_is_ones_turn() -> None:
    text = page(ticket(status="in-progress", moved_from="104")).text
    assert "Mời vào phòng 101" in text
    assert "104" not in text


@pytest.mark.parametrize("status", ["finished", "cancelled"])
def test_what_is_over_follows_nothing_and_leads_nowhere(status: str) -> None:
    view = ticket(status=status)
    found = page(view)
    assert is_over(view)
    assert "data-events" not in found.all("main")[0]
    assert found.all("script") == []
    assert "Rẽ trái." not in found.text


def test_without_javascript_it_loads_itself_anew() -> None:
    text = ticket_page(TICKET, HOSPITAL, NOW, "/t/t0ken/events")
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in text
    assert "http-equiv" not in ticket_page(ticket(status="finished"), HOSPITAL, NOW, "/")


def test_a_page_that_is_gone_says_where_to_ask() -> None:
    found = Outline(gone_page(HOSPITAL))
    assert "Mời hỏi quầy hướng dẫn." in found.text
    assert found.all("script") == []


def test_hostile_names_stay_text() -> None:
    evil = replace(
        TICKET,
        number=EVIL,
        service=Text(EVIL, EVIL),
        room=EVIL,
        floor=EVIL,
        way=Text(EVIL, EVIL),
        moved_from=EVIL,
        back_to=EVIL,
    )
    found = Outline(ticket_page(evil, Text(EVIL, EVIL), NOW, "/t/t0ken/events"))
    assert found.shape == page(ticket(moved_from="104")).shape
