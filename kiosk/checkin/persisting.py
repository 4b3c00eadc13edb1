"""Telling the hospital what it must know, though it may be away for a moment."""

import enum
from collections.abc import Awaitable, Callable

from kiosk.checkin.asking import failure_of, says_nothing
from kiosk.checkin.clock import Clock
from kiosk.checkin.failures import Step
from kiosk.errors import HospitalError, HospitalRefused
from kiosk.log import log

WAITS_S = (1.0, 3.0, 9.0)
"""Before each further try."""


class Heard(enum.Enum):
    """What came of it."""

    TAKEN = "taken"
    REFUSED = "refused"
    NOT_YET = "not-yet"
    """The hospital was away, or could not be understood, each time."""


def is_answer(error: HospitalError) -> bool:
    """Whether the hospital has said no to this, which is final. That the kiosk is not let in is no
    answer: somebody mends it."""
    return isinstance(error, HospitalRefused) and not says_nothing(error)


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
