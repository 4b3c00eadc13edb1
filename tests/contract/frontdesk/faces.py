"""Faces as numbers, and what kiosks send of them; written by hand from docs/hospital-api."""

import uuid
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.contract.frontdesk.hospital import Answer, Hospital

LENGTH = 1.3

Json = dict[str, Any]
Place = NDArray[np.float32]


def face(seed: int) -> Place:
    """Nobody else's: two of them are further apart than any two people."""
    numbers = np.random.default_rng(seed).standard_normal(128)
    return (numbers * (LENGTH / np.linalg.norm(numbers))).astype(np.float32)


def away(from_: Place, distance: float, axis: int = 0) -> Place:
    moved = from_.copy()
    moved[axis] += distance
    return moved


def described(place: Place) -> Json:
    return {"name": "descriptor", "valueBase64Binary": b64encode(place.tobytes()).decode()}


def consent(of: str, key: str = "", purpose: str = "face-identification", **other: Any) -> Json:
    return {
        "resourceType": "Consent",
        "language": "vi",
        "extension": [{"url": "urn:kiosk:kiosk", "valueString": "kiosk-1"}],
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{key or uuid.uuid4()}"}],
        "status": "active",
        "scope": {"coding": [{"system": "urn:x", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "urn:kiosk:consent", "code": purpose}]}],
        "patient": {"reference": f"Patient/{of}"},
        "dateTime": "2026-11-23T08:59:58.250+07:00",
        "policy": [{"uri": f"urn:kiosk:consent-text:{purpose}/1"}],
    } | other


def parameters(*found: Json) -> Json:
    return {"resourceType": "Parameters", "parameter": list(found)}


def enroll(
    hospital: Hospital,
    patient: str,
    place: Place,
    given: Json | None = None,
) -> Answer:
    agreed = {"name": "consent", "resource": given or consent(patient)}
    return hospital.post(f"/Patient/{patient}/$face-enroll", parameters(described(place), agreed))


def match(hospital: Hospital, place: Place) -> str | None:
    answer = hospital.post("/Patient/$face-match", parameters(described(place)))
    assert answer.status == 200
    found = [one["resource"] for one in answer.body.get("parameter", [])]
    assert len(found) <= 1
    return found[0]["id"] if found else None


def forget(hospital: Hospital, patient: str) -> Answer:
    return hospital.post(f"/Patient/{patient}/$face-forget", None)


def audited(hospital: Hospital) -> list[tuple[str, str, str]]:
    return [
        (who, what, about)
        for who, what, about in hospital.records.query(
            "SELECT who, what, about FROM audit ORDER BY seq"
        )
        if what.startswith(("face", "consent"))
    ]
