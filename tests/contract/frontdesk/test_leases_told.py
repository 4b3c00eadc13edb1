"""Check-ins that a kiosk tells when it can again, with numbers that it had ahead."""

from datetime import timedelta

import pytest

from kiosk.frontdesk.pages.console import console_fragment
from tests.contract.frontdesk.hospital import MONDAY, Hospital, check_in, new_key
from tests.contract.frontdesk.leases import (
    NOI,
    TIM,
    LeasingKiosk,
    close,
    close_service,
    numbers,
    states,
)
from tests.contract.frontdesk.ward import XQ, Ward

LATER = MONDAY + timedelta(minutes=10)


@pytest.fixture
def kiosk(leasing: Hospital) -> LeasingKiosk:
    """It has T-001 to T-003, and it is an hour later."""
    kiosk = LeasingKiosk(leasing)
    kiosk.has(TIM_MACH=3)
    leasing.pass_time(hours=1)
    return kiosk


def test_the_ticket_has_the_number_and_the_room(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    [(number, parts)] = kiosk.has(TIM_MACH=1).items()
    leasing.pass_time(hours=1)
    answer = kiosk.tells(leasing.adult().id, number, LATER)
    assert answer.status == 201
    assert (answer.parts["number"], answer.parts["room"]) == (number, parts["room"])
    assert answer.parts["issued"] == "2026-11-23T09:10:00+07:00"
    assert answer.parts["reissued"] is False
    assert states(leasing) == {number: "used"}


def test_told_twice_it_is_one_place(leasing: Hospital, kiosk: LeasingKiosk) -> None:
    person, key = leasing.adult().id, new_key()
    first = kiosk.tells(person, "T-001", LATER, key)
    again = kiosk.tells(person, "T-001", LATER, key)
    assert (first.status, again.status) == (201, 200)
    assert first.parts["encounter"] == again.parts["encounter"]
    assert again.parts["reissued"] is False
    assert leasing.records.query("SELECT count(*) FROM encounter") == [(1,)]


def test_the_same_key_with_another_number_is_refused(
    leasing: Hospital, kiosk: LeasingKiosk
) -> None:
    person, key = leasing.adult().id, new_key()
    kiosk.tells(person, "T-001", LATER, key)
    assert kiosk.tells(person, "T-002", LATER, key).refusal == "key-reused"


def test_the_place_is_that_of_the_time_of_printing(leasing: Hospital) -> None:
    """All to the same room, so that there is one line to look at."""
    kiosk = LeasingKiosk(leasing)
    only = leasing.premises.rooms_of(TIM)[0].number
    close_service(leasing, TIM, but=only)
    kiosk.has(TIM_MACH=4)
    people = [leasing.adult(nth).id for nth in range(9)]
    for minute in range(5):
        leasing.check_in(people[minute], service=TIM)
        leasing.pass_time(minutes=10)
    # At 9:00, 9:10 … 9:40 the others came; the kiosk tells at 9:50.
    for nth, minutes in enumerate((-5, 12, 14, 16)):
        begun = MONDAY + timedelta(minutes=minutes)
        assert kiosk.tells(people[5 + nth], f"T-00{nth + 1}", begun).status == 201
    console = leasing.read(lambda desk: desk.views.console(only))
    order = [line.number for line in console.waiting]
    # A kiosk whose clock is slow cannot have given a number before it had that, at 9:00.
    assert order == [
        "T-005", "T-001", "T-006", "T-002", "T-003", "T-004", "T-007", "T-008", "T-009",
    ]  # fmt: skip


def test_who_comes_back_from_an_examination_has_that_place_again(ward: Ward) -> None:
    kiosk = LeasingKiosk(ward.hospital)
    [(number, parts)] = kiosk.has(TIM_MACH=1).items()
    begun = ward.hospital.clock.time
    ward.minutes(10)
    others = [ward.arrive(TIM) for _ in range(2)]
    kiosk.tells(ward.hospital.people[-1].id, number, begun)
    room = parts["room"]
    assert ward.next(room) == number
    ward.transfer(room, XQ)
    there = ward.ticket(number).room
    assert ward.next(there) == number
    ward.done(there)
    assert ward.line(room).split() == [number, *others]


def test_who_is_told_of_late_is_told_how_many_are_before_them(
    leasing: Hospital, kiosk: LeasingKiosk
) -> None:
    for nth in range(6):
        leasing.check_in(leasing.adult(nth).id, service=TIM)
    answer = kiosk.tells(leasing.adult(7).id, "T-001", LATER)
    assert answer.parts["people-ahead"] == 0


def test_consoles_and_boards_show_it_like_others(leasing: Hospital, kiosk: LeasingKiosk) -> None:
    answer = kiosk.tells(leasing.adult().id, "T-002", LATER)
    room = answer.parts["room"]
    view = leasing.read(lambda desk: desk.views.console(room))
    assert [line.number for line in view.waiting] == ["T-002"]
    assert "Phiếu tạm" not in console_fragment(view)
    leasing.write(lambda desk: desk.rooms.call_next(room))
    board = leasing.read(lambda desk: desk.views.board(None))
    assert "T-002" in [call.number for call in board.calls]


def test_who_had_a_ticket_keeps_it_and_is_found_by_both(
    leasing: Hospital, kiosk: LeasingKiosk
) -> None:
    person = leasing.adult().id
    first = leasing.check_in(person, service=TIM).parts
    answer = kiosk.tells(person, "T-001", LATER)
    assert answer.status == 200
    assert (answer.parts["number"], answer.parts["reissued"]) == (first["number"], True)
    values = [one["value"] for one in answer.parts["encounter"]["identifier"]]
    assert {first["number"], "T-001"} <= set(values)
    assert states(leasing)["T-001"] == "used"


def test_two_kiosks_and_one_patient_are_one_place(leasing: Hospital) -> None:
    one, other = LeasingKiosk(leasing), LeasingKiosk(leasing, "k2")
    one.has(TIM_MACH=1)
    other.has(TIM_MACH=1)
    leasing.pass_time(hours=1)
    person = leasing.adult().id
    first = one.tells(person, "T-001", LATER)
    second = other.tells(person, "T-002", LATER)
    assert first.parts["encounter"]["id"] == second.parts["encounter"]["id"]
    assert states(leasing) == {"T-001": "used", "T-002": "used"}


def test_an_appointment_keeps_its_room(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    booking = leasing.booked()[0]
    [(number, _)] = numbers(kiosk.lease_of({booking.service: 1})).items()
    answer = kiosk.tells(booking.patient, number, MONDAY, service="", appointment=booking.id)
    assert answer.status == 201
    assert (answer.parts["number"], answer.parts["room"]) == (number, booking.room)


def test_a_number_that_another_check_in_has_is_refused(
    leasing: Hospital, kiosk: LeasingKiosk
) -> None:
    kiosk.tells(leasing.adult(0).id, "T-001", LATER)
    answer = kiosk.tells(leasing.adult(1).id, "T-001", LATER)
    assert (answer.status, answer.refusal) == (409, "lease-used")
    assert leasing.records.query("SELECT count(*) FROM encounter") == [(1,)]


def test_a_number_that_was_given_back_is_refused(leasing: Hospital, kiosk: LeasingKiosk) -> None:
    kiosk.give_back("T-001")
    answer = kiosk.tells(leasing.adult().id, "T-001", LATER)
    assert (answer.status, answer.refusal) == (409, "lease-lapsed")


@pytest.mark.parametrize(
    ("name", "number", "service"),
    [("k2", "T-001", TIM), ("k1", "T-009", TIM), ("k1", "T-001", NOI)],
)
def test_a_number_that_is_not_this_kiosks_is_refused(
    leasing: Hospital, kiosk: LeasingKiosk, name: str, number: str, service: str
) -> None:
    kiosk.name = name
    answer = kiosk.tells(leasing.adult().id, number, LATER, service=service)
    assert (answer.status, answer.refusal) == (404, "lease-not-found")
    assert set(states(leasing).values()) == {"leased"}


def test_a_service_that_has_closed_meanwhile_is_refused(
    leasing: Hospital, kiosk: LeasingKiosk
) -> None:
    leasing.pass_time(hours=8)
    answer = kiosk.tells(leasing.adult().id, "T-001", LATER)
    assert (answer.status, answer.refusal) == (409, "service-closed")
    assert states(leasing)["T-001"] == "leased"


def test_who_sits_at_a_room_that_has_closed_is_sent_on(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    [(number, parts)] = kiosk.has(NOI_TONG_QUAT=1).items()
    close(leasing, parts["room"])
    answer = kiosk.tells(leasing.adult().id, number, MONDAY, service=NOI)
    assert answer.parts["room"] != parts["room"]
    board = leasing.read(lambda desk: desk.views.board(None))
    assert [(move.number, move.to_room) for move in board.moves] == [(number, answer.parts["room"])]


def test_a_number_given_after_its_end_is_refused(leasing: Hospital, kiosk: LeasingKiosk) -> None:
    leasing.clock.time = MONDAY.replace(hour=18)
    answer = kiosk.tells(leasing.adult().id, "T-001", MONDAY.replace(hour=17, minute=30))
    assert answer.refusal == "lease-lapsed"


def test_one_of_the_evening_is_taken_after_midnight_as_long_as_it_would_be_called(
    leasing: Hospital,
) -> None:
    """The maternity ward works through the night, and its numbers end with the day."""
    kiosk, service = LeasingKiosk(leasing), "PHU-SAN"
    leasing.clock.time = MONDAY.replace(hour=16, minute=0)
    kiosk.has(PHU_SAN=2)
    night = MONDAY + timedelta(hours=19)
    leasing.clock.time = night
    room = leasing.premises.rooms_of(service)[0].number
    leasing.write(lambda desk: desk.rooms.open(room, ""))
    begun = MONDAY.replace(hour=16, minute=30)
    answer = kiosk.tells(leasing.adult().id, "S-001", begun, service=service)
    assert answer.status == 201, answer.body
    assert answer.parts["number"] == "S-001"
    days = leasing.records.query("SELECT day, state FROM lease ORDER BY number")
    assert days == [("2026-11-23", "used"), ("2026-11-23", "not-used")]
    leasing.clock.time = night + timedelta(hours=6)
    leasing.write(lambda desk: desk.rooms.open(room, ""))
    late = kiosk.tells(leasing.adult(1).id, "S-002", begun, service=service)
    assert late.refusal == "lease-lapsed"


@pytest.mark.parametrize("only", ["leased", "begun"])
def test_number_and_time_come_together(leasing: Hospital, kiosk: LeasingKiosk, only: str) -> None:
    with_both = {
        "leased": {"name": "leased", "valueString": "T-001"},
        "begun": {"name": "begun", "valueDateTime": "2026-11-23T09:10:00+07:00"},
    }
    body = check_in(leasing.adult().id, service=TIM)
    body["parameter"].append(with_both[only])
    assert leasing.post("/$check-in", body).refusal == "invalid"
