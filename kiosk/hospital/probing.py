"""Asking a hospital whether it is there, beside the visits and never faster than it helps."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from kiosk.errors import HospitalError, HospitalRefused
from kiosk.hospital.circuit import Circuit, LinkState
from kiosk.log import unexpected

T = TypeVar("T")

IDLE_S = 30.0
"""Between probes while all is well and no visit says so."""
PACE_S = 1.0
"""Between the beginnings of two probes while something is wrong."""
PROBE_S = 1.0
"""A probe without an answer in so long has failed."""
AWAY_PROBE_S = 3.0
"""The same while the hospital is away and nobody waits for the verdict. A handshake of TLS, a
token and a login may together need more than :data:`PROBE_S` on a slow line, and a probe that
is always cut off just before its end would never find the hospital again. A longer one costs
nothing either: a packet that was lost is sent again after 1 s (RFC 6298, 2.1)."""
STAGGER_S = 0.5
"""Between the two probes of a verdict: one packet that is lost must not fail both."""


class Time(Protocol):
    """A clock that tests push."""

    def monotonic(self) -> float:
        """Seconds that never jump; only differences mean something."""
        ...

    async def sleep(self, seconds: float) -> None: ...


async def done_within(work: asyncio.Future[Any], seconds: float, time: Time) -> bool:
    """Whether ``work`` ends in so long. It goes on otherwise."""
    over = asyncio.ensure_future(time.sleep(seconds))
    try:
        await asyncio.wait({work, over}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        over.cancel()
    return work.done()


@asynccontextmanager
async def begun(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """A task that has ended at the end of the block: cancelled, if it was not over before."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


class Prober:
    """Asks for the hospital's name and tells the circuit what came of it.

    ``ping`` is :meth:`kiosk.hospital.base.Hospital.ping`: it reads no record, so whatever fails
    in it is the hospital's or the network's, never one patient's.
    """

    def __init__(
        self, ping: Callable[[], Coroutine[Any, Any, str]], circuit: Circuit, time: Time
    ) -> None:
        self._ping = ping
        self._circuit = circuit
        self._time = time
        self._began = -math.inf

    async def run(self) -> None:
        """Probe whenever it is time, until cancelled: at once in the beginning and when something
        went wrong, then each :data:`PACE_S`, and each :data:`IDLE_S` of silence while all is
        well."""
        while True:
            await self._rest()
            self._began = self._time.monotonic()
            away = self._circuit.state is LinkState.AWAY
            await self._answers(AWAY_PROBE_S if away else PROBE_S)

    async def alive(self) -> bool:
        """Whether one of two probes is answered. Takes at most ``STAGGER_S + PROBE_S``."""
        async with (
            begun(self._answers(PROBE_S)) as first,
            begun(self._answers_later()) as second,
        ):
            for one in asyncio.as_completed((first, second)):
                if await one:
                    return True
            return False

    def judge(self, error: BaseException | None) -> bool:
        """Tell the circuit how a ping ended; whether it was an answer.

        A refusal is one. What cannot be understood is none: a proxy's page in the place of a
        hospital that is down says nothing, and no visit could make use of it.
        """
        match error:
            case None | HospitalRefused():
                self._circuit.answered(self._time.monotonic())
                return True
            case HospitalError():
                pass
            case _:
                # A fault in an adapter. Probing goes on, or the kiosk would never know again;
                # it is written until the hospital counts as away, not each second for days.
                if self._circuit.state is not LinkState.AWAY:
                    unexpected(error)
        self._circuit.failed()
        return False

    async def _rest(self) -> None:
        """Until the next probe is due; what is due changes with the circuit."""
        while True:
            state = self._circuit.state
            due = self._circuit.heard_at + IDLE_S
            if state is not LinkState.UP:
                due = self._began + PACE_S
            left = due - self._time.monotonic()
            if left <= 0:
                return
            async with begun(self._circuit.changed(state)) as change:
                await done_within(change, left, self._time)
            if state is LinkState.UP and self._circuit.state is LinkState.DOUBTFUL:
                return  # however short ago the last one was, the answer is another now

    async def _answers(self, seconds: float) -> bool:
        async with begun(self._ping()) as asked:
            await done_within(asked, seconds, self._time)
        if asked.cancelled():
            self._circuit.failed()
            return False
        return self.judge(asked.exception())

    async def _answers_later(self) -> bool:
        await self._time.sleep(STAGGER_S)
        return await self._answers(PROBE_S)
