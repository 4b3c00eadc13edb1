"""The tickets that a patient holds, as another hospital may tell them."""

from typing import Any

import pytest

from kiosk.errors import HospitalGarbled
from kiosk.model.checkin import HeldTicket
from kiosk.model.person import Patient
from kiosk.model.text import LocalText, local

HA = Patient("p-1", "Trần Thị Thu Hà")

Json = dict[str, Any]


def english(text: str) -> Json:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text}]
    translation = "http://hl7.org/fhir/StructureDefinition/translation"
    return {"extension": [{"url": translation, "extension": parts}]}


def held(number: str = "T-042", **change: Any) -> Json:
    coding = {"code": "TIM-MACH", "display": "Tim mạch", "_display": english("Cardiology")}
    return {
        "resourceType": "Encounter",
        "id": "e-1",
        "status": "arrived",
        "identifier": [
            {"system": "urn:kiosk:check-in-key", "value": "k"},
            {"system": "urn:kiosk:ticket", "value": number},
        ],
        "subject": {"reference": "Patient/p-1"},
        "serviceType": {"coding": [coding]},
        "location": [{"location": {"reference": "Location/1", "display": "P. 204"}}],
    } | change


def test_only_what_this_patient_holds_is_taken(script: Any, bundle: Any) -> None:
    script.on(
        "GET Encounter",
        bundle(
            held("1"),
            held("2", subject={"reference": "Patient/p-2"}),
            held("3", status="finished"),
            held("4", identifier=[{"system": "urn:other", "value": "5"}]),
            held("6", status="in-progress", location=[]),
        ),
    )
    assert script.ask(lambda h: h.held_tickets(HA)) == (
        HeldTicket("1", "TIM-MACH", local("Tim mạch", "Cardiology"), "P. 204"),
        HeldTicket("6", "TIM-MACH", local("Tim mạch", "Cardiology"), ""),
    )
    [asked] = script.requests
    assert dict(asked.url.params) == {"patient": "p-1", "status": "arrived,in-progress"}


def test_a_service_without_translation_is_named_all_the_same(script: Any, bundle: Any) -> None:
    coding = {"code": "X", "display": "X-quang"}
    script.on("GET Encounter", bundle(held(serviceType={"coding": [coding]})))
    [found] = script.ask(lambda h: h.held_tickets(HA))
    assert found.service_name == LocalText({"vi": "X-quang"})


@pytest.mark.parametrize(
    "service",
    [
        {},
        {"coding": []},
        {"coding": [{"code": "X"}]},
        {"coding": [{"code": "a/b", "display": "X"}]},
    ],
)
def test_one_whose_service_nobody_can_tell_is_garbled(
    script: Any, bundle: Any, service: Json
) -> None:
    script.on("GET Encounter", bundle(held(serviceType=service)))
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.held_tickets(HA))
