"""Patients who are sent to the desk one after the other: when to stop calling them to the kiosk."""

import asyncio
import secrets

from kiosk.checkin.clock import Clock
from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.trace import Trace
from kiosk.errors import HospitalError
from kiosk.hospital.base import Hospital

PATIENTS = 3
"""In a row. One or two happen: a record that the hospital cannot read is one patient's alone."""
TRY_AGAIN_S = 30.0
_REMEMBERED = 200
"""Patients, where nobody is served for hours."""
_NOBODY_BYTES = 32
NOT_THE_PATIENTS = frozenset(
    {"hospital-away", "hospital-garbled", "hospital-refused", "kiosk-fault"}
)
"""Failures that would meet the next patient, too. Without the hospital there are provisional
tickets, so ``hospital-away`` is one that answers and does not serve."""


class FailingVisits:
    """Counts patients, not tries and not visits: who comes back with the same document is one.
    A visit that failed before there was a document counts as somebody's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._patients: dict[bytes, None] = {}
        """Those who failed since somebody was served, the latest last."""
        self._last: Trace | None = None
        self._failing = asyncio.Event()

    @property
    def failing(self) -> bool:
        """Whether the next patient would most likely be sent to the desk as well."""
        return self._failing.is_set()

    def ended(self, outcome: Outcome, trace: Trace) -> None:
        """A visit, or one try of it, is over. What a patient cancels tells nothing."""
        if isinstance(outcome, Ticketed):
            self._patients.clear()
            self._failing.clear()
        elif isinstance(outcome, Failed) and outcome.failure.kind in NOT_THE_PATIENTS:
            another = trace is not self._last and self._is_another(trace.holder)
            self._last = trace
            if another and len(self._patients) >= PATIENTS:
                self._failing.set()

    def _is_another(self, holder: bytes) -> bool:
        """Note them; whether they had not failed before."""
        who = holder or secrets.token_bytes(_NOBODY_BYTES)
        if who in self._patients:
            return False
        self._patients[who] = None
        if len(self._patients) > _REMEMBERED:
            del self._patients[next(iter(self._patients))]
        return True

    async def try_again(self, hospital: Hospital) -> None:
        """For ever: while they fail, ask the hospital for what each visit needs. If it answers,
        one patient is served; the failure of one who had not failed before then is enough."""
        while True:
            await self._failing.wait()
            await self._clock.sleep(TRY_AGAIN_S)
            try:
                await hospital.services()
            except HospitalError:
                continue
            self._failing.clear()
