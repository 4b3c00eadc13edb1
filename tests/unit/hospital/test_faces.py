"""Consents and faces, as they go over the wire."""

import json
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.face import DESCRIPTOR_BYTES
from kiosk.model.person import Patient

HA = Patient("p-1", "Trần Thị Thu Hà")
DESCRIPTOR = bytes(range(256)) * 2
GIVEN = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)
CONSENT = Consent(
    "p-1", ConsentPurpose.FACE_IDENTIFICATION, "face-identification/1", "vi", GIVEN, "kiosk-1"
)
KEPT = {"resourceType": "Consent", "id": "c-1", "patient": {"reference": "Patient/p-1"}}
PATIENT = {"resourceType": "Patient", "id": "p-1", "name": [{"text": HA.name}]}

Json = dict[str, Any]


def parameters(*found: Json) -> Json:
    return {"resourceType": "Parameters", "parameter": list(found)}


def test_a_consent_says_what_was_agreed_to_when_and_where(script: Any) -> None:
    script.on("POST Consent", KEPT)
    script.ask(lambda h: h.record_consent(CONSENT))
    [request] = script.requests
    sent = json.loads(request.content)
    assert sent == {
        "resourceType": "Consent",
        "language": "vi",
        "extension": [{"url": "urn:kiosk:kiosk", "valueString": "kiosk-1"}],
        "identifier": sent["identifier"],
        "status": "active",
        "scope": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/consentscope",
                    "code": "patient-privacy",
                }
            ]
        },
        "category": [{"coding": [{"system": "urn:kiosk:consent", "code": "face-identification"}]}],
        "patient": {"reference": "Patient/p-1"},
        "dateTime": "2026-11-23T08:02:03.000+07:00",
        "policy": [{"uri": "urn:kiosk:consent-text:face-identification/1"}],
    }
    name = sent["identifier"][0]["value"]
    assert request.headers["if-none-exist"] == f"identifier=urn:ietf:rfc:3986|{name}"


def test_a_consent_said_twice_has_one_name_and_another_has_another(script: Any) -> None:
    script.on("POST Consent", KEPT)
    others = (
        CONSENT,
        replace(CONSENT, given_at=GIVEN + timedelta(milliseconds=1)),
        replace(CONSENT, purpose=ConsentPurpose.FACE_VERIFICATION),
        replace(CONSENT, kiosk="kiosk-2"),
    )
    for one in (CONSENT, *others):
        script.ask(lambda h, one=one: h.record_consent(one))
    first, *names = [json.loads(r.content)["identifier"][0]["value"] for r in script.requests]
    assert first == names[0]
    assert len(set(names)) == len(others)


def test_a_consent_of_somebody_else_is_garbled(script: Any) -> None:
    script.on("POST Consent", KEPT | {"patient": {"reference": "Patient/p-2"}})
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.record_consent(CONSENT))


def test_a_face_is_one_patients_or_nobodys(script: Any) -> None:
    script.on("POST Patient/$face-match", parameters({"name": "patient", "resource": PATIENT}))
    assert script.ask(lambda h: h.match_face(DESCRIPTOR)) == HA
    [request] = script.requests
    [sent] = json.loads(request.content)["parameter"]
    assert sent["name"] == "descriptor"
    assert b64decode(sent["valueBase64Binary"]) == DESCRIPTOR
    script.on("POST Patient/$face-match", parameters())
    assert script.ask(lambda h: h.match_face(DESCRIPTOR)) is None


def test_two_candidates_are_garbled(script: Any) -> None:
    candidate = {"name": "patient", "resource": PATIENT}
    script.on("POST Patient/$face-match", parameters(candidate, candidate))
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.match_face(DESCRIPTOR))


def test_a_face_is_enrolled_with_its_consent(script: Any) -> None:
    script.on("POST Patient/p-1/$face-enroll", KEPT)
    script.ask(lambda h: h.enroll_face(CONSENT, DESCRIPTOR))
    descriptor, consent = json.loads(script.requests[0].content)["parameter"]
    assert b64decode(descriptor["valueBase64Binary"]) == DESCRIPTOR
    assert consent["name"] == "consent"
    assert consent["resource"]["category"][0]["coding"][0]["code"] == "face-identification"


@pytest.mark.parametrize(
    "question",
    [
        lambda h: h.match_face(DESCRIPTOR[:-1]),
        lambda h: h.enroll_face(CONSENT, DESCRIPTOR + b"\0"),
        lambda h: h.enroll_face(
            replace(CONSENT, purpose=ConsentPurpose.FACE_VERIFICATION), DESCRIPTOR
        ),
    ],
)
def test_what_nobody_agreed_to_and_what_is_no_face_is_not_sent(
    script: Any, question: Callable[[FhirHospital], Awaitable[object]]
) -> None:
    assert len(DESCRIPTOR) == DESCRIPTOR_BYTES
    with pytest.raises(ValueError, match=r"descriptor|agreed"):
        script.ask(question)
    assert script.requests == []


def test_forgetting_twice_is_no_error(script: Any, refusal: Any) -> None:
    script.on("POST Patient/p-1/$face-forget", parameters(), refusal(404, "patient-not-found"))
    script.ask(lambda h: h.forget_face(HA))
    script.ask(lambda h: h.forget_face(HA))
    assert len(script.requests) == 2


def test_a_hospital_that_has_it_switched_off_says_so(script: Any, refusal: Any) -> None:
    for path in ("$face-match", "p-1/$face-enroll"):
        script.on(f"POST Patient/{path}", refusal(404, "not-offered"))
    questions: tuple[Callable[[FhirHospital], Awaitable[object]], ...] = (
        lambda h: h.match_face(DESCRIPTOR),
        lambda h: h.enroll_face(CONSENT, DESCRIPTOR),
    )
    for question in questions:
        with pytest.raises(HospitalRefused, match="not-offered"):
            script.ask(question)


def test_a_hospital_that_is_asked_too_often_is_away(script: Any, refusal: Any) -> None:
    script.on("POST Patient/$face-match", refusal(429, "too-often", {"Retry-After": "60"}))
    with pytest.raises(HospitalAway):
        script.ask(lambda h: h.match_face(DESCRIPTOR))


def test_a_patient_says_whether_their_face_is_known(script: Any) -> None:
    known = PATIENT | {"extension": [{"url": "urn:kiosk:face-enrolled", "valueBoolean": True}]}
    script.on("POST Patient/$face-match", parameters({"name": "patient", "resource": known}))
    found = script.ask(lambda h: h.match_face(DESCRIPTOR))
    assert found == replace(HA, face_enrolled=True)
