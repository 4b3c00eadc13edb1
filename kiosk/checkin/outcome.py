"""How a visit can end."""

import enum
from dataclasses import dataclass

from kiosk.checkin.failures import Failure
from kiosk.model.care import Insurance
from kiosk.model.checkin import Ticket
from kiosk.model.document import Document
from kiosk.model.face import IdentityCheck
from kiosk.model.person import Patient


@dataclass(frozen=True, slots=True)
class Ticketed:
    """The patient has a place in a queue, on paper or (``printed`` false) on the screen."""

    ticket: Ticket
    patient: Patient
    insurance: Insurance
    printed: bool
    verified: bool = False
    """The chip of the patient's card proved that it is genuine."""
    card_lies: bool = False
    """A card still lay on the reader when the ticket was printed."""
    identity: IdentityCheck = IdentityCheck.DOCUMENT
    """How it was seen that the patient is who the document names; ``DESK`` has an errand there."""


@dataclass(frozen=True, slots=True)
class Failed:
    """No place; the patient was told why and where to go."""

    failure: Failure
    document: Document | None = None
    """To try again without presenting it again."""


class Reason(enum.Enum):
    PATIENT = "patient"
    """Cancelled by the patient."""
    IDLE = "idle"
    """Nobody answered "are you still there?"."""
    NOT_ME = "not-me"
    STAFF = "staff"
    """Staff want the screen."""
    OUT_OF_ORDER = "out-of-order"
    """Nobody had begun, and from now on nobody can be helped."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    reason: Reason


Outcome = Ticketed | Failed | Cancelled
