"""A visit goes on while the hospital is away: to a number that it let the kiosk have ahead, and to
its room, or else to a number of the kiosk's own, and to the desk.

Asked are only who it is and, from the services that the hospital listed last, what for. The
journal keeps it until the hospital hears of it (:mod:`kiosk.checkin.reconciling`).
"""

from dataclasses import replace

from kiosk.checkin.ahead import leased_of, number_ahead, ticket_of
from kiosk.checkin.asking import VisitFailed, not_let_in
from kiosk.checkin.choosing import Choosing
from kiosk.checkin.confirming import Confirming, described_by
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.front import Front
from kiosk.checkin.hospital_link import is_away, numbers_can_wait
from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.placing import Placing
from kiosk.checkin.presenting import Presented
from kiosk.checkin.remembered import Remembered, remembered
from kiosk.checkin.screens import Back, OtherService, ReprintTicket
from kiosk.checkin.verifying import Verified
from kiosk.checkin.wish import Slip, Undecided, What, Wish
from kiosk.journal.entry import Entry, State
from kiosk.model.care import Cover, Insurance, Priority
from kiosk.model.checkin import Ticket
from kiosk.model.document import Document
from kiosk.model.face import IdentityCheck
from kiosk.model.leases import LeasedNumber
from kiosk.model.person import Patient
from kiosk.model.priority import priority_by_age
from kiosk.model.text import LocalText, local

_UNASKED = Insurance(Cover.UNVERIFIED)
_NOWHERE = local("", "")


