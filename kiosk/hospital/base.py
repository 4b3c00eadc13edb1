"""What the kiosk asks of a hospital. Every adapter implements this and nothing more."""

import enum
from datetime import date
from types import TracebackType
from typing import Protocol, Self

from kiosk.model.care import Appointment, Insurance, Service
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.consent import Consent
from kiosk.model.document import Document
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.person import Patient

NOT_OFFERED = "not-offered"
"""The reason with which a hospital refuses what it does not offer."""


class Capability(enum.Enum):
    """What a hospital may do without. An adapter declares those that it offers, and does for
    each of the others what is said here: it never pretends."""

    REGISTRATION = "registration"
    """Without: ``register`` raises ``HospitalRefused("not-offered")``."""
    INSURANCE = "insurance"
    """The insurer is asked. Without: ``insurance`` answers that it is unverified, or that the
    hospital knows of none."""
    APPOINTMENTS = "appointments"
    """Without: ``appointments`` answers none."""
    HELD_TICKETS = "held-tickets"
    """Without: ``held_tickets`` answers none."""
    CALL_STAFF = "call-staff"
    """A call reaches a person. Without: ``call_staff`` raises
    ``HospitalRefused("not-offered")``."""
    CONSENT = "consent"
    """Without: ``record_consent`` raises ``HospitalRefused("not-offered")``."""
    FACES = "faces"
    """Patients who agreed are known again by their faces. Without: ``match_face``,
    ``enroll_face`` and ``forget_face`` raise ``HospitalRefused("not-offered")``; so do the first
    two at a hospital that could and has not switched it on."""
    NUMBERS_AHEAD = "numbers-ahead"
    """The kiosk has some of the day's numbers ahead, and ``check_in`` takes ``leased``. Without:
    ``lease_numbers`` and ``return_numbers`` raise ``HospitalRefused("not-offered")``; so does the
    first at a hospital that could and has not switched it on."""


class Hospital(Protocol):
    """A hospital's information system.

    Every call answers within the adapter's deadline or raises one of
    :class:`~kiosk.errors.HospitalAway`, :class:`~kiosk.errors.HospitalGarbled`,
    :class:`~kiosk.errors.HospitalRefused`. No call is repeated by the caller,
    so an adapter repeats by itself what is safe to repeat.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What is offered; the same for as long as the adapter lives."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    async def find(self, document: Document) -> Patient | None:
        """The one patient that the document's identifiers, or its appointment, belong to.

        ``None`` if the hospital knows none of them. Raises ``HospitalRefused("ambiguous")``
        if they belong to more than one patient: the desk must merge them.
        """
        ...

    async def register(self, document: Document, phone: str = "") -> Patient:
        """Create the patient, or answer the one who has the document's first identifier.

        Safe to repeat and safe against another kiosk doing the same at the same instant.
        Never erases or changes what the hospital already knows.
        """
        ...

    async def insurance(self, patient: Patient, today: date) -> Insurance:
        """Whether the patient is insured today.

        Never raises for an insurer or a hospital that does not answer in time:
        that is :attr:`~kiosk.model.care.Cover.UNVERIFIED`.
        """
        ...

    async def appointments(self, patient: Patient, today: date) -> tuple[Appointment, ...]:
        """Appointments of ``today`` (the hospital's day, +07:00) that can be kept, by time."""
        ...

    async def held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        """The tickets of this day that a check-in would answer again, ``reissued``: of who waits
        or was called, not of who has been seen. Also those of services without an open room."""
        ...

    async def services(self) -> tuple[Service, ...]:
        """What a patient without an appointment can choose now, with its load, in the
        hospital's order. A service without an open room is listed with ``open_rooms == 0``."""
        ...

    async def check_in(self, request: CheckIn) -> Ticket:
        """Take a place in a queue. The same key with the same request answers the same ticket.

        Who has an open ticket of this day for the service gets that one, ``reissued``.

        ``HospitalRefused`` reasons: ``service-closed``, ``appointment-not-found``,
        ``appointment-not-today``, ``patient-not-found``, ``key-reused``, and ``invalid`` for a
        service that does not exist. For a number that the kiosk had ahead (``leased``) also
        ``lease-not-found``, ``lease-used`` and ``lease-lapsed``.
        """
        ...

    async def lease_numbers(self, asked: LeaseRequest) -> tuple[LeasedNumber, ...]:
        """All numbers of today that this kiosk may give from now on: of those that it holds the
        ones that still lead somewhere, and new ones, as many as the hospital lets it have.

        Nobody else gets them. The same key with the same wishes answers the same new ones.
        """
        ...

    async def return_numbers(self, kiosk: str, numbers: tuple[str, ...]) -> None:
        """The kiosk gives these to nobody any more. Giving them back twice is no error."""
        ...

    async def ticket_printed(self, ticket: Ticket, printed: bool) -> None:
        """Tell the hospital whether the patient has the ticket on paper."""
        ...

    async def cancel(self, ticket: Ticket) -> None:
        """Give the place back. Giving it back twice is no error."""
        ...

    async def call_staff(self, kiosk: str, page: str) -> None:
        """Call a member of staff to this kiosk. ``page`` is the page's name, never its content."""
        ...

    async def record_consent(self, consent: Consent) -> None:
        """Keep what a patient agreed to. The same consent said twice is kept once.

        ``HospitalRefused`` reasons: ``patient-not-found``, ``not-offered``.
        """
        ...

    async def match_face(self, descriptor: bytes) -> Patient | None:
        """The one enrolled patient whose face this is, or ``None``: nobody is near enough, or
        more than one are. It is a guess: the patient confirms it by what a stranger would not
        know, before anything of them is shown.

        ``descriptor`` is :data:`~kiosk.model.face.DESCRIPTOR_BYTES` long, or ``ValueError``. A
        hospital bounds how often it may be asked, and is ``HospitalAway`` to who asks more.
        """
        ...

    async def enroll_face(self, consent: Consent, descriptor: bytes) -> None:
        """Keep this face of the consent's patient, and the consent with it: both or none.

        ``ValueError`` for a consent to anything but
        :attr:`~kiosk.model.consent.ConsentPurpose.FACE_IDENTIFICATION`, and for the descriptor
        as above. ``HospitalRefused`` reasons: ``patient-not-found``, ``not-offered``.
        """
        ...

    async def forget_face(self, patient: Patient) -> None:
        """Keep nothing of this patient's face any more. Forgetting it twice is no error."""
        ...

    async def ping(self) -> str:
        """The hospital's software name and version, for ``kiosk doctor``.

        Also how a breaker sees whether anybody is there, each second while nobody is: it should
        need little of the hospital, and reads and changes no record.
        """
        ...
