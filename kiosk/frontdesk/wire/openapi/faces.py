"""OpenAPI: what patients agree to, and the faces of those who want to be known again."""

import struct
from base64 import b64encode

from kiosk.frontdesk.wire.openapi import examples as ex
from kiosk.frontdesk.wire.openapi.answers import ALWAYS, answer
from kiosk.frontdesk.wire.openapi.elements import (
    ID,
    MOMENT,
    UUID,
    Schema,
    constant,
    listed,
    named,
    number,
    one_of,
    parameters,
    record,
    refers,
    text,
)
from kiosk.frontdesk.wire.openapi.parts import of_id, operation, posted, read

CONSENT_ID = "consent-7d0b3f5a9c1e4d2f8a6c4e2b0d1f3a5c"
DESCRIPTOR = b64encode(struct.pack("<128f", *(0.12 if n % 3 else -0.11 for n in range(128))))
NEW_CONSENT: ex.Resource = {
    "resourceType": "Consent",
    "language": "vi",
    "extension": [{"url": "urn:kiosk:kiosk", "valueString": "kiosk-1"}],
    "identifier": [
        {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:2b5e8d1c-7f3a-5b60-9e4d-1a2c3f4b5d6e"}
    ],
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
    "patient": {"reference": f"Patient/{ex.PATIENT_ID}"},
    "dateTime": "2026-11-23T09:00:07+07:00",
    "policy": [{"uri": "urn:kiosk:consent-text:face-identification/1"}],
}
CONSENT: ex.Resource = NEW_CONSENT | {"id": CONSENT_ID}
_FACE: ex.Resource = {"name": "descriptor", "valueBase64Binary": DESCRIPTOR.decode()}
MATCH: ex.Resource = {"resourceType": "Parameters", "parameter": [_FACE]}
ENROLL: ex.Resource = {
    "resourceType": "Parameters",
    "parameter": [_FACE, {"name": "consent", "resource": NEW_CONSENT}],
}
MATCHED: ex.Resource = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "patient",
            "resource": ex.PATIENT
            | {"extension": [{"url": "urn:kiosk:face-enrolled", "valueBoolean": True}]},
        }
    ],
}
FORGOTTEN: ex.Resource = {
    "resourceType": "Parameters",
    "parameter": [{"name": "forgotten", "valueInteger": 2}],
}

_DESCRIBED: dict[str, Schema] = {
    "descriptor": {"valueBase64Binary": text(pattern="^[A-Za-z0-9+/]{683}=$")}
}
"""512 bytes."""
_CODED = record({"coding": listed(record({"system": text(), "code": text()}), 1, 1)})
_CONSENT = {
    "resourceType": constant("Consent"),
    "language": text(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"),
    "extension": listed(
        record(
            {"url": constant("urn:kiosk:kiosk"), "valueString": text(minLength=1, maxLength=64)}
        ),
        1,
        1,
    ),
    "identifier": listed(
        record({"system": constant("urn:ietf:rfc:3986"), "value": text(pattern=UUID)}), 1, 1
    ),
    "category": listed(
        record(
            {
                "coding": listed(
                    record(
                        {
                            "system": constant("urn:kiosk:consent"),
                            "code": one_of("face-verification", "face-identification"),
                        }
                    ),
                    1,
                    1,
                )
            }
        ),
        1,
        1,
    ),
    "patient": refers("Patient"),
    "dateTime": text(pattern=MOMENT),
    "policy": listed(
        record({"uri": text(pattern="^urn:kiosk:consent-text:[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$")}),
        1,
        1,
    ),
}
SCHEMAS: dict[str, Schema] = {
    "Consent": record(
        {**_CONSENT, "id": text(pattern=ID), "status": one_of("active", "inactive")}, scope=_CODED
    ),
    "FaceEnroll": parameters({**_DESCRIBED, "consent": {"resource": named("NewConsent")}}),
    "FaceForgotten": parameters({"forgotten": {"valueInteger": number(minimum=0)}}),
    "FaceMatch": parameters(_DESCRIBED),
    "FaceMatched": record(
        {"resourceType": constant("Parameters")},
        parameter=listed(record({"name": constant("patient"), "resource": named("Patient")}), 1, 1),
    ),
    "NewConsent": record({**_CONSENT, "status": constant("active")}, scope=_CODED),
}
"""By name in ``components.schemas``."""


def paths() -> dict[str, dict[str, Schema]]:
    """By path below ``/fhir``, then by method in lower case."""
    return {
        "/Patient/$face-match": {"post": _match()},
        "/Patient/{id}/$face-enroll": {"post": _enroll()},
        "/Patient/{id}/$face-forget": {"post": _forget()},
        "/Consent": {"post": _record()},
        "/Consent/{id}": {"get": read("Consent", CONSENT)},
    }


def _match() -> Schema:
    return posted(
        "matchFace",
        "Whose face it is",
        {"200": answer("One patient, or none.", "FaceMatched", MATCHED)},
        404,
        429,
        description="`not-offered` (404) where the hospital knows nobody by their face.",
        takes=("FaceMatch", MATCH),
    )


def _enroll() -> Schema:
    return posted(
        "enrollFace",
        "Know a face again",
        {"200": answer("The consent, as it is kept.", "Consent", CONSENT)},
        404,
        409,
        422,
        description="`not-offered` (404) where the hospital knows nobody by their face; "
        "`consent-withdrawn` (409) after the face was forgotten.",
        parameters=[of_id(ex.PATIENT_ID)],
        takes=("FaceEnroll", ENROLL),
    )


def _forget() -> Schema:
    return operation(
        "forgetFace",
        "Forget a face",
        {"200": answer("Nothing is kept any more.", "FaceForgotten", FORGOTTEN)},
        404,
        *ALWAYS,
        parameters=[of_id(ex.PATIENT_ID)],
    )


def _record() -> Schema:
    kept = answer("Kept.", "Consent", CONSENT)
    kept["links"] = {
        "read": {"operationId": "readConsent", "parameters": {"path.id": "$response.body#/id"}}
    }
    return posted(
        "recordConsent",
        "Keep what a patient agreed to",
        {"200": answer("It was there before.", "Consent", CONSENT), "201": kept},
        404,
        422,
        takes=("NewConsent", NEW_CONSENT),
    )
