"""What kiosks send, checked: FHIR JSON, forms and query strings to plain values.

All of it is hostile. Whatever is not as the contract says is refused with ``invalid``,
and no refusal quotes what was sent.
"""

import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeVar
from urllib.parse import parse_qsl

import msgspec

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import HOSPITAL_TIME, stamp
from kiosk.frontdesk.queue.rules import REASONS
from kiosk.frontdesk.queue.tickets import CheckIn
from kiosk.frontdesk.records import INSURANCE, PERSONAL, Identifier, Patient
from kiosk.frontdesk.wire.systems import Systems

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
_FORMS = {
    PERSONAL: re.compile(r"\d{12}", re.ASCII),
    INSURANCE: re.compile(r"\d{10}|[A-Z]{2}[0-9A-Z]{13}", re.ASCII),
}
_PHONE = re.compile(r"\+?\d{8,15}", re.ASCII)
_BIRTH = re.compile(r"\d{4}(-\d{2}-\d{2})?", re.ASCII)
_PAGE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_OR = re.compile(r"(?<!\\),")
_ESCAPED = re.compile(r"\\(.)")
_MOST = 16
"""So many identifiers or parameters of one kind at most."""


class _Part(msgspec.Struct, rename="camel"):
    """What all parts of messages share: unknown elements are ignored, as FHIR wants."""


class _Identifier(_Part):
    system: str = ""
    value: str = ""


class _Text(_Part):
    text: str = ""


class _Telecom(_Part):
    system: str = ""
    value: str = ""


class _Reference(_Part):
    reference: str = ""


class _Patient(_Part, tag_field="resourceType", tag="Patient"):
    identifier: list[_Identifier]
    name: list[_Text]
    birth_date: str
    gender: Literal["male", "female", "other", "unknown"] = "unknown"
    address: list[_Text] = []
    telecom: list[_Telecom] = []


class _Eligibility(_Part, tag_field="resourceType", tag="CoverageEligibilityRequest"):
    patient: _Reference
    identifier: list[_Identifier] = []


class _Parameter(_Part):
    name: str
    value_reference: _Reference | None = None
    value_string: str | None = None
    value_code: str | None = None
    value_uuid: str | None = None


class _Parameters(_Part, tag_field="resourceType", tag="Parameters"):
    parameter: list[_Parameter]


class _Sender(_Part):
    identifier: _Identifier


class _Payload(_Part):
    content_string: str = ""


class _Call(_Part, tag_field="resourceType", tag="CommunicationRequest"):
    sender: _Sender
    payload: list[_Payload]


M = TypeVar("M", bound=_Part)


@dataclass(frozen=True, slots=True)
class EligibilityAsked:
    patient: str
    request: str
    """The asker's own identifier of the request, may be empty."""


@dataclass(frozen=True, slots=True)
class StaffCall:
    kiosk: str
    page: str


def _read(body: bytes, kind: type[M]) -> M:
    try:
        return msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError) as error:
        # msgspec names the place in the message after " - at "; before it may be content.
        _, _, place = str(error).rpartition(" - at ")
        where = f" at {place}" if place.startswith("`$") else ""
        name = kind.__name__.removeprefix("_")
        raise refusals.invalid(f"the body is no valid {name}{where}") from None


def read_patient(body: bytes, systems: Systems) -> Patient:
    """A person to register; id and patient code are still to be given."""
    sent = _read(body, _Patient)
    numbers = [systems.identifier(number.system, number.value) for number in sent.identifier]
    identifiers = tuple(dict.fromkeys(number for number in numbers if number))
    if not 0 < len(identifiers) <= _MOST:
        raise refusals.invalid("a patient needs an identifier of a known system")
    for identifier in identifiers:
        form = _FORMS.get(identifier.kind)
        if form is None or not form.fullmatch(identifier.value):
            raise refusals.invalid(f"an identifier ({identifier.kind}) has the wrong form")
    return Patient(
        id="",
        name=_line(_first(sent.name), "name", 100),
        gender=sent.gender,
        birth=_birth(sent.birth_date),
        address=_line(_first(sent.address), "address", 300) if sent.address else "",
        phone=_phone(sent.telecom),
        identifiers=identifiers,
    )


