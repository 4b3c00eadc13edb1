import re
from pathlib import Path
from typing import Any

import pytest

from tests.contract.frontdesk.hospital import (
    KEY,
    PUBLIC,
    Answer,
    Hospital,
    check_in,
    new_key,
)
from tests.contract.frontdesk.records import SqliteRecords

SERVICE = "TIM-MACH"


def of_key(hospital: Hospital, key: str) -> Answer:
    return hospital.get("/Encounter", ("identifier", f"{KEY}|{key}"))


def waiting(hospital: Hospital, service: str = SERVICE) -> int:
    for found in hospital.get("/HealthcareService/$queue-status").body["parameter"]:
        parts = {part["name"]: part for part in found["part"]}
        if parts["code"]["valueCode"] == service:
            return int(parts["waiting"]["valueInteger"])
    raise AssertionError(service)


def test_a_ticket_says_all_that_is_printed(hospital: Hospital) -> None:
    person, key = hospital.adult(), new_key()
    answer = hospital.check_in(person.id, service=SERVICE, key=key)
    assert answer.status == 201
    parts = answer.parts
    service = hospital.premises.services[SERVICE]
    room = hospital.premises.rooms[parts["room"]]
    assert room.service == SERVICE
    assert parts["number"] == "T-001"
    assert parts["service"] == service.name.vi
    assert parts["floor"] == room.floor
    assert parts["direction"] == room.way.vi
    assert parts["people-ahead"] == 0
    assert parts["estimated-wait"] == {
        "value": 0,
        "unit": "min",
        "system": "http://unitsofmeasure.org",
        "code": "min",
    }
    assert parts["issued"] == "2026-11-23T09:00:00+07:00"
    assert re.fullmatch(rf"{PUBLIC}/t/[A-Za-z0-9_-]{{22}}", parts["follow-up"])
    assert parts["priority"] is False
    assert parts["reissued"] is False
    encounter = parts["encounter"]
    assert encounter["resourceType"] == "Encounter"
    assert encounter["status"] == "arrived"
    assert encounter["subject"] == {"reference": f"Patient/{person.id}"}
    assert encounter["identifier"] == [
        {"system": "urn:kiosk:ticket", "value": "T-001"},
        {"system": KEY, "value": key},
    ]
    english = [
        parameter["_valueString"]["extension"][0]["extension"][1]["valueString"]
        for parameter in answer.body["parameter"]
        if "_valueString" in parameter
    ]
    assert english == [service.name.en, room.way.en]


def test_numbers_count_from_one_for_each_service_and_day(hospital: Hospital) -> None:
    one, two = hospital.adult(0).id, hospital.adult(1).id

    def number(patient: str, service: str) -> str:
        return str(hospital.check_in(patient, service=service).parts["number"])

    assert number(one, SERVICE) == "T-001"
    assert number(two, SERVICE) == "T-002"
    assert number(one, "MAT") == "M-001"
    hospital.pass_time(days=1)
    assert number(one, SERVICE) == "T-001"


def test_the_same_key_and_request_is_the_same_ticket(hospital: Hospital) -> None:
    patient, key = hospital.adult().id, new_key()
    first = hospital.check_in(patient, service=SERVICE, key=key, priority=("merit", "disability"))
    again = hospital.check_in(patient, service=SERVICE, key=key, priority=("disability", "merit"))
    assert (first.status, again.status) == (201, 200)
    assert again.body == first.body
    assert waiting(hospital) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"service": "MAT"},
        {"service": SERVICE, "kiosk": "k2"},
        {"service": SERVICE, "priority": ("merit",)},
    ],
    ids=str,
)
def test_the_same_key_for_another_request_is_refused(
    hospital: Hospital, other: dict[str, str]
) -> None:
    patient, key = hospital.adult().id, new_key()
    hospital.check_in(patient, service=SERVICE, key=key)
    answer = hospital.check_in(patient, key=key, **other)
    assert (answer.status, answer.refusal) == (422, "key-reused")


def test_presenting_the_card_again_is_the_same_ticket_reissued(hospital: Hospital) -> None:
    patient, first_key, key = hospital.adult().id, new_key(), new_key()
    first = hospital.check_in(patient, service=SERVICE, key=first_key).parts
    again = hospital.check_in(patient, service=SERVICE, key=key, kiosk="k2")
    assert again.status == 200
    assert again.parts["reissued"] is True
    assert again.parts["number"] == first["number"]
    assert again.parts["encounter"]["id"] == first["encounter"]["id"]
    repeated = hospital.check_in(patient, service=SERVICE, key=key, kiosk="k2")
    assert repeated.body == again.body
    for known in (first_key, key):
        [encounter] = of_key(hospital, known).entries
        assert encounter["id"] == first["encounter"]["id"]


def test_a_lost_answer_is_found_by_its_key(hospital: Hospital) -> None:
    key = new_key()
    assert of_key(hospital, key).entries == []
    ticket = hospital.check_in(hospital.adult().id, service=SERVICE, key=key).parts
    assert of_key(hospital, key.upper()).entries == [ticket["encounter"]]
    assert hospital.get("/Encounter", ("identifier", f"urn:other|{key}")).entries == []


