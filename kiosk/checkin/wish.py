"""What the hospital has for a patient today, and what the patient takes of it."""

import asyncio
from dataclasses import dataclass

from kiosk.model.care import Appointment, Insurance, Priority, Service
from kiosk.model.checkin import CheckIn, HeldTicket
from kiosk.model.document import Document
from kiosk.model.face import IdentityCheck
from kiosk.model.person import Patient


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hospital has for this patient today."""

    insurance: Insurance
    held: tuple[HeldTicket, ...]
    """Given today already, and not used: whoever presents themselves again may have lost one."""
    appointments: tuple[Appointment, ...]
    services: asyncio.Task[tuple[Service, ...]]
    """Asked for with the rest, and awaited only if the patient must choose one."""

    def appointment_for(self, document: Document) -> Appointment | None:
        """The appointment that needs no choice: the one presented, or the only one."""
        if document.appointment:
            presented = (a for a in self.appointments if a.id == document.appointment)
            return next(presented, None)
        return self.appointments[0] if len(self.appointments) == 1 else None


@dataclass(frozen=True, slots=True)
class Slip:
    """A presented appointment that is none of today's to come: kept already, or of another day.

    The hospital tells which: who lost their paper gets the same ticket again.
    """

    id: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """Nobody could say what there is to choose: the hospital is away, and the desk asks."""


What = Appointment | Service | Slip | HeldTicket | Undecided
"""What a patient checks in for; a ticket that is held is asked for by its service again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the patient has agreed to check in for."""

    patient: Patient
    insurance: Insurance
    what: What
    priority: tuple[Priority, ...]
    identity: IdentityCheck = IdentityCheck.DOCUMENT

    def request(self, key: str, kiosk: str) -> CheckIn:
        """The check-in that asks for it, under this key; for nothing yet where it is undecided."""
        service = appointment = ""
        match self.what:
            case Service(code=code):
                service = code
            case HeldTicket(service=code):
                service = code
            case Appointment(id=number) | Slip(id=number):
                appointment = number
        return CheckIn(
            key=key,
            kiosk=kiosk,
            patient=self.patient.id,
            service=service,
            appointment=appointment,
            coverage=self.insurance.coverage,
            priority=self.priority,
            identity=self.identity,
        )
