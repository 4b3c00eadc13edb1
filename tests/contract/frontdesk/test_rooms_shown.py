"""What boards, consoles and phones are given to show."""

from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.queue.standings import Standing
from kiosk.frontdesk.records import Encounter, Patient
from tests.contract.frontdesk.ward import NOI, PACE, TIM, XN, XQ, Ward


def test_the_board_shows_the_last_five_calls_the_newest_first(ward: Ward) -> None:
    numbers = [ward.arrive(TIM) for _ in range(6)]
    for _ in numbers:
        ward.next("11")
        ward.minutes(2)
    ward.again("11")
    calls = ward.board().calls
    assert [call.number for call in calls] == numbers[:0:-1], "called again, shown once"
    assert [call.again for call in calls] == [True, False, False, False, False]
    assert calls[0].at == datetime.fromisoformat("2026-11-23T09:12:00+07:00")
    assert (calls[0].room, calls[0].floor) == ("11", "1")
    for _ in range(3):
        ward.again("11")
    assert [call.number for call in ward.board().calls] == numbers[:0:-1]


def test_a_board_shows_the_rooms_of_its_services_alone(ward: Ward) -> None:
    ward.arrive(TIM)
    ward.arrive()
    ward.next("11")
    ward.next("1")
    board = ward.board(TIM, "NOWHERE")
    assert [room.number for room in board.rooms] == ["11"]
    assert [call.room for call in board.calls] == ["11"]
    assert board.title.vi == TIM
    assert [room.number for room in ward.board(TIM, NOI).rooms] == ["1", "2", "3", "11"]
    assert not ward.board("NOWHERE").rooms
    assert not ward.board("NOWHERE").calls
    assert len(ward.board().rooms) == len(ward.hospital.premises.rooms)


def test_a_room_s_line_on_the_board(ward: Ward) -> None:
    for priority in (False, False, False, True, False, False, False):
        ward.arrive(TIM, priority)
    ward.next("11")
    [room] = ward.board(TIM).rooms
    assert room.inside == "T-004"
    assert room.next_numbers == ("T-001", "T-002", "T-003", "T-005", "T-006")
    assert room.waiting == 6
    assert room.doctor == "BS. Phòng 11"
    assert ward.console("11").room == room


def test_a_move_is_shown_for_a_quarter_of_an_hour_while_they_wait(ward: Ward) -> None:
    numbers = [ward.arrive() for _ in range(6)]
    ward.close("1")
    assert [(move.number, move.from_room, move.to_room) for move in ward.board().moves] == [
        (numbers[0], "1", "2"),
        (numbers[3], "1", "3"),
    ]
    assert ward.board(TIM).moves == ()
    ward.close("2")
    moved = {move.number: (move.from_room, move.to_room) for move in ward.board().moves}
    assert moved[numbers[0]] == ("2", "3"), "of who moved twice, the last move"
    assert ward.next("3") == numbers[0]
    assert numbers[0] not in {move.number for move in ward.board().moves}
    ward.minutes(16)
    assert ward.board().moves == ()


def test_who_was_sent_to_and_fro_is_shown_once(ward: Ward) -> None:
    ward.close("3")
    number = ward.arrive()
    for room in ("1", "2", "1"):
        ward.close(room)
        ward.open("1" if room == "2" else "2")
    assert ward.ticket(number).room == "2"
    moves = [(move.number, move.to_room) for move in ward.board().moves]
    assert moves == [(number, "2")]


def test_the_console_shows_who_waits_and_for_how_long(ward: Ward) -> None:
    ward.arrive(TIM)
    ward.minutes(12)
    ward.arrive(TIM, priority=True)
    ward.next("11")
    ward.minutes(3.9)
    console = ward.console("11")
    assert console.inside is not None
    assert (console.inside.number, console.inside.priority) == ("T-002", True)
    assert console.inside_minutes == 3
    [waiting] = console.waiting
    assert (waiting.number, waiting.priority, waiting.minutes) == ("T-001", False, 15)
    codes = [service.code for service in console.transfer_to]
    assert TIM not in codes
    assert {NOI, XQ, XN} <= set(codes)


