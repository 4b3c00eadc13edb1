"""One visit: from a document to a ticket. Start reading at :meth:`Visit.run`."""

import asyncio
from dataclasses import replace

from kiosk.checkin.asking import VisitFailed
from kiosk.checkin.calling import call_staff
from kiosk.checkin.choosing import Choosing
from kiosk.checkin.confirming import Confirming, NotMe
from kiosk.checkin.consenting import Consents
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.front import Front
from kiosk.checkin.keeping import Keeping
from kiosk.checkin.outcome import Cancelled, Failed, Outcome, Reason, Ticketed
from kiosk.checkin.placing import Placing
from kiosk.checkin.presenting import Presented, present_document
from kiosk.checkin.printing import OnPaper, noted, print_ticket
from kiosk.checkin.records import Records, list_services
from kiosk.checkin.screens import (
    AfterProblem,
    AskPhone,
    Back,
    Done,
    Finished,
    InsuranceResult,
    Problem,
    Working,
)
from kiosk.checkin.trace import Trace
from kiosk.checkin.verifying import Verified, verify
from kiosk.checkin.wish import Offer, Wish
from kiosk.checkin.without_hospital import WithoutHospital
from kiosk.model.care import Appointment, Cover, Priority
from kiosk.model.checkin import Ticket
from kiosk.model.document import Document
from kiosk.model.person import Patient

_SAID_BEFORE = frozenset({Cover.DESK, Cover.SELF_PAY, Cover.NONE})
"""What the patient should know before taking a number; the rest is a line on other pages."""


