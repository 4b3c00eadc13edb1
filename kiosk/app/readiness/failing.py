"""Patients who are sent to the desk one after the other: when to stop calling them to the kiosk."""

import asyncio

from kiosk.checkin.clock import Clock
from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.trace import Trace
from kiosk.errors import HospitalError
from kiosk.hospital.base import Hospital

PATIENTS = 3
"""In a row. One or two happen: a record that the hospital cannot read is one patient's alone."""
TRY_AGAIN_S = 30.0
NOT_THE_PATIENTS = frozenset(
    {"hospital-away", "hospital-garbled", "hospital-refused", "kiosk-fault"}
)
"""Failures that would meet the next patient, too. Without the hospital there are provisional
tickets, so ``hospital-away`` is one that answers and does not serve."""


class FailingVisits:
    """Counts patients, not tries: each visit has one trace."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._patients = 0
        self._last: Trace | None = None
        self._failing = asyncio.Event()

    @property
    def failing(self) -> bool:
        """Whether the next patient would most likely be sent to the desk as well."""
        return self._failing.is_set()

    def ended(self, outcome: Outcome, trace: Trace) -> None:
        """A visit, or one try of it, is over. What a patient cancels tells nothing."""
        if isinstance(outcome, Ticketed):
            self._patients = 0
            self._failing.clear()
        elif isinstance(outcome, Failed) and outcome.failure.kind in NOT_THE_PATIENTS:
            if trace is not self._last:
                self._patients += 1
            self._last = trace
            if self._patients >= PATIENTS:
                self._failing.set()

    async def try_again(self, hospital: Hospital) -> None:
        """For ever: while they fail, ask the hospital for what each visit needs. If it answers,
        one patient is served; another failure then is enough."""
        while True:
            await self._failing.wait()
            await self._clock.sleep(TRY_AGAIN_S)
            try:
                await hospital.services()
            except HospitalError:
                continue
            if self.failing:  # else somebody was served meanwhile
                self._patients = PATIENTS - 1
                self._failing.clear()
