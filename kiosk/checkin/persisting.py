"""Telling the hospital what it must know, though it may be away for a moment."""

import enum
from collections.abc import Awaitable, Callable

from kiosk.checkin.asking import failure_of
from kiosk.checkin.clock import Clock
from kiosk.checkin.failures import Step
from kiosk.errors import HospitalError, HospitalRefused
from kiosk.log import log

WAITS_S = (1.0, 3.0, 9.0)
"""Before each further try."""
_NOT_LET_IN = frozenset({"http-401", "http-403"})


class Heard(enum.Enum):
    """What came of it."""

    TAKEN = "taken"
    REFUSED = "refused"
    NOT_YET = "not-yet"
    """The hospital was away, or could not be understood, each time."""


def is_answer(error: HospitalError) -> bool:
    """Whether the hospital has said no to this. That the kiosk is not let in says nothing of what
    it tells: somebody mends it."""
    return isinstance(error, HospitalRefused) and error.reason not in _NOT_LET_IN


async def persist(clock: Clock, step: Step, tell: Callable[[], Awaitable[None]]) -> Heard:
    """Call ``tell`` until the hospital has heard it, four times at most.

    A refusal is an answer, and is not repeated. ``tell`` must be safe to repeat.
    """
    for wait in (*WAITS_S, None):
        try:
            await tell()
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, step).kind, step=step.value)
            if is_answer(error):
                return Heard.REFUSED
            if wait is not None:
                await clock.sleep(wait)
        else:
            return Heard.TAKEN
    return Heard.NOT_YET
