"""What a doctor's console does with the line before its room."""

import pytest

from tests.contract.frontdesk.ward import TIM, XQ, Ward


def test_patients_are_called_in_order_of_arrival(ward: Ward) -> None:
    numbers = [ward.arrive(TIM) for _ in range(3)]
    assert [ward.next("11") for _ in range(4)] == [*numbers, None]
    assert [ward.ticket(number).status for number in numbers] == ["finished"] * 3
    assert ward.console("11").inside is None


def test_who_goes_ahead_by_law_does_so_two_at_a_time(ward: Ward) -> None:
    for priority in (False, False, True, True, True):
        ward.arrive(TIM, priority)
    assert ward.line("11") == "T-003 T-004 T-001 T-005 T-002"
    calls = [ward.next("11") for _ in range(5)]
    assert calls == ["T-003", "T-004", "T-001", "T-005", "T-002"]


def test_the_line_is_shown_as_it_will_be_called(ward: Ward) -> None:
    for priority in (False, True, True, True, False, True, False):
        ward.arrive(TIM, priority)
    while line := ward.line("11"):
        assert ward.next("11") == line.split()[0]


def test_a_call_is_noted_and_so_is_what_it_ended(ward: Ward) -> None:
    first, second = ward.arrive(TIM), ward.arrive(TIM)
    ward.next("11")
    ward.minutes(6)
    ward.again("11")
    ward.minutes(1)
    ward.next("11")
    calls = ward.records.query("SELECT number, room, at, again FROM room_call ORDER BY seq")
    assert calls == [
        (first, "11", "2026-11-23T09:00:00+07:00", 0),
        (first, "11", "2026-11-23T09:06:00+07:00", 1),
        (second, "11", "2026-11-23T09:07:00+07:00", 0),
    ]
    [stay] = ward.records.query("SELECT room, queue, encounter, called, ended FROM stay")
    at = ("2026-11-23T09:00:00+07:00", "2026-11-23T09:07:00+07:00")
    assert stay == ("11", TIM, ward.ticket(first).id, *at)
    audit = ward.records.query("SELECT who, what, about FROM audit WHERE who <> 'system'")
    assert [(who, what) for who, what, _ in audit][-4:] == [
        ("staff:test", "call-next"),
        ("staff:test", "call-again"),
        ("staff:test", "done"),
        ("staff:test", "call-next"),
    ]
    assert [about for _, _, about in audit][-4:] == [
        ward.ticket(number).id for number in (first, first, first, second)
    ]


def test_an_appointment_is_over_when_its_visit_is(ward: Ward) -> None:
    booked = next(one for one in ward.hospital.booked() if one.service == TIM)
    ward.records.query("UPDATE appointment SET room = '11' WHERE id = ?", [booked.id])
    kept = ward.hospital.check_in(booked.patient, appointment=booked.id)
    assert ward.next("11") == kept.parts["number"]
    ward.done("11")
    status = "SELECT status FROM appointment WHERE id = ?"
    assert ward.records.query(status, [booked.id]) == [("fulfilled",)]
    again = ward.hospital.check_in(booked.patient, appointment=booked.id)
    assert again.refusal == "appointment-not-found"


def test_done_calls_nobody(ward: Ward) -> None:
    ward.arrive(TIM)
    ward.arrive(TIM)
    ward.next("11")
    assert ward.done("11") == "T-001"
    assert ward.console("11").inside is None
    assert ward.line("11") == "T-002"


def test_who_is_not_there_is_called_again_after_three_others(ward: Ward) -> None:
    for _ in range(6):
        ward.arrive(TIM)
    ward.next("11")
    assert ward.absent("11") == "T-001"
    assert ward.line("11") == "T-002 T-003 T-004 T-001 T-005 T-006"
    back = ward.console("11").waiting[3]
    assert (back.absences, back.returning) == (1, False)
    assert ward.records.query("SELECT count(*) FROM stay") == [(0,)]
    assert [ward.next("11") for _ in range(4)] == ["T-002", "T-003", "T-004", "T-001"]


def test_where_fewer_wait_they_all_go_before(ward: Ward) -> None:
    ward.arrive(TIM)
    ward.arrive(TIM)
    ward.next("11")
    ward.absent("11")
    late = ward.arrive(TIM)
    assert ward.line("11") == f"T-002 T-001 {late}"


def test_who_goes_ahead_waits_for_three_others_too(ward: Ward) -> None:
    for priority in (True, False, False, False, False):
        ward.arrive(TIM, priority)
    ward.next("11")
    ward.absent("11")
    assert ward.line("11") == "T-002 T-003 T-004 T-001 T-005"
    assert ward.console("11").waiting[3].priority, "the doctor still sees it"