def _first(texts: list[_Text]) -> str:
    return texts[0].text if texts else ""


def _line(text: str, what: str, most: int) -> str:
    """One line of printable text in NFC; this keeps lone surrogates out of the records too."""
    line = unicodedata.normalize("NFC", text.strip())
    if not (0 < len(line) <= most and line.isprintable()):
        raise refusals.invalid(f"the {what} is not one line of 1 to {most} characters")
    return line


def _birth(text: str) -> str:
    try:
        if not _BIRTH.fullmatch(text):
            raise ValueError
        born = date(int(text), 1, 1) if len(text) == 4 else date.fromisoformat(text)
    except ValueError:
        raise refusals.invalid("the birth date is neither a year nor a date") from None
    if not 1880 <= born.year <= 2200:
        raise refusals.invalid("the birth date is out of range")
    return text


def _phone(telecom: list[_Telecom]) -> str:
    sent = next((contact.value for contact in telecom if contact.system == "phone"), "")
    phone = re.sub(r"[ .-]", "", sent)
    if phone and not _PHONE.fullmatch(phone):
        raise refusals.invalid("the phone number has the wrong form")
    return phone


def read_identifiers(query: str, systems: Systems) -> tuple[Identifier, ...]:
    """``identifier=system|value``; commas mean "or", a backslash takes the meaning from a
    separator (FHIR R4, 3.1.1.4.1). Unknown systems find nobody."""
    asked = _pairs(query).get("identifier", [])
    tokens = [token for value in asked for token in _OR.split(value)]
    if len(asked) != 1 or len(tokens) > _MOST:
        raise refusals.invalid("the search is not one identifier=system|value")
    found = []
    for token in tokens:
        system, bar, value = token.partition("|")
        if not (system and bar and value):
            raise refusals.invalid("the search is not one identifier=system|value")
        identifier = systems.identifier(system, _ESCAPED.sub(r"\1", value))
        if identifier:
            found.append(identifier)
    return tuple(found)


def read_eligibility(body: bytes) -> EligibilityAsked:
    sent = _read(body, _Eligibility)
    own = sent.identifier[0].value if sent.identifier else ""
    return EligibilityAsked(
        reference(sent.patient.reference, "Patient"),
        _line(own, "identifier", 100) if own else "",
    )


def read_check_in(body: bytes, header_key: str | None) -> CheckIn:
    """The body of ``$check-in`` with its ``Idempotency-Key`` header, if that came through."""
    sent = _Named(_read(body, _Parameters).parameter)
    key = read_key(sent.one("key").value_uuid or "")
    if header_key is not None and read_key(header_key) != key:
        raise refusals.invalid("Idempotency-Key and the parameter key differ")
    service = _named_reference(sent, "service", "HealthcareService")
    appointment = _named_reference(sent, "appointment", "Appointment")
    if bool(service) == bool(appointment):
        raise refusals.invalid("name either a service or an appointment")
    reasons = frozenset(parameter.value_code or "" for parameter in sent.all("priority"))
    if not reasons <= set(REASONS):
        raise refusals.invalid("a priority code is unknown")
    return CheckIn(
        key=key,
        kiosk=_line(sent.one("kiosk").value_string or "", "kiosk", 64),
        patient=reference(
            (sent.one("patient").value_reference or _Reference()).reference, "Patient"
        ),
        service=service,
        appointment=appointment,
        coverage=_named_reference(sent, "coverage", "Coverage"),
        reasons=reasons,
    )


