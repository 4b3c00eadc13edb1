"""Examples of what goes over the wire. Everybody in them is invented."""

from typing import Any

_SID = "http://fhir.ehealth.gov.vn/core/sid"
_REFUSAL = "urn:kiosk:refusal"
_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_MINUTES = {"unit": "min", "system": "http://unitsofmeasure.org", "code": "min"}

Resource = dict[str, Any]
PATIENT_ID = "pt-3f1c0a5b7d9e4f60a1b2c3d4e5f60718"
ENCOUNTER_ID = "kb-9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d"
APPOINTMENT_ID = "hen-261123-017"
SERVICE_ID = "TIM-MACH"
KEY = "0193573a-7c00-7b4e-9c1d-5f2a8e6b4c10"


def english(text: str) -> Resource:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": _TRANSLATION, "extension": parts}]}


def minutes(value: int) -> Resource:
    return {"value": value, **_MINUTES}


_NUMBERS = [
    {"system": f"{_SID}/cccd", "value": "079190012345"},
    {"system": f"{_SID}/insurance_number", "value": "7912345678"},
]
NEW_PATIENT: Resource = {
    "resourceType": "Patient",
    "identifier": _NUMBERS,
    "name": [{"text": "Trần Thị Thu Hà"}],
    "gender": "female",
    "birthDate": "1990-03-15",
    "address": [{"text": "12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh"}],
    "telecom": [{"system": "phone", "value": "0900000123"}],
}
PATIENT: Resource = NEW_PATIENT | {
    "id": PATIENT_ID,
    "identifier": [
        {"system": f"{_SID}/patient-internal-id", "value": "10000501"},
        *_NUMBERS,
    ],
}
ELIGIBILITY_ASKED: Resource = {
    "resourceType": "CoverageEligibilityRequest",
    "identifier": [
        {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:5f0c3f0e-6d8b-4b53-9a1e-0c8d5b7f2a11"}
    ],
    "status": "active",
    "purpose": ["validation"],
    "patient": {"reference": f"Patient/{PATIENT_ID}"},
    "created": "2026-11-23T09:00:04+07:00",
    "servicedDate": "2026-11-23",
    "insurer": {"display": "Bảo hiểm xã hội Việt Nam"},
}
ELIGIBILITY: Resource = {
    "resourceType": "CoverageEligibilityResponse",
    "status": "active",
    "purpose": ["validation"],
    "patient": {"reference": f"Patient/{PATIENT_ID}"},
    "created": "2026-11-23T09:00:05+07:00",
    "servicedDate": "2026-11-23",
    "request": {"identifier": {"value": "urn:uuid:5f0c3f0e-6d8b-4b53-9a1e-0c8d5b7f2a11"}},
    "requestor": {"display": "Bệnh viện Đa khoa Hồ Sen"},
    "insurer": {"display": "Bảo hiểm xã hội Việt Nam"},
    "outcome": "complete",
    "extension": [{"url": "urn:kiosk:bhyt-result", "valueCode": "000"}],
    "insurance": [
        {
            "coverage": {"reference": "Coverage/bh-5e1f00c0ffee"},
            "inforce": True,
            "item": [
                {
                    "benefit": [
                        {
                            "type": {
                                "coding": [
                                    {
                                        "system": "http://terminology.hl7.org/CodeSystem/"
                                        "benefit-type",
                                        "code": "benefit",
                                    }
                                ]
                            },
                            "allowedUnsignedInt": 80,
                        }
                    ]
                }
            ],
        }
    ],
}
APPOINTMENT: Resource = {
    "resourceType": "Appointment",
    "id": APPOINTMENT_ID,
    "status": "booked",
    "serviceType": [
        {"coding": [{"code": SERVICE_ID, "display": "Tim mạch", "_display": english("Cardiology")}]}
    ],
    "start": "2026-11-23T09:30:00+07:00",
    "participant": [
        {"actor": {"reference": f"Patient/{PATIENT_ID}"}, "status": "accepted"},
        {
            "actor": {"reference": "Practitioner/bs-04", "display": "BS. Lý Minh Khoa"},
            "status": "accepted",
        },
        {"actor": {"reference": "Location/203", "display": "203"}, "status": "accepted"},
    ],
}
SERVICE: Resource = {
    "resourceType": "HealthcareService",
    "id": SERVICE_ID,
    "active": True,
    "name": "Tim mạch",
    "_name": english("Cardiology"),
    "comment": "tim, huyết áp",
    "_comment": english("heart, blood pressure"),
}
QUEUE_STATUS: Resource = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "service",
            "part": [
                {"name": "code", "valueCode": SERVICE_ID},
                {"name": "rooms-open", "valueInteger": 3},
                {"name": "waiting", "valueInteger": 14},
                {"name": "estimated-wait", "valueDuration": minutes(35)},
            ],
        }
    ],
}
CHECK_IN: Resource = {
    "resourceType": "Parameters",
    "parameter": [
        {"name": "patient", "valueReference": {"reference": f"Patient/{PATIENT_ID}"}},
        {"name": "service", "valueReference": {"reference": f"HealthcareService/{SERVICE_ID}"}},
        {"name": "coverage", "valueReference": {"reference": "Coverage/bh-5e1f00c0ffee"}},
        {"name": "priority", "valueCode": "pregnant"},
        {"name": "identity-check", "valueCode": "chip"},
        {"name": "kiosk", "valueString": "kiosk-1"},
        {"name": "key", "valueUuid": f"urn:uuid:{KEY}"},
    ],
}
ENCOUNTER: Resource = {
    "resourceType": "Encounter",
    "id": ENCOUNTER_ID,
    "identifier": [
        {"system": "urn:kiosk:ticket", "value": "T-042"},
        {"system": "urn:kiosk:check-in-key", "value": KEY},
    ],
    "status": "arrived",
    "class": {"system": _ACT_CODE, "code": "AMB"},
    "serviceType": {
        "coding": [
            {"code": SERVICE_ID, "display": "Tim mạch", "_display": english("Cardiology")},
        ]
    },
    "subject": {"reference": f"Patient/{PATIENT_ID}"},
    "period": {"start": "2026-11-23T09:00:12+07:00"},
    "location": [{"location": {"reference": "Location/203", "display": "203"}}],
    "extension": [{"url": "urn:kiosk:identity-check", "valueCode": "chip"}],
}
TICKET: Resource = {
    "resourceType": "Parameters",
    "parameter": [
        {"name": "encounter", "resource": ENCOUNTER},
        {"name": "number", "valueString": "T-042"},
        {"name": "service", "valueString": "Tim mạch", "_valueString": english("Cardiology")},
        {"name": "room", "valueString": "203"},
        {"name": "floor", "valueString": "2"},
        {
            "name": "direction",
            "valueString": "Lên thang máy số 1, rẽ trái.",
            "_valueString": english("Take lift 1, turn left."),
        },
        {"name": "people-ahead", "valueInteger": 4},
        {"name": "estimated-wait", "valueDuration": minutes(35)},
        {"name": "issued", "valueDateTime": "2026-11-23T09:00:12+07:00"},
        {"name": "follow-up", "valueUrl": "https://hosen.example/t/kJ3n0aQbX2v8mYtL5w9RzA"},
        {"name": "priority", "valueBoolean": True},
        {"name": "reissued", "valueBoolean": False},
    ],
}
SERVICE_CLOSED: Resource = {
    "resourceType": "OperationOutcome",
    "issue": [
        {
            "severity": "error",
            "code": "business-rule",
            "details": {"coding": [{"system": _REFUSAL, "code": "service-closed"}]},
            "diagnostics": "no room of this service takes patients now",
            "extension": [
                {
                    "url": "urn:kiosk:instead",
                    "extension": [
                        {"url": "service", "valueCode": "NOI-TONG-QUAT"},
                        {
                            "url": "name",
                            "valueString": "Nội tổng quát",
                            "_valueString": english("General medicine"),
                        },
                        {"url": "room", "valueString": "101"},
                        {"url": "floor", "valueString": "1"},
                        {"url": "estimated-wait", "valueDuration": minutes(20)},
                    ],
                }
            ],
        }
    ],
}
PRINTED: Resource = {
    "resourceType": "Parameters",
    "parameter": [{"name": "outcome", "valueCode": "printed"}],
}
CALL_STAFF: Resource = {
    "resourceType": "CommunicationRequest",
    "status": "active",
    "category": [{"coding": [{"system": "urn:kiosk:call", "code": "staff-call"}]}],
    "sender": {"identifier": {"value": "kiosk-1"}},
    "payload": [{"contentString": "ChooseService"}],
    "authoredOn": "2026-11-23T09:00:10+07:00",
}
CALL: Resource = CALL_STAFF | {"id": "call-0f3d5a7c9e1b4d2f8a6c4e2b0d1f3a5c"}


def searchset(resource: Resource) -> Resource:
    """A bundle with one match."""
    entry = {"resource": resource, "search": {"mode": "match"}}
    return {"resourceType": "Bundle", "type": "searchset", "total": 1, "entry": [entry]}
