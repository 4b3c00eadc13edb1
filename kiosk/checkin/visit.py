"""One visit: from a document to a ticket. Start reading at :meth:`Visit.run`."""

import asyncio
from dataclasses import replace
from datetime import date

from kiosk.checkin.asking import VisitFailed, ask_hospital, failure_of
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.instead import offering
from kiosk.checkin.key import new_key
from kiosk.checkin.outcome import Cancelled, Failed, Outcome, Reason, Ticketed
from kiosk.checkin.persisting import persist
from kiosk.checkin.presenting import present_document
from kiosk.checkin.printing import print_ticket
from kiosk.checkin.screens import (
    AfterProblem,
    AskPhone,
    Back,
    ChooseAppointment,
    ChooseService,
    Confirmed,
    ConfirmIdentity,
    Done,
    Finished,
    InsuranceResult,
    OtherService,
    Problem,
    ReprintTicket,
    StatePriority,
    Working,
)
from kiosk.checkin.trace import Trace
from kiosk.checkin.wish import Offer, Slip, What, Wish
from kiosk.errors import HospitalAway, HospitalError
from kiosk.log import log
from kiosk.model.care import Appointment, Cover, Insurance, Priority, Service
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.document import Document
from kiosk.model.person import Patient
from kiosk.model.priority import priority_by_age

_SAID_BEFORE = frozenset({Cover.DESK, Cover.SELF_PAY, Cover.NONE})
"""What the patient should know before taking a number; the rest is a line on other pages."""

_UNHEARD = frozenset({"hospital-away", "hospital-garbled"})
"""Failures after which the hospital may have given a number that nobody heard of."""


class NotMe(Exception):
    """The patient says that the document is somebody else's. Ends the visit, is no failure."""


