"""Two consoles of one room, many rooms and many kiosks in the same moment."""

import asyncio
from collections import Counter

import pytest

from kiosk.frontdesk.queue.asked import CheckIn
from kiosk.frontdesk.records import Encounter
from kiosk.frontdesk.refusals import Refusal
from tests.contract.frontdesk.hospital import new_key
from tests.contract.frontdesk.ward import NOI, TIM, Ward


def pressed_at_once(ward: Ward, rooms: list[str], shown: str | None) -> list[str | None]:
    """Each presses "next"; the numbers called, or what was refused."""
    house = ward.hospital.house

    async def press(room: str) -> str | None:
        try:
            called = await house.write("staff:a", lambda desk: desk.rooms.call_next(room, shown))
        except Refusal as refusal:
            return refusal.reason
        return called.number if called else None

    async def press_all() -> list[str | None]:
        return await asyncio.gather(*(press(room) for room in rooms))

    return ward.hospital.run(press_all())


def test_two_consoles_of_a_room_call_one_patient(ward: Ward) -> None:
    for _ in range(3):
        ward.arrive(TIM)
    ward.next("11")
    answers = pressed_at_once(ward, ["11", "11", "11"], "T-001")
    assert Counter(answers) == {"T-002": 1, "console-stale": 2}
    assert ward.console("11").room.inside == "T-002"
    assert ward.ticket("T-003").status == "arrived"


def test_free_rooms_take_different_patients_of_one_line(ward: Ward) -> None:
    numbers = [ward.arrive() for _ in range(9)]
    answers = pressed_at_once(ward, ["1", "2", "3"] * 3, None)
    assert sorted(filter(None, answers)) == numbers


@pytest.mark.slow
def test_kiosks_and_consoles_do_not_hinder_one_another(ward: Ward) -> None:
    house = ward.hospital.house
    patients = [one.id for one in ward.hospital.people if 18 <= one.age < 70][:60]

    async def arrive(patient: str) -> None:
        asked = CheckIn(new_key(), "k1", patient, NOI, "", "", frozenset())
        await house.write("kiosk:k1", lambda desk: desk.tickets.check_in(asked))

    async def work(room: str) -> list[str]:
        called: list[str] = []
        for _ in range(40):
            found: Encounter | None = await house.write(
                "staff:a", lambda desk: desk.rooms.call_next(room)
            )
            called += [found.number] if found else []
            await asyncio.sleep(0.001)
        return called

    async def together() -> list[list[str]]:
        async with asyncio.timeout(30):
            called = await asyncio.gather(
                *(work(room) for room in ("1", "2", "3")), *(arrive(one) for one in patients)
            )
        return [numbers for numbers in called if numbers]

    called = [number for numbers in ward.hospital.run(together()) for number in numbers]
    while number := ward.next("1"):
        called.append(number)
    assert Counter(called) == {f"A-{count:03d}": 1 for count in range(1, 61)}
