"""Patients, as kiosks register them and ask for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kiosk.frontdesk import refusals
from kiosk.frontdesk.records import Identifier, Patient
from kiosk.frontdesk.wire.incoming import values
from kiosk.frontdesk.wire.incoming.message import MOST, Part, Reference, read
from kiosk.frontdesk.wire.incoming.message import Identifier as SentIdentifier
from kiosk.frontdesk.wire.incoming.query import pairs
from kiosk.frontdesk.wire.systems import Systems

_OR = re.compile(r"(?<!\\),")
_ESCAPED = re.compile(r"\\(.)")
_NOT_ONE = "the search is not one identifier=system|value"
_NEITHER = "the search is neither by identifier nor by phone with birthdate"


class _Text(Part):
    text: str = ""


class _Telecom(Part):
    system: str = ""
    value: str = ""


class _Patient(Part, tag_field="resourceType", tag="Patient"):
    identifier: list[SentIdentifier]
    name: list[_Text]
    birth_date: str
    gender: Literal["male", "female", "other", "unknown"] = "unknown"
    address: tuple[_Text, ...] = ()
    telecom: tuple[_Telecom, ...] = ()


class _Eligibility(Part, tag_field="resourceType", tag="CoverageEligibilityRequest"):
    patient: Reference
    identifier: tuple[SentIdentifier, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientsAsked:
    """Whom a search is for: who has one of the identifiers, or this phone and birth date."""

    identifiers: tuple[Identifier, ...] = ()
    phone: str = ""
    birth: str = ""
    """A date, or a year: any day of it."""


@dataclass(frozen=True, slots=True)
class EligibilityAsked:
    patient: str
    request: str
    """The asker's own identifier of the request, may be empty."""


def read_patient(body: bytes, systems: Systems, today: date) -> Patient:
    """A person to register; id and patient code are still to be given."""
    sent = read(body, _Patient)
    numbers = [systems.identifier(number.system, number.value) for number in sent.identifier]
    identifiers = tuple(dict.fromkeys(number for number in numbers if number))
    if not 0 < len(identifiers) <= MOST:
        raise refusals.invalid("a patient needs an identifier of a known system")
    return Patient(
        id="",
        name=values.line(_first(sent.name), "name", 100),
        gender=sent.gender,
        birth=values.birth(sent.birth_date, today),
        address=values.line(_first(sent.address), "address", 300) if sent.address else "",
        phone=_phone(sent.telecom),
        identifiers=tuple(values.number(identifier) for identifier in identifiers),
    )


def _first(texts: Sequence[_Text]) -> str:
    return texts[0].text if texts else ""


def _phone(telecom: Iterable[_Telecom]) -> str:
    sent = next((contact.value for contact in telecom if contact.system == "phone"), "")
    return values.phone(sent) if sent.strip() else ""


def read_patient_search(form: str, systems: Systems, today: date) -> PatientsAsked:
    """``identifier=…`` as :func:`read_identifiers` has it, or ``phone=…`` with ``birthdate=…``:
    a phone number alone is a family's."""
    asked = pairs(form)
    if "identifier" in asked and not ("phone" in asked or "birthdate" in asked):
        return PatientsAsked(identifiers=read_identifiers(form, systems))
    phones, births = asked.get("phone", []), asked.get("birthdate", [])
    if "identifier" in asked or len(phones) != 1 or len(births) != 1:
        raise refusals.invalid(_NEITHER)
    return PatientsAsked(
        phone=values.phone(phones[0]),
        birth=values.birth(births[0].removeprefix("eq"), today),
    )


def read_identifiers(query: str, systems: Systems) -> tuple[Identifier, ...]:
    """``identifier=system|value``; commas mean "or", a backslash takes the meaning from a
    separator (FHIR R4, 3.1.1.4.1). Unknown systems find nobody."""
    asked = pairs(query).get("identifier", [])
    tokens = [token for value in asked for token in _OR.split(value)]
    if len(asked) != 1 or len(tokens) > MOST:
        raise refusals.invalid(_NOT_ONE)
    found = []
    for token in tokens:
        system, bar, value = token.partition("|")
        if not (system and bar and value):
            raise refusals.invalid(_NOT_ONE)
        identifier = systems.identifier(system, _ESCAPED.sub(r"\1", value))
        if identifier:
            found.append(values.searched(identifier))
    return tuple(found)


def read_eligibility(body: bytes) -> EligibilityAsked:
    sent = read(body, _Eligibility)
    own = sent.identifier[0].value if sent.identifier else ""
    return EligibilityAsked(
        values.reference(sent.patient.reference, "Patient"),
        values.line(own, "identifier", 100) if own else "",
    )
