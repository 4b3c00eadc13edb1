"""How fast a room is, what it did today tells: who gets which room, and who is told what wait."""

from datetime import timedelta

import pytest

from kiosk.frontdesk.queue.pace import pace
from kiosk.frontdesk.queue.service_times import ServiceTime
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.ward import PACE, SAN, TIM, Ward


def room(ward: Ward, number: str) -> ServiceTime:
    """As the next check-in would find it."""
    return ward.hospital.write(lambda desk: desk.queues.times.of([number])[number])


def serve(ward: Ward, number: str, *minutes: float) -> None:
    """Patients of a room's service whom it takes so long for each."""
    for one in minutes:
        ward.arrive(ward.hospital.premises.rooms[number].service)
        ward.next(number)
        ward.minutes(one)
        ward.done(number)


def test_a_room_is_as_fast_as_it_was_today(ward: Ward) -> None:
    assert room(ward, "11") == ServiceTime(PACE, None, 0)
    serve(ward, "11", 4, 4, 4)
    assert room(ward, "11").pace == pytest.approx(pace(PACE, [4, 4, 4]))
    assert room(ward, "1").pace == PACE


@pytest.mark.slow
def test_the_last_twenty_patients_tell_the_pace(ward: Ward) -> None:
    serve(ward, "11", 4, 4, 4)
    serve(ward, "11", *[12.0] * 20)
    assert room(ward, "11").pace == pytest.approx(pace(PACE, [12.0] * 20))


def test_who_comes_gets_the_faster_room(ward: Ward) -> None:
    ward.close("3")
    for _ in range(4):
        ward.arrive_in("1")
        ward.arrive_in("2")
        ward.next("1")
        ward.next("2")
        ward.minutes(3)
        ward.done("2")
        ward.minutes(15)
        ward.done("1")
    # Nobody waits for either; then thirteen minutes for the one, five and a half for the other.
    assert [ward.ticket(ward.arrive()).room for _ in range(5)] == ["1", "2", "2", "2", "1"]
    assert room(ward, "1").pace > PACE > room(ward, "2").pace


def test_who_is_inside_counts_in_the_wait(ward: Ward) -> None:
    ward.arrive(TIM)
    ward.next("11")
    late = ward.arrive(TIM)
    view = ward.phones()[late]
    assert (view.ahead, view.wait) == (0, PACE)
    ward.minutes(7)
    assert 0 < ward.phones()[late].wait < PACE
    ward.done("11")
    assert ward.phones()[late].wait == 0


def test_a_wait_on_the_wire_follows_what_rooms_do(ward: Ward) -> None:
    def told() -> int:
        load = ward.hospital.write(lambda desk: desk.queues.loads())
        [wait] = [one.wait for one in load if one.service.code == TIM]
        assert wait is not None
        return wait

    ward.arrive(TIM)
    assert told() == PACE, "one waits"
    ward.next("11")
    assert told() == PACE, "one is inside"
    ward.minutes(6)
    assert told() < PACE
    ward.done("11")
    assert told() == 0
    ward.arrive(TIM)
    serve(ward, "11", 2, 2, 2, 2)
    assert told() == round(pace(PACE, [6, 2, 2, 2, 2]))


def test_yesterday_s_pace_is_not_today_s(ward: Ward) -> None:
    serve(ward, "22", *[16.0] * 6)
    assert room(ward, "22").pace > PACE
    ward.minutes(24 * 60)
    assert room(ward, "22").pace == PACE


def test_priority_patients_in_a_row_are_counted_from_the_calls(ward: Ward) -> None:
    for priority in (True, True, True, False):
        ward.arrive(SAN, priority)
    ward.close("21")
    counts = []
    for _ in range(4):
        ward.next("22")
        ward.again("22")
        counts.append(room(ward, "22").in_row)
    assert counts == [1, 2, 0, 1]


def test_a_clock_that_jumps_back_makes_no_stay_of_less_than_nothing(ward: Ward) -> None:
    ward.arrive(TIM)
    ward.next("11")
    ward.minutes(-30)
    assert room(ward, "11").remaining(ward.clock()) == PACE
    ward.done("11")
    assert room(ward, "11").pace == pytest.approx(pace(PACE, [0.0]))


@pytest.mark.parametrize("records", ["postgresql"], indirect=True)
@pytest.mark.slow
def test_what_another_server_called_is_known_within_seconds(ward: Ward) -> None:
    other = Hospital(ward.records)
    other.premises = ward.hospital.premises
    with other:
        other.clock.time = ward.clock.time

        def of_other() -> ServiceTime:
            return other.read(lambda desk: desk.queues.times.of(["11"])["11"])

        assert of_other().called is None
        ward.arrive(TIM)
        ward.next("11")
        line = other.read(lambda desk: desk.views.console("11"))
        assert line.room.inside == "T-001", "what is shown is never old"
        other.clock.time += timedelta(seconds=3)
        assert of_other().called == ward.clock.time
