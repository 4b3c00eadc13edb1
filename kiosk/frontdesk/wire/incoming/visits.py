"""Check-ins and what follows them, appointments asked for, calls for staff."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.frontdesk import refusals
from kiosk.frontdesk.queue.asked import CheckIn
from kiosk.frontdesk.queue.rules import REASONS
from kiosk.frontdesk.records import CHIP, DESK, DOCUMENT, FACE
from kiosk.frontdesk.wire.incoming import values
from kiosk.frontdesk.wire.incoming.message import MOST, Identifier, Part, Reference, read
from kiosk.frontdesk.wire.incoming.query import pairs
from kiosk.frontdesk.wire.systems import Systems

_OPEN = frozenset({"arrived", "in-progress"})
_IDENTITY = frozenset({DOCUMENT, CHIP, FACE, DESK})
_LEASED = re.compile(r"[A-Za-z]-[0-9]{3,6}", re.ASCII)
_PROVISIONAL = re.compile(r"[A-Z0-9]{1,6}-[0-9]{3,6}", re.ASCII)
_PAGE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


class _Parameter(Part):
    name: str
    value_reference: Reference | None = None
    value_string: str | None = None
    value_code: str | None = None
    value_uuid: str | None = None
    value_date_time: str | None = None


class _Parameters(Part, tag_field="resourceType", tag="Parameters"):
    parameter: list[_Parameter]


class _Sender(Part):
    identifier: Identifier


class _Payload(Part):
    content_string: str = ""


class _Call(Part, tag_field="resourceType", tag="CommunicationRequest"):
    sender: _Sender
    payload: list[_Payload]


@dataclass(frozen=True, slots=True)
class StaffCall:
    kiosk: str
    page: str


@dataclass(frozen=True, slots=True)
class AppointmentsAsked:
    patient: str
    since: str
    until: str
    """ISO, +07:00."""


@dataclass(frozen=True, slots=True)
class EncountersAsked:
    """Exactly one of the two is not empty."""

    key: str = ""
    """Of the check-in that the encounter answered."""
    patient: str = ""
    """Whose tickets of today are asked for, as long as they are held."""


class _Named:
    """The parameters of a message, by name."""

    def __init__(self, parameters: Iterable[_Parameter]) -> None:
        self._by_name: dict[str, list[_Parameter]] = {}
        for parameter in parameters:
            self._by_name.setdefault(parameter.name, []).append(parameter)

    def all(self, name: str) -> list[_Parameter]:
        found = self._by_name.get(name, [])
        if len(found) > MOST:
            raise refusals.invalid(f"too many parameters {name}")
        return found

    def one(self, name: str) -> _Parameter:
        found = self.all(name)
        if len(found) != 1:
            raise refusals.invalid(f"there is not just one parameter {name}")
        return found[0]

    def reference(self, name: str, kind: str) -> str:
        """The id that a parameter refers to."""
        return values.reference((self.one(name).value_reference or Reference()).reference, kind)

    def optional(self, name: str, kind: str) -> str:
        """The same, ``""`` where the parameter is not there."""
        return self.reference(name, kind) if self.all(name) else ""


def read_check_in(body: bytes, header_key: str | None) -> CheckIn:
    """The body of ``$check-in`` with its ``Idempotency-Key`` header, if that came through."""
    sent = _Named(read(body, _Parameters).parameter)
    key = values.key(sent.one("key").value_uuid or "")
    if header_key is not None and values.key(header_key) != key:
        raise refusals.invalid("Idempotency-Key and the parameter key differ")
    service = sent.optional("service", "HealthcareService")
    appointment = sent.optional("appointment", "Appointment")
    if bool(service) == bool(appointment):
        raise refusals.invalid("name either a service or an appointment")
    identity = sent.one("identity-check").value_code if sent.all("identity-check") else DOCUMENT
    if identity not in _IDENTITY:
        raise refusals.invalid("the identity check is unknown")
    reasons = frozenset(parameter.value_code or "" for parameter in sent.all("priority"))
    if not reasons <= set(REASONS):
        raise refusals.invalid("a priority code is unknown")
    leased, begun = _leased(sent)
    return CheckIn(
        key=key,
        kiosk=values.line(sent.one("kiosk").value_string or "", "kiosk", 64),
        patient=sent.reference("patient", "Patient"),
        service=service,
        appointment=appointment,
        coverage=sent.optional("coverage", "Coverage"),
        reasons=reasons,
        identity=identity,
        provisional=_provisional(sent),
        leased=leased,
        begun=begun,
    )


def ticket_number(text: str) -> str:
    """A number as tickets have it."""
    if not _LEASED.fullmatch(text):
        raise refusals.invalid("a number is not like A-042")
    return text


def _leased(sent: _Named) -> tuple[str, datetime | None]:
    """The number of a block, and when the patient got it: both or none."""
    if bool(sent.all("leased")) != bool(sent.all("begun")):
        raise refusals.invalid("leased and begun come together")
    if not sent.all("leased"):
        return "", None
    moment = values.moment(sent.one("begun").value_date_time or "")
    return ticket_number(sent.one("leased").value_string or ""), datetime.fromisoformat(moment)


def _provisional(sent: _Named) -> str:
    if not sent.all("provisional"):
        return ""
    number = sent.one("provisional").value_string or ""
    if not _PROVISIONAL.fullmatch(number):
        raise refusals.invalid("the provisional number is not like K1-007")
    return number


def read_outcome(body: bytes) -> bool:
    """Whether ``$ticket-printed`` says that the ticket is on paper."""
    outcome = _Named(read(body, _Parameters).parameter).one("outcome").value_code
    if outcome not in ("printed", "failed"):
        raise refusals.invalid("the outcome is neither printed nor failed")
    return outcome == "printed"


def read_call(body: bytes) -> StaffCall:
    sent = read(body, _Call)
    page = sent.payload[0].content_string if sent.payload else ""
    if not _PAGE.fullmatch(page):
        raise refusals.invalid("the payload is no page's name")
    return StaffCall(values.line(sent.sender.identifier.value, "kiosk", 64), page)


def read_appointment_search(query: str) -> AppointmentsAsked:
    """``patient=id&date=ge…&date=lt…``; a bound that is missing is open."""
    asked = pairs(query)
    patients = asked.get("patient", [])
    if len(patients) != 1:
        raise refusals.invalid("there is not just one patient")
    patient = _patient(patients[0])
    bounds = {"ge": "0001", "lt": "9999"}
    for bound in asked.get("date", []):
        prefix, moment = bound[:2], bound[2:]
        if prefix not in bounds:
            raise refusals.invalid("a date is neither ge… nor lt…")
        bounds[prefix] = values.moment(moment)
    return AppointmentsAsked(patient, bounds["ge"], bounds["lt"])


def read_service_search(query: str) -> bool:
    """Whether the services that can be chosen are asked for: ``active=true``, or nothing."""
    asked = pairs(query).get("active", ["true"])
    if len(asked) != 1 or asked[0] not in ("true", "false"):
        raise refusals.invalid("active is neither true nor false")
    return asked[0] == "true"


def read_encounter_search(query: str, systems: Systems) -> EncountersAsked | None:
    """``identifier=system|key``, or ``patient=id&status=arrived,in-progress``; ``None`` if the
    system is another, where nothing can be found."""
    asked = pairs(query)
    identifiers, patients = asked.get("identifier", []), asked.get("patient", [])
    if len(identifiers) + len(patients) != 1:
        raise refusals.invalid("the search is not one identifier=system|value or one patient")
    if identifiers:
        system, _, value = identifiers[0].partition("|")
        return EncountersAsked(key=values.key(value)) if system == systems.key else None
    # FHIR's answer without it would be all visits there ever were: nobody needs these here.
    statuses = [frozenset(value.split(",")) for value in asked.get("status", [])]
    if statuses != [_OPEN]:
        raise refusals.invalid("a patient's tickets are searched with status=arrived,in-progress")
    return EncountersAsked(patient=_patient(patients[0]))


def _patient(asked: str) -> str:
    """The id in ``id`` or ``Patient/id``."""
    patient = asked.removeprefix("Patient/")
    if not values.is_id(patient):
        raise refusals.invalid("the patient is no id")
    return patient
