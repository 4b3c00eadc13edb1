"""What stands on a ticket."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.model.courtesy import UNKNOWN_GUEST
from kiosk.model.text import VIETNAMESE, LocalText


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything on one ticket, ready to be read by strangers: paper gets lost.

    Texts of any length and of any origin are fine: they are normalised to NFC, wrapped, and
    cut with "…" where nobody would read on (:data:`kiosk.ticket.clean.LONGEST`). Whatever is
    empty is left out.
    """

    hospital: LocalText
    number: str
    """As it is called, for example ``A-042``."""
    room: str
    floor: str
    direction: LocalText
    service: LocalText
    people_ahead: int
    wait_minutes: int | None
    """``None`` if the hospital cannot tell."""
    name: str
    """In the private form: ``T. T. T. Hà`` (:func:`kiosk.model.mask.short_name`)."""
    patient_code: str
    issued_at: datetime
    """Aware; printed in the hospital's time."""
    insurance: LocalText
    """What the patient must know about today's insurance, with nothing left to fill in."""
    next_step: LocalText | None = None
    """What to do now, with nothing left to fill in; ``None``: wait near the room."""
    appointment: datetime | None = None
    """When the patient is expected; aware."""
    follow_up: str = ""
    """Address for the QR code; ``""`` prints none."""
    you: str = UNKNOWN_GUEST
    """How Vietnamese addresses the patient: ``bà``, ``anh`` … (:mod:`kiosk.model.courtesy`)."""
    priority: bool = False
    reprint: bool = False
    """The patient had this ticket on paper before."""
    provisional: bool = False
    """The kiosk's own number, given without the hospital: framed, and without a queue."""
    queue_known: bool = True
    """Whether anybody knows how many are before the patient; else nothing is said of it."""
    language: str = VIETNAMESE
    """The patient's. The other of the kiosk's languages stands beneath, small."""
