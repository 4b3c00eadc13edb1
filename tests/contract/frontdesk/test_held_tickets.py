"""The tickets that a patient holds: who lost the paper gets the same number again."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from unittest import mock

import pytest

from kiosk.frontdesk.desk import Desk
from tests.contract.frontdesk.hospital import KEY, Answer, Hospital, new_key
from tests.contract.frontdesk.ward import SAN, Ward

OPEN = ("status", "arrived,in-progress")
HEART, EYES = "TIM-MACH", "MAT"


def held(hospital: Hospital, patient: str) -> list[str]:
    """The ids, the oldest first."""
    return [one["id"] for one in search(hospital, patient).entries]


def search(hospital: Hospital, patient: str) -> Answer:
    return hospital.get("/Encounter", ("patient", patient), OPEN)


def take(hospital: Hospital, patient: str, service: str) -> str:
    return str(hospital.check_in(patient, service=service).parts["encounter"]["id"])


def close(hospital: Hospital, service: str) -> None:
    for room in hospital.premises.rooms_of(service):
        hospital.write(partial(shut, number=room.number))


def shut(desk: Desk, number: str) -> None:
    desk.rooms.close(number)


def test_what_is_held_is_found_with_what_a_patient_knows_it_by(hospital: Hospital) -> None:
    patient, other = hospital.adult(0).id, hospital.adult(1).id
    assert held(hospital, patient) == []
    first = hospital.check_in(patient, service=HEART).parts
    take(hospital, other, HEART)
    second = take(hospital, patient, EYES)
    assert held(hospital, f"Patient/{patient}") == [first["encounter"]["id"], second]
    found = search(hospital, patient).entries[0]
    assert found == first["encounter"]
    assert found["subject"] == {"reference": f"Patient/{patient}"}
    assert found["identifier"][0] == {"system": "urn:kiosk:ticket", "value": first["number"]}
    [coding] = found["serviceType"]["coding"]
    assert (coding["code"], coding["display"]) == (HEART, "Tim mạch")
    assert found["location"][0]["location"]["display"] == first["room"]


def test_each_comes_with_the_keys_that_it_answered(hospital: Hospital) -> None:
    patient, keys = hospital.adult().id, [new_key(), new_key()]
    for key in keys:
        hospital.check_in(patient, service=HEART, key=key)
    take(hospital, patient, EYES)
    first, second = search(hospital, patient).entries
    told = [one["value"] for one in first["identifier"] if one["system"] == KEY]
    assert told == keys
    assert len(second["identifier"]) == 2


def test_they_are_found_in_one_go(hospital: Hospital) -> None:
    """Each visit asks: not once for each of the hospital's services."""
    patient = hospital.adult().id
    take(hospital, patient, HEART)
    take(hospital, patient, EYES)

    def asked(desk: Desk) -> int:
        count, rows = 0, desk.store.db.rows

        def counted(sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
            nonlocal count
            count += 1
            return rows(sql, values)

        with mock.patch.object(desk.store.db, "rows", counted):
            assert len(desk.tickets.held(patient)) == 2
        return count

    assert hospital.read(asked) == 1


def test_a_ticket_of_the_evening_is_held_past_midnight(ward: Ward) -> None:
    hospital = ward.hospital
    patient = hospital.adult().id
    ward.clock.time = ward.clock.time.replace(hour=23, minute=50)
    evening = take(hospital, patient, SAN)
    ward.minutes(20)
    assert held(hospital, patient) == [evening]
    ward.minutes(12 * 60)
    assert held(hospital, patient) == []


def test_a_lost_ticket_of_a_service_that_has_closed_is_given_again(hospital: Hospital) -> None:
    patient = hospital.adult().id
    first = hospital.check_in(patient, service=EYES).parts
    close(hospital, EYES)
    assert hospital.check_in(hospital.adult(1).id, service=EYES).refusal == "service-closed"
    [found] = search(hospital, patient).entries
    again = hospital.check_in(patient, service=found["serviceType"]["coding"][0]["code"])
    assert again.status == 200
    assert (again.parts["number"], again.parts["reissued"]) == (first["number"], True)


def test_who_was_called_still_holds_it_and_who_was_seen_does_not(hospital: Hospital) -> None:
    patient = hospital.adult().id
    ticket = hospital.check_in(patient, service=EYES).parts
    hospital.write(lambda desk: desk.rooms.call_next(ticket["room"]))
    assert held(hospital, patient) == [ticket["encounter"]["id"]]
    hospital.write(lambda desk: desk.rooms.done(ticket["room"]))
    assert held(hospital, patient) == []


def test_a_ticket_that_was_given_back_is_held_no_more(hospital: Hospital) -> None:
    patient = hospital.adult().id
    kept, given_back = take(hospital, patient, HEART), take(hospital, patient, EYES)
    hospital.post(f"/Encounter/{given_back}/$cancel-check-in", None)
    assert held(hospital, patient) == [kept]


def test_tomorrow_it_is_over(hospital: Hospital) -> None:
    patient = hospital.adult().id
    take(hospital, patient, EYES)
    hospital.clock.time = hospital.clock.time.replace(day=24, hour=7)
    assert held(hospital, patient) == []


@pytest.mark.parametrize(
    "asked",
    [
        [("patient", "p-1")],
        [("patient", "p-1"), ("status", "arrived")],
        [("patient", "p-1"), ("status", "arrived,in-progress,finished")],
        [("patient", "p-1"), ("status", "arrived"), ("status", "in-progress")],
        [("patient", "p-1"), ("patient", "p-2"), OPEN],
        [("patient", "a b"), OPEN],
        [("patient", "p-1"), OPEN, ("identifier", "urn:kiosk:ticket|A-001")],
        [OPEN],
    ],
)
def test_other_searches_are_refused(hospital: Hospital, asked: list[tuple[str, str]]) -> None:
    answer = hospital.get("/Encounter", *asked)
    assert (answer.status, answer.refusal) == (400, "invalid")


def test_nobody_holds_nothing(hospital: Hospital) -> None:
    assert held(hospital, "p-nobody") == []
