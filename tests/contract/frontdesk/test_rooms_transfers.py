"""Sent to X-ray and back: the same number for the whole visit."""

from kiosk.frontdesk.records import Encounter
from tests.contract.frontdesk.ward import NOI, SAN, TIM, XN, XQ, Ward


def stands(ticket: Encounter) -> tuple[str, str, str, str | None]:
    return ticket.status, ticket.queue, ticket.room, ticket.back_to


def moves(ward: Ward, number: str) -> list[tuple[str, str, str]]:
    return [
        (from_room, to_room, reason)
        for from_room, to_room, reason in ward.records.query(
            "SELECT from_room, to_room, reason FROM room_move WHERE number = ? ORDER BY seq",
            [number],
        )
    ]


def test_to_x_ray_and_back_before_who_came_later(ward: Ward) -> None:
    first, second, third = (ward.arrive(TIM) for _ in range(3))
    ward.next("11")
    assert ward.transfer("11", XQ) == first
    assert stands(ward.ticket(first)) == ("arrived", XQ, "31", "11")
    assert ward.next("11") == second
    assert ward.next("31") == first
    assert ward.console("31").inside is not None
    assert ward.done("31") == first
    assert stands(ward.ticket(first)) == ("arrived", TIM, "11", None)
    assert ward.line("11") == f"{first} {third}"
    assert ward.console("11").waiting[0].returning
    assert not ward.console("11").waiting[1].returning
    assert ward.next("11") == first
    ward.done("11")
    assert ward.ticket(first).status == "finished"
    assert moves(ward, first) == [("11", "31", "transfer"), ("31", "11", "return")]
    rooms = ward.records.query(
        "SELECT room FROM stay WHERE encounter = ? ORDER BY seq", [ward.ticket(first).id]
    )
    assert rooms == [("11",), ("31",), ("11",)]


def test_x_ray_sends_on_to_the_laboratory_and_that_back_to_the_doctor(ward: Ward) -> None:
    number = ward.arrive(TIM)
    ward.next("11")
    ward.transfer("11", XQ)
    ward.next("31")
    ward.transfer("31", XN)
    assert stands(ward.ticket(number)) == ("arrived", XN, "41", "11")
    ward.next("41")
    assert ward.next("41") is None
    assert stands(ward.ticket(number)) == ("arrived", TIM, "11", None)


def test_a_second_doctor_sees_their_x_ray_before_the_first_sees_the_patient(ward: Ward) -> None:
    number = ward.arrive()
    ward.next("1")
    ward.transfer("1", TIM)
    ward.next("11")
    ward.transfer("11", XQ)
    ward.next("31")
    ward.done("31")
    assert stands(ward.ticket(number)) == ("arrived", TIM, "11", "1")
    ward.next("11")
    ward.done("11")
    assert stands(ward.ticket(number)) == ("arrived", NOI, "1", None)


def test_sent_back_by_hand_they_are_back_and_sent_nowhere_else(ward: Ward) -> None:
    number = ward.arrive()
    ward.next("1")
    ward.transfer("1", TIM)
    ward.next("11")
    ward.transfer("11", NOI)
    assert stands(ward.ticket(number)) == ("arrived", NOI, "1", None)


def test_two_doctors_who_send_a_patient_about_remember_each_room_once(ward: Ward) -> None:
    number = ward.arrive()
    ward.next("1")
    for _ in range(3):
        ward.transfer("1", XN)
        ward.next("41")
        ward.done("41")
        assert ward.next("1") == number
    assert ward.ticket(number).back_to is None


def test_sent_in_a_circle_they_belong_to_the_room_they_are_in(ward: Ward) -> None:
    number = ward.arrive()
    for room, service in (("1", TIM), ("11", SAN), ("21", NOI), ("1", XQ)):
        assert ward.next(room) == number
        ward.transfer(room, service)
    assert stands(ward.ticket(number)) == ("arrived", XQ, "31", "1")


