"""Taking a place in a queue, and giving back what nobody holds; each step is in the journal."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

from kiosk.checkin.asking import ask_hospital, says_nothing
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.front import Front
from kiosk.checkin.key import new_key
from kiosk.checkin.screens import Working
from kiosk.checkin.settling import note_ticket, settle_now
from kiosk.checkin.sharing import one_at_a_time
from kiosk.checkin.superseding import earlier, learn, not_yet_on_paper, superseded
from kiosk.checkin.trace import Trace
from kiosk.checkin.wish import Wish
from kiosk.errors import HospitalAway, HospitalRefused, NoSuchEntry
from kiosk.hospital.circuit import LinkState
from kiosk.journal.details import Details
from kiosk.journal.entry import Debt, Entry, State
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.document import Document
from kiosk.model.mask import short_name
from kiosk.model.person import Patient


class Placing:
    """The place of one visit."""

    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._request: CheckIn | None = None
        self._taking: asyncio.Task[Ticket] | None = None
        self._held: list[str] = []
        self._entered: set[str] = set()
        self._given = ""

    @property
    def key(self) -> str:
        """Of the check-in whose number the patient was given; ``""`` before."""
        return self._given

    async def recall(self, patient: str, document: Document) -> None:
        """What was begun for them before, and never answered, is asked again now: they are to be
        offered what they have, instead of a second place. ``patient`` is ``""`` for whom the
        hospital does not know yet."""
        equipment = self._equipment
        if equipment.link.state is LinkState.AWAY:
            return
        holder = equipment.journal.holder(document)
        before = tuple(
            key
            for key in earlier(equipment, patient, holder, "")
            if not equipment.underway.held(key)
        )
        if not before:
            return
        self._front.show(Working(Step.FIND))
        async with AsyncExitStack() as alone:
            for key in before:
                await alone.enter_async_context(equipment.underway.alone(key))
            await alone.enter_async_context(one_at_a_time(equipment, holder, patient))
            await learn(equipment, before)

    async def take(self, wish: Wish, document: Document) -> Ticket:
        """The ticket. Raises :class:`~kiosk.checkin.asking.VisitFailed`."""
        request = self._request_for(wish.request("", self._equipment.rules.kiosk))
        await self.enter(request, wish.patient, document)
        self._front.show(Working(Step.CHECK_IN))
        self._taking = self._equipment.afterwards.start(self._ask(request, document))
        ticket = await ask_hospital(Step.CHECK_IN, self._trace, asyncio.shield(self._taking))
        self._given = request.key
        return ticket

    async def enter(self, request: CheckIn, patient: Patient, document: Document) -> None:
        """Write down that this is about to be asked; once for each key."""
        key, now = request.key, self._equipment.clock.now()
        if key in self._held:
            return
        self._hold(key)
        self._entered.add(key)
        await self._equipment.journal.begin(
            Entry(
                key=key,
                kiosk=request.kiosk,
                began_at=now,
                changed_at=now,
                holder=self._equipment.journal.holder(document),
                service=request.service,
                details=Details(
                    request=request,
                    short_name=short_name(patient.name),
                    identifiers=patient.identifiers or document.identifiers,
                    # Whoever has no record yet must be found or registered later.
                    document=None if patient.id else document,
                ),
            )
        )

    async def perhaps_heard(self, key: str) -> bool:
        """Whether the hospital may have been asked this: then it may have given a number."""
        return (await self._equipment.journal.find(key)).state is not State.PENDING

    def give(self, key: str) -> None:
        """The patient is given the number of this check-in, which may be an earlier visit's."""
        if key not in self._held:
            self._hold(key)
        self._given = key

    async def unanswered(self, asked: CheckIn) -> CheckIn:
        """The check-in that the hospital may have heard without an answer, else ``asked`` under a
        key of its own."""
        if self._request is not None:
            try:
                entry = await self._equipment.journal.find(self._request.key)
            except NoSuchEntry:
                self._request = None
            else:
                if entry.state not in (State.PENDING, State.SENT):
                    self._request = None
        return self._request_for(asked)

    def give_up(self) -> None:
        """The visit is over. A number that was not given to the patient, or that an unheard answer
        may have given them, is nobody's, so it is given back. Call it once no further try will
        follow."""
        if self._held:
            self._equipment.afterwards.start(self._leave())

    async def abandon(self, key: str) -> None:
        """The patient went away without paper. An older number stays theirs: it is known to be one
        when it is given back. What an earlier visit began, and may have on paper, stays as it
        was."""
        if key not in self._entered:
            return
        journal = self._equipment.journal
        try:
            entry = await journal.find(key)
        except NoSuchEntry:
            return  # settled, and forgotten since
        match entry.state:
            case State.PENDING:
                await journal.abandoned(key, Debt.NONE)
            case State.SENT | State.TICKETED:
                await journal.abandoned(key, Debt.CANCEL)
            case _:
                return
        await settle_now(self._equipment, key)

    async def _leave(self) -> None:
        if self._taking is not None:
            await asyncio.wait({self._taking})
        try:
            for key in self._held:
                if key != self._given:
                    await self.abandon(key)
        finally:
            for key in self._held:
                self._equipment.underway.release(key)
            self._held.clear()

    def _request_for(self, asked: CheckIn) -> CheckIn:
        """Asking the same once more keeps its key, so a lost answer costs no second number."""
        before = self._request
        if before is None or replace(asked, key=before.key) != before:
            key = new_key(int(self._equipment.clock.now().timestamp() * 1000))
            self._request = replace(asked, key=key)
            return self._request
        return before

    async def _ask(self, request: CheckIn, document: Document) -> Ticket:
        """Runs to its end even if the patient goes away, so that the journal knows of it."""
        equipment, journal = self._equipment, self._equipment.journal
        before = earlier(equipment, request.patient, journal.holder(document), request.key)
        async with AsyncExitStack() as alone:
            # Nothing is given back meanwhile that the hospital may answer now.
            for key in (*before, request.key):
                await alone.enter_async_context(equipment.underway.alone(key))
            person = one_at_a_time(equipment, journal.holder(document), request.patient)
            await alone.enter_async_context(person)
            await learn(equipment, before)
            if equipment.link.state is LinkState.AWAY:
                raise HospitalAway("known to be away")  # and so it has not heard of this one
            await journal.sent(request.key)
            try:
                ticket = await equipment.hospital.check_in(request)
            except HospitalRefused as refusal:
                if says_nothing(refusal):
                    raise
                await journal.rejected(request.key, refusal.reason)
                self._request = None  # the same once more is another check-in, as staff see it
                raise
            ticket = await not_yet_on_paper(equipment, before, ticket)
            await note_ticket(equipment, request.key, ticket)
            equipment.lately.took[Debt.CHECK_IN] += 1
            await superseded(equipment, before, ticket)
        return ticket

    def _hold(self, key: str) -> None:
        self._equipment.underway.hold(key)
        self._held.append(key)
