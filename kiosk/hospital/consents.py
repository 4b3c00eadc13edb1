"""What a patient agreed to, as FHIR ``Consent`` (http://hl7.org/fhir/R4/consent.html)."""

import uuid

from kiosk.errors import HospitalGarbled
from kiosk.hospital import decode, wire
from kiosk.hospital.answers import id_in
from kiosk.hospital.connection import Request
from kiosk.hospital.requests import HOSPITAL_TIME
from kiosk.hospital.wire import encode
from kiosk.model.consent import Consent

_URI = "urn:ietf:rfc:3986"
_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
_NAMESPACE = uuid.UUID("5f2b2f0e-6a0a-5c0e-9d5b-0d8f0a6f4c11")
"""Of the names that consents get, so that one that is sent twice is the same."""


def record(consent: Consent) -> Request:
    """Create it unless it is there already; servers that know no condition may keep it twice."""
    condition = f"identifier={_URI}|{_name(consent)}"
    body = encode(resource(consent))
    return Request("POST", "Consent", body=body, headers={"If-None-Exist": condition})


def resource(consent: Consent) -> dict[str, object]:
    return {
        "resourceType": "Consent",
        "language": consent.language,
        "extension": [{"url": "urn:kiosk:kiosk", "valueString": consent.kiosk}],
        "identifier": [{"system": _URI, "value": _name(consent)}],
        "status": "active",
        "scope": {"coding": [{"system": _SCOPE, "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "urn:kiosk:consent", "code": consent.purpose.value}]}],
        "patient": {"reference": f"Patient/{consent.patient}"},
        "dateTime": _moment(consent),
        "policy": [{"uri": f"urn:kiosk:consent-text:{consent.text_version}"}],
    }


def check(body: bytes, consent: Consent) -> None:
    """Raises ``HospitalGarbled`` unless the answer is a consent of this patient."""
    if id_in(decode.resource(body, wire.Consent).patient, "Patient") != consent.patient:
        raise HospitalGarbled("Consent: another patient's")


def _name(consent: Consent) -> str:
    said = (
        consent.patient,
        consent.purpose.value,
        consent.text_version,
        consent.language,
        _moment(consent),
        consent.kiosk,
    )
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(0).join(said))}"


def _moment(consent: Consent) -> str:
    return consent.given_at.astimezone(HOSPITAL_TIME).isoformat(timespec="milliseconds")