def test_a_phone_is_told_what_the_room_will_do(ward: Ward) -> None:
    for priority in (False, False, True, False):
        ward.arrive(TIM, priority)
    ahead = {number: view.ahead for number, view in ward.phones().items()}
    assert ahead == {"T-003": 0, "T-001": 1, "T-002": 2, "T-004": 3}
    assert ward.phones()["T-004"].wait == 3 * PACE
    ward.next("11")
    ward.minutes(2)
    inside = ward.phones()["T-003"]
    assert (inside.status, inside.ahead, inside.wait) == ("in-progress", 0, 0)
    waits = ward.phones()["T-001"].wait
    assert 0 < waits < 2 * PACE, "who is inside takes a while yet"
    assert ward.phones()["T-002"].wait in (waits + PACE, waits + PACE + 1, waits + PACE - 1)


def test_one_phone_is_told_what_all_are_told(ward: Ward) -> None:
    numbers = [ward.arrive(priority=at % 3 == 0) for at in range(12)]
    numbers.append(ward.arrive(TIM))
    ward.next("1")
    ward.next("2")
    ward.minutes(5)
    ward.next("11")
    ward.transfer("11", XQ)
    ward.close("3")
    ward.absent("2")
    ward.next("1")
    ward.cancel(ward.line("1").split()[0])
    phones = ward.phones()
    assert set(phones) == set(numbers)
    assert {number: ward.phone(number) for number in numbers} == phones


def test_a_phone_and_the_wire_say_the_same(ward: Ward) -> None:
    for at in range(8):
        ward.arrive(TIM, priority=at % 3 == 2)
    ward.next("11")
    ward.minutes(4)
    for number, view in ward.phones().items():
        ticket = ward.ticket(number)
        standing = ward.hospital.write(partial(_standing, ticket))
        assert (standing.ahead, standing.wait) == (view.ahead, view.wait)


def test_who_is_transferred_is_told_where(ward: Ward) -> None:
    number = ward.arrive(TIM)
    ward.next("11")
    ward.transfer("11", XQ)
    view = ward.phones()[number]
    assert (view.service.vi, view.room, view.moved_from) == (XQ, "31", "11")
    assert (view.back_to, view.returned) == ("11", False)
    ward.next("31")
    ward.done("31")
    view = ward.phones()[number]
    assert (view.service.vi, view.room, view.moved_from) == (TIM, "11", None)
    assert (view.back_to, view.returned) == (None, True)
    assert ward.phone(number) == view
    ward.minutes(16)
    assert not ward.phones()[number].returned, "by then they know"


def test_a_finished_visit_is_shown_for_half_an_hour_and_a_cancelled_one_all_day(
    ward: Ward,
) -> None:
    done, cancelled = ward.arrive(TIM), ward.arrive(TIM)
    ward.cancel(cancelled)
    ward.next("11")
    ward.minutes(10)
    ward.done("11")
    ward.minutes(29)
    assert {number: view.status for number, view in ward.phones().items()} == {
        done: "finished",
        cancelled: "cancelled",
    }
    ward.minutes(2)
    assert set(ward.phones()) == {cancelled}
    view = ward.phone(done)
    assert view is not None
    assert view.status == "finished", "who comes back to the page later still sees it"


def test_no_view_has_anything_of_the_patient(ward: Ward) -> None:
    for _ in range(3):
        ward.arrive(TIM)
    ward.next("11")
    shown: list[Any] = [ward.board(), ward.console("11"), *ward.phones().values()]
    text = repr([msgspec.to_builtins(view) for view in shown])
    for number in ("T-001", "T-002", "T-003"):
        ticket = ward.ticket(number)
        patient = ward.hospital.read(partial(_patient, ticket))
        assert number in text
        secrets = (ticket.id, ticket.patient, patient.name, patient.phone, patient.birth)
        assert not [one for one in secrets if one and one in text]


def test_nobody_s_page_has_another_s_address(ward: Ward) -> None:
    assert ward.hospital.read(lambda desk: desk.views.ticket("no-such-token")) is None


def _standing(ticket: Encounter, desk: Desk) -> Standing:
    return desk.queues.standing(ticket)


def _patient(ticket: Encounter, desk: Desk) -> Patient:
    return desk.registry.patient(ticket.patient)
