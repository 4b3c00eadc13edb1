"""The fields that are read from a plain FHIR R4 (4.0.1) server, beside those of every hospital.

As in :mod:`kiosk.hospital.wire`: unknown fields are ignored, wrong types and sizes are errors.
Servers are filled by many programs, so a text may be missing wherever FHIR lets it.
"""

from typing import Annotated

from msgspec import Meta, Raw, field

from kiosk.hospital.wire import (
    Coding,
    Concept,
    ContactPoint,
    Extended,
    Id,
    Identifier,
    Instant,
    Long,
    Reference,
    Resource,
    Short,
    Software,
    _Element,
)


class Version(_Element, frozen=True):
    version_id: Short = ""
    last_updated: Short = ""


class Stored(Resource, frozen=True):
    """What every resource of a server has."""

    id: Id
    meta: Version = Version()


class Response(_Element, frozen=True):
    status: Short
    location: Long = ""


class Entry(_Element, frozen=True):
    resource: Raw = Raw()
    response: Response | None = None


class Bundle(Resource, frozen=True):
    KIND = "Bundle"
    type: Short
    total: Annotated[int, Meta(ge=0)] | None = None
    entry: list[Entry] = field(default_factory=list)


class HumanName(_Element, frozen=True):
    use: Short = ""
    text: Short = ""
    family: Short = ""
    given: list[Short] = field(default_factory=list)


class Address(_Element, frozen=True):
    text: Long = ""
    line: list[Short] = field(default_factory=list)
    district: Short = ""
    city: Short = ""


class Patient(Resource, frozen=True):
    KIND = "Patient"
    id: Id
    active: bool = True
    name: list[HumanName] = field(default_factory=list)
    identifier: list[Identifier] = field(default_factory=list)
    gender: Short = "unknown"
    birth_date: Short | None = None
    address: list[Address] = field(default_factory=list)
    telecom: list[ContactPoint] = field(default_factory=list)
    link: list[Raw] = field(default_factory=list)


class Hours(_Element, frozen=True):
    """``Location.hoursOfOperation`` or ``HealthcareService.availableTime``, with both names."""

    days_of_week: list[Short] = field(default_factory=list)
    all_day: bool = False
    opening_time: Short = ""
    closing_time: Short = ""
    available_start_time: Short = ""
    available_end_time: Short = ""


class Location(Resource, frozen=True):
    KIND = "Location"
    id: Id
    name: Short = ""
    description: Long = ""
    description_extended: Extended | None = field(name="_description", default=None)
    status: Short = "active"
    operational_status: Coding = Coding()
    part_of: Reference = Reference()
    hours_of_operation: list[Hours] = field(default_factory=list)


class HealthcareService(Resource, frozen=True):
    KIND = "HealthcareService"
    id: Id
    active: bool = True
    type: list[Concept] = field(default_factory=list)
    name: Short = ""
    name_extended: Extended | None = field(name="_name", default=None)
    comment: Long = ""
    comment_extended: Extended | None = field(name="_comment", default=None)
    location: list[Reference] = field(default_factory=list)
    available_time: list[Hours] = field(default_factory=list)


class Value(_Element, frozen=True):
    """An extension with one of the values that the kiosk writes."""

    url: Short
    value_string: Long | None = None
    value_code: Short | None = None
    value_date: Short | None = None
    value_integer: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    value_reference: Reference | None = None


class Basic(Resource, frozen=True):
    KIND = "Basic"
    id: Id
    code: Concept = Concept()
    subject: Reference = Reference()
    extension: list[Value] = field(default_factory=list)


class Period(_Element, frozen=True):
    start: Instant | None = None


class Place(_Element, frozen=True):
    location: Reference = Reference()


class Encounter(Resource, frozen=True):
    KIND = "Encounter"
    id: Id
    status: Short
    identifier: list[Identifier] = field(default_factory=list)
    subject: Reference = Reference()
    appointment: list[Reference] = field(default_factory=list)
    period: Period = Period()
    location: list[Place] = field(default_factory=list)
    extension: list[Value] = field(default_factory=list)


class ValidPeriod(_Element, frozen=True):
    start: Short = ""
    end: Short = ""


class Coverage(Resource, frozen=True):
    KIND = "Coverage"
    id: Id
    status: Short
    beneficiary: Reference = Reference()
    period: ValidPeriod = ValidPeriod()


class CapabilityStatement(Resource, frozen=True):
    KIND = "CapabilityStatement"
    fhir_version: Short
    software: Software | None = None
