"""What the hospital knows of a patient, and has for them today."""

import asyncio
from datetime import date

from kiosk.checkin.asking import VisitFailed, ask_hospital, failure_of
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.front import Front
from kiosk.checkin.screens import Working
from kiosk.checkin.trace import Trace
from kiosk.checkin.wish import Offer
from kiosk.errors import HospitalError
from kiosk.log import log
from kiosk.model.care import Service
from kiosk.model.checkin import HeldTicket
from kiosk.model.document import Document
from kiosk.model.person import Patient


class Records:
    """Asks the hospital for one visit. Every method raises
    :class:`~kiosk.checkin.asking.VisitFailed` where it does not answer."""

    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._hospital = equipment.hospital

    async def find(self, document: Document) -> Patient | None:
        """Whose document it is; ``None`` for who is new and can be registered from it."""
        self._front.show(Working(Step.FIND))
        patient = await ask_hospital(Step.FIND, self._trace, self._hospital.find(document))
        if patient is None and not document.names_a_person:
            raise VisitFailed(FAILURES["patient-unknown"].at(Step.FIND))
        return patient

    async def register(self, document: Document, phone: str) -> Patient:
        """A record for who is new."""
        self._front.show(Working(Step.REGISTER))
        return await ask_hospital(
            Step.REGISTER, self._trace, self._hospital.register(document, phone)
        )

    async def offer(self, patient: Patient) -> Offer:
        """Insurance, appointments, tickets and services, asked for at once."""
        today = self._today()
        services = self._equipment.afterwards.start(list_services(self._equipment))
        insurance, appointments, held = await ask_hospital(
            Step.OFFER,
            self._trace,
            asyncio.gather(
                self._hospital.insurance(patient, today),
                self._hospital.appointments(patient, today),
                self._held_tickets(patient),
            ),
        )
        covered = self._equipment.rules.insurance.applied(insurance)
        return Offer(covered, held, appointments, services)

    async def _held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        """A hospital that cannot tell lets the patient choose as if there were none: the same
        service gives the same number all the same. Nobody above sees the error, so it is logged."""
        try:
            return await self._hospital.held_tickets(patient)
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.OFFER).kind, step="held-tickets")
            return ()

    def _today(self) -> date:
        return self._equipment.clock.now().date()


async def list_services(equipment: Equipment) -> tuple[Service, ...]:
    """What can be chosen now; remembered for when the hospital is away.

    Raises :class:`~kiosk.errors.HospitalError`.
    """
    services = await equipment.hospital.services()
    equipment.lately.services = services
    return services
