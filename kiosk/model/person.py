"""Who a patient is: identifiers, name, birth date, sex."""

import enum
from dataclasses import dataclass
from datetime import date


class Sex(enum.Enum):
    """Administrative sex, with the codes of FHIR's ``administrative-gender``."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


class IdentifierKind(enum.Enum):
    """What a number identifies its holder to. The FHIR system URIs are settings."""

    PERSONAL_NUMBER = "personal-number"
    """12 digits, printed on the citizen identity card (CCCD)."""
    INSURANCE_NUMBER = "insurance-number"
    """Health insurance (BHYT): 15 characters (old card) or the 10-digit social-insurance number."""
    PATIENT_CODE = "patient-code"
    """The hospital's own."""


@dataclass(frozen=True, slots=True)
class Identifier:
    kind: IdentifierKind
    value: str


@dataclass(frozen=True, slots=True, order=True)
class BirthDate:
    """A birth date, of which old people's papers may know only the year.

    ``month`` and ``day`` are both set or both ``None``.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if (self.month is None) != (self.day is None):
            raise ValueError("a birth date is a year, or a year with month and day")
        if self.month is not None and self.day is not None:
            date(self.year, self.month, self.day)

    @classmethod
    def of(cls, day: date) -> "BirthDate":
        return cls(day.year, day.month, day.day)

    def iso(self) -> str:
        """FHIR ``date``: ``1952`` or ``1952-03-15``."""
        if self.month is None or self.day is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    def age_on(self, today: date) -> int:
        """Full years on ``today``; with the year alone, the age reached by the end of it.

        The law's age groups are counted for the patient: who is born in 1951 with no
        day known counts as 75 from the first of January 2026.
        """
        years = today.year - self.year
        if self.month is None or self.day is None:
            return years
        return years - ((today.month, today.day) < (self.month, self.day))


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient as the hospital knows them."""

    id: str
    """The hospital's logical id (FHIR ``Patient.id``); opaque."""
    name: str
    """Full name, NFC."""
    sex: Sex = Sex.UNKNOWN
    birth: BirthDate | None = None
    identifiers: tuple[Identifier, ...] = ()
    address: str = ""
    phone: str = ""
    face_enrolled: bool = False
    """Whether the hospital says that it knows the patient by their face."""

    def identifier(self, kind: IdentifierKind) -> str:
        """The first identifier of this kind, or ``""``."""
        return next((i.value for i in self.identifiers if i.kind is kind), "")