def test_the_header_alone_is_not_enough_and_may_not_differ(hospital: Hospital) -> None:
    key = new_key()
    body = check_in(hospital.adult().id, service=SERVICE, key=key)
    differing = hospital.post("/$check-in", body, Idempotency_Key=new_key())
    assert (differing.status, differing.refusal) == (400, "invalid")
    assert hospital.post("/$check-in", body, Idempotency_Key=key.upper()).status == 201
    del body["parameter"][-1]
    assert hospital.post("/$check-in", body, Idempotency_Key=key).refusal == "invalid"


def test_sixty_four_at_once_get_sixty_four_numbers(hospital: Hospital) -> None:
    patients = [person.id for person in hospital.people if person.age >= 18][:64]
    bodies = [check_in(patient, service="NOI-TONG-QUAT") for patient in patients]
    answers = hospital.all_at_once("/$check-in", bodies)
    assert {answer.status for answer in answers} == {201}
    numbers = sorted(answer.parts["number"] for answer in answers)
    assert numbers == [f"A-{count:03d}" for count in range(1, 65)]
    assert waiting(hospital, "NOI-TONG-QUAT") == 64


def test_one_key_sent_sixteen_times_at_once_is_one_ticket(hospital: Hospital) -> None:
    body = check_in(hospital.adult().id, service=SERVICE)
    answers = hospital.all_at_once("/$check-in", [body] * 16)
    assert sorted(answer.status for answer in answers) == [200] * 15 + [201]
    assert len({str(answer.body) for answer in answers}) == 1


def test_one_card_at_sixteen_kiosks_at_once_is_one_ticket(hospital: Hospital) -> None:
    bodies = [check_in(hospital.adult().id, service=SERVICE) for _ in range(16)]
    answers = hospital.all_at_once("/$check-in", bodies)
    assert len({answer.parts["number"] for answer in answers}) == 1
    assert sum(answer.parts["reissued"] for answer in answers) == 15


def test_patients_are_spread_by_expected_wait(hospital: Hospital) -> None:
    """Rooms 201, 202, 203 take 12, 10, 11 minutes a patient."""
    tickets = [hospital.check_in(hospital.adult(nth).id, service=SERVICE).parts for nth in range(6)]
    assert [ticket["room"] for ticket in tickets] == ["201", "202", "203", "202", "203", "201"]
    assert [ticket["people-ahead"] for ticket in tickets] == [0, 0, 0, 1, 1, 1]
    assert [ticket["estimated-wait"]["value"] for ticket in tickets] == [0, 0, 0, 10, 11, 12]


def test_who_goes_ahead_by_law(hospital: Hospital) -> None:
    clinic = "DA-LIEU"
    for nth in range(8):
        hospital.check_in(hospital.adult(nth).id, service=clinic)
    stated = hospital.check_in(hospital.adult(9).id, service=clinic, priority=("pregnant",)).parts
    assert (stated["priority"], stated["people-ahead"]) == (True, 0)
    old = next(person for person in hospital.people if person.age > 80)
    by_age = hospital.check_in(old.id, service=clinic).parts
    assert (by_age["priority"], by_age["people-ahead"]) == (True, 0)


def test_an_appointment_is_kept_in_its_own_room(hospital: Hospital) -> None:
    booking = hospital.booked()[-1]
    for nth in range(4):
        hospital.check_in(hospital.adult(nth).id, service=booking.service)
    ticket = hospital.check_in(booking.patient, appointment=booking.id).parts
    assert ticket["room"] == booking.room
    assert ticket["number"].startswith(hospital.premises.services[booking.service].letter)
    assert hospital.get(f"/Appointment/{booking.id}").body["status"] == "arrived"
    again = hospital.check_in(booking.patient, appointment=booking.id)
    assert (again.status, again.parts["reissued"]) == (200, True)
    assert again.parts["number"] == ticket["number"]


def test_who_comes_before_the_room_opens_may_sit_down(hospital: Hospital) -> None:
    booking = hospital.booked()[0]
    hospital.clock.time = hospital.clock.time.replace(hour=6)
    assert hospital.check_in(booking.patient, appointment=booking.id).status == 201
    refused = hospital.check_in(hospital.adult().id, service=booking.service)
    assert (refused.status, refused.refusal) == (409, "service-closed")


def test_after_closing_there_is_no_ticket(hospital: Hospital) -> None:
    booking = hospital.booked()[-1]
    hospital.clock.time = hospital.clock.time.replace(hour=17)
    for asked in ({"appointment": booking.id}, {"service": booking.service}):
        answer = hospital.check_in(booking.patient, **asked)
        assert (answer.status, answer.refusal) == (409, "service-closed")
    assert hospital.get(f"/Appointment/{booking.id}").body["status"] == "booked"


def test_a_hospital_that_never_closes(tmp_path: Path) -> None:
    with Hospital(SqliteRecords(tmp_path / "night"), always_open=True) as night:
        night.clock.time = night.clock.time.replace(hour=23, minute=50)
        assert night.check_in(night.adult().id, service=SERVICE).status == 201


