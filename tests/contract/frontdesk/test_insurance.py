from datetime import timedelta
from typing import Any

import pytest

from kiosk.frontdesk.generate import Person, newcomers
from tests.contract.frontdesk.hospital import CCCD, Answer, Hospital

RESULT = "urn:kiosk:bhyt-result"


def ask(hospital: Hospital, patient: str) -> Answer:
    return hospital.post(
        "/CoverageEligibilityRequest/$submit",
        {
            "resourceType": "CoverageEligibilityRequest",
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:0"}],
            "status": "active",
            "purpose": ["validation"],
            "patient": {"reference": f"Patient/{patient}"},
            "created": "2026-11-23",
            "servicedDate": "2026-11-23",
            "insurer": {"display": "BHXH"},
        },
    )


def insured_with(hospital: Hospital, result: str) -> Person:
    return next(p for p in hospital.people if p.coverage and p.coverage.result == result)


def test_covered(hospital: Hospital) -> None:
    person = insured_with(hospital, "000")
    assert person.coverage
    answer = ask(hospital, person.id)
    assert answer.status == 200
    assert answer.body["resourceType"] == "CoverageEligibilityResponse"
    assert answer.body["outcome"] == "complete"
    assert answer.body["patient"] == {"reference": f"Patient/{person.id}"}
    assert answer.body["request"] == {"identifier": {"value": "urn:uuid:0"}}
    assert answer.body["extension"] == [{"url": RESULT, "valueCode": "000"}]
    [insurance] = answer.body["insurance"]
    assert insurance["coverage"] == {"reference": f"Coverage/{person.coverage.id}"}
    assert insurance["inforce"] is True
    [benefit] = insurance["item"][0]["benefit"]
    assert benefit["type"]["coding"][0]["code"] == "benefit"
    assert benefit["allowedUnsignedInt"] == person.coverage.percent


@pytest.mark.parametrize(("result", "in_force"), [("003", True), ("010", False), ("060", False)])
def test_results_besides_000(hospital: Hospital, result: str, in_force: bool) -> None:
    body = ask(hospital, insured_with(hospital, result).id).body
    assert body["outcome"] == "complete"
    assert body["insurance"][0]["inforce"] is in_force
    assert body["extension"] == [{"url": RESULT, "valueCode": result}]


def test_a_fault_of_the_gateway_claims_nothing(hospital: Hospital) -> None:
    body = ask(hospital, insured_with(hospital, "500").id).body
    assert body["outcome"] == "error"
    assert "insurance" not in body


def test_without_insurance(hospital: Hospital) -> None:
    person = next(p for p in hospital.people if p.coverage is None)
    body = ask(hospital, person.id).body
    assert body["outcome"] == "complete"
    assert not {"insurance", "extension"} & set(body)


def test_a_card_expires_with_the_calendar(hospital: Hospital) -> None:
    person = insured_with(hospital, "000")
    assert person.coverage
    last = person.coverage.valid_to
    hospital.clock.time = hospital.clock.time.replace(
        year=last.year, month=last.month, day=last.day
    )
    assert ask(hospital, person.id).body["insurance"][0]["inforce"] is True
    hospital.clock.time += timedelta(days=1)
    body = ask(hospital, person.id).body
    assert body["extension"] == [{"url": RESULT, "valueCode": "010"}]
    assert body["insurance"][0]["inforce"] is False


def test_the_insurer_knows_people_who_are_new_to_the_hospital(hospital: Hospital) -> None:
    person = next(p for p in newcomers() if p.coverage and p.coverage.result == "000")
    new: dict[str, Any] = {
        "resourceType": "Patient",
        "identifier": [{"system": CCCD, "value": person.personal_number}],
        "name": [{"text": person.name}],
        "birthDate": person.birth,
    }
    condition = f"identifier={CCCD}|{person.personal_number}"
    patient = hospital.post("/Patient", new, If_None_Exist=condition)
    assert patient.status == 201
    assert ask(hospital, patient.body["id"]).body["insurance"][0]["inforce"] is True


def test_an_unknown_patient(hospital: Hospital) -> None:
    answer = ask(hospital, "pt-0")
    assert (answer.status, answer.refusal) == (404, "patient-not-found")


@pytest.mark.parametrize("patient", ["", "a/b", "pt 0", "x" * 65])
def test_a_reference_that_is_none(hospital: Hospital, patient: str) -> None:
    answer = ask(hospital, patient)
    assert (answer.status, answer.refusal) == (400, "invalid")
