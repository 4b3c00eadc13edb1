"""What a patient agreed to, as it is recorded (FHIR R4 ``Consent``)."""

import enum
from dataclasses import dataclass
from datetime import datetime


class ConsentPurpose(enum.Enum):
    FACE_VERIFICATION = "face-verification"
    """Compare the face with the chip's once, and keep nothing."""
    FACE_IDENTIFICATION = "face-identification"
    """Keep a description of the face, to be recognised without a card."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Given, never assumed: a refusal is not recorded."""

    patient: str
    """The hospital's id of the patient."""
    purpose: ConsentPurpose
    text_version: str
    """Which wording was read, for example ``face-verification/1``."""
    language: str
    """In which language; BCP 47."""
    given_at: datetime
    """Aware."""
    kiosk: str
