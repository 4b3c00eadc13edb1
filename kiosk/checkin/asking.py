"""Asking the hospital: timed, shown if it takes long, and every expected no as a failure."""

from collections.abc import Awaitable
from typing import TypeVar

from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.trace import Trace
from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    NotLetIn,
)
from kiosk.log import log

T = TypeVar("T")

_REFUSALS = {
    "ambiguous": "patient-ambiguous",
    "service-closed": "service-closed",
    "appointment-not-found": "appointment-gone",
    "appointment-not-today": "appointment-gone",
}


class VisitFailed(Exception):
    """Ends a visit with a failure that the patient is told. Caught by the visit alone."""

    def __init__(self, failure: Failure, instead: tuple[str, ...] = ()) -> None:
        super().__init__(failure.code)
        self.failure = failure
        self.instead = instead
        """What the hospital offers in place of a service that is closed: codes."""


def says_nothing(refusal: HospitalRefused) -> bool:
    """Whether it is no answer to this check-in: the kiosk was not let in, or the same question is
    still at work. The same is to be asked again."""
    return not_let_in(refusal) or refusal.reason == "in-progress"


def not_let_in(error: BaseException | None) -> bool:
    """Whether the hospital said no to the kiosk, whatever it asks. An adapter of the hospital's own
    may say so by the status alone."""
    by_status = isinstance(error, HospitalRefused) and error.reason in ("http-401", "http-403")
    return by_status or isinstance(error, NotLetIn)


def failure_of(error: HospitalError, step: Step) -> Failure:
    """What a hospital's error means to the patient in this step."""
    match error:
        case HospitalRefused():
            kind = _REFUSALS.get(error.reason, "hospital-refused")
            return FAILURES[kind].at(step, error.reason)
        case HospitalAway():
            return FAILURES["hospital-away"].at(step)
        case HospitalGarbled() | HospitalError():
            return FAILURES["hospital-garbled"].at(step)


async def ask_hospital(step: Step, trace: Trace, question: Awaitable[T]) -> T:
    """The hospital's answer; raises :class:`VisitFailed` where there is none."""
    try:
        with trace.step(step):
            return await question
    except HospitalError as error:
        failure = failure_of(error, step)
        log("hospital-error", kind=failure.kind, step=step.value)
        instead = error.instead if isinstance(error, HospitalRefused) else ()
        raise VisitFailed(failure, instead) from error
