"""One visit after another, and everything that may interrupt one.

Cancel, silence and "call staff" are handled here and nowhere else: the visit itself is a
plain coroutine, and interrupting it is cancelling its task.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from kiosk.checkin.attended import AttendedFront
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES
from kiosk.checkin.front import Front, Gesture, StaffCall
from kiosk.checkin.in_service import AlwaysInService, Cause, Service
from kiosk.checkin.outcome import Cancelled, Failed, Outcome, Reason, Ticketed
from kiosk.checkin.screens import RESTING, AfterProblem, Done, OutOfOrder
from kiosk.checkin.staff import Staff, StaffConversation
from kiosk.checkin.trace import Trace
from kiosk.checkin.visit import Visit
from kiosk.errors import HospitalError
from kiosk.log import log, unexpected

T = TypeVar("T")

_SAME_DOCUMENT_AGAIN = frozenset({"hospital-away", "hospital-garbled", "kiosk-fault"})
"""Failures that may be gone a moment later: trying again needs no second look at the card."""


_PAGE_AGAIN_S = 1.0
"""A page that cannot be shown is not tried for ever without a pause."""


class Session:
    """Serves patients at one kiosk."""

    def __init__(
        self,
        front: Front,
        equipment: Equipment,
        new_trace: Callable[[], Trace] = Trace,
        ended: Callable[[Outcome, Trace], None] = lambda outcome, trace: None,
        service: Service | None = None,
        staff: Staff | None = None,
    ) -> None:
        """``service`` says whether patients can be helped; by default they always can. ``staff`` is
        what the staff page works with; without it there is none."""
        self._front = AttendedFront(front, equipment.clock)
        self._equipment = equipment
        self._new_trace = new_trace
        self._ended = ended
        self._service = service or AlwaysInService()
        self._staff = staff
        self._staff_wanted = False
        self._patience = 1.0
        self._visit_number = 0
        self._calling: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """For ever, until cancelled."""
        while True:
            if self._service.cause is None:
                await self.one()
            else:
                await self._stand_by(self._service.cause)

    async def _stand_by(self, cause: Cause) -> None:
        """Out of order, until that changes; or for as long as a touch is remembered, so that
        nobody's language or size of text stays."""
        rules = self._equipment.rules
        self._calling = None
        try:
            page = self._front.ask(OutOfOrder(cause, rules.desk, rules.elsewhere))
            if isinstance(await self._attended(page), Failed):
                await self._equipment.clock.sleep(_PAGE_AGAIN_S)
        finally:
            self._visit_number += 1
            self._front.forget()
        await self._serve_staff()

    async def one(self) -> Outcome:
        """One visit, from the resting page to its last page; and the staff page, if it was asked
        for meanwhile."""
        outcome = await self._visit()
        await self._serve_staff()
        return outcome

    async def _serve_staff(self) -> None:
        if self._staff is None or not self._staff_wanted:
            return
        self._staff_wanted = False
        self._calling = None
        try:
            await StaffConversation(
                self._front, self._equipment, self._staff, self._call_once
            ).run()
        finally:
            self._visit_number += 1
            self._front.forget()

    async def _visit(self) -> Outcome:
        self._patience = 1.0
        self._calling = None
        trace = self._new_trace()
        visit = Visit(self._front, self._equipment, trace)
        try:
            outcome = await self._attended(visit.run())
            while isinstance(outcome, Failed):
                self._report(outcome, trace)
                after = await self._attended(visit.explain(outcome))
                if after is not AfterProblem.TRY_AGAIN:
                    return outcome
                if outcome.document is None or (outcome.failure.kind not in _SAME_DOCUMENT_AGAIN):
                    self._equipment.reader.forget()  # the card may still lie there
                    self._equipment.cards.take_again()
                    return outcome
                outcome = await self._attended(visit.run(outcome.document))
            self._report(outcome, trace)
            if isinstance(outcome, Ticketed):
                await self._attended(visit.farewell(outcome))
            return outcome
        finally:
            visit.give_up()
            self._visit_number += 1
            self._front.forget()

    def _report(self, outcome: Outcome, trace: Trace) -> None:
        match outcome:
            case Ticketed():
                code = "printed" if outcome.printed else "not-printed"
            case Failed():
                code = outcome.failure.code
            case Cancelled():
                code = outcome.reason.value
        total = round(sum(step.milliseconds for step in trace.steps))
        log("visit-ended", outcome=type(outcome).__name__.lower(), code=code, ms=total)
        self._ended(outcome, trace)

    async def _attended(self, work: Coroutine[Any, Any, T]) -> T | Cancelled | Failed:
        """Do this part of a visit while the patient may cancel, fall silent or call staff."""
        task = asyncio.create_task(work)
        watching = [
            asyncio.create_task(self._watch_gestures()),
            asyncio.create_task(self._watch_silence()),
            asyncio.create_task(self._watch_service(self._service.cause)),
        ]
        try:
            await asyncio.wait([task, *watching], return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                interrupted = next(w for w in watching if w.done())
                return Cancelled(interrupted.result())
            return task.result()
        except Exception as error:  # the one place that must survive what nobody expected
            unexpected(error)
            return Failed(FAILURES["kiosk-fault"])
        finally:
            for each in (task, *watching):
                each.cancel()
            await asyncio.gather(task, *watching, return_exceptions=True)
            self._front.warn_idle(None)

    async def _watch_gestures(self) -> Reason:
        while True:
            gesture = await self._front.gesture()
            self._front.touched()
            match gesture:
                case Gesture.CANCEL if not isinstance(self._front.screen, (*RESTING, Done)):
                    return Reason.PATIENT
                case Gesture.STAFF if self._staff is not None:
                    self._staff_wanted = True
                    return Reason.STAFF
                case Gesture.CALL_STAFF:
                    self._call_once()
                case _:
                    pass

    def _call_once(self) -> None:
        """Call staff, unless they are being called."""
        if self._calling is None or self._calling.done():
            call = self._call_staff(self._visit_number)
            self._calling = self._equipment.afterwards.start(call)

    async def _call_staff(self, visit: int) -> None:
        """The answer is shown to who called, never to the next patient."""
        page = self._front.page
        self._front.staff_call(StaffCall.CALLING)
        try:
            await self._equipment.hospital.call_staff(self._equipment.rules.kiosk, page)
        except HospitalError:
            state = StaffCall.FAILED
        else:
            state = StaffCall.SENT
        if visit == self._visit_number:
            self._front.staff_call(state)
        log("staff-called", page=page, sent=state is StaffCall.SENT)

    async def _watch_silence(self) -> Reason:
        """Ask before resetting; each answer doubles every later limit of this visit."""
        rules, front = self._equipment.rules, self._front
        while True:
            await self._silence()
            if isinstance(front.screen, RESTING):
                return Reason.IDLE
            warning_s = rules.warning_s * self._patience
            front.warn_idle(warning_s)
            if not await self._answered_within(warning_s):
                return Reason.IDLE
            front.warn_idle(None)
            self._patience *= 2

    async def _watch_service(self, cause: Cause | None) -> Reason:
        """Whoever is being served is served to the end."""
        while True:
            cause = await self._service.changed(cause)
            if isinstance(self._front.screen, RESTING):
                return Reason.OUT_OF_ORDER

    async def _silence(self) -> None:
        """Returns once the patient has been waited for, in silence, for the page's time."""
        front, clock, rules = self._front, self._equipment.clock, self._equipment.rules
        while True:
            front.changed.clear()
            if front.quiet_since is None:
                await front.changed.wait()
                continue
            limit = rules.done_s if isinstance(front.screen, Done) else rules.idle_s
            left = front.quiet_since + limit * self._patience - clock.monotonic()
            if left <= 0:
                return
            await clock.sleep(left)

    async def _answered_within(self, seconds: float) -> bool:
        """Whether the patient did anything in this time."""
        self._front.changed.clear()
        touched = asyncio.ensure_future(self._front.changed.wait())
        over = asyncio.ensure_future(self._equipment.clock.sleep(seconds))
        try:
            await asyncio.wait({touched, over}, return_when=asyncio.FIRST_COMPLETED)
            return touched.done()
        finally:
            for each in (touched, over):
                each.cancel()
            await asyncio.gather(touched, over, return_exceptions=True)
