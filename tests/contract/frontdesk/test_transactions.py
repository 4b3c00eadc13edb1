"""Writes that share a transaction, fail in it, or come together with the day's first."""

import asyncio
from datetime import timedelta

import pytest

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.records import Appointment
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.ward import NOI, TIM, Ward


def test_nothing_is_remembered_of_a_call_that_was_undone(ward: Ward) -> None:
    ward.arrive(TIM)

    def call_and_fail(desk: Desk) -> None:
        desk.rooms.call_next("11")
        [room] = desk.queues.rooms(TIM, desk.now())
        assert room.remaining > 0, "whoever comes now waits for who is inside"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ward.hospital.write(call_and_fail)
    [room] = ward.hospital.write(lambda desk: desk.queues.rooms(TIM, desk.now()))
    assert room.remaining == 0


def test_one_that_fails_takes_no_other_along(ward: Ward) -> None:
    house = ward.hospital.house
    ward.arrive(TIM)

    def register_and_fail(desk: Desk) -> None:
        desk.store.audit("nothing", "nobody")
        raise ZeroDivisionError

    async def together() -> tuple[object, ...]:
        async with asyncio.timeout(10):
            return await asyncio.gather(
                house.write("staff:a", register_and_fail),
                house.write("staff:a", lambda desk: desk.rooms.call_next("11", "")),
                house.write("staff:a", register_and_fail),
                house.write("staff:b", lambda desk: desk.rooms.set_doctor("11", "BS. Mới")),
                return_exceptions=True,
            )

    failed, _, failed_too, _ = ward.hospital.run(together())
    assert isinstance(failed, ZeroDivisionError)
    assert isinstance(failed_too, ZeroDivisionError)
    view = ward.console("11")
    assert (view.room.inside, view.room.doctor) == ("T-001", "BS. Mới")
    assert ward.records.query("SELECT count(*) FROM room_call") == [(1,)]
    assert ward.records.query("SELECT count(*) FROM audit WHERE what = 'nothing'") == [(0,)]


def test_an_iteration_that_ends_is_an_error_as_any_other(ward: Ward) -> None:
    house = ward.hospital.house
    nobody = iter(())

    async def together() -> tuple[object, ...]:
        async with asyncio.timeout(5):
            return await asyncio.gather(
                house.write("staff:a", lambda _desk: next(nobody)),
                house.write("staff:a", lambda desk: desk.rooms.open("11")),
                return_exceptions=True,
            )

    failed, opened = ward.hospital.run(together())
    assert isinstance(failed, RuntimeError)
    assert opened is None


def test_who_cancels_a_request_leaves_the_others_theirs(ward: Ward) -> None:
    house = ward.hospital.house
    ward.arrive(TIM)

    async def give_up() -> None:
        async with asyncio.timeout(10):
            asking = asyncio.create_task(house.write("a", lambda desk: desk.rooms.open("11")))
            calling = asyncio.create_task(house.write("a", lambda d: d.rooms.call_next("11", "")))
            await asyncio.sleep(0)
            asking.cancel()
            called = await calling
            assert called is not None

    ward.hospital.run(give_up())
    assert ward.console("11").room.inside == "T-001"


def test_the_first_who_ask_on_a_new_day_all_find_its_appointments(hospital: Hospital) -> None:
    hospital.clock.time += timedelta(days=1)
    house, booked = hospital.house, hospital.booked()[0]
    day = hospital.clock.time.date().isoformat()

    def appointments(desk: Desk) -> tuple[Appointment, ...]:
        return desk.diary.of_patient(booked.patient, day, f"{day}T99")

    async def together() -> list[tuple[Appointment, ...]]:
        async with asyncio.timeout(10):
            return await asyncio.gather(*(house.read(appointments) for _ in range(4)))

    for found in hospital.run(together()):
        assert booked.id in {one.id for one in found}


def test_an_appointment_in_another_service_s_room_binds_to_none(ward: Ward) -> None:
    booked = next(one for one in ward.hospital.booked() if one.service == NOI)
    ward.records.query("UPDATE appointment SET room = '11' WHERE id = ?", [booked.id])
    answer = ward.hospital.check_in(booked.patient, appointment=booked.id)
    ticket = ward.ticket(answer.parts["number"])
    assert ward.hospital.premises.rooms[ticket.room].service == NOI
    assert ticket.bound == 0, "any room of the service may call them"