def test_missing_calls_for_a_whole_morning_keeps_everybody_in_order(ward: Ward) -> None:
    numbers = [ward.arrive(TIM) for _ in range(5)]
    for _ in range(16):
        called = ward.next("11")
        assert called == ward.absent("11")
    assert sorted(ward.line("11").split()) == numbers
    assert ward.line("11").split()[3] == called
    late = ward.arrive(TIM)
    assert ward.line("11").split()[-1] == late


def test_who_stand_too_near_for_another_between_them_are_moved_apart(ward: Ward) -> None:
    for _ in range(6):
        ward.arrive(TIM)
    ward.next("11")
    ward.records.query("UPDATE encounter SET place = 4 WHERE number IN ('T-004', 'T-005')")
    ward.absent("11")
    assert ward.line("11") == "T-002 T-003 T-004 T-001 T-005 T-006"


def test_a_cancelled_ticket_leaves_the_line(ward: Ward) -> None:
    for _ in range(3):
        ward.arrive(TIM)
    ward.cancel("T-002")
    assert ward.line("11") == "T-001 T-003"
    assert [ward.next("11") for _ in range(3)] == ["T-001", "T-003", None]


def test_a_free_room_takes_who_waits_for_another(ward: Ward) -> None:
    numbers = [ward.arrive() for _ in range(3)]
    assert [ward.ticket(number).room for number in numbers] == ["1", "2", "3"]
    assert [ward.next("3"), ward.next("3")] == ["A-003", "A-001"]
    taken = ward.ticket("A-001")
    assert (taken.room, taken.moved_from) == ("3", "1")
    assert ward.records.query("SELECT number, from_room, to_room, reason FROM room_move") == [
        ("A-001", "1", "3", "called-by-another")
    ]
    assert [ward.next("1"), ward.next("2")] == ["A-002", None]


def test_nobody_is_taken_from_the_doctor_of_their_appointment(ward: Ward) -> None:
    bound = ward.arrive_in("2")
    assert [ward.next("1"), ward.next("3")] == [None, None]
    assert ward.next("2") == bound


def test_who_missed_a_call_is_called_by_the_same_room(ward: Ward) -> None:
    ward.arrive()
    ward.next("1")
    ward.absent("1")
    assert ward.next("2") is None
    assert ward.next("1") == "A-001"


def test_a_second_press_calls_nobody_else(ward: Ward) -> None:
    for _ in range(3):
        ward.arrive(TIM)
    assert ward.next("11", shown="") == "T-001"
    assert ward.refusal("next", "11", "") == (409, "console-stale")
    assert ward.refusal("absent", "11", "T-002") == (409, "console-stale")
    assert ward.refusal("done", "11", "") == (409, "console-stale")
    assert ward.console("11").room.inside == "T-001"
    assert ward.next("11", shown="T-001") == "T-002"


@pytest.mark.parametrize("action", ["again", "absent", "done"])
def test_without_anybody_inside_there_is_nothing_to_do(ward: Ward, action: str) -> None:
    ward.arrive(TIM)
    assert ward.refusal(action, "11") == (409, "nobody-called")
    assert ward.refusal("transfer", "11", XQ) == (409, "nobody-called")


@pytest.mark.parametrize("action", ["next", "again", "absent", "done", "open", "close", "console"])
def test_a_room_that_there_is_not(ward: Ward, action: str) -> None:
    assert ward.refusal(action, "9/9'") == (404, "room-not-found")


def test_a_doctor_who_stays_longer_calls_who_still_waits(ward: Ward) -> None:
    ward.arrive(TIM)
    ward.clock.time = ward.clock.time.replace(hour=18, minute=20)
    assert not ward.console("11").room.is_open
    assert ward.next("11") == "T-001"


def test_who_goes_ahead_by_law_and_misses_a_call_does_not_let_others_ahead_twice(
    ward: Ward,
) -> None:
    first, missing = (ward.arrive(TIM, priority=True) for _ in range(2))
    others = [ward.arrive(TIM) for _ in range(5)]
    third = ward.arrive(TIM, priority=True)
    assert [ward.next("11"), ward.next("11")] == [first, missing]
    expected = [others[0], third, others[1], missing, *others[2:]]
    assert ward.absent("11") == missing
    assert ward.line("11") == " ".join(expected), "two by law were called: an ordinary one is next"
    assert [ward.next("11") for _ in expected] == expected
