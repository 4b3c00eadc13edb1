"""Taking a place in a queue, and giving back what nobody holds."""

import asyncio
from dataclasses import replace

from kiosk.checkin.asking import VisitFailed, ask_hospital, failure_of
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.front import Front
from kiosk.checkin.key import new_key
from kiosk.checkin.persisting import persist
from kiosk.checkin.screens import Working
from kiosk.checkin.trace import Trace
from kiosk.checkin.wish import Wish
from kiosk.errors import HospitalAway, HospitalError
from kiosk.log import log
from kiosk.model.checkin import CheckIn, Ticket

_UNHEARD = frozenset({"hospital-away", "hospital-garbled"})
"""Failures after which the hospital may have given a number that nobody heard of."""


class Placing:
    """The place of one visit."""

    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._hospital = equipment.hospital
        self._request: CheckIn | None = None
        self._unanswered: CheckIn | None = None

    async def take(self, wish: Wish) -> Ticket:
        """The ticket; given back if this is cancelled. Raises
        :class:`~kiosk.checkin.asking.VisitFailed`."""
        return await self._take_place(self._request_for(wish))

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
            await self.cancel(ticket)

    async def _give_back_unheard(self, request: CheckIn) -> None:
        """The same request under the same key answers what was not heard."""

        async def cancel() -> None:
            ticket = await self._hospital.check_in(request)
            if not ticket.reissued:
                await self._hospital.cancel(ticket)

        await persist(self._equipment.clock, Step.CHECK_IN, cancel)

    async def cancel(self, ticket: Ticket) -> None:
        """Give a place back that was taken in this visit; an older one stays the patient's."""
        if not ticket.reissued:
            await persist(
                self._equipment.clock, Step.CHECK_IN, lambda: self._hospital.cancel(ticket)
            )

    def _now_ms(self) -> int:
        return int(self._equipment.clock.now().timestamp() * 1000)
