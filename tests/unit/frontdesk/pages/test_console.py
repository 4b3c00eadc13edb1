from dataclasses import replace

import pytest

from kiosk.frontdesk.pages.console import console_fragment, console_page, rooms_page
from kiosk.frontdesk.premises import Service, Text
from kiosk.frontdesk.queue.staff_calls import StaffCall
from kiosk.frontdesk.queue.views import ConsoleView
from tests.unit.frontdesk.pages.sample_views import (
    CONSOLE,
    EVIL,
    HOSPITAL,
    LINE,
    NOW,
    ROOM,
    Outline,
)

EMPTY = replace(
    CONSOLE, room=replace(ROOM, inside=None), inside=None, inside_minutes=None, waiting=()
)
CLOSED = replace(EMPTY, room=replace(EMPTY.room, is_open=False))
SHUT = replace(CLOSED, shut=True)


def buttons(view: ConsoleView) -> dict[str, bool]:
    """Those with an id, and whether they can be pressed."""
    return {
        found["id"]: "disabled" not in found
        for found in Outline(console_fragment(view)).all("button")
    }


def test_who_is_inside_and_since_when() -> None:
    text = Outline(console_fragment(CONSOLE)).text
    assert "B-042" in text
    assert "Đã gọi 7 phút trước" in text
    assert "2 người đang chờ" in text
    assert "12 phút" in text


def test_no_minute_is_said_in_words() -> None:
    just = replace(CONSOLE, inside_minutes=0, waiting=(replace(LINE, minutes=0),))
    text = Outline(console_fragment(just)).text
    assert "Vừa gọi" in text
    assert "vừa đến" in text
    assert "0 phút" not in text


def test_services_that_patients_cannot_choose_are_offered_first() -> None:
    heart = Service("TIM-MACH", "T", Text("Tim mạch", "Cardiology"), Text("", ""))
    x_ray = Service("X-QUANG", "Q", Text("X-quang", "X-ray"), Text("", ""), internal=True)
    found = Outline(console_fragment(replace(CONSOLE, transfer_to=(heart, x_ray))))
    assert [option["value"] for option in found.all("option")] == ["X-QUANG", "TIM-MACH"]


def test_three_buttons_with_their_keys() -> None:
    found = Outline(console_fragment(CONSOLE))
    keys = {b["id"]: b["data-key"] for b in found.all("button") if "data-key" in b}
    assert keys == {"next": "F8", "again": "F9", "absent": "F10"}


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (CONSOLE, {"next", "again", "absent", "done", "transfer", "rename", "close"}),
        (EMPTY, {"next", "rename", "close"}),
        (CLOSED, {"next", "open", "rename"}),
        (SHUT, {"open", "rename"}),
    ],
    ids=["inside", "empty", "outside its hours", "closed by staff"],
)
def test_only_what_makes_sense_can_be_pressed(view: ConsoleView, expected: set[str]) -> None:
    assert {name for name, can in buttons(view).items() if can} == expected


@pytest.mark.parametrize(
    ("view", "main"), [(CONSOLE, "next"), (EMPTY, "next"), (CLOSED, "open"), (SHUT, "open")]
)
def test_one_button_is_the_main_one(view: ConsoleView, main: str) -> None:
    found = Outline(console_fragment(view)).all("button")
    assert [button["id"] for button in found if button.get("class") == "main"] == [main]


def test_every_form_carries_who_is_shown_inside_and_the_token() -> None:
    found = Outline(console_fragment(CONSOLE, "t0ken"))
    forms = found.all("form")
    assert len(forms) == 7
    assert all(form["method"] == "post" for form in forms)
    assert {form["action"].rpartition("/")[0] for form in forms} == {"/console/101"}
    assert len(found.all("input", name="inside", value="B-042")) == len(forms)
    assert len(found.all("input", name="csrf", value="t0ken")) == len(forms)


def test_nobody_inside_is_an_empty_number() -> None:
    found = Outline(console_fragment(EMPTY))
    assert len(found.all("input", name="inside", value="")) == len(found.all("form"))


def test_what_is_special_about_who_waits() -> None:
    line = replace(LINE, priority=True, absences=2, moved_from="104", returning=True)
    text = Outline(console_fragment(replace(CONSOLE, waiting=(line,)))).text
    for said in ("Ưu tiên", "Vắng 2 lần", "Từ phòng 104", "Quay lại"):
        assert said in text