def test_appointments_that_cannot_be_kept(hospital: Hospital) -> None:
    booking = next(one for one in hospital.booked() if one.id.startswith("2611"))
    for patient, appointment in ((booking.patient, "no-such"), (hospital.adult().id, booking.id)):
        answer = hospital.check_in(patient, appointment=appointment)
        assert (answer.status, answer.refusal) == (404, "appointment-not-found")
    hospital.pass_time(days=1)
    answer = hospital.check_in(booking.patient, appointment=booking.id)
    assert (answer.status, answer.refusal) == (409, "appointment-not-today")


def test_an_unknown_patient(hospital: Hospital) -> None:
    answer = hospital.check_in("pt-0", service=SERVICE)
    assert (answer.status, answer.refusal) == (404, "patient-not-found")


def test_a_coverage_is_the_patient_s_own(hospital: Hospital) -> None:
    insured = [person for person in hospital.people if person.coverage]
    mine, others = (person.coverage.id for person in insured[30:32] if person.coverage)
    answer = hospital.check_in(insured[30].id, service="MAT", coverage=others)
    assert (answer.status, answer.refusal) == (400, "invalid")
    assert hospital.check_in(insured[30].id, service="MAT", coverage=mine).status == 201


def test_while_another_process_writes_the_kiosk_is_told_to_come_again(hospital: Hospital) -> None:
    patient, key = hospital.adult().id, new_key()
    assert hospital.get(f"/Patient/{patient}").status == 200
    with hospital.records.locked():
        body = check_in(patient, service=SERVICE, key=key)
        refused = hospital.post("/$check-in", body)
        assert refused.status == 503
        assert refused.response.headers["retry-after"] == "1"
        cancelled = hospital.post("/Encounter/kb-0/$cancel-check-in", None)
        assert cancelled.status == 503
        assert cancelled.response.headers["retry-after"] == "1"
        assert hospital.get(f"/Patient/{patient}").status == 200
    assert hospital.post("/$check-in", body).status == 201


def test_a_place_given_back_frees_the_queue_and_keeps_its_number(hospital: Hospital) -> None:
    booking = hospital.booked()[-1]
    ticket = hospital.check_in(booking.patient, appointment=booking.id).parts
    cancel = f"/Encounter/{ticket['encounter']['id']}/$cancel-check-in"
    for _ in range(2):
        answer = hospital.post(cancel, None)
        assert (answer.status, answer.body["status"]) == (200, "cancelled")
    assert waiting(hospital, booking.service) == 0
    assert hospital.get(f"/Appointment/{booking.id}").body["status"] == "booked"
    again = hospital.check_in(booking.patient, appointment=booking.id)
    assert (again.status, again.parts["reissued"]) == (201, False)
    assert again.parts["number"].endswith("-002")


@pytest.mark.parametrize("outcome", ["printed", "failed"])
def test_whether_the_ticket_is_on_paper(hospital: Hospital, outcome: str) -> None:
    ticket = hospital.check_in(hospital.adult().id, service=SERVICE).parts
    body = {"resourceType": "Parameters", "parameter": [{"name": "outcome", "valueCode": outcome}]}
    for _ in range(2):
        answer = hospital.post(f"/Encounter/{ticket['encounter']['id']}/$ticket-printed", body)
        assert (answer.status, answer.body) == (200, ticket["encounter"])
    [(paper,)] = hospital.records.query(
        "SELECT paper FROM encounter WHERE id = ?", [ticket["encounter"]["id"]]
    )
    assert paper == outcome
    body["parameter"] = [{"name": "outcome", "valueCode": "perhaps"}]
    assert (
        hospital.post(f"/Encounter/{ticket['encounter']['id']}/$ticket-printed", body).refusal
        == "invalid"
    )


def test_unknown_encounters(hospital: Hospital) -> None:
    printed = {
        "resourceType": "Parameters",
        "parameter": [{"name": "outcome", "valueCode": "printed"}],
    }
    for answer in (
        hospital.post("/Encounter/kb-0/$ticket-printed", printed),
        hospital.post("/Encounter/kb-0/$cancel-check-in", None),
    ):
        assert (answer.status, answer.refusal) == (404, "encounter-not-found")


def test_requests_that_are_wrong(hospital: Hospital) -> None:
    patient = hospital.adult().id
    bodies: list[Any] = [
        check_in(patient),
        check_in(patient, service=SERVICE, appointment="a"),
        check_in(patient, service="XA-TRI"),
        check_in(patient, service=SERVICE, priority=("vip",)),
        check_in(patient, service=SERVICE, priority=("merit",) * 17),
        check_in(patient, service=SERVICE, key="1"),
        check_in(patient, service=SERVICE, kiosk=""),
        check_in(patient, service=SERVICE, kiosk="k\n1"),
        check_in("../1", service=SERVICE),
        {"resourceType": "Parameters", "parameter": []},
        {"resourceType": "Patient"},
        [],
        None,
    ]
    for body in bodies:
        answer = hospital.post("/$check-in", body)
        assert (answer.status, answer.refusal) == (400, "invalid"), body
    assert waiting(hospital) == 0
