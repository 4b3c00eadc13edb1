"""The fields that the kiosk reads from a hospital's answers, as they are on the wire.

FHIR R4 (4.0.1) JSON, ``docs/hospital-api``. Only what a visit needs; unknown fields are
ignored, wrong types and sizes are errors. No field is an enumeration or a tagged union here:
msgspec would quote the wrong value in its message, and answers hold personal data.
"""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, Raw, Struct, field

Id = Annotated[str, Meta(pattern=r"\A(?!\.{1,2}\Z)[A-Za-z0-9\-.]{1,64}\Z")]
"""FHIR ``id``. ``.`` and ``..`` are left out: they would climb in an address."""
Short = Annotated[str, Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=2000)]
Count = Annotated[int, Meta(ge=0, le=100_000)]
Instant = Annotated[datetime, Meta(tz=True)]


class _Element(Struct, frozen=True, rename="camel"):
    pass


class Resource(_Element, frozen=True):
    """Anything with a ``resourceType``; ``KIND`` is the only one that is accepted."""

    KIND: ClassVar[str] = ""
    resource_type: str


class Part(_Element, frozen=True):
    """An extension inside an extension."""

    url: Short
    value_code: Short | None = None
    value_string: Long | None = None


class Extension(_Element, frozen=True):
    url: Short
    extension: list[Part] = []
    value_boolean: bool | None = None
    value_code: Short | None = None


class Extended(_Element, frozen=True):
    """What stands beside a primitive, as ``_name`` beside ``name``."""

    extension: list[Extension] = []


class Coding(_Element, frozen=True):
    system: Short = ""
    code: Short = ""
    display: Short = ""
    display_extended: Extended | None = field(name="_display", default=None)


class Concept(_Element, frozen=True):
    coding: list[Coding] = []


class Reference(_Element, frozen=True):
    reference: Long = ""
    display: Short = ""


class Duration(_Element, frozen=True):
    value: Annotated[float, Meta(ge=0, le=100_000)]
    unit: Short = ""
    code: Short = ""


class Identifier(_Element, frozen=True):
    system: Short = ""
    value: Short = ""


class HumanName(_Element, frozen=True):
    text: Short = ""


class Address(_Element, frozen=True):
    text: Long = ""


class ContactPoint(_Element, frozen=True):
    system: Short = ""
    value: Short = ""


class Patient(Resource, frozen=True):
    KIND = "Patient"
    id: Id
    name: list[HumanName]
    identifier: list[Identifier] = []
    gender: Short = "unknown"
    birth_date: Short | None = None
    address: list[Address] = []
    telecom: list[ContactPoint] = []
    extension: list[Extension] = []


class Participant(_Element, frozen=True):
    actor: Reference = Reference()


class Appointment(Resource, frozen=True):
    KIND = "Appointment"
    id: Id
    status: Short
    start: Instant | None = None
    service_type: list[Concept] = []
    participant: list[Participant] = []


class HealthcareService(Resource, frozen=True):
    KIND = "HealthcareService"
    id: Id
    name: Short
    name_extended: Extended | None = field(name="_name", default=None)
    comment: Short = ""
    comment_extended: Extended | None = field(name="_comment", default=None)
    active: bool = True


class Benefit(_Element, frozen=True):
    type: Concept = Concept()
    allowed_unsigned_int: Annotated[int, Meta(ge=0, le=100)] | None = None


class BenefitItem(_Element, frozen=True):
    benefit: list[Benefit] = []


class EligibleInsurance(_Element, frozen=True):
    coverage: Reference
    inforce: bool
    item: list[BenefitItem] = []


class CoverageEligibilityResponse(Resource, frozen=True):
    KIND = "CoverageEligibilityResponse"
    outcome: Short
    insurance: list[EligibleInsurance] = []
    extension: list[Extension] = []


class Encounter(Resource, frozen=True):
    KIND = "Encounter"
    id: Id
    subject: Reference
    identifier: list[Identifier] = []
    service_type: Concept = Concept()


class Consent(Resource, frozen=True):
    KIND = "Consent"
    patient: Reference


class Place(_Element, frozen=True):
    location: Reference = Reference()


class HeldEncounter(Resource, frozen=True):
    """An encounter of which more is read than that it is there."""

    KIND = "Encounter"
    status: Short
    subject: Reference
    identifier: list[Identifier] = []
    service_type: Concept = Concept()
    location: list[Place] = []


class Value(_Element, frozen=True):
    """One part of a parameter."""

    name: Short
    value_code: Short | None = None
    value_string: Short | None = None
    value_string_extended: Extended | None = field(name="_valueString", default=None)
    value_integer: Count | None = None
    value_date_time: Instant | None = None
    value_duration: Duration | None = None


class Parameter(_Element, frozen=True):
    name: Short
    part: list[Value] = []
    value_string: Short | None = None
    value_string_extended: Extended | None = field(name="_valueString", default=None)
    value_integer: Count | None = None
    value_boolean: bool | None = None
    value_date_time: Instant | None = None
    value_url: Long | None = None
    value_duration: Duration | None = None
    resource: Raw = Raw()
    """Empty where there is none."""


class Parameters(Resource, frozen=True):
    KIND = "Parameters"
    parameter: list[Parameter] = []


class Entry(_Element, frozen=True):
    resource: Raw


class Bundle(Resource, frozen=True):
    KIND = "Bundle"
    type: Short
    entry: list[Entry] = []


class Kind(_Element, frozen=True):
    """The one field that every resource has, to see which it is."""

    resource_type: str


class Issue(_Element, frozen=True):
    details: Concept = Concept()
    extension: list[Extension] = []


class OperationOutcome(Resource, frozen=True):
    KIND = "OperationOutcome"
    issue: list[Issue] = []


class Software(_Element, frozen=True):
    name: Short
    version: Short = ""


class CapabilityStatement(Resource, frozen=True):
    KIND = "CapabilityStatement"
    fhir_version: Short
    software: Software


def encode(resource: object) -> bytes:
    """UTF-8 JSON of a request's body."""
    return msgspec.json.encode(resource)