def test_who_came_first_goes_first_in_x_ray_too(ward: Ward) -> None:
    early, late = ward.arrive(TIM), ward.arrive()
    ward.next("1")
    ward.transfer("1", XQ)
    ward.next("11")
    ward.transfer("11", XQ)
    assert {ward.ticket(one).room for one in (early, late)} == {"31", "32"}
    ward.close("32")
    assert ward.line("31") == f"{early} {late}"


def test_back_from_x_ray_they_wait_for_their_own_doctor(ward: Ward) -> None:
    number = ward.arrive()
    ward.next("1")
    ward.transfer("1", XQ)
    ward.next("31")
    ward.done("31")
    assert ward.next("2") is None
    assert ward.next("1") == number


def test_if_their_doctor_s_room_closed_meanwhile_another_of_the_service_takes_them(
    ward: Ward,
) -> None:
    number = ward.arrive()
    ward.next("1")
    ward.transfer("1", XQ)
    ward.close("1")
    ward.next("31")
    ward.done("31")
    ticket = ward.ticket(number)
    assert stands(ticket) == ("arrived", NOI, "2", None)
    assert ticket.moved_from == "1"


def test_nobody_goes_back_to_a_room_that_closes_after_its_last_patient(ward: Ward) -> None:
    number, last = ward.arrive(), ward.arrive_in("1")
    ward.next("1")
    ward.transfer("1", XQ)
    assert ward.next("1") == last
    ward.close("1")
    assert ward.next("31") == number
    ward.done("31")
    assert stands(ward.ticket(number)) == ("arrived", NOI, "2", None)
    ward.done("1")
    assert ward.line("1") == ""


def test_if_their_doctor_s_room_is_in_the_file_no_more_another_takes_them(ward: Ward) -> None:
    number = ward.arrive()
    ward.next("1")
    ward.transfer("1", XQ)
    assert ward.next("31") == number
    ward.open_anew(without="1")
    ward.done("31")
    assert stands(ward.ticket(number)) == ("arrived", NOI, "2", None)
    assert ward.next("2") == number


def test_a_doctor_who_works_longer_gets_their_patient_back(ward: Ward) -> None:
    number, other = ward.arrive(), ward.arrive_in("1")
    ward.next("1")
    ward.transfer("1", XQ)
    ward.clock.time = ward.clock.time.replace(hour=18, minute=5)
    ward.open("2")
    assert ward.next("1") == other
    assert ward.next("31") == number
    ward.done("31")
    assert stands(ward.ticket(number)) == ("arrived", NOI, "1", None)


def test_if_all_closed_meanwhile_they_wait_for_their_doctor(ward: Ward) -> None:
    number = ward.arrive(TIM)
    ward.next("11")
    ward.transfer("11", XQ)
    ward.next("31")
    ward.close("11")
    ward.done("31")
    assert stands(ward.ticket(number)) == ("arrived", TIM, "11", None)
    ward.open("11")
    assert ward.next("11") == number


def test_who_goes_ahead_by_law_does_so_everywhere(ward: Ward) -> None:
    number = ward.arrive(TIM, priority=True)
    for _ in range(4):
        ward.arrive(TIM)
    ward.next("11")
    ward.absent("11")
    for _ in range(4):
        called = ward.next("11")
    assert called == number
    assert ward.ticket(number).priority == 0, "having missed a call they waited among the others"
    ward.transfer("11", XQ)
    assert (ward.ticket(number).priority, ward.ticket(number).absences) == (1, 0)


def test_a_service_that_takes_nobody_refuses_and_leaves_them_inside(ward: Ward) -> None:
    number = ward.arrive(TIM)
    ward.next("11")
    ward.close("31")
    ward.close("32")
    assert ward.refusal("transfer", "11", XQ) == (409, "service-closed")
    assert ward.refusal("transfer", "11", TIM) == (400, "invalid")
    assert ward.refusal("transfer", "11", "NOWHERE") == (400, "invalid")
    assert ward.ticket(number).status == "in-progress"
