"""The ticket, and what happens to it."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.model.care import Priority
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.face import IdentityCheck
from kiosk.model.text import LocalText, local

KEY = "0193527a-0000-7000-8000-000000000001"
WISH = CheckIn(
    KEY,
    "kiosk-1",
    "p-1",
    service="TIM-MACH",
    coverage="c-1",
    priority=(Priority.AGE_75,),
    identity=IdentityCheck.FACE,
)
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"

Json = dict[str, Any]


def english(text: str) -> Json:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": TRANSLATION, "extension": parts}]}


ENCOUNTER = {
    "resourceType": "Encounter",
    "id": "e-1",
    "status": "arrived",
    "identifier": [{"system": "urn:kiosk:ticket", "value": "A-042"}],
    "subject": {"reference": "Patient/p-1"},
}


def answer(**change: Json | None) -> Json:
    """With a parameter in another form, or without it."""
    parameters: dict[str, Json | None] = {
        "encounter": {"resource": ENCOUNTER},
        "number": {"valueString": "A-042"},
        "service": {"valueString": "Tim mạch", "_valueString": english("Cardiology")},
        "room": {"valueString": "204"},
        "floor": {"valueString": "2"},
        "direction": {"valueString": "Rẽ trái", "_valueString": english("Turn left")},
        "people-ahead": {"valueInteger": 3},
        "estimated-wait": {"valueDuration": {"value": 25, "unit": "min", "code": "min"}},
        "issued": {"valueDateTime": "2026-11-22T08:00:00+07:00"},
        "follow-up": {"valueUrl": "http://127.0.0.1:8080/t/abc"},
        "priority": {"valueBoolean": True},
        "reissued": {"valueBoolean": False},
    }
    parameters |= {name.replace("_", "-"): value for name, value in change.items()}
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": n} | value for n, value in parameters.items() if value is not None],
    }


TICKET = Ticket(
    encounter="e-1",
    number="A-042",
    service=local("Tim mạch", "Cardiology"),
    room="204",
    floor="2",
    direction=local("Rẽ trái", "Turn left"),
    people_ahead=3,
    wait_minutes=25,
    issued_at=datetime.fromisoformat("2026-11-22T08:00:00+07:00"),
    follow_up="http://127.0.0.1:8080/t/abc",
    priority=True,
)


def test_takes_a_place(script: Any) -> None:
    script.on("POST $check-in", answer())
    assert script.ask(lambda h: h.check_in(WISH)) == TICKET
    (request,) = script.requests
    assert request.headers["idempotency-key"] == KEY
    assert json.loads(request.content) == {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "patient", "valueReference": {"reference": "Patient/p-1"}},
            {"name": "service", "valueReference": {"reference": "HealthcareService/TIM-MACH"}},
            {"name": "coverage", "valueReference": {"reference": "Coverage/c-1"}},
            {"name": "priority", "valueCode": "age-75"},
            {"name": "identity-check", "valueCode": "face"},
            {"name": "kiosk", "valueString": "kiosk-1"},
            {"name": "key", "valueUuid": f"urn:uuid:{KEY}"},
        ],
    }


def test_keeps_an_appointment(script: Any) -> None:
    script.on("POST $check-in", answer(reissued={"valueBoolean": True}))
    wish = CheckIn(KEY, "kiosk-1", "p-1", appointment="a-1")
    assert script.ask(lambda h: h.check_in(wish)).reissued
    names = [one["name"] for one in json.loads(script.requests[0].content)["parameter"]]
    assert names == ["patient", "appointment", "identity-check", "kiosk", "key"]


def test_hears_which_check_ins_were_answered_the_same_ticket(script: Any) -> None:
    other = "0193527a-0000-7000-8000-000000000002"
    system = "urn:kiosk:check-in-key"
    keys = [{"system": system, "value": key} for key in (KEY, other)]
    mine = ENCOUNTER | {"identifier": [{"system": "urn:kiosk:ticket", "value": "A-042"}, *keys]}
    script.on("POST $check-in", answer(encounter={"resource": mine}))
    assert script.ask(lambda h: h.check_in(WISH)).keys == (KEY, other)


def test_no_more_of_them_than_anybody_needs(script: Any) -> None:
    keys = [{"system": "urn:kiosk:check-in-key", "value": str(n)} for n in range(1000)]
    script.on("POST $check-in", answer(encounter={"resource": ENCOUNTER | {"identifier": keys}}))
    assert len(script.ask(lambda h: h.check_in(WISH)).keys) == 100


def test_tells_the_number_that_the_patient_was_given_meanwhile(script: Any) -> None:
    mine = ENCOUNTER | {"serviceType": {"coding": [{"code": "TIM-MACH"}]}}
    script.on("POST $check-in", answer(encounter={"resource": mine}))
    script.ask(lambda h: h.check_in(replace(WISH, provisional="K1-007")))
    sent = json.loads(script.requests[0].content)["parameter"]
    assert {"name": "provisional", "valueString": "K1-007"} in sent


def test_a_ticket_with_the_least_there_may_be(script: Any) -> None:
    script.on(
        "POST $check-in",
        answer(
            estimated_wait=None,
            follow_up=None,
            priority=None,
            reissued=None,
            direction=None,
            floor=None,
        ),
    )
    ticket = script.ask(lambda h: h.check_in(WISH))
    assert (ticket.wait_minutes, ticket.follow_up, ticket.floor) == (None, "", "")
    assert (ticket.priority, ticket.reissued) == (False, False)
    assert ticket.direction == LocalText({"vi": ""})


@pytest.mark.parametrize(
    "change",
    [
        {"encounter": None},
        {"encounter": {"resource": {"resourceType": "Patient", "id": "e-1", "subject": {}}}},
        {"encounter": {"resource": ENCOUNTER | {"subject": {"reference": "Patient/p-2"}}}},
        {"encounter": {"resource": ENCOUNTER | {"id": ".."}}},
        {"encounter": {"resource": ENCOUNTER | {"serviceType": {"coding": [{"code": "RANG"}]}}}},
        {"number": None},
        {"number": {"valueString": ""}},
        {"number": {"valueInteger": 42}},
        {"service": None},
        {"room": None},
        {"people_ahead": None},
        {"people_ahead": {"valueInteger": -1}},
        {"people_ahead": {"valueInteger": "3"}},
        {"estimated_wait": {"valueDuration": {"value": 1, "unit": "d"}}},
        {"estimated_wait": {"valueDuration": {"value": 1e300, "unit": "min"}}},
        {"issued": None},
        {"issued": {"valueDateTime": "2026-11-22"}},
        {"issued": {"valueDateTime": "0001-01-01T00:00:00+07:00"}},
        {"follow_up": {"valueUrl": "javascript:alert(1)"}},
        {"follow_up": {"valueUrl": "http://x/ y"}},
    ],
)
def test_tickets_that_make_no_sense(script: Any, change: dict[str, Json | None]) -> None:
    script.on("POST $check-in", answer(**change))
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.check_in(WISH))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (409, "service-closed"),
        (404, "appointment-not-found"),
        (409, "appointment-not-today"),
        (404, "patient-not-found"),
        (422, "key-reused"),
    ],
)
def test_refusals(script: Any, refusal: Any, status: int, reason: str) -> None:
    script.on("POST $check-in", refusal(status, reason))
    with pytest.raises(HospitalRefused) as refused:
        script.ask(lambda h: h.check_in(WISH))
    assert refused.value.reason == reason
    assert len(script.requests) == 1


@pytest.mark.parametrize(("printed", "code"), [(True, "printed"), (False, "failed")])
def test_says_whether_the_ticket_is_on_paper(script: Any, printed: bool, code: str) -> None:
    script.on("POST Encounter/e-1/$ticket-printed", ENCOUNTER)
    script.ask(lambda h: h.ticket_printed(TICKET, printed))
    assert json.loads(script.requests[0].content)["parameter"] == [
        {"name": "outcome", "valueCode": code}
    ]


def test_gives_a_place_back(script: Any) -> None:
    script.on("POST Encounter/e-1/$cancel-check-in", ENCOUNTER | {"status": "cancelled"})
    script.ask(lambda h: h.cancel(TICKET))
    assert script.requests[0].content == b""
    script.on("POST Encounter/e-1/$cancel-check-in", ENCOUNTER | {"id": "e-2"})
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.cancel(TICKET))


def test_calls_staff(script: Any, raw: Any) -> None:
    script.on("POST CommunicationRequest", raw(201))
    script.ask(lambda h: h.call_staff("kiosk-1", "ConfirmIdentity"))
    sent = json.loads(script.requests[0].content)
    assert datetime.fromisoformat(sent.pop("authoredOn")).utcoffset() is not None
    assert sent == {
        "resourceType": "CommunicationRequest",
        "status": "active",
        "category": [{"coding": [{"system": "urn:kiosk:call", "code": "staff-call"}]}],
        "sender": {"identifier": {"value": "kiosk-1"}},
        "payload": [{"contentString": "ConfirmIdentity"}],
    }


def test_ping(script: Any) -> None:
    statement = {
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "software": {"name": "frontdesk", "version": "0.1.0"},
    }
    script.on("GET metadata", statement)
    assert script.ask(lambda h: h.ping()) == "frontdesk 0.1.0"
    script.on("GET metadata", statement | {"fhirVersion": "5.0.0"})
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.ping())
