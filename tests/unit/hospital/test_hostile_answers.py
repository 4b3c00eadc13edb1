"""Whatever a server answers, the kiosk gets a value or a ``HospitalError``."""

import copy
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import HospitalError
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.care import Cover
from kiosk.model.checkin import CheckIn
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.document import Document, DocumentKind
from kiosk.model.face import DESCRIPTOR_BYTES
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient
from tests.examples import examples

TODAY = date(2026, 11, 22)
HA = Patient("p-1", "Trần Thị Thu Hà")
NUMBER = Identifier(IdentifierKind.PERSONAL_NUMBER, "079190012345")
CARD = Document(DocumentKind.CCCD, (NUMBER,), "Trần Thị Thu Hà", BirthDate(1990, 3, 15))
SLIP = Document(DocumentKind.APPOINTMENT, appointment="a-1")
WISH = CheckIn("0193527a-0000-7000-8000-000000000001", "kiosk-1", "p-1", service="A")

FACE = bytes(DESCRIPTOR_BYTES)
CONSENT = Consent(
    "p-1",
    ConsentPurpose.FACE_IDENTIFICATION,
    "face-identification/1",
    "vi",
    datetime(2026, 11, 22, 8, tzinfo=UTC),
    "kiosk-1",
)

QUESTIONS: tuple[Callable[[FhirHospital], Awaitable[object]], ...] = (
    lambda h: h.find(CARD),
    lambda h: h.find(SLIP),
    lambda h: h.register(CARD),
    lambda h: h.appointments(HA, TODAY),
    lambda h: h.held_tickets(HA),
    lambda h: h.services(),
    lambda h: h.check_in(WISH),
    lambda h: h.call_staff("kiosk-1", "Welcome"),
    lambda h: h.record_consent(CONSENT),
    lambda h: h.match_face(FACE),
    lambda h: h.enroll_face(CONSENT, FACE),
    lambda h: h.forget_face(HA),
    lambda h: h.ping(),
)

PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p-1",
    "identifier": [{"system": "http://fhir.ehealth.gov.vn/core/sid/cccd", "value": NUMBER.value}],
    "name": [{"text": HA.name}],
    "gender": "female",
    "birthDate": "1990-03-15",
    "telecom": [{"system": "phone", "value": "09"}],
}
APPOINTMENT = {
    "resourceType": "Appointment",
    "id": "a-1",
    "status": "booked",
    "start": "2026-11-22T09:30:00+07:00",
    "serviceType": [{"coding": [{"code": "A", "display": "Tim", "_display": {"extension": []}}]}],
    "participant": [{"actor": {"reference": "Patient/p-1"}}],
}
TICKET = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "encounter",
            "resource": {
                "resourceType": "Encounter",
                "id": "e-1",
                "subject": {"reference": "Patient/p-1"},
            },
        },
        {"name": "number", "valueString": "A-042"},
        {"name": "service", "valueString": "Tim", "_valueString": {"extension": []}},
        {"name": "room", "valueString": "204"},
        {"name": "people-ahead", "valueInteger": 3},
        {"name": "estimated-wait", "valueDuration": {"value": 25, "unit": "min"}},
        {"name": "issued", "valueDateTime": "2026-11-22T08:00:00+07:00"},
    ],
}
LOAD = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "service",
            "part": [
                {"name": "code", "valueCode": "A"},
                {"name": "rooms-open", "valueInteger": 1},
                {"name": "waiting", "valueInteger": 1},
            ],
        }
    ],
}
SERVICE = {"resourceType": "HealthcareService", "id": "A", "name": "Tim", "comment": "tim"}
ELIGIBILITY = {
    "resourceType": "CoverageEligibilityResponse",
    "outcome": "complete",
    "insurance": [{"coverage": {"reference": "Coverage/c"}, "inforce": True, "item": []}],
    "extension": [{"url": "urn:kiosk:bhyt-result", "valueCode": "000"}],
}


HELD = {
    "resourceType": "Encounter",
    "id": "e-1",
    "status": "arrived",
    "identifier": [{"system": "urn:kiosk:ticket", "value": "T-042"}],
    "subject": {"reference": "Patient/p-1"},
    "serviceType": {"coding": [{"code": "X", "display": "x"}]},
    "location": [{"location": {"reference": "Location/1", "display": "204"}}],
}


KEPT = {"resourceType": "Consent", "id": "c-1", "patient": {"reference": "Patient/p-1"}}
MATCHED = {"resourceType": "Parameters", "parameter": [{"name": "patient", "resource": PATIENT}]}


def bundle(resource: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": resource}]}


RIGHT: dict[str, dict[str, Any]] = {
    "POST Patient/_search": bundle(PATIENT),
    "POST Patient": PATIENT,
    "GET Patient/p-1": PATIENT,
    "GET Appointment": bundle(APPOINTMENT),
    "GET Appointment/a-1": APPOINTMENT,
    "GET Encounter": bundle(HELD),
    "GET HealthcareService": bundle(SERVICE),
    "GET HealthcareService/$queue-status": LOAD,
    "POST CoverageEligibilityRequest/$submit": ELIGIBILITY,
    "POST $check-in": TICKET,
    "POST CommunicationRequest": {},
    "POST Consent": KEPT,
    "POST Patient/$face-match": MATCHED,
    "POST Patient/p-1/$face-enroll": KEPT,
    "POST Patient/p-1/$face-forget": {"resourceType": "Parameters"},
    "GET metadata": {
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "software": {"name": "x"},
    },
}

WRONG = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["", "..", "Patient", "0001-01-01T00:00:00+14:00", "9999-12-31", "x" * 5000]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value, as container and key or index."""
    keys = list(node) if isinstance(node, dict) else range(len(node))
    found = [(node, key) for key in keys]
    for key in keys:
        if isinstance(node[key], dict | list):
            found += places(node[key])
    return found


async def ask_everything(hospital: FhirHospital) -> int:
    """How many of the questions were answered."""
    answered = 0
    for question in QUESTIONS:
        try:
            await question(hospital)
            answered += 1
        except HospitalError:
            continue
    assert (await hospital.insurance(HA, TODAY)).cover in Cover
    return answered


def test_the_right_answers_are_understood(script: Any) -> None:
    for call, answer in RIGHT.items():
        script.on(call, answer)
    assert script.ask(ask_everything) == len(QUESTIONS)
    assert script.ask(lambda h: h.insurance(HA, TODAY)).cover is Cover.COVERED


@pytest.mark.slow
@settings(
    max_examples=examples(200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_answers_with_one_wrong_value(script: Any, data: st.DataObject) -> None:
    for call, answer in RIGHT.items():
        changed = copy.deepcopy(answer)
        if spots := places(changed):
            container, key = data.draw(st.sampled_from(spots))
            if data.draw(st.booleans()):
                container[key] = data.draw(WRONG)
            else:
                del container[key]
        script.on(call, changed)
    script.ask(ask_everything)


@pytest.mark.slow
@settings(
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    status=st.sampled_from([200, 201, 204, 302, 400, 404, 409, 412, 422, 503]),
    body=st.binary(max_size=60) | WRONG.map(lambda value: json.dumps(value).encode()),
    retry=st.text("019-ab", max_size=4),
)
def test_any_status_and_any_bytes(
    script: Any, raw: Any, status: int, body: bytes, retry: str
) -> None:
    script.otherwise = raw(status, body, {"Retry-After": retry})
    script.ask(ask_everything, deadline=0.5)
