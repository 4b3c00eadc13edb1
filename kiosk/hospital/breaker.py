"""A hospital that is away is known to be away: a circuit breaker around any adapter.

Who waits for a dead network waits 3 s at most, who comes after that not at all, and everybody is
served again as soon as the hospital answers. ``docs/hospital-away.md`` has the figures.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from types import TracebackType
from typing import Any, Self, TypeVar

from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.hospital.base import NOT_OFFERED, Capability, Hospital
from kiosk.hospital.circuit import Circuit, LinkState, OnState
from kiosk.hospital.probing import Prober, Time, begun, done_within
from kiosk.hospital.unverified import unverified
from kiosk.model.care import Appointment, Cover, Insurance, Service
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.consent import Consent
from kiosk.model.document import Document
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.person import Patient

T = TypeVar("T")

PATIENCE_S = 1.0
"""A call that has waited so long is asked beside whether anybody is there at all."""


class Breaker:
    """:class:`~kiosk.hospital.base.Hospital` around another one.

    While the link is ``AWAY``, each call raises ``HospitalAway`` at once. A call that waits
    longer than :data:`PATIENCE_S` is given up when two probes beside it fail, and waited for to
    its adapter's own deadline when one is answered: slow is not away. A call that is given up is
    cancelled and has an unknown outcome, as one that has reached its deadline; a check-in may be
    asked again under its key.

    What the adapter declares not to offer it answers itself: that goes past the breaker, and
    says nothing of the link. Use it with ``async with``, which opens the adapter too.
    """

    def __init__(self, hospital: Hospital, time: Time, *, on_state: OnState) -> None:
        """``on_state`` hears of each change of the link, in the event loop."""
        self._hospital = hospital
        self._time = time
        self._circuit = Circuit(on_state)
        self._prober = Prober(lambda: self._hospital.ping(), self._circuit, time)
        self._watching: asyncio.Task[None] | None = None
        self._verdict: asyncio.Task[bool] | None = None

    @property
    def state(self) -> LinkState:
        """How the link is now."""
        return self._circuit.state

    async def changed(self, seen: LinkState) -> LinkState:
        """:attr:`state`, as soon as it is another than ``seen``."""
        return await self._circuit.changed(seen)

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self._hospital.capabilities

    async def __aenter__(self) -> Self:
        await self._hospital.__aenter__()
        self._watching = asyncio.create_task(self._prober.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        tasks = [one for one in (self._watching, self._verdict) if one is not None]
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._hospital.__aexit__(kind, error, trace)

    async def find(self, document: Document) -> Patient | None:
        return await self._asked(lambda: self._hospital.find(document))

    async def register(self, document: Document, phone: str = "") -> Patient:
        return await self._asked(
            lambda: self._hospital.register(document, phone), Capability.REGISTRATION
        )

    async def insurance(self, patient: Patient, today: date) -> Insurance:
        """An adapter answers that it is unverified where nobody was heard: no sign of life."""
        asks = Capability.INSURANCE in self.capabilities
        try:
            return await self._asked(
                lambda: self._hospital.insurance(patient, today),
                heard=lambda found: asks and found.cover is not Cover.UNVERIFIED,
            )
        except HospitalAway as error:
            return unverified(error)

    async def appointments(self, patient: Patient, today: date) -> tuple[Appointment, ...]:
        return await self._asked(
            lambda: self._hospital.appointments(patient, today), Capability.APPOINTMENTS
        )

    async def held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        return await self._asked(
            lambda: self._hospital.held_tickets(patient), Capability.HELD_TICKETS
        )

    async def services(self) -> tuple[Service, ...]:
        return await self._asked(lambda: self._hospital.services())

    async def check_in(self, request: CheckIn) -> Ticket:
        return await self._asked(lambda: self._hospital.check_in(request))

    async def lease_numbers(self, asked: LeaseRequest) -> tuple[LeasedNumber, ...]:
        return await self._asked(
            lambda: self._hospital.lease_numbers(asked), Capability.NUMBERS_AHEAD
        )

    async def return_numbers(self, kiosk: str, numbers: tuple[str, ...]) -> None:
        await self._asked(
            lambda: self._hospital.return_numbers(kiosk, numbers), Capability.NUMBERS_AHEAD
        )

    async def ticket_printed(self, ticket: Ticket, printed: bool) -> None:
        await self._asked(lambda: self._hospital.ticket_printed(ticket, printed))

    async def cancel(self, ticket: Ticket) -> None:
        await self._asked(lambda: self._hospital.cancel(ticket))

    async def call_staff(self, kiosk: str, page: str) -> None:
        await self._asked(lambda: self._hospital.call_staff(kiosk, page), Capability.CALL_STAFF)

    async def record_consent(self, consent: Consent) -> None:
        await self._asked(lambda: self._hospital.record_consent(consent), Capability.CONSENT)

    async def match_face(self, descriptor: bytes) -> Patient | None:
        return await self._asked(lambda: self._hospital.match_face(descriptor), Capability.FACES)

    async def enroll_face(self, consent: Consent, descriptor: bytes) -> None:
        await self._asked(lambda: self._hospital.enroll_face(consent, descriptor), Capability.FACES)

    async def forget_face(self, patient: Patient) -> None:
        await self._asked(lambda: self._hospital.forget_face(patient), Capability.FACES)

    async def ping(self) -> str:
        """Asks while the hospital is away too, to its adapter's deadline: ``kiosk doctor`` wants
        to know why it is."""
        async with begun(self._hospital.ping()) as asked:
            await asyncio.wait({asked})
        self._prober.judge(asked.exception())
        return asked.result()

    async def _asked(
        self,
        ask: Callable[[], Coroutine[Any, Any, T]],
        needs: Capability | None = None,
        *,
        heard: Callable[[T], bool] = lambda answer: True,
    ) -> T:
        """``heard`` tells whether an answer came from the hospital."""
        if needs is not None and needs not in self.capabilities:
            return await ask()
        if self.state is LinkState.AWAY:
            raise HospitalAway("known to be away")
        async with begun(ask()) as call:
            if await done_within(call, PATIENCE_S, self._time) or await self._is_there(call):
                await asyncio.wait({call})
        if call.cancelled():
            self._circuit.failed()
            raise HospitalAway("no answer, and none to probes")
        match call.exception():
            case None:
                if heard(call.result()):
                    self._circuit.answered(self._time.monotonic())
            case HospitalRefused(reason=reason):
                if reason != NOT_OFFERED:  # perhaps the adapter's own word
                    self._circuit.answered(self._time.monotonic())
            case HospitalAway():
                self._circuit.suspected()
            case HospitalGarbled():
                # One patient's record may be all that is wrong; the next probe tells.
                self._circuit.doubted()
        return call.result()

    async def _is_there(self, call: asyncio.Task[Any]) -> bool:
        """Whether it is worth to go on waiting. Calls that wait at the same time share probes."""
        if self.state is LinkState.AWAY:
            return False
        since = self._time.monotonic()
        if self._verdict is None or self._verdict.done():
            self._verdict = asyncio.create_task(self._prober.alive())
        verdict = self._verdict
        await asyncio.wait({call, verdict}, return_when=asyncio.FIRST_COMPLETED)
        if call.done() or self._circuit.heard_at > since:
            return True
        return not verdict.cancelled() and verdict.result()
