"""Many kiosks at a server with vices: nobody is lost, nobody doubled, no number held by two."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from kiosk.errors import HospitalAway, HospitalRefused
from kiosk.hospital.base import Hospital
from kiosk.hospital.conformance.calls import ask_at_once, wish
from kiosk.model.checkin import CheckIn, Ticket
from tests.contract.plain_fhir.hospital import PlainHospital
from tests.contract.plain_fhir.ward import check_sound, counted, encounters, number

T = TypeVar("T")

KIOSKS = 16
PATIENTS_EACH = 2
PATIENCE_S = 20.0
"""Deadline of one call: sixteen kiosks, a server and a test share this machine."""

VICES: dict[str, dict[str, Any]] = {
    "none": {},
    "an index that is behind": {"behind": 3},
    "no conditions": {"conditions": "ignored"},
    "conditions refused": {"conditions": "refused"},
    "a race at conditional creates": {"race": 0.01},
    "a race and an index behind": {"race": 0.01, "behind": 2},
    "no transactions": {"transactions": False},
    "half a transaction": {"rollback": False, "fail_entry": [0] * 20},
    "a storm of conflicts": {"conflicts": [412, 409, 428] * 15},
    "lost answers": {"lost": ["504", "", "cut", "", ""] * 12},
    "creates without a body": {"returns_nothing": True, "transactions": False},
    "no clock": {"clock_ahead": None},
}


async def until_answered(hospital: Hospital, asked: CheckIn) -> Ticket:
    """As the next patients of a kiosk would: the same key again after each lost answer."""
    while True:
        try:
            return await hospital.check_in(asked)
        except HospitalAway:
            await asyncio.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("vices", VICES.values(), ids=VICES)
def test_sixteen_kiosks_at_one_queue(under_test: PlainHospital, vices: dict[str, Any]) -> None:
    under_test.deadline = PATIENCE_S
    before = counted(under_test.server.store).get("number", 0)
    for name, value in vices.items():
        setattr(under_test.server.vices, name, value if not isinstance(value, list) else [*value])
    crowd = [under_test.patient().patient.id for _ in range(KIOSKS * PATIENTS_EACH)]

    def kiosk(mine: list[str]) -> Callable[[Hospital], Awaitable[list[Ticket]]]:
        async def all_of_mine(hospital: Hospital) -> list[Ticket]:
            return [await until_answered(hospital, wish(one, "noi")) for one in mine]

        return all_of_mine

    given = ask_at_once(under_test, *(kiosk(crowd[nth::KIOSKS]) for nth in range(KIOSKS)))
    numbers = {one.number for mine in given for one in mine}
    assert len(numbers) == len(crowd)
    # Nothing was burnt on the way.
    assert numbers == {f"A-{before + nth + 1:03d}" for nth in range(len(crowd))}
    store = under_test.server.store
    held = {number(one): one["subject"]["reference"] for one in encounters(store)}
    for nth, tickets in enumerate(given):
        for patient, ticket in zip(crowd[nth::KIOSKS], tickets, strict=True):
            assert held[ticket.number] == f"Patient/{patient}"
    check_sound(store)


@pytest.mark.slow
@pytest.mark.parametrize("vices", list(VICES.values())[:6], ids=list(VICES)[:6])
def test_one_patient_at_four_kiosks(under_test: PlainHospital, vices: dict[str, Any]) -> None:
    """Each with a key of its own, as a family does that tries them all."""
    for name, value in vices.items():
        setattr(under_test.server.vices, name, value)
    patient = under_test.patient().patient.id
    tickets = ask_at_once(under_test, *[lambda h: until_answered(h, wish(patient, "noi"))] * 4)
    assert len({one.number for one in tickets}) == 1
    assert sum(not one.reissued for one in tickets) == 1

    # Whoever looks later sees one, and says so to the hospital.
    async def printed(hospital: Hospital) -> None:
        for one in tickets:
            await hospital.ticket_printed(one, True)

    ask_at_once(under_test, printed)
    check_sound(under_test.server.store)


@pytest.mark.slow
@pytest.mark.parametrize(
    "vices", [VICES["no conditions"], VICES["a race at conditional creates"]], ids=str
)
def test_kiosks_that_register_at_once_leave_one_record(
    under_test: PlainHospital, vices: dict[str, Any]
) -> None:
    for name, value in vices.items():
        setattr(under_test.server.vices, name, value)
    card = under_test.newcomer()

    async def register(hospital: Hospital) -> str:
        try:
            return (await hospital.register(card, "0911111111")).id
        except HospitalRefused as refused:
            return refused.reason

    made = set(ask_at_once(under_test, *[register] * 6)) - {"ambiguous"}
    stored = [
        one["id"]
        for one in under_test.server.store.all("Patient")
        if one.get("active", True) and one["identifier"][0]["value"] == card.identifiers[0].value
    ]
    assert len(stored) == 1
    assert made == set(stored)
