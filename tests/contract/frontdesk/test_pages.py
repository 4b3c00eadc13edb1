"""The pages as browsers ask for them. What they show comes from views that are tried on each kind
of records, so here one kind is enough."""

import re
from typing import Any

import httpx
import pytest

from tests.contract.frontdesk.hospital import Hospital

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)

EYES = "MAT"


def get(hospital: Hospital, path: str, **options: Any) -> httpx.Response:
    return hospital.raw("GET", f"http://hospital{path}", **options)


def press(
    hospital: Hospital, room: str, action: str, inside: str = "", **fields: str
) -> httpx.Response:
    """What a browser sends for a button of a console that shows ``inside``."""
    form = {"inside": inside, "csrf": "", **fields}
    return hospital.raw("POST", f"http://hospital/console/{room}/{action}", data=form)


def arrive(hospital: Hospital, nth: int, service: str = EYES) -> dict[str, Any]:
    """The ticket of somebody who has just checked in, and the path of its page."""
    parts = hospital.check_in(hospital.adult(nth).id, service=service).parts
    return parts | {"page": "/t/" + parts["follow-up"].rpartition("/")[2]}


def test_every_page_is_private_and_runs_nothing_foreign(hospital: Hospital) -> None:
    ticket = arrive(hospital, 0)
    for path in ("/board", "/console", f"/console/{ticket['room']}", ticket["page"]):
        answer = get(hospital, path)
        assert answer.status_code == 200
        headers = answer.headers
        assert headers["cache-control"] == "no-store"
        is_secret = path == ticket["page"]
        assert headers["referrer-policy"] == ("no-referrer" if is_secret else "same-origin")
        assert headers["x-robots-tag"] == "noindex, nofollow"
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert not re.search(r"<script(?! src=)|<style| style=| on[a-z]+=", answer.text)
        for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text):
            assert get(hospital, address).status_code == 200


@pytest.mark.parametrize(
    ("accept", "leads"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("*/*", False),
        ("application/fhir+json", False),
        ("text/htmlx, x-text/html", False),
        ("", False),
    ],
)
def test_the_server_s_name_alone_leads_a_browser_to_the_board(
    hospital: Hospital, accept: str, leads: bool
) -> None:
    answer = get(hospital, "/", headers={"Accept": accept})
    if leads:
        assert (answer.status_code, answer.headers["location"]) == (303, "/board")
        assert answer.headers["vary"] == "Accept"
    else:
        assert answer.status_code == 404
        assert answer.json()["resourceType"] == "OperationOutcome"


def test_a_ticket_can_be_followed_without_personal_data(hospital: Hospital) -> None:
    tickets = [arrive(hospital, nth) for nth in range(3)]
    last = tickets[-1]
    text = get(hospital, last["page"]).text
    for said in (last["number"], last["room"], last["floor"], "Còn 1 người phía trước"):
        assert said in text
    assert "1 ahead of you" in text
    told = hospital.adult(2)
    for personal in (told.name, told.code, told.personal_number, told.id):
        assert personal not in text
    first = next(one for one in tickets[:2] if one["room"] == last["room"])
    hospital.post(f"/Encounter/{first['encounter']['id']}/$cancel-check-in", None)
    assert "Sắp đến lượt" in get(hospital, last["page"]).text
    hospital.post(f"/Encounter/{last['encounter']['id']}/$cancel-check-in", None)
    assert "Số này đã được hủy." in get(hospital, last["page"]).text


def test_a_token_of_nobody_or_of_yesterday_is_gone(hospital: Hospital) -> None:
    ticket = arrive(hospital, 0)
    hospital.pass_time(days=1)
    for path in (ticket["page"], ticket["page"][:-1], "/t/<script>", "/t/" + "x" * 5000):
        for address in (path, f"{path}/events"):
            answer = get(hospital, address)
            assert answer.status_code == 404
            assert "Mời hỏi quầy hướng dẫn." in answer.text
            assert ticket["number"] not in answer.text
            assert "<script>" not in answer.text


def test_a_console_calls_and_the_board_and_the_phone_show_it(hospital: Hospital) -> None:
    ticket = arrive(hospital, 0)
    room, number = ticket["room"], ticket["number"]
    answer = press(hospital, room, "next")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/console/{room}")
    assert number in get(hospital, f"/console/{room}").text
    assert "Đến lượt!" in get(hospital, ticket["page"]).text
    board = get(hospital, f"/board?service={EYES}").text
    assert f'data-call="{number} {room} ' in board
    assert number not in get(hospital, "/board?service=NHI").text


