"""The records of GNU Health that the kiosk reads, and which of their fields.

Names of models and fields are those of the module ``health`` 5.0 and of Tryton 7.0. A name with
a dot reads a field of the record that is referred to, which arrives under ``name.``. SQLite says
0 and 1 where PostgreSQL says false and true.
"""

from typing import ClassVar, TypeAlias

import msgspec

from kiosk.hospital.gnuhealth.dates import Day, Moment

Flag: TypeAlias = bool | int | None


class Record(msgspec.Struct, frozen=True):
    """``MODEL`` and ``FIELDS`` are what ``search_read`` is asked for."""

    MODEL: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[str, ...]] = ()

    id: int


class OtherId(msgspec.Struct, frozen=True):
    """``gnuhealth.person_alternative_identification``."""

    code: str
    alternative_id_type: str | None = None


class InsuranceRow(msgspec.Struct, frozen=True):
    """``gnuhealth.insurance``."""

    id: int
    number: str
    company: int | None = None
    member_since: Day | None = None
    member_exp: Day | None = None


class AddressRow(msgspec.Struct, frozen=True):
    full_address: str | None = None


class Contact(msgspec.Struct, frozen=True):
    type: str | None = None
    value: str | None = None


class PartyRow(msgspec.Struct, frozen=True):
    """``party.party`` of a person."""

    ref: str | None = None
    """PUID, unique in the database."""
    name: str | None = None
    """Given names."""
    lastname: str | None = None
    dob: Day | None = None
    est_dob: Flag = None
    """The birth date is an estimate: only its year is known."""
    gender: str | None = None
    deceased: Flag = None
    alternative_ids: list[OtherId] = msgspec.field(name="alternative_ids.", default_factory=list)
    insurance: list[InsuranceRow] = msgspec.field(name="insurance.", default_factory=list)
    addresses: list[AddressRow] = msgspec.field(name="addresses.", default_factory=list)
    contacts: list[Contact] = msgspec.field(name="contact_mechanisms.", default_factory=list)


class PatientRow(Record, frozen=True):
    MODEL = "gnuhealth.patient"
    FIELDS = (
        "party.ref",
        "party.name",
        "party.lastname",
        "party.dob",
        "party.est_dob",
        "party.gender",
        "party.deceased",
        "party.alternative_ids.code",
        "party.alternative_ids.alternative_id_type",
        "party.insurance.number",
        "party.insurance.company",
        "party.insurance.member_since",
        "party.insurance.member_exp",
        "party.addresses.full_address",
        "party.contact_mechanisms.type",
        "party.contact_mechanisms.value",
    )

    party: PartyRow = msgspec.field(name="party.")


class Name(msgspec.Struct, frozen=True):
    name: str | None = None
    lastname: str | None = None


class Unit(msgspec.Struct, frozen=True):
    """``gnuhealth.hospital.unit``: where patients of a specialty or a doctor wait."""

    name: str
    extra_info: str | None = None
    code: str = ""


class Doctor(msgspec.Struct, frozen=True):
    """``gnuhealth.healthprofessional``."""

    party: Name | None = msgspec.field(name="party.", default=None)
    unit: Unit | None = msgspec.field(name="institution_unit.", default=None)


class SpecialtyName(msgspec.Struct, frozen=True):
    """``gnuhealth.specialty``."""

    id: int
    name: str
    code: str


class AppointmentRow(Record, frozen=True):
    MODEL = "gnuhealth.appointment"
    FIELDS = (
        "patient",
        "state",
        "name",
        "comments",
        "appointment_date",
        "checked_in_date",
        "insurance",
        "speciality.name",
        "speciality.code",
        "healthprof.party.name",
        "healthprof.party.lastname",
        "healthprof.institution_unit.name",
        "healthprof.institution_unit.extra_info",
        "_timestamp",
    )

    patient: int | None = None
    state: str | None = None
    name: str | None = None
    comments: str | None = None
    appointment_date: Moment | None = None
    checked_in_date: Moment | None = None
    insurance: int | None = None
    specialty: SpecialtyName | None = msgspec.field(name="speciality.", default=None)
    doctor: Doctor | None = msgspec.field(name="healthprof.", default=None)
    timestamp: str = msgspec.field(name="_timestamp", default="")
    """Changes with each write; sent back, it makes a write conditional."""


class WaitingRow(Record, frozen=True):
    """One who is checked in, without what the kiosk does not need."""

    MODEL = "gnuhealth.appointment"
    FIELDS = ("speciality", "checked_in_date")

    speciality: int | None = None
    checked_in_date: Moment | None = None


class NoteRow(Record, frozen=True):
    MODEL = "ir.note"
    FIELDS = ("resource", "message", "create_date")

    resource: str
    """``gnuhealth.appointment,12``."""
    create_date: Moment
    message: str | None = None


class OfferedSpecialty(Record, frozen=True):
    MODEL = "gnuhealth.institution.specialties"
    FIELDS = ("specialty.name", "specialty.code")

    specialty: SpecialtyName = msgspec.field(name="specialty.")


class UnitRow(Record, frozen=True):
    MODEL = "gnuhealth.hospital.unit"
    FIELDS = ("name", "extra_info", "code")

    name: str
    code: str
    extra_info: str | None = None


class Found(Record, frozen=True):
    """Any record of which only the id matters."""
