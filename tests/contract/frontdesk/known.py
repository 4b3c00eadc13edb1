"""What a hospital has, put into cases that a fuzzer made up: by chance it finds nothing."""

import copy
import struct
import uuid
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from schemathesis import Case

from kiosk.frontdesk.wire.openapi import faces
from tests.contract.frontdesk.hospital import CCCD, KEY, Hospital

AnyCase = Case[Any]


@dataclass
class Known:
    """What can be asked for."""

    patients: list[str]
    numbers: list[str]
    appointments: list[str]
    services: list[str]
    encounters: list[str] = field(default_factory=lambda: ["kb-0"])
    consents: list[str] = field(default_factory=lambda: ["consent-0"])

    @classmethod
    def of(cls, hospital: Hospital) -> "Known":
        return cls(
            [person.id for person in hospital.people[:8]],
            [person.personal_number for person in hospital.people[:8]],
            [booking.id for booking in hospital.booked()[:8]],
            [service.code for service in hospital.premises.public()],
        )

    def put_into(self, case: AnyCase, pick: int) -> None:
        """Known values in place of invented ones; ``pick`` says which. What stays is invented."""
        ids = {
            "Patient": self.patients,
            "Appointment": self.appointments,
            "Consent": self.consents,
        }
        known = ids.get(case.path.split("/")[1], self.encounters)
        if case.path_parameters:
            case.path_parameters["id"] = known[pick % len(known)]
        if case.query and "patient" in case.query:
            case.query["patient"] = self._patient(pick)
        if case.path == "/Encounter":
            case.query = {"identifier": f"{KEY}|{_key(pick)}"}
            if pick % 2:
                case.query = {"patient": self._patient(pick), "status": "arrived,in-progress"}
        if isinstance(case.body, dict):
            # It may be one of the description's own examples.
            case.body = copy.deepcopy(case.body)
            self._put_into_body(case, case.body, pick)

    def _patient(self, pick: int) -> str:
        return self.patients[pick % len(self.patients)]

    def _put_into_body(self, case: AnyCase, body: dict[str, Any], pick: int) -> None:
        match case.path:
            case "/$check-in":
                case.headers.pop("Idempotency-Key", None)
                self._check_in(body, pick)
            case "/CoverageEligibilityRequest/$submit":
                body["patient"] = {"reference": f"Patient/{self._patient(pick)}"}
            case "/Patient":
                number = f"0{pick % 100_000_000_000:011}"
                case.headers["If-None-Exist"] = f"identifier={CCCD}|{number}"
                _newcomer(body, number, pick)
            case "/Patient/_search":
                body.clear()
                body["identifier"] = f"{CCCD}|{self.numbers[pick % len(self.numbers)]}"
            case "/Consent":
                self._consent(body, self._patient(pick), pick)
            case "/Patient/$face-match":
                body["parameter"] = [_face(pick)]
            case "/Patient/{id}/$face-enroll":
                consent = copy.deepcopy(faces.NEW_CONSENT)
                self._consent(consent, case.path_parameters["id"], pick)
                body["parameter"] = [_face(pick), {"name": "consent", "resource": consent}]
            case "/$lease-numbers":
                count = {"name": "count", "valueInteger": pick % 22}
                service = self.services[pick // 8 % len(self.services)]
                body["parameter"] = [
                    {"name": "kiosk", "valueString": "kiosk-1"},
                    {"name": "key", "valueUuid": f"urn:uuid:{_key(pick)}"},
                    {"name": "wanted", "part": [_service(service), count]},
                    {"name": "held", "valueString": f"A-{pick % 40:03}"},
                ]
            case "/$return-numbers":
                back = {"name": "number", "valueString": f"A-{pick % 40:03}"}
                body["parameter"] = [{"name": "kiosk", "valueString": "kiosk-1"}, back]
            case "/Encounter/{id}/$ticket-printed":
                outcome = ("printed", "failed", "lost")[pick % 3]
                body["parameter"] = [{"name": "outcome", "valueCode": outcome}]

    def _consent(self, body: dict[str, Any], patient: str, pick: int) -> None:
        body["patient"] = {"reference": f"Patient/{patient}"}
        body["identifier"] = [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{_key(pick)}"}]

    def _check_in(self, body: dict[str, Any], pick: int) -> None:
        sent = body.get("parameter")
        kept = [one for one in sent if _name(one) == "priority"] if isinstance(sent, list) else []
        service = self.services[pick // 8 % len(self.services)]
        body["parameter"] = [
            {"name": "patient", "valueReference": {"reference": f"Patient/{self._patient(pick)}"}},
            _service(service),
            *_leased(pick),
            {"name": "key", "valueUuid": f"urn:uuid:{_key(pick)}"},
            {"name": "kiosk", "valueString": "kiosk-1"},
            *kept,
        ]


def _key(pick: int) -> str:
    """One of a few, so that some come again with the same body and some with another."""
    return str(uuid.UUID(int=pick % 64, version=4))


def _service(code: str) -> dict[str, Any]:
    return {"name": "service", "valueReference": {"reference": f"HealthcareService/{code}"}}


def _leased(pick: int) -> list[dict[str, Any]]:
    """Each fourth is told with a number that its kiosk may have had ahead."""
    if pick % 4:
        return []
    return [
        {"name": "leased", "valueString": f"A-{pick // 4 % 40:03}"},
        {"name": "begun", "valueDateTime": "2026-11-23T09:00:00+07:00"},
    ]


def _face(pick: int) -> dict[str, Any]:
    """One of a few; each tenth is none."""
    one = bytes(512) if pick % 10 == 0 else struct.pack("<128f", 1.2, pick % 5, *[0.0] * 126)
    return {"name": "descriptor", "valueBase64Binary": b64encode(one).decode()}


def _name(parameter: Any) -> Any:
    return parameter.get("name") if isinstance(parameter, dict) else None


def _newcomer(body: dict[str, Any], number: str, pick: int) -> None:
    body["identifier"] = [{"system": CCCD, "value": number}]
    body["birthDate"] = f"{1920 + pick % 100}-03-15"
    if pick % 3:
        body["name"] = [{"text": f"Người Thứ {pick % 1000}"}]
        body["telecom"] = [{"system": "phone", "value": f"09000{pick % 100_000:05}"}]
        body.pop("address", None)
