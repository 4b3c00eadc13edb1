"""What a patient held up, once it is understood."""

import enum
from dataclasses import dataclass
from datetime import date

from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex


class DocumentKind(enum.Enum):
    CCCD = "cccd"
    """The QR code on the citizen identity card (căn cước công dân)."""
    VNEID = "vneid"
    """The QR code that the VNeID phone app shows."""
    BHYT = "bhyt"
    """The QR code of the health insurance card."""
    APPOINTMENT = "appointment"
    """The QR code of an appointment slip."""
    PATIENT_CODE = "patient-code"
    """The hospital's own patient code, as a code or typed."""


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one document, checked and normalised to NFC.

    Only what the document says is set: a patient code has no name, an appointment
    slip may have nothing but its number.
    """

    kind: DocumentKind
    identifiers: tuple[Identifier, ...] = ()
    """In the order in which the hospital should be asked for them."""
    name: str = ""
    birth: BirthDate | None = None
    sex: Sex = Sex.UNKNOWN
    address: str = ""
    issued: date | None = None
    appointment: str = ""
    """The hospital's appointment id."""
    verified: bool = False
    """The chip of the card proved that it is genuine and tells of this person."""

    def identifier(self, kind: IdentifierKind) -> str:
        """The first identifier of this kind, or ``""``."""
        return next((i.value for i in self.identifiers if i.kind is kind), "")

    @property
    def names_a_person(self) -> bool:
        """Whether a new patient can be registered from it: a number, a name and a birth date."""
        return bool(self.identifiers and self.name and self.birth)