def test_a_long_line_is_counted_and_cut() -> None:
    waiting = tuple(replace(LINE, number=f"B-{n:03d}") for n in range(500))
    found = Outline(console_fragment(replace(CONSOLE, waiting=waiting)))
    assert "500 người đang chờ" in found.text
    assert "và 470 người nữa" in found.text
    assert len(found.all("tr")) == 31


def test_closing_says_what_becomes_of_who_waits() -> None:
    text = Outline(console_fragment(CONSOLE)).text
    assert "2 người đang chờ sẽ được chuyển sang phòng khác." in text


def test_a_closed_room_where_people_are_left_says_so() -> None:
    left = replace(CLOSED, waiting=(LINE,))
    assert "Còn 1 người chờ" in Outline(console_fragment(left)).text
    assert "người chờ" not in Outline(console_fragment(CLOSED)).text


def test_the_page_has_a_place_for_notes() -> None:
    quiet = Outline(console_page(CONSOLE, NOW, "/console/101/events", "", ""))
    [note] = quiet.all("p", id="note")
    assert "hidden" in note
    told = Outline(console_page(CONSOLE, NOW, "/console/101/events", "t0ken", "Chưa làm gì."))
    [note] = told.all("p", id="note")
    assert "hidden" not in note
    assert note["role"] == "alert"
    assert "Chưa làm gì." in told.text
    assert told.all("body")[0]["data-csrf"] == "t0ken"


def test_all_fields_have_labels() -> None:
    found = Outline(console_fragment(CONSOLE))
    fields = [f["id"] for tag in ("input", "select") for f in found.all(tag) if "id" in f]
    assert sorted(label["for"] for label in found.all("label")) == sorted(fields)
    assert len(fields) == 2


def test_the_list_of_rooms_leads_to_each() -> None:
    shut = replace(ROOM, number="102", is_open=False, inside=None)
    found = Outline(rooms_page((ROOM, shut), HOSPITAL, NOW))
    links = {link["href"] for link in found.all("a")}
    assert links == {"/console/101", "/console/102"}
    assert "đang mở · 2 chờ · khám: B-042" in found.text
    assert "đóng · 2 chờ" in found.text


def test_kiosks_that_call_for_somebody_stand_above_the_rooms() -> None:
    calls = (StaffCall("K1", "camera", 0), StaffCall("K2", "FaceCheck", 7))
    page = rooms_page((ROOM,), HOSPITAL, NOW, calls=calls)
    said = Outline(page).text
    assert "K1: camera hỏng" in said
    assert "K2: người bệnh cần giúp (trang FaceCheck) · 7 phút trước" in said
    assert said.index("K1") < said.index("đang mở")
    assert 'http-equiv="refresh"' in page
    assert "gọi nhân viên" not in rooms_page((ROOM,), HOSPITAL, NOW)


def test_hostile_names_stay_text() -> None:
    service = Service(EVIL, EVIL, Text(EVIL, EVIL), Text(EVIL, EVIL))
    room = replace(ROOM, number=EVIL, doctor=EVIL, inside=EVIL, service=service)
    line = replace(LINE, number=EVIL, moved_from=EVIL)
    evil = ConsoleView(room, line, 7, (line, line), (service,))
    plain_line = replace(LINE, moved_from="104")
    plain = replace(CONSOLE, inside=plain_line, waiting=(plain_line, plain_line))
    expected = Outline(console_page(plain, NOW, "/console/101/events", "t", ""))
    found = Outline(console_page(evil, NOW, "/console/101/events", EVIL, EVIL))
    expected_note = Outline(console_page(plain, NOW, "/console/101/events", "t", "x"))
    assert found.shape == expected_note.shape != expected.shape
    assert all("<" not in form["action"] for form in found.all("form"))
    calls = (StaffCall(EVIL, EVIL, 1),)
    listed = Outline(rooms_page((room,), Text(EVIL, EVIL), NOW, calls=calls))
    calls = (StaffCall("K1", "Done", 1),)
    assert listed.shape == Outline(rooms_page((ROOM,), HOSPITAL, NOW, calls=calls)).shape