class Visit:
    """One patient at the kiosk; make a new one for each."""

    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._hospital = equipment.hospital
        self._request: CheckIn | None = None
        self._unanswered: CheckIn | None = None
        self._stated: tuple[Priority, ...] = ()
        # What is agreed already, so that trying again after a failure asks nothing twice.
        self._priority: tuple[Priority, ...] | None = None
        self._phone: str | None = None
        self._wish: Wish | None = None
        self._slip_tried = False

    async def run(self, document: Document | None = None) -> Outcome:
        """Up to the ticket on paper. ``document`` is given when a failed visit is tried again:
        what was asked and answered before is not asked again.

        May be cancelled at any point: a place that was just taken is given back, unless its
        paper is being printed already.
        """
        try:
            if document is None:
                document = await present_document(self._front, self._equipment, self._trace)
            while True:
                if self._wish is None:
                    self._wish = await self._agree(document)
                ticket = await self._check_in(self._wish)
                if not isinstance(ticket, Back):
                    break
                self._wish = None
            patient, insurance = self._wish.patient, self._wish.insurance
            printed = await self._print_first(ticket, patient, insurance)
            lies = self._equipment.cards.state.lies
        except VisitFailed as failed:
            return Failed(failed.failure, document)
        except NotMe:
            return Cancelled(Reason.NOT_ME)
        finally:
            # A card that is left lying there must not begin the next patient's visit.
            self._equipment.cards.set_aside()
        return Ticketed(ticket, patient, insurance, printed, document.verified, lies)

    async def farewell(self, got: Ticketed) -> None:
        """Show the ticket until the patient has it; print it again as often as asked."""
        while (
            await self._front.ask(
                Done(got.patient, got.ticket, got.printed, got.insurance, got.card_lies)
            )
            is Finished.PRINT_AGAIN
        ):
            self._front.show(Working(Step.PRINT))
            printed = await asyncio.shield(
                self._start_printing(got.ticket, got.patient, got.insurance, again=got.printed)
            )
            got = replace(got, printed=printed or got.printed)

    async def explain(self, failed: Failed) -> AfterProblem:
        """Say why there is no ticket, and what to do."""
        return await self._front.ask(Problem(failed.failure, self._equipment.cards.state.lies))

    async def _agree(self, document: Document) -> Wish:
        """Who it is, what they are here for, and who goes ahead: everything but the place."""
        patient = await self._find(document)
        offer = await self._ask_offer(patient) if patient else None
        while True:
            if self._priority is None:
                self._priority = await self._confirm(document, patient, offer)
            if patient is None or offer is None:
                if self._phone is None:
                    phone = await self._front.ask(AskPhone())
                    if isinstance(phone, Back):
                        self._priority = None
                        continue
                    self._phone = phone
                patient = await self._register(document, self._phone)
                offer = await self._ask_offer(patient)
            if offer.insurance.cover in _SAID_BEFORE:
                await self._front.ask(InsuranceResult(offer.insurance))
            service = await self._choose(document, offer)
            if not isinstance(service, Back):
                return Wish(patient, offer.insurance, service, self._priority)
            self._priority = None

    async def _find(self, document: Document) -> Patient | None:
        self._front.show(Working(Step.FIND))
        patient = await ask_hospital(Step.FIND, self._trace, self._hospital.find(document))
        if patient is None and not document.names_a_person:
            raise VisitFailed(FAILURES["patient-unknown"].at(Step.FIND))
        return patient

    async def _register(self, document: Document, phone: str) -> Patient:
        self._front.show(Working(Step.REGISTER))
        return await ask_hospital(
            Step.REGISTER, self._trace, self._hospital.register(document, phone)
        )

    async def _ask_offer(self, patient: Patient) -> Offer:
        today = self._today()
        services = self._equipment.afterwards.start(self._hospital.services())
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

    async def _confirm(
        self, document: Document, patient: Patient | None, offer: Offer | None
    ) -> tuple[Priority, ...]:
        """One tap by the person the document names; the answer is who goes ahead by law."""
        person = patient or _described_by(document)
        appointment = offer.appointment_for(document) if offer else None
        by_age = priority_by_age(person.birth, self._today())
        all_known = appointment and offer and offer.insurance.cover is Cover.COVERED
        if all_known and not self._equipment.rules.confirm:
            return by_age
        while True:
            insurance = offer.insurance if offer else None
            priority = by_age + tuple(p for p in self._stated if p not in by_age)
            answer = await self._front.ask(
                ConfirmIdentity(
                    person,
                    patient is not None,
                    insurance,
                    appointment,
                    priority,
                    document.verified,
                )
            )
            match answer:
                case Confirmed.YES:
                    return priority
                case Confirmed.NOT_ME:
                    raise NotMe
                case Confirmed.STATE_PRIORITY:
                    self._stated = await self._front.ask(StatePriority(self._stated))

    async def _choose(self, document: Document, offer: Offer) -> What | Back:
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
        return await self._choose_service(offer.services)

    async def _choose_service(
        self,
        services: asyncio.Task[tuple[Service, ...]],
        wrong: Failure | None = None,
        instead: tuple[str, ...] = (),
    ) -> Service | Back:
        listed = await ask_hospital(Step.OFFER, self._trace, asyncio.shield(services))
        if not any(service.open_rooms for service in listed):
            raise VisitFailed(FAILURES["no-service-open"].at(Step.OFFER))
        if wrong is not None:
            wrong, listed = offering(wrong, listed, instead)
        return await self._front.ask(ChooseService(listed, wrong))

    async def _check_in(self, wish: Wish) -> Ticket | Back:
        """A place in a queue; a service that closed meanwhile is chosen anew."""
        while True:
            self._wish = wish
            try:
                ticket = await self._take_place(self._request_for(wish))
            except VisitFailed as failed:
                if failed.failure.kind not in ("service-closed", "appointment-gone"):
                    raise
                services = self._equipment.afterwards.start(self._hospital.services())
                answer = await self._choose_service(services, failed.failure, failed.instead)
                if isinstance(answer, Back):
                    return answer
                wish = replace(wish, what=answer)
            else:
                if isinstance(wish.what, Appointment):
                    return replace(ticket, appointment=wish.what.start)
                return ticket

    def _request_for(self, wish: Wish) -> CheckIn:
        """Asking the same once more keeps its key, so a lost answer costs no second number."""
        before = self._request
        key = before.key if before else new_key(self._now_ms())
        request = wish.request(key, self._equipment.rules.kiosk)
        if before and request != before:
            request = replace(request, key=new_key(self._now_ms()))
        self._request = request
        return request

    async def _take_place(self, request: CheckIn) -> Ticket:
        self._front.show(Working(Step.CHECK_IN))
        taking = self._equipment.afterwards.start(self._hospital.check_in(request))
        try:
            self._unanswered = request
            ticket = await ask_hospital(Step.CHECK_IN, self._trace, asyncio.shield(taking))
            self._unanswered = None
        except VisitFailed as failed:
            if failed.failure.kind not in _UNHEARD:
                self._unanswered = None
            raise
        except asyncio.CancelledError:
            self._unanswered = None
            self._equipment.afterwards.start(self._give_back(taking))
            raise
        return ticket

    def give_up(self) -> None:
        """The patient leaves without a ticket: a number that an unheard answer may have given
        them is nobody's, so it is given back. Call it once no further try will follow."""
        request, self._unanswered = self._unanswered, None
        if request is not None:
            self._equipment.afterwards.start(self._give_back_unheard(request))

    async def _give_back(self, taking: asyncio.Task[Ticket]) -> None:
        """The patient left while the hospital was being asked: nobody holds this number."""
        try:
            ticket = await taking
        except HospitalAway:
            if self._request is not None:
                await self._give_back_unheard(self._request)
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.CHECK_IN).kind, step="cancel")
        else:
            await self._cancel(ticket)

    async def _give_back_unheard(self, request: CheckIn) -> None:
        """The same request under the same key answers what was not heard."""

        async def cancel() -> None:
            ticket = await self._hospital.check_in(request)
            if not ticket.reissued:
                await self._hospital.cancel(ticket)

        await persist(self._equipment.clock, Step.CHECK_IN, cancel)

    async def _cancel(self, ticket: Ticket) -> None:
        """Give a place back that was taken in this visit; an older one stays the patient's."""
        if not ticket.reissued:
            await persist(
                self._equipment.clock, Step.CHECK_IN, lambda: self._hospital.cancel(ticket)
            )

    async def _print_first(self, ticket: Ticket, patient: Patient, insurance: Insurance) -> bool:
        """Whether it is on paper. Cancelled before it was, the place is given back."""
        self._front.show(Working(Step.PRINT))
        printing = self._start_printing(ticket, patient, insurance, again=False)
        try:
            return await asyncio.shield(printing)
        except asyncio.CancelledError:
            self._equipment.afterwards.start(self._cancel_unless_printed(printing, ticket))
            raise

    async def _cancel_unless_printed(self, printing: asyncio.Task[bool], ticket: Ticket) -> None:
        if not await printing:
            await self._cancel(ticket)

    def _start_printing(
        self, ticket: Ticket, patient: Patient, insurance: Insurance, again: bool
    ) -> asyncio.Task[bool]:
        """Once begun it is finished, even if the patient cancels."""
        return self._equipment.afterwards.start(
            print_ticket(
                self._equipment,
                self._trace,
                self._front.language,
                ticket,
                patient,
                insurance,
                again,
            )
        )

    def _today(self) -> date:
        return self._equipment.clock.now().date()

    def _now_ms(self) -> int:
        return int(self._equipment.clock.now().timestamp() * 1000)


def _described_by(document: Document) -> Patient:
    """A person whom the hospital does not know yet."""
    return Patient(
        id="",
        name=document.name,
        sex=document.sex,
        birth=document.birth,
        identifiers=document.identifiers,
        address=document.address,
    )
