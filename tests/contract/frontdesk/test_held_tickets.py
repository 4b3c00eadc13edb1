"""The tickets that a patient holds: who lost the paper gets the same number again."""

from functools import partial

import pytest

from kiosk.frontdesk.desk import Desk
from tests.contract.frontdesk.hospital import Answer, Hospital

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
