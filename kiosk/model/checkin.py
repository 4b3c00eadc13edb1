"""The request to check in, and the ticket that answers it."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.model.care import Priority
from kiosk.model.face import IdentityCheck
from kiosk.model.text import LocalText


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What ``$check-in`` is asked. Exactly one of ``service`` and ``appointment`` is set."""

    key: str
    """Idempotency key: a UUIDv7 made when the visit starts."""
    kiosk: str
    patient: str
    service: str = ""
    appointment: str = ""
    coverage: str = ""
    priority: tuple[Priority, ...] = ()
    identity: IdentityCheck = IdentityCheck.DOCUMENT
    """How it was seen that the patient is who the document names."""
    provisional: str = ""
    """The number that the kiosk gave while the hospital was away, as printed."""
    leased: str = ""
    """The number that it gave instead from those that it had ahead
    (:class:`~kiosk.model.leases.LeasedNumber`), as printed."""
    begun: datetime | None = None
    """When it gave that; aware."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place in a queue, as the hospital gave it; or a number of the kiosk's own."""

    encounter: str
    """The hospital's id of this check-in (FHIR ``Encounter.id``); ``""`` of one that it
    was not told of yet."""
    number: str
    """As it is printed and called, for example ``A-042``."""
    service: LocalText
    room: str
    floor: str
    direction: LocalText
    people_ahead: int
    wait_minutes: int | None
    issued_at: datetime
    """Aware."""
    follow_up: str = ""
    """Address of the page that follows the queue on a phone; holds no personal data."""
    priority: bool = False
    appointment: datetime | None = None
    """When the patient is expected, if they keep an appointment; aware."""
    reissued: bool = False
    """The patient had this ticket already: the same place, on a new paper."""
    provisional: bool = False
    """Given by the kiosk while the hospital was away: the desk goes on from it."""
    leased: bool = False
    """Given by the kiosk from the numbers that it had ahead: it is the hospital's own, with its
    room. Nobody knows how many are before it."""
    keys: tuple[str, ...] = ()
    """Of all check-ins that were answered with it, also by other kiosks; empty where a hospital
    does not tell."""


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """A place in a queue that a patient has today already; enough to know it again."""

    number: str
    """As it was printed."""
    service: str
    """Service code. A check-in for it answers this ticket again."""
    service_name: LocalText
    room: str = ""