class WithoutHospital:
    """Of one visit."""

    def __init__(
        self,
        front: Front,
        equipment: Equipment,
        confirming: Confirming,
        choosing: Choosing,
        placing: Placing,
    ) -> None:
        self._front = front
        self._equipment = equipment
        self._confirming = confirming
        self._choosing = choosing
        self._placing = placing

    async def serves(self, failed: VisitFailed) -> bool:
        """Whether it is for this failure: the hospital is away, and not only slow once, or lets
        the kiosk not in."""
        if not_let_in(failed.__cause__):
            return numbers_can_wait(self._equipment.link)
        if failed.failure.kind != "hospital-away":
            return False
        return await is_away(self._equipment.link, self._equipment.clock)

    async def ticket(
        self,
        presented: Presented,
        wish: Wish | None,
        priority: tuple[Priority, ...] | None,
        verified: Verified | None,
    ) -> Ticketed:
        """A ticket with a number ahead, or a provisional one; or the one that an earlier visit was
        given and that may not have come out. What was asked and answered before is given, and not
        asked again.

        Raises :class:`~kiosk.checkin.confirming.NotMe`.
        """
        document = presented.document
        found = self._number_of_today(document, wish)
        if wish is None:
            before = () if found else await remembered(self._equipment, document)
            what = Undecided() if found else None
            wish = await self._agree(presented, priority, verified, what, before)
            for one in before:
                if wish.what == one.held:
                    self._placing.give(one.key)
                    return _ticketed(one.ticket, wish, document)
        if found is not None:
            self._placing.give(found.key)
            number, service = found.number, self._name_of(found.service)
            if ticket := _of_the_hospital(found):
                return _ticketed(ticket, wish, document)
            if leased := leased_of(found):
                return _ticketed(self._leased(leased, None, found), wish, document)
        else:
            request = await self._placing.unanswered(wish.request("", self._equipment.rules.kiosk))
            await self._placing.enter(request, wish.patient, document)
            leased = None
            if not await self._placing.perhaps_heard(request.key):
                leased = await number_ahead(self._equipment, wish, document)
            number = leased.number if leased else await self._next_number()
            await self._equipment.journal.provisional(request.key, number, leased)
            self._placing.give(request.key)
            if leased:
                return _ticketed(self._leased(leased, wish), wish, document)
            service = self._name_of(request.service)
        ticket = Ticket(
            encounter="",
            number=number,
            service=service,
            room="",
            floor="",
            direction=_NOWHERE,
            people_ahead=0,
            wait_minutes=None,
            issued_at=self._equipment.clock.now(),
            priority=bool(wish.priority),
            # Whether the first one came out is not known if the power went meanwhile.
            reissued=found is not None,
            provisional=True,
        )
        return _ticketed(ticket, wish, document)

    def _leased(
        self, leased: LeasedNumber, wish: Wish | None, found: Entry | None = None
    ) -> Ticket:
        """``found`` is the check-in of who was given the number before."""
        given_at = found.began_at if found else self._equipment.clock.now()
        name = self._name_of(leased.service)
        return ticket_of(leased, name, wish, given_at, reissued=found is not None)

    async def _agree(
        self,
        presented: Presented,
        priority: tuple[Priority, ...] | None,
        verified: Verified | None,
        decided: What | None,
        before: tuple[Remembered, ...],
    ) -> Wish:
        document = presented.document
        patient = presented.recognised or described_by(document)
        while True:
            if priority is None:
                priority = await self._confirmed(presented, patient)
            what = decided or await self._what(document, before)
            if not isinstance(what, Back):
                identity = verified.identity if verified else _identity(presented)
                return Wish(patient, _UNASKED, what, priority, identity)
            priority = None

    async def _confirmed(self, presented: Presented, patient: Patient) -> tuple[Priority, ...]:
        if patient.name:
            return await self._confirming.confirm(
                presented, presented.recognised, None, asked=False
            )
        return priority_by_age(patient.birth, self._equipment.clock.now().date())

    async def _what(self, document: Document, before: tuple[Remembered, ...]) -> What | Back:
        if before:
            answer = await self._front.ask(ReprintTicket(tuple(one.held for one in before)))
            if not isinstance(answer, OtherService):
                return answer
        if document.appointment:
            return Slip(document.appointment)
        open_lately = tuple(s for s in self._equipment.lately.services if s.open_rooms)
        if not open_lately:
            return Undecided()
        return await self._choosing.lately(open_lately)

    def _number_of_today(self, document: Document, wish: Wish | None) -> Entry | None:
        """What the holder of this document was given already, as far as the hospital was not told
        all of it: a provisional number, or one of the hospital's for the same ``wish``."""
        journal = self._equipment.journal
        today = self._equipment.clock.now()
        return next(
            (
                entry
                for entry in journal.held_by(journal.holder(document))
                if entry.began_at.astimezone(today.tzinfo).date() == today.date()
                and entry.state is not State.ABANDONED
                and (entry.provisional or (_of_the_hospital(entry) and _is_for(entry, wish)))
            ),
            None,
        )

    async def _next_number(self) -> str:
        today = self._equipment.clock.now().date()
        number = await self._equipment.journal.next_provisional(today)
        return f"{self._equipment.rules.prefix}-{number:03d}"

    def _name_of(self, code: str) -> LocalText:
        """The service's name, empty where it is not known or was not chosen."""
        services = self._equipment.lately.services
        return next((one.name for one in services if one.code == code), _NOWHERE)


def _identity(presented: Presented) -> IdentityCheck:
    """How it was seen so far: faces are not compared for a number that leads to the desk."""
    if presented.recognised is not None:
        return IdentityCheck.FACE
    return IdentityCheck.CHIP if presented.document.verified else IdentityCheck.DOCUMENT


def _of_the_hospital(entry: Entry) -> Ticket | None:
    """The hospital's own ticket; a copy where its printing was begun before."""
    ticket = entry.details.ticket if entry.details else None
    if entry.provisional or ticket is None:
        return None
    return replace(ticket, reissued=ticket.reissued or entry.printing_begun)


def _is_for(entry: Entry, wish: Wish | None) -> bool:
    """Whoever was asked already what they want gets that."""
    before = entry.details.request if entry.details else None
    if wish is None or before is None:
        return True
    wanted = wish.request("", "")
    return (wanted.service, wanted.appointment) == (before.service, before.appointment)


def _ticketed(ticket: Ticket, wish: Wish, document: Document) -> Ticketed:
    return Ticketed(
        ticket,
        wish.patient,
        wish.insurance,
        printed=False,
        verified=document.verified,
        identity=wish.identity,
    )
