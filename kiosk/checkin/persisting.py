"""Telling the hospital what it must know, though it may be away for a moment."""

from collections.abc import Awaitable, Callable

from kiosk.checkin.asking import failure_of
from kiosk.checkin.clock import Clock
from kiosk.checkin.failures import Step
from kiosk.errors import HospitalError, HospitalRefused
from kiosk.log import log

WAITS_S = (1.0, 3.0, 9.0)
"""Before each further try."""


async def persist(clock: Clock, step: Step, tell: Callable[[], Awaitable[None]]) -> bool:
    """Call ``tell`` until the hospital has heard it; ``False`` if it never did.

    A refusal is an answer, and is not repeated. ``tell`` must be safe to repeat.
    """
    for wait in (*WAITS_S, None):
        try:
            await tell()
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, step).kind, step=step.value)
            if wait is None or isinstance(error, HospitalRefused):
                return False
            await clock.sleep(wait)
        else:
            return True
    return False
