"""Rooms that close and open, by their hours and by hand."""

import pytest

from tests.contract.frontdesk.ward import NOI, TIM, XQ, Ward


def test_who_waits_for_a_room_that_closes_is_spread_over_the_others(ward: Ward) -> None:
    numbers = [ward.arrive() for _ in range(6)]
    assert [ward.ticket(number).room for number in numbers] == ["1", "2", "3", "1", "2", "3"]
    spread = ward.close("1")
    assert [(move.from_room, move.to_room) for move in spread.moves] == [("1", "2"), ("1", "3")]
    assert spread.remaining == 0
    assert (ward.line("1"), ward.line("2")) == ("", f"{numbers[0]} {numbers[1]} {numbers[4]}")
    moved = ward.ticket(numbers[0])
    assert (moved.number, moved.moved_from) == (numbers[0], "1")
    assert ward.records.query("SELECT number, reason FROM room_move ORDER BY seq") == [
        (numbers[0], "room-closed"),
        (numbers[3], "room-closed"),
    ]
    assert ward.arrive() != ""
    assert ward.line("1") == "", "a closed room gets nobody"


def test_those_with_an_appointment_and_those_sent_from_elsewhere_move_too(ward: Ward) -> None:
    bound = ward.arrive_in("1")
    sent = ward.arrive(TIM)
    ward.next("11")
    ward.transfer("11", NOI)
    while ward.ticket(sent).room != "1":
        ward.close(ward.ticket(sent).room)
    ward.open("2")
    ward.open("3")
    assert ward.close("1").remaining == 0
    assert "1" not in (ward.ticket(bound).room, ward.ticket(sent).room)
    assert ward.ticket(bound).bound == 0, "any room may take who lost their own"
    assert ward.ticket(sent).back_to == "11"


def test_who_is_inside_stays_until_they_are_done(ward: Ward) -> None:
    first = ward.arrive(TIM)
    ward.arrive(TIM)
    ward.next("11")
    ward.close("11")
    assert ward.console("11").room.inside == first
    assert ward.refusal("next", "11") == (409, "room-closed")
    assert ward.again("11") == first
    assert ward.done("11") == first


def test_who_is_not_there_when_the_room_has_closed_goes_where_the_others_went(ward: Ward) -> None:
    number = ward.arrive_in("1")
    ward.next("1")
    ward.close("1")
    ward.absent("1")
    assert ward.ticket(number).room in ("2", "3")


def test_if_the_only_room_closes_they_stay_and_are_told(ward: Ward) -> None:
    numbers = [ward.arrive(TIM) for _ in range(3)]
    spread = ward.close("11")
    assert (spread.moves, spread.remaining) == ((), 3)
    assert ward.refusal("arrive", TIM) == (409, "service-closed")
    view = ward.phone(numbers[1])
    assert view is not None
    assert (view.room_open, view.ahead, view.room) == (False, 1, "11")
    assert not ward.board(TIM).rooms[0].is_open
    ward.open("11")
    assert [ward.next("11") for _ in range(3)] == numbers


def test_who_was_left_waiting_goes_on_when_another_room_opens(ward: Ward) -> None:
    ward.close("2")
    ward.close("3")
    numbers = [ward.arrive_in("1") for _ in range(3)]
    assert ward.close("1").remaining == 3
    ward.open("2")
    assert ward.line("2") == " ".join(numbers)
    assert ward.next("2") == numbers[0]


def test_who_found_no_room_with_time_left_is_taken_by_the_first_that_is_free(ward: Ward) -> None:
    number = ward.arrive_in("1")
    ward.clock.time = ward.clock.time.replace(hour=17, minute=59)
    assert ward.next("2") is None, "they wait for their own doctor"
    assert ward.close("1").remaining == 1
    assert ward.next("2") == number


def test_a_room_is_closed_until_it_is_opened_again(ward: Ward) -> None:
    ward.close("11")
    ward.minutes(240)
    assert not ward.console("11").room.is_open
    ward.open("11")
    assert ward.console("11").room.is_open
    ward.minutes(300)
    assert not ward.console("11").room.is_open, "its hours end at six in the evening"
    ward.open("11")
    ward.minutes(120)
    assert ward.console("11").room.is_open, "opened after hours it stays open"
    ward.minutes(4 * 60)
    assert not ward.console("11").room.is_open, "what was said yesterday is said no more"


def test_a_room_may_open_before_its_hours(ward: Ward) -> None:
    ward.clock.time = ward.clock.time.replace(hour=5, minute=30)
    assert ward.refusal("arrive", TIM) == (409, "service-closed")
    ward.open("11")
    number = ward.arrive(TIM)
    assert ward.ticket(number).room == "11"


def test_the_doctor_of_the_day(ward: Ward) -> None:
    assert ward.console("11").room.doctor == "BS. Phòng 11"
    ward.set_doctor("11", "  BS. Le\u0302   Mơ ")
    assert ward.console("11").room.doctor == "BS. L\u00ea Mơ"
    assert ward.console("11").room.is_open
    ward.close("11")
    ward.open("11", "BS. Trần Văn Bình")
    assert ward.console("11").room.doctor == "BS. Trần Văn Bình"
    ward.close("11")
    ward.open("11")
    assert ward.console("11").room.doctor == "BS. Trần Văn Bình"
    ward.set_doctor("11", "")
    assert ward.console("11").room.doctor == "BS. Phòng 11"


def test_naming_the_doctor_does_not_touch_the_hours(ward: Ward) -> None:
    ward.clock.time = ward.clock.time.replace(hour=5, minute=30)
    ward.set_doctor("11", "BS. Sớm")
    assert not ward.console("11").room.is_open
    ward.minutes(60)
    assert ward.console("11").room.is_open


@pytest.mark.parametrize("name", ["x" * 81, "BS.\x07", "BS. \u202eLê"])
def test_a_name_that_no_sign_can_show(ward: Ward, name: str) -> None:
    assert ward.refusal("set_doctor", "11", name) == (400, "invalid")
    assert ward.refusal("open", "11", name) == (400, "invalid")


def test_a_closed_x_ray_room_hands_its_line_to_the_other(ward: Ward) -> None:
    number = ward.arrive(TIM)
    ward.next("11")
    ward.transfer("11", XQ)
    ward.close("31")
    assert ward.next("32") == number
    ward.done("32")
    assert ward.ticket(number).room == "11"


def test_who_comes_for_an_appointment_in_a_room_that_closed_gets_another(ward: Ward) -> None:
    one, two = [booking for booking in ward.hospital.booked() if booking.service == NOI][:2]
    ward.records.query("UPDATE appointment SET room = '1' WHERE service = ?", [NOI])
    assert ward.hospital.check_in(one.patient, appointment=one.id).parts["room"] == "1"
    ward.close("1")
    assert ward.hospital.check_in(two.patient, appointment=two.id).parts["room"] in ("2", "3")
