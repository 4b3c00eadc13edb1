"""The pages of a visit as values: what a front shows, and what it may answer.

``Screen[A]`` is a question whose answer has type ``A``. A front that gets one of these
knows all that its page may show; it asks nobody else.
"""

import enum
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.checkin.failures import Failure, Step
from kiosk.model.care import Appointment, Insurance, Priority, Service
from kiosk.model.checkin import Ticket
from kiosk.model.person import Patient

A = TypeVar("A")


class Screen(Generic[A]):
    """A question to the patient, answered with an ``A``; ``Screen[None]`` is only shown."""

    __slots__ = ()


class Back(enum.Enum):
    """The patient wants the page before."""

    BACK = "back"


class NoDocument(enum.Enum):
    """The patient has no document at hand and will type a number."""

    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Welcome(Screen[NoDocument]):
    """The resting page. It reads documents already, so its only answer is to have none."""

    camera: bool = True
    """Whether there is a camera that reads codes."""


@dataclass(frozen=True, slots=True)
class EnterCode(Screen["str | Back"]):
    """Type a patient code (8 digits), social-insurance number (10) or personal number (12)."""

    wrong: Failure | None = None
    """What was wrong with the number typed before."""


@dataclass(frozen=True, slots=True)
class Working(Screen[None]):
    """The machine is busy with this step; shown only where it takes long enough to see."""

    step: Step


class Confirmed(enum.Enum):
    YES = "yes"
    NOT_ME = "not-me"
    STATE_PRIORITY = "state-priority"
    """The patient belongs to a group that goes ahead by law: StatePriority, then this again."""


@dataclass(frozen=True, slots=True)
class ConfirmIdentity(Screen[Confirmed]):
    """Is this you? With what the hospital knows, so that nothing known is asked."""

    patient: Patient
    """For a new patient what the document says, with an empty ``id``."""
    known: bool
    insurance: Insurance | None
    """``None`` for a new patient: the insurer is asked once the hospital has a record."""
    appointment: Appointment | None
    """The one appointment of today, if there is just one."""
    priority: tuple[Priority, ...]


@dataclass(frozen=True, slots=True)
class StatePriority(Screen["tuple[Priority, ...]"]):
    """Which of the law's groups, besides age: one tap, checked by staff later."""

    stated: tuple[Priority, ...] = ()


@dataclass(frozen=True, slots=True)
class AskPhone(Screen["str | Back"]):
    """A new patient's phone number, or a carer's; ``""`` is "without a number"."""


class OtherService(enum.Enum):
    """None of the appointments: the patient comes for something else."""

    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ChooseAppointment(Screen["Appointment | OtherService | Back"]):
    """Several appointments today: which one, or something else?"""

    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class ChooseService(Screen["Service | Back"]):
    """What do you need? Services by plain words, with people waiting and minutes."""

    services: tuple[Service, ...]
    wrong: Failure | None = None
    """Why the choice made before could not be had."""


class Continue(enum.Enum):
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class InsuranceResult(Screen[Continue]):
    """The insurance needs a look by the desk, or does not pay: said before, not after."""

    insurance: Insurance


class Finished(enum.Enum):
    TAKEN = "taken"
    PRINT_AGAIN = "print-again"


@dataclass(frozen=True, slots=True)
class Done(Screen[Finished]):
    """The ticket, as on paper. ``printed`` is false while no paper holds it."""

    patient: Patient
    ticket: Ticket
    printed: bool
    insurance: Insurance | None = None
    """What the patient must still do for it is said with the ticket."""


class AfterProblem(enum.Enum):
    TRY_AGAIN = "try-again"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Problem(Screen[AfterProblem]):
    """No ticket this time: why, and the next step."""

    failure: Failure
