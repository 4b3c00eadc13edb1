"""Insurance, appointments and services."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled
from kiosk.model.care import Appointment, Cover, Insurance, Service
from kiosk.model.person import Patient
from kiosk.model.text import LocalText, local

TODAY = date(2026, 11, 22)
HA = Patient("p-1", "Trần Thị Thu Hà")
INSURANCE = "POST CoverageEligibilityRequest/$submit"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"

Json = dict[str, Any]


def english(text: str) -> Json:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": TRANSLATION, "extension": parts}]}


def eligibility(code: str | None = "000", inforce: bool = True, percent: int = 80) -> Json:
    benefit = {"type": {"coding": [{"code": "benefit"}]}, "allowedUnsignedInt": percent}
    answer: Json = {
        "resourceType": "CoverageEligibilityResponse",
        "outcome": "complete",
        "insurance": [
            {
                "coverage": {"reference": "Coverage/c-1"},
                "inforce": inforce,
                "item": [{"benefit": [{"type": {}}, benefit]}],
            }
        ],
    }
    if code:
        answer["extension"] = [{"url": "urn:kiosk:bhyt-result", "valueCode": code}]
    return answer


def test_asks_whether_the_patient_is_insured_today(script: Any) -> None:
    script.on(INSURANCE, eligibility())
    assert script.ask(lambda h: h.insurance(HA, TODAY)) == Insurance(
        Cover.COVERED, "000", 80, "c-1"
    )
    sent = json.loads(script.requests[0].content)
    assert sent["identifier"][0]["value"].startswith("urn:uuid:")
    assert datetime.fromisoformat(sent["created"]).utcoffset() is not None
    assert {key: sent[key] for key in ("resourceType", "status", "purpose", "servicedDate")} == {
        "resourceType": "CoverageEligibilityRequest",
        "status": "active",
        "purpose": ["validation"],
        "servicedDate": "2026-11-22",
    }
    assert sent["patient"] == {"reference": "Patient/p-1"}
    assert sent["insurer"]["display"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (eligibility("010", inforce=False), Insurance(Cover.SELF_PAY, "010", 80, "c-1")),
        (eligibility(None), Insurance(Cover.COVERED, "", 80, "c-1")),
        (eligibility("999"), Insurance(Cover.UNVERIFIED, "999", 80, "c-1")),
        (eligibility() | {"outcome": "queued"}, Insurance(Cover.UNVERIFIED, "000")),
        (eligibility() | {"outcome": "error"}, Insurance(Cover.UNVERIFIED, "000")),
        (eligibility("130") | {"insurance": []}, Insurance(Cover.COVERED_DESK, "130")),
        (eligibility(None) | {"insurance": []}, Insurance(Cover.NONE)),
        (eligibility(percent=101), Insurance(Cover.UNVERIFIED)),
        ({"resourceType": "Patient"}, Insurance(Cover.UNVERIFIED)),
    ],
)
def test_what_the_insurers_answer_means(script: Any, answer: Json, expected: Insurance) -> None:
    script.on(INSURANCE, answer)
    assert script.ask(lambda h: h.insurance(HA, TODAY)) == expected


def test_no_benefit_is_no_percentage(script: Any) -> None:
    answer = eligibility()
    del answer["insurance"][0]["item"]
    script.on(INSURANCE, answer)
    assert script.ask(lambda h: h.insurance(HA, TODAY)).benefit_percent is None


def test_an_insurance_that_cannot_be_checked_is_unverified_and_logged(
    script: Any, raw: Any, refusal: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for reply, kind in (
        (raw(503), "hospital-away"),
        (raw(200, b"{"), "hospital-garbled"),
        (refusal(404, "patient-not-found"), "hospital-refused"),
        (raw(200, b"{}  ", pause=0.1), "hospital-away"),
    ):
        script.on(INSURANCE, reply)
        unverified = script.ask(lambda h: h.insurance(HA, TODAY), insurance_deadline=0.05)
        assert unverified == Insurance(Cover.UNVERIFIED)
        assert kind in capsys.readouterr().err


def booked(**change: Any) -> Json:
    return {
        "resourceType": "Appointment",
        "id": "a-1",
        "status": "booked",
        "start": "2026-11-22T09:30:00+07:00",
        "serviceType": [
            {
                "coding": [
                    {
                        "code": "TIM-MACH",
                        "display": "Tim mạch",
                        "_display": english("Cardiology"),
                    }
                ]
            }
        ],
        "participant": [
            {"actor": {"reference": "Practitioner/d-1", "display": "BS. Lê Bình"}},
            {"actor": {"reference": "Patient/p-1", "display": "x"}},
            {"actor": {"reference": "Location/l-1", "display": "P. 204"}},
        ],
    } | change


def test_appointments_of_the_hospitals_day(script: Any, bundle: Any) -> None:
    other = [{"actor": {"reference": "Patient/p-2"}}]
    script.on(
        "GET Appointment",
        bundle(
            booked(id="late", start="2026-11-22T16:59:59Z"),
            booked(),
            booked(id="kept", status="checked-in"),
            booked(id="no-time", status="proposed", start=None),
            booked(id="tomorrow", start="2026-11-22T17:00:00Z"),
            booked(id="not-mine", participant=other),
            booked(
                id="bare", start="2026-11-21T17:00:00Z", participant=booked()["participant"][1:2]
            ),
        ),
    )
    found = script.ask(lambda h: h.appointments(HA, TODAY))
    assert [one.id for one in found] == ["bare", "a-1", "late"]
    assert found[1] == Appointment(
        "a-1",
        datetime.fromisoformat("2026-11-22T09:30:00+07:00"),
        "TIM-MACH",
        local("Tim mạch", "Cardiology"),
        "BS. Lê Bình",
        "P. 204",
    )
    assert (found[0].practitioner, found[0].room) == ("", "")
    url = script.requests[0].url
    assert url.params.get_list("date") == [
        "ge2026-11-22T00:00:00+07:00",
        "lt2026-11-23T00:00:00+07:00",
    ]
    assert url.params["patient"] == "p-1"
    assert b"%2B07" in url.query


@pytest.mark.parametrize(
    "change",
    [
        {"serviceType": []},
        {"serviceType": [{"coding": [{"code": "a/b", "display": "x"}]}]},
        {"serviceType": [{"coding": [{"code": "X"}]}]},
        {"start": "2026-11-22T09:30:00"},
        {"start": "soon"},
        {"participant": []},
    ],
)
def test_appointments_that_make_no_sense(script: Any, bundle: Any, change: Json) -> None:
    script.on("GET Appointment", bundle(booked(**change)))
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.appointments(HA, TODAY))


LISTED: list[Json] = [
    {
        "resourceType": "HealthcareService",
        "id": "TIM-MACH",
        "active": True,
        "name": "Tim mạch",
        "_name": english("Cardiology"),
        "comment": "Tim, huyết áp",
        "_comment": english("heart, blood pressure"),
    },
    {"resourceType": "HealthcareService", "id": "XQ", "name": "X-quang"},
    {"resourceType": "HealthcareService", "id": "OLD", "name": "Cũ", "active": False},
]


def load(code: str = "TIM-MACH", rooms: int = 2, waiting: int = 9, **more: Any) -> Json:
    parts = [
        {"name": "code", "valueCode": code},
        {"name": "rooms-open", "valueInteger": rooms},
        {"name": "waiting", "valueInteger": waiting},
        *({"name": "estimated-wait", "valueDuration": d} for d in more.values()),
    ]
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": "service", "part": parts}, {"name": "else"}],
    }


def test_services_with_their_load(script: Any, bundle: Any) -> None:
    script.on("GET HealthcareService", bundle(*LISTED))
    script.on("GET HealthcareService/$queue-status", load(wait={"value": 12.5, "unit": "min"}))
    assert script.ask(lambda h: h.services()) == (
        Service(
            "TIM-MACH",
            local("Tim mạch", "Cardiology"),
            local("Tim, huyết áp", "heart, blood pressure"),
            2,
            9,
            13,
        ),
        Service("XQ", LocalText({"vi": "X-quang"}), LocalText({"vi": "X-quang"}), 0, 0, None),
    )
    assert script.requests[0].url.params["active"] == "true"


def test_a_wait_that_is_not_known(script: Any, bundle: Any) -> None:
    script.on("GET HealthcareService", bundle(*LISTED))
    script.on("GET HealthcareService/$queue-status", load())
    assert script.ask(lambda h: h.services())[0].wait_minutes is None


@pytest.mark.parametrize(
    "answer",
    [
        load(waiting=-1),
        load(rooms=10**9),
        load(wait={"value": 1, "unit": "h"}),
        load(wait={"value": -1, "unit": "min"}),
        {"resourceType": "Parameters", "parameter": [{"name": "service", "part": []}]},
        {"resourceType": "Bundle", "type": "searchset"},
    ],
)
def test_loads_that_make_no_sense(script: Any, bundle: Any, answer: Json) -> None:
    script.on("GET HealthcareService", bundle(*LISTED))
    script.on("GET HealthcareService/$queue-status", answer)
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.services())


def test_the_failure_of_either_question_is_the_answer(script: Any, raw: Any, bundle: Any) -> None:
    script.on("GET HealthcareService", raw(200, b" " * 50, pause=0.1))
    script.on("GET HealthcareService/$queue-status", raw(500))
    with pytest.raises(HospitalAway, match="500"):
        script.ask(lambda h: h.services())
    script.on("GET HealthcareService", raw(500))
    with pytest.raises(HospitalError):
        script.ask(lambda h: h.services())


def test_translations_that_make_no_sense_are_left_out(script: Any, bundle: Any) -> None:
    bad = english("a")["extension"][0]
    extensions = [
        {"url": "urn:other", "extension": bad["extension"]},
        {"url": TRANSLATION, "extension": bad["extension"][:1]},
        {"url": TRANSLATION, "extension": bad["extension"][1:]},
        {"url": TRANSLATION},
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": "<b>"},
                {"url": "content", "valueString": "c"},
            ],
        },
    ]
    xray: Json = {**LISTED[1], "_name": {"extension": extensions}}
    script.on("GET HealthcareService", bundle(xray))
    script.on("GET HealthcareService/$queue-status", load())
    (service,) = script.ask(lambda h: h.services())
    assert service.name == LocalText({"vi": "X-quang"})
