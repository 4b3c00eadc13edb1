"""The faces of patients who want to be known again: ``$face-match``, ``$face-enroll`` and
``$face-forget`` of ``docs/hospital-api``. Descriptors are sensitive: they are in bodies alone."""

from base64 import b64encode
from collections.abc import Mapping

from kiosk.errors import HospitalGarbled
from kiosk.hospital import answers, consents, decode, wire
from kiosk.hospital.connection import Request
from kiosk.hospital.wire import encode
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.face import DESCRIPTOR_BYTES
from kiosk.model.person import IdentifierKind, Patient


def match(descriptor: bytes) -> Request:
    return Request("POST", "Patient/$face-match", body=_parameters(_descriptor(descriptor)))


def matched(body: bytes, systems: Mapping[IdentifierKind, str]) -> Patient | None:
    """Raises ``HospitalGarbled`` for more than one: which of them would be a guess of ours."""
    found = [
        one for one in decode.resource(body, wire.Parameters).parameter if one.name == "patient"
    ]
    if len(found) > 1:
        raise HospitalGarbled("Parameters: several patients have one face")
    if not found:
        return None
    return answers.patient(decode.resource(found[0].resource, wire.Patient), systems)


def enroll(consent: Consent, descriptor: bytes) -> Request:
    """Raises ``ValueError`` for a consent to something else."""
    if consent.purpose is not ConsentPurpose.FACE_IDENTIFICATION:
        raise ValueError("nobody agreed that their face is kept")
    agreed: dict[str, object] = {"name": "consent", "resource": consents.resource(consent)}
    return Request(
        "POST",
        f"Patient/{consent.patient}/$face-enroll",
        body=_parameters(_descriptor(descriptor), agreed),
    )


def forget(patient: str) -> Request:
    return Request("POST", f"Patient/{patient}/$face-forget")


def _descriptor(descriptor: bytes) -> dict[str, object]:
    if len(descriptor) != DESCRIPTOR_BYTES:
        raise ValueError("not a descriptor of a face")
    return {"name": "descriptor", "valueBase64Binary": b64encode(descriptor).decode()}


def _parameters(*parameters: dict[str, object]) -> bytes:
    return encode({"resourceType": "Parameters", "parameter": list(parameters)})
