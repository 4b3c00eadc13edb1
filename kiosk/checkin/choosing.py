"""What the patient comes for: what is known already, or one choice."""

import asyncio

from kiosk.checkin.asking import VisitFailed, ask_hospital
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.instead import offering
from kiosk.checkin.screens import (
    Back,
    ChooseAppointment,
    ChooseService,
    OtherService,
    ReprintTicket,
)
from kiosk.checkin.trace import Trace
from kiosk.checkin.wish import Offer, Slip, What
from kiosk.model.care import Service
from kiosk.model.document import Document


class Choosing:
    """The choices of one visit."""

    def __init__(self, front: Front, trace: Trace) -> None:
        self._front = front
        self._trace = trace
        self._slip_tried = False

    async def choose(self, document: Document, offer: Offer) -> What | Back:
        """What is presented, or the only appointment; else what the patient picks."""
        if offer.held and (not document.appointment or self._slip_tried):
            lost = await self._front.ask(ReprintTicket(offer.held))
            if not isinstance(lost, OtherService):
                return lost
        if appointment := offer.appointment_for(document):
            return appointment
        if document.appointment and not self._slip_tried:
            self._slip_tried = True
            return Slip(document.appointment)
        if offer.appointments:
            answer = await self._front.ask(ChooseAppointment(offer.appointments))
            if not isinstance(answer, OtherService):
                return answer
        return await self.service(offer.services)

    async def service(
        self,
        services: asyncio.Task[tuple[Service, ...]],
        wrong: Failure | None = None,
        instead: tuple[str, ...] = (),
    ) -> Service | Back:
        """One of the services. ``wrong`` is why the choice before could not be had, ``instead``
        what the hospital has in its place. Raises
        :class:`~kiosk.checkin.asking.VisitFailed` where none takes patients."""
        listed = await ask_hospital(Step.OFFER, self._trace, asyncio.shield(services))
        if not any(service.open_rooms for service in listed):
            raise VisitFailed(FAILURES["no-service-open"].at(Step.OFFER))
        if wrong is not None:
            wrong, listed = offering(wrong, listed, instead)
        return await self._front.ask(ChooseService(listed, wrong))

    async def lately(self, services: tuple[Service, ...]) -> Service | Back:
        """One of the services that there were before the hospital was away."""
        return await self._front.ask(ChooseService(services, load_known=False))
