import re
from dataclasses import replace

from kiosk.frontdesk.pages.board import (
    MOVES_A_PAGE,
    ROOMS_A_PAGE,
    board_fragment,
    board_page,
)
from kiosk.frontdesk.premises import Text
from tests.unit.frontdesk.pages.sample_views import BOARD, CALL, EVIL, MOVE, NOW, ROOM, Outline


def test_the_newest_call_is_first_with_room_and_floor() -> None:
    older = replace(CALL, number="B-041", room="102")
    found = Outline(board_fragment(replace(BOARD, calls=(CALL, older))))
    [newest] = found.all("div", **{"class": "newest"})
    assert newest["data-say"] == "Mời số B không bốn hai vào phòng một không một"
    assert newest["data-at"] == str(int(CALL.at.timestamp()))
    [earlier] = found.all("li")
    assert earlier["data-call"].startswith("B-041 102 ")
    assert found.text.index("B-042") < found.text.index("B-041")


def test_a_call_again_says_so_and_is_another_call() -> None:
    first = Outline(board_fragment(BOARD))
    again = replace(CALL, again=True, at=NOW)
    second = Outline(board_fragment(replace(BOARD, calls=(again,))))
    assert "Mời số" in first.text
    assert "Gọi lại" in second.text
    keys = [found.all("div", **{"class": "newest"})[0]["data-call"] for found in (first, second)]
    assert keys[0] != keys[1]


def test_a_room_shows_who_is_inside_and_who_is_next() -> None:
    room = replace(ROOM, next_numbers=("B-050", "B-051", "B-052", "B-053", "B-054"), waiting=9)
    text = Outline(board_fragment(replace(BOARD, rooms=(room,)))).text
    assert "B-042" in text
    assert "B-052" in text
    assert "B-053" not in text
    assert "+6" in text


def test_rooms_are_in_the_order_in_which_people_look_for_them() -> None:
    rooms = tuple(replace(ROOM, number=number) for number in ("201", "9", "101", "10"))
    text = Outline(board_fragment(replace(BOARD, calls=(), rooms=rooms))).text
    assert re.findall(r"^(\d+)B-042", text, re.MULTILINE) == ["9", "10", "101", "201"]


def test_closed_rooms_are_shown_while_somebody_waits_or_is_inside() -> None:
    closed = replace(ROOM, is_open=False, inside=None, next_numbers=(), waiting=0)
    assert "Chưa có phòng nào mở" in board_fragment(replace(BOARD, rooms=(closed,)))
    left = board_fragment(replace(BOARD, rooms=(replace(closed, waiting=1),)))
    assert "Đóng" in left
    busy = board_fragment(replace(BOARD, rooms=(replace(closed, inside="B-042"),)))
    assert "Đóng" not in busy


def test_many_rooms_take_turns() -> None:
    rooms = tuple(replace(ROOM, number=str(100 + n)) for n in range(ROOMS_A_PAGE + 1))
    found = Outline(board_fragment(replace(BOARD, rooms=rooms)))
    pages = found.all("section", **{"class": "rooms dense"})
    assert ["hidden" in page for page in pages] == [False, True]
    assert len(found.all("th", scope="row")) == len(rooms)


def test_moves_are_shown_with_their_new_room_newest_first() -> None:
    moves = tuple(replace(MOVE, number=f"B-{n:03d}") for n in range(MOVES_A_PAGE + 1))
    found = Outline(board_fragment(replace(BOARD, moves=moves)))
    assert found.text.index("B-004: phòng 102") < found.text.index("B-000: phòng 102")
    assert ["hidden" in page for page in found.all("ul")] == [False, True]
    assert "Đổi phòng" not in board_fragment(BOARD)


def test_a_board_before_the_first_call() -> None:
    assert "Chưa gọi số nào" in board_fragment(replace(BOARD, calls=()))


def test_the_page_tells_its_script_time_sound_and_stream() -> None:
    found = Outline(board_page(BOARD, NOW, "/board/events?service=A&service=B", sound=True))
    assert found.all("main", id="view")[0]["data-events"] == "/board/events?service=A&service=B"
    [body] = found.all("body")
    assert float(body["data-now"]) == NOW.timestamp()
    assert "data-sound" not in body
    assert "09:03" in found.text
    quiet = Outline(board_page(BOARD, NOW, "/board/events", sound=False))
    assert quiet.all("body")[0]["data-sound"] == "off"


def test_without_javascript_it_loads_itself_anew() -> None:
    page = board_page(BOARD, NOW, "/board/events", sound=True)
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page


def test_hostile_names_stay_text() -> None:
    plain = replace(BOARD, moves=(MOVE,))
    evil = replace(
        BOARD,
        hospital=Text(EVIL, EVIL),
        title=Text(EVIL, EVIL),
        calls=(replace(CALL, number=EVIL, room=EVIL, floor=EVIL),),
        rooms=(replace(ROOM, number=EVIL, inside=EVIL, next_numbers=(EVIL, EVIL)),),
        moves=(replace(MOVE, number=EVIL, to_room=EVIL),),
    )
    expected = Outline(board_page(plain, NOW, "/board/events", sound=True))
    found = Outline(board_page(evil, NOW, "/board/events", sound=True))
    assert found.shape == expected.shape
    assert EVIL in found.text
