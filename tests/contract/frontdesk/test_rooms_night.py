"""Past midnight: who came in the evening is still called by a room that works through the night."""

from tests.contract.frontdesk.ward import SAN, TIM, XN, Ward


def at(ward: Ward, hour: int, minute: int = 0) -> None:
    """The next time that the clock shows this."""
    time = ward.clock.time.replace(hour=hour, minute=minute)
    if time <= ward.clock.time:
        ward.minutes(24 * 60)
        time = ward.clock.time.replace(hour=hour, minute=minute)
    ward.clock.time = time


def test_a_room_of_the_night_calls_who_came_before_midnight_first(ward: Ward) -> None:
    at(ward, 23, 40)
    first, second = ward.arrive(SAN), ward.arrive(SAN)
    ward.next("22")
    at(ward, 0, 20)
    late = ward.arrive(SAN)
    assert late == "S-001"
    assert ward.ticket(second).day == "2026-11-23"
    assert ward.line("22") == f"{second} {late}"
    view = ward.phone(late)
    assert view is not None
    assert view.ahead == 1
    assert ward.phones()[second].day == "2026-11-23"
    assert ward.next("22") == second
    evening = "SELECT status FROM encounter WHERE number = ? AND day = '2026-11-23'"
    assert ward.records.query(evening, [first]) == [("finished",)]
    assert ward.next("22") == late


def test_who_comes_at_night_is_told_of_those_from_the_evening(ward: Ward) -> None:
    at(ward, 23, 50)
    for _ in range(3):
        ward.arrive(SAN)
    at(ward, 0, 5)
    patient = ward.hospital.adult(-1).id
    parts = ward.hospital.check_in(patient, service=SAN).parts
    assert parts["people-ahead"] == 3


def test_who_shows_their_card_again_past_midnight_has_their_ticket_still(ward: Ward) -> None:
    patient = ward.hospital.adult().id
    at(ward, 23, 50)
    given = ward.hospital.check_in(patient, service=SAN)
    at(ward, 0, 10)
    again = ward.hospital.check_in(patient, service=SAN)
    assert (again.status, again.parts["reissued"]) == (200, True)
    assert again.parts["number"] == given.parts["number"]
    at(ward, 12, 30)
    assert ward.hospital.check_in(patient, service=SAN).status == 201


def test_who_is_inside_at_midnight_is_not_forgotten(ward: Ward) -> None:
    at(ward, 23, 55)
    number = ward.arrive(SAN)
    ward.next("22")
    at(ward, 0, 10)
    assert ward.console("22").room.inside == number
    assert ward.console("22").inside_minutes == 15
    assert ward.transfer("22", XN) == number
    ward.next("41")
    ward.done("41")
    assert ward.line("22") == number


def test_who_came_in_the_morning_may_be_inside_at_midnight(ward: Ward) -> None:
    number = ward.arrive(SAN)
    at(ward, 23, 55)
    ward.next("22")
    at(ward, 0, 10)
    assert ward.console("22").room.inside == number
    assert ward.done("22") == number


def test_the_board_shows_the_calls_of_the_last_hours_over_midnight(ward: Ward) -> None:
    at(ward, 23, 58)
    number = ward.arrive(SAN)
    ward.next("22")
    at(ward, 0, 1)
    assert [call.number for call in ward.board().calls] == [number]
    at(ward, 6, 30)
    assert ward.board().calls == ()


def test_who_was_left_waiting_in_the_afternoon_is_not_called_in_the_morning(ward: Ward) -> None:
    at(ward, 17, 30)
    left, inside = ward.arrive(TIM), ward.arrive(TIM)
    assert ward.next("11") == left
    at(ward, 6, 15)
    assert ward.console("11").room.inside is None
    assert ward.line("11") == ""
    assert ward.phone(inside) is None
    assert ward.phone(left) is None
    today = ward.arrive(TIM)
    assert ward.next("11") == today
    [stays] = ward.records.query("SELECT count(*) FROM stay")
    assert stays == (0,), "nobody was inside for a whole night"


def test_doctors_of_yesterday_are_not_those_of_today(ward: Ward) -> None:
    ward.set_doctor("22", "BS. Trực đêm")
    ward.close("21")
    at(ward, 23, 59)
    assert ward.console("22").room.doctor == "BS. Trực đêm"
    at(ward, 8)
    assert ward.console("22").room.doctor == "BS. Phòng 22"
    assert ward.console("21").room.is_open


def test_who_was_forgotten_inside_by_day_does_not_keep_a_room_from_calling_at_night(
    ward: Ward,
) -> None:
    at(ward, 11)
    ward.close("21")
    forgotten = ward.arrive(SAN)
    ward.next("22")
    at(ward, 23, 40)
    evening = ward.arrive(SAN)
    at(ward, 0, 20)
    assert ward.console("22").room.inside is None
    assert ward.next("22") == evening
    assert ward.ticket(forgotten).status == "finished"
    assert ward.records.query("SELECT count(*) FROM stay") == [(0,)], "nobody knows how long"