class _Named:
    """The parameters of a message, by name."""

    def __init__(self, parameters: Iterable[_Parameter]) -> None:
        self._by_name: dict[str, list[_Parameter]] = {}
        for parameter in parameters:
            self._by_name.setdefault(parameter.name, []).append(parameter)

    def all(self, name: str) -> list[_Parameter]:
        found = self._by_name.get(name, [])
        if len(found) > _MOST:
            raise refusals.invalid(f"too many parameters {name}")
        return found

    def one(self, name: str) -> _Parameter:
        found = self.all(name)
        if len(found) != 1:
            raise refusals.invalid(f"there is not just one parameter {name}")
        return found[0]


def _named_reference(sent: _Named, name: str, kind: str) -> str:
    """The id that an optional parameter refers to, or ``""``."""
    if not sent.all(name):
        return ""
    return reference((sent.one(name).value_reference or _Reference()).reference, kind)


def reference(text: str, kind: str) -> str:
    """The id in ``Kind/id``."""
    start, _, found = text.rpartition("/")
    if start != kind or not _ID.fullmatch(found):
        raise refusals.invalid(f"a reference is not {kind}/id")
    return found


def read_key(text: str) -> str:
    """A UUID in lower case, from itself or from ``urn:uuid:…``."""
    bare = text.strip().lower().removeprefix("urn:uuid:")
    try:
        if str(uuid.UUID(bare)) != bare:
            raise ValueError
    except ValueError:
        raise refusals.invalid("the key is no UUID") from None
    return bare


def read_outcome(body: bytes) -> bool:
    """Whether ``$ticket-printed`` says that the ticket is on paper."""
    outcome = _Named(_read(body, _Parameters).parameter).one("outcome").value_code
    if outcome not in ("printed", "failed"):
        raise refusals.invalid("the outcome is neither printed nor failed")
    return outcome == "printed"


def read_call(body: bytes) -> StaffCall:
    sent = _read(body, _Call)
    page = sent.payload[0].content_string if sent.payload else ""
    if not _PAGE.fullmatch(page):
        raise refusals.invalid("the payload is no page's name")
    return StaffCall(_line(sent.sender.identifier.value, "kiosk", 64), page)


@dataclass(frozen=True, slots=True)
class AppointmentsAsked:
    patient: str
    since: str
    until: str
    """ISO, +07:00."""


def read_appointment_search(query: str) -> AppointmentsAsked:
    """``patient=id&date=ge…&date=lt…``; a bound that is missing is open."""
    asked = _pairs(query)
    patients = asked.get("patient", [])
    if len(patients) != 1:
        raise refusals.invalid("there is not just one patient")
    patient = patients[0].removeprefix("Patient/")
    if not _ID.fullmatch(patient):
        raise refusals.invalid("the patient is no id")
    bounds = {"ge": "0001", "lt": "9999"}
    for bound in asked.get("date", []):
        prefix, moment = bound[:2], bound[2:]
        if prefix not in bounds:
            raise refusals.invalid("a date is neither ge… nor lt…")
        bounds[prefix] = _moment(moment)
    return AppointmentsAsked(patient, bounds["ge"], bounds["lt"])


def _moment(text: str) -> str:
    """A FHIR date or dateTime as the hospital's time."""
    try:
        # In a query string, a "+" that was not encoded has become a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        local = moment if moment.tzinfo else moment.replace(tzinfo=HOSPITAL_TIME)
        return stamp(local.astimezone(HOSPITAL_TIME))
    except (ValueError, OverflowError):
        raise refusals.invalid("a date has the wrong form") from None


def read_encounter_search(query: str, systems: Systems) -> str | None:
    """The key in ``identifier=system|key``; ``None`` if the system is another."""
    asked = _pairs(query).get("identifier", [])
    if len(asked) != 1:
        raise refusals.invalid("the search is not one identifier=system|value")
    system, _, value = asked[0].partition("|")
    return read_key(value) if system == systems.key else None


def _pairs(query: str) -> Mapping[str, list[str]]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=2 * _MOST)
    except ValueError:
        raise refusals.invalid("too many search parameters") from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
