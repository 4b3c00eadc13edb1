"""What the kiosk sends: each request of ``docs/hospital-api``, from the values of the visit."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from urllib.parse import quote, urlencode

from kiosk.hospital.connection import FORM, Request
from kiosk.hospital.wire import encode
from kiosk.model.checkin import CheckIn
from kiosk.model.document import Document
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex

HOSPITAL_TIME = timezone(timedelta(hours=7))
"""The hospital's day; Vietnam has no summer time."""

HELD = ("arrived", "in-progress")
"""States of an ``Encounter`` whose number the patient holds: waiting, or called."""

INSURER = "Bảo hiểm xã hội Việt Nam"

Systems = Mapping[IdentifierKind, str]


def find_patient(number: Identifier, systems: Systems) -> Request:
    """As a form, so that personal numbers stay out of the access logs of servers and proxies."""
    form = urlencode({"identifier": _token(number, systems)})
    return Request("POST", "Patient/_search", body=form.encode(), media_type=FORM)


def find_by_phone(phone: str, birth: BirthDate) -> Request:
    """Who has this phone number and birth date; as a form, for the same reason."""
    form = urlencode({"phone": phone, "birthdate": birth.iso()})
    return Request("POST", "Patient/_search", body=form.encode(), media_type=FORM)


def read(kind: str, resource_id: str) -> Request:
    return Request("GET", f"{kind}/{resource_id}")


def register(
    document: Document, numbers: tuple[Identifier, ...], phone: str, systems: Systems
) -> Request:
    """Create the patient unless somebody has the first of the numbers."""
    patient: dict[str, object] = {
        "resourceType": "Patient",
        "identifier": [{"system": systems[n.kind], "value": n.value} for n in numbers],
        "name": [{"text": document.name}],
    }
    if document.sex is not Sex.UNKNOWN:
        patient["gender"] = document.sex.value
    if document.birth is not None:
        patient["birthDate"] = document.birth.iso()
    if document.address:
        patient["address"] = [{"text": document.address}]
    if phone:
        patient["telecom"] = [{"system": "phone", "value": phone}]
    # A header that is a query (FHIR R4, 3.1.0.8.1), in its bare form: servers differ in
    # whether they take a leading "?", and none refuses to do without.
    condition = "identifier=" + quote(_token(numbers[0], systems), safe=":/|")
    return Request("POST", "Patient", body=encode(patient), headers={"If-None-Exist": condition})


def insurance(patient_id: str, today: date) -> Request:
    return Request(
        "POST",
        "CoverageEligibilityRequest/$submit",
        body=encode(
            {
                "resourceType": "CoverageEligibilityRequest",
                "identifier": [
                    {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid.uuid4()}"}
                ],
                "status": "active",
                "purpose": ["validation"],
                "patient": {"reference": f"Patient/{patient_id}"},
                "created": _now(),
                "servicedDate": today.isoformat(),
                "insurer": {"display": INSURER},
            }
        ),
    )


def day_of(today: date) -> tuple[datetime, datetime]:
    """The hospital's day as ``[begin, end)``."""
    begin = datetime.combine(today, time(), HOSPITAL_TIME)
    return begin, begin + timedelta(days=1)


def appointments(patient_id: str, begin: datetime, end: datetime) -> Request:
    params = (
        ("patient", patient_id),
        ("date", f"ge{begin.isoformat()}"),
        ("date", f"lt{end.isoformat()}"),
    )
    return Request("GET", "Appointment", params=params)


def held_tickets(patient_id: str) -> Request:
    params = (("patient", patient_id), ("status", ",".join(HELD)))
    return Request("GET", "Encounter", params=params)


def services() -> Request:
    return Request("GET", "HealthcareService", params=(("active", "true"),))


def load() -> Request:
    return Request("GET", "HealthcareService/$queue-status")


def check_in(wish: CheckIn) -> Request:
    """The key goes in the body too: a proxy may drop a header that it does not know."""
    parameters: list[dict[str, object]] = [_refers("patient", "Patient", wish.patient)]
    if wish.service:
        parameters.append(_refers("service", "HealthcareService", wish.service))
    if wish.appointment:
        parameters.append(_refers("appointment", "Appointment", wish.appointment))
    if wish.coverage:
        parameters.append(_refers("coverage", "Coverage", wish.coverage))
    parameters += [{"name": "priority", "valueCode": group.value} for group in wish.priority]
    parameters.append({"name": "identity-check", "valueCode": wish.identity.value})
    if wish.provisional:
        parameters.append({"name": "provisional", "valueString": wish.provisional})
    if wish.leased and wish.begun is not None:
        begun = wish.begun.astimezone(HOSPITAL_TIME).isoformat(timespec="seconds")
        parameters.append({"name": "leased", "valueString": wish.leased})
        parameters.append({"name": "begun", "valueDateTime": begun})
    parameters.append({"name": "kiosk", "valueString": wish.kiosk})
    parameters.append({"name": "key", "valueUuid": f"urn:uuid:{wish.key}"})
    return Request(
        "POST", "$check-in", body=_parameters(parameters), headers={"Idempotency-Key": wish.key}
    )


def ticket_printed(encounter_id: str, printed: bool) -> Request:
    outcome: dict[str, object] = {
        "name": "outcome",
        "valueCode": "printed" if printed else "failed",
    }
    return Request("POST", f"Encounter/{encounter_id}/$ticket-printed", body=_parameters([outcome]))


def cancel(encounter_id: str) -> Request:
    return Request("POST", f"Encounter/{encounter_id}/$cancel-check-in")


def call_staff(kiosk: str, page: str) -> Request:
    call = {"coding": [{"system": "urn:kiosk:call", "code": "staff-call"}]}
    return Request(
        "POST",
        "CommunicationRequest",
        body=encode(
            {
                "resourceType": "CommunicationRequest",
                "status": "active",
                "category": [call],
                "sender": {"identifier": {"value": kiosk}},
                "payload": [{"contentString": page}],
                "authoredOn": _now(),
            }
        ),
    )


def metadata() -> Request:
    return Request("GET", "metadata")


def _token(number: Identifier, systems: Systems) -> str:
    """``system|value`` of a token search (FHIR R4, 3.1.1.4.10), its separators escaped: a
    number with a comma in it must not become a search for two."""
    value = "".join("\\" + c if c in "\\,$|" else c for c in number.value)
    return f"{systems[number.kind]}|{value}"


def _refers(name: str, kind: str, resource_id: str) -> dict[str, object]:
    return {"name": name, "valueReference": {"reference": f"{kind}/{resource_id}"}}


def _parameters(parameters: list[dict[str, object]]) -> bytes:
    return encode({"resourceType": "Parameters", "parameter": parameters})


def _now() -> str:
    return datetime.now(UTC).astimezone(HOSPITAL_TIME).isoformat(timespec="seconds")