def test_a_second_click_on_an_old_page_calls_nobody(hospital: Hospital) -> None:
    tickets = [arrive(hospital, nth) for nth in range(4)]
    room = tickets[0]["room"]
    press(hospital, room, "next")
    again = press(hospital, room, "next")
    assert again.status_code == 409
    assert "Vừa có thay đổi trong phòng" in again.text
    console = hospital.read(lambda desk: desk.views.console(room))
    assert console.inside
    assert console.inside.number == tickets[0]["number"]
    # The page that says so shows the room as it is now: its buttons work.
    [shown] = set(re.findall(r'name="inside" value="([^"]*)"', again.text))
    assert press(hospital, room, "next", shown).status_code == 303


def test_each_button_does_what_it_says(hospital: Hospital) -> None:
    first, *_ = [arrive(hospital, nth) for nth in range(4)]
    room, number = first["room"], first["number"]

    def inside() -> str | None:
        found = hospital.read(lambda desk: desk.views.console(room)).inside
        return found.number if found else None

    press(hospital, room, "next")
    assert press(hospital, room, "again", number).status_code == 303
    assert [c.again for c in hospital.read(lambda desk: desk.views.board(None)).calls] == [True]
    press(hospital, room, "absent", number)
    assert inside() is None
    press(hospital, room, "next")
    called = inside()
    assert called not in (None, number)
    press(hospital, room, "transfer", called or "", service="TIM-MACH")
    assert inside() is None
    press(hospital, room, "next")
    press(hospital, room, "done", inside() or "")
    assert inside() is None
    press(hospital, room, "doctor", doctor="  BS.  Lý   Thử ")
    assert 'value="BS. Lý Thử"' in get(hospital, f"/console/{room}").text
    press(hospital, room, "close")
    assert "Phòng đang đóng." in get(hospital, f"/console/{room}").text
    press(hospital, room, "open")
    assert "Phòng đang đóng." not in get(hospital, f"/console/{room}").text


def test_a_room_without_patients_says_so(hospital: Hospital) -> None:
    answer = press(hospital, "101", "next")
    assert answer.headers["location"] == "/console/101?note=nobody"
    assert "Không có ai chờ để gọi." in get(hospital, answer.headers["location"]).text
    assert 'id="note" role="alert" data-failed' in get(hospital, "/console/101?note=<b>").text


@pytest.mark.parametrize(
    ("action", "inside", "fields", "status", "said"),
    [
        ("again", "", {}, 409, "Chưa có ai trong phòng."),
        ("transfer", "", {"service": "TIM-MACH"}, 409, "Chưa có ai trong phòng."),
        ("next", "Z-999", {}, 409, "Vừa có thay đổi"),
        ("doctor", "", {"doctor": "x" * 81}, 400, "Yêu cầu không đúng"),
        ("doctor", "", {"doctor": "a\0b"}, 400, "Yêu cầu không đúng"),
        ("dance", "", {}, 404, "Không có trang này."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_word(
    hospital: Hospital, action: str, inside: str, fields: dict[str, str], status: int, said: str
) -> None:
    answer = press(hospital, "101", action, inside, **fields)
    assert answer.status_code == status
    assert said in answer.text


CALLING = re.compile(r'<button id="next"[^>]*>')


def test_a_closed_room_calls_nobody(hospital: Hospital) -> None:
    hospital.clock.time = hospital.clock.time.replace(hour=20)
    [outside_hours] = CALLING.findall(get(hospital, "/console/101").text)
    press(hospital, "101", "close")
    [closed] = CALLING.findall(get(hospital, "/console/101").text)
    assert ("disabled" in outside_hours, "disabled" in closed) == (False, True)
    answer = press(hospital, "101", "next")
    assert answer.status_code == 409
    assert "Hãy mở phòng trước khi gọi." in answer.text


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"csrf=", "application/x-www-form-urlencoded"),
        (b"inside=&a=&b=&c=&d=&e=&f=&g=&h=&i=", "application/x-www-form-urlencoded"),
        (b"inside=%ff", "application/x-www-form-urlencoded"),
        (b'{"inside": ""}', "application/json"),
    ],
)
def test_other_forms_are_refused(hospital: Hospital, body: bytes, media: str) -> None:
    ticket = arrive(hospital, 0)
    address = f"http://hospital/console/{ticket['room']}/next"
    answer = hospital.raw("POST", address, content=body, headers={"Content-Type": media})
    assert 400 <= answer.status_code < 500
    assert "Sắp đến lượt" in get(hospital, ticket["page"]).text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_another_sites_form_calls_nobody(hospital: Hospital, headers: dict[str, str]) -> None:
    ticket = arrive(hospital, 0)
    address = f"http://hospital/console/{ticket['room']}/next"
    answer = hospital.raw("POST", address, data={"inside": ""}, headers=headers)
    assert answer.status_code == 403
    assert "Sắp đến lượt" in get(hospital, ticket["page"]).text


@pytest.mark.parametrize(
    "path", ["/console/999", "/console/999/events", "/board?service=NONE", "/board/events?service="]
)
def test_rooms_and_services_that_are_not_there(hospital: Hospital, path: str) -> None:
    answer = get(hospital, path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