class Visit:
    """One patient at the kiosk; make a new one for each."""

    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._consents = Consents(front, equipment)
        self._keeping = Keeping(front, equipment, self._consents)
        self._records = Records(front, equipment, trace)
        self._confirming = Confirming(front, equipment, self._keeping)
        self._choosing = Choosing(front, trace)
        self._placing = Placing(front, equipment, trace)
        self._without_hospital = WithoutHospital(
            front, equipment, self._confirming, self._choosing, self._placing
        )
        # What is agreed already, so that trying again after a failure asks nothing twice.
        self._presented: Presented | None = None
        self._priority: tuple[Priority, ...] | None = None
        self._verified: Verified | None = None
        self._phone: str | None = None
        self._wish: Wish | None = None
        self._perhaps_out = False
        """Something of the ticket may be on paper, so that the next sheet is a copy."""

    async def run(self, document: Document | None = None) -> Outcome:
        """Up to the ticket on paper. ``document`` is given when a failed visit is tried again:
        what was asked and answered before is not asked again.

        May be cancelled at any point: a place that was just taken is given back, unless its
        paper is being printed already.
        """
        presented = self._presented if document is not None else None
        try:
            if presented is None:
                presented = await self._present(document)
            try:
                got = await self._served(presented)
            except VisitFailed as failed:
                if not await self._without_hospital.serves(failed):
                    raise
                got = await self._without_hospital.ticket(
                    presented, self._wish, self._priority, self._verified
                )
                self._consents.belong_to_holder(presented.document)
            printed = await self._print_first(got)
            lies = self._equipment.cards.state.lies
        except VisitFailed as failed:
            return Failed(failed.failure, presented.document if presented else document)
        except NotMe:
            return Cancelled(Reason.NOT_ME)
        finally:
            # A card that is left lying there must not begin the next patient's visit.
            self._equipment.cards.set_aside()
            self._equipment.faces.forget()
        return replace(got, printed=printed, card_lies=lies)

    async def farewell(self, got: Ticketed) -> None:
        """Show the ticket until the patient has it; print it again as often as asked.

        Whoever leaves without paper has the number in mind, also who leaves without a word.
        """
        printing: asyncio.Task[OnPaper] | None = None
        try:
            while (
                await self._front.ask(
                    Done(
                        got.patient,
                        got.ticket,
                        got.printed,
                        got.insurance,
                        got.card_lies,
                        got.identity,
                    )
                )
                is Finished.PRINT_AGAIN
            ):
                self._front.show(Working(Step.PRINT))
                printing = self._start_printing(got, again=self._perhaps_out)
                printed = self._whole(await asyncio.shield(printing))
                got = replace(got, printed=printed or got.printed)
        finally:
            if not got.printed:
                self._equipment.afterwards.start(self._noted_unless_printed(printing))

    async def explain(self, failed: Failed) -> AfterProblem:
        """Say why there is no ticket, and what to do."""
        return await self._front.ask(Problem(failed.failure, self._equipment.cards.state.lies))

    def give_up(self) -> None:
        """The patient leaves without a ticket: what may have been taken for them is given back.
        Call it once no further try will follow."""
        self._placing.give_up()

    async def _present(self, document: Document | None) -> Presented:
        if document is not None:
            presented = Presented(document)
        else:
            presented = await present_document(
                self._front, self._equipment, self._trace, self._consents
            )
        self._presented = presented
        self._trace.holder = self._equipment.journal.holder(presented.document)
        return presented

    async def _served(self, presented: Presented) -> Ticketed:
        """A ticket of the hospital's."""
        while True:
            if self._wish is None:
                self._wish = await self._agree(presented)
            ticket = await self._check_in(self._wish, presented.document)
            if not isinstance(ticket, Back):
                return Ticketed(
                    ticket,
                    self._wish.patient,
                    self._wish.insurance,
                    printed=False,
                    verified=presented.document.verified,
                    identity=self._wish.identity,
                )
            self._wish = None

    async def _agree(self, presented: Presented) -> Wish:
        """Who it is, what they are here for, and who goes ahead: everything but the place."""
        document, recognised = presented.document, presented.recognised
        await self._placing.recall(recognised.id if recognised else "", document)
        patient = recognised or await self._records.find(document)
        if patient is not None:
            await self._placing.recall(patient.id, document)
        offer = await self._known(patient) if patient else None
        while True:
            if self._priority is None:
                self._priority = await self._confirming.confirm(presented, patient, offer)
            verified = await self._verify(presented)
            if patient is None or offer is None:
                if self._phone is None:
                    phone = await self._front.ask(AskPhone())
                    if isinstance(phone, Back):
                        self._priority = None
                        continue
                    self._phone = phone
                patient = await self._records.register(document, self._phone)
                offer = await self._known(patient)
            self._verified = replace(verified, descriptor=b"")
            await self._keeping.offer(patient, verified.descriptor)
            if offer.insurance.cover in _SAID_BEFORE:
                await self._front.ask(InsuranceResult(offer.insurance))
            service = await self._choosing.choose(document, offer)
            if not isinstance(service, Back):
                return Wish(patient, offer.insurance, service, self._priority, verified.identity)
            self._priority = None

    async def _known(self, patient: Patient) -> Offer:
        self._consents.belong_to(patient)
        return await self._records.offer(patient)

    async def _verify(self, presented: Presented) -> Verified:
        if self._verified is None:
            self._verified = await verify(
                self._front,
                self._equipment,
                self._consents,
                presented,
                descriptor=self._keeping.wanted,
            )
        return self._verified

    async def _check_in(self, wish: Wish, document: Document) -> Ticket | Back:
        """A place in a queue; a service that closed meanwhile is chosen anew."""
        while True:
            self._wish = wish
            try:
                ticket = await self._placing.take(wish, document)
            except VisitFailed as failed:
                if failed.failure.kind not in ("service-closed", "appointment-gone"):
                    raise
                services = self._equipment.afterwards.start(list_services(self._equipment))
                answer = await self._choosing.service(services, failed.failure, failed.instead)
                if isinstance(answer, Back):
                    return answer
                wish = replace(wish, what=answer)
            else:
                if isinstance(wish.what, Appointment):
                    return replace(ticket, appointment=wish.what.start)
                return ticket

    async def _print_first(self, got: Ticketed) -> bool:
        """Whether it is on paper. Cancelled before it was, the place is given back."""
        self._front.show(Working(Step.PRINT))
        printing = self._start_printing(got, again=False)
        try:
            printed = self._whole(await asyncio.shield(printing))
        except asyncio.CancelledError:
            self._equipment.afterwards.start(self._cancel_unless_printed(printing))
            raise
        if not printed:
            self._equipment.afterwards.start(call_staff(self._equipment, Done.__name__))
        return printed

    def _whole(self, out: OnPaper) -> bool:
        self._perhaps_out = self._perhaps_out or out is not OnPaper.NOTHING
        return out is OnPaper.WHOLE

    async def _cancel_unless_printed(self, printing: asyncio.Task[OnPaper]) -> None:
        match await printing:
            case OnPaper.NOTHING:
                await self._placing.abandon(self._placing.key)
            case OnPaper.PERHAPS:  # they may have gone with it
                await noted(self._equipment, self._placing.key)

    async def _noted_unless_printed(self, printing: asyncio.Task[OnPaper] | None) -> None:
        if printing is None or await printing is not OnPaper.WHOLE:
            await noted(self._equipment, self._placing.key)

    def _start_printing(self, got: Ticketed, again: bool) -> asyncio.Task[OnPaper]:
        """Once begun it is finished, even if the patient cancels."""
        return self._equipment.afterwards.start(
            print_ticket(
                self._equipment,
                self._trace,
                self._front.language,
                got,
                self._placing.key,
                again,
            )
        )
