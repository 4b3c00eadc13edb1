"""What the hospital offers: services, appointments, insurance, priority."""

import enum
from dataclasses import dataclass
from datetime import datetime

from kiosk.model.text import LocalText


@dataclass(frozen=True, slots=True)
class Service:
    """A line of care with its own queue (FHIR ``HealthcareService``), with its load right now."""

    code: str
    """Stable short code, for example ``TIM-MACH``."""
    name: LocalText
    """The hospital's name for it: "Cardiology"."""
    plain: LocalText
    """In a patient's words: "heart, blood pressure"."""
    open_rooms: int
    waiting: int
    wait_minutes: int | None
    """Expected wait of who comes now; ``None`` if the hospital cannot tell."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment of today that can still be kept."""

    id: str
    start: datetime
    """Aware."""
    service: str
    """Service code."""
    service_name: LocalText
    practitioner: str = ""
    room: str = ""


class Cover(enum.Enum):
    """What an insurance check means at the kiosk. None of them keeps a patient from a ticket."""

    COVERED = "covered"
    COVERED_DESK = "covered-desk"
    """Covered, the papers are looked at by the desk."""
    DESK = "desk"
    """The desk must clear it up."""
    SELF_PAY = "self-pay"
    UNVERIFIED = "unverified"
    """The insurer did not answer: the visit goes on and the desk confirms."""
    NONE = "none"
    """The hospital knows of no insurance."""


@dataclass(frozen=True, slots=True)
class Insurance:
    """The answer to an insurance check of today."""

    cover: Cover
    code: str = ""
    """The gateway's result code (``000``, ``010`` …), ``""`` if it gave none."""
    benefit_percent: int | None = None
    coverage: str = ""
    """The hospital's coverage id, to check in with."""


class Priority(enum.Enum):
    """Who goes ahead by law (Law on Medical Examination and Treatment 2023, art. 3).

    Emergencies are not here: nobody in an emergency queues at a kiosk.
    """

    UNDER_6 = "under-6"
    PREGNANT = "pregnant"
    DISABILITY = "disability"
    """Severe or very severe disability."""
    AGE_75 = "age-75"
    MERIT = "merit"
    """People with meritorious services to the revolution."""


PRIORITY_BY_AGE = frozenset({Priority.UNDER_6, Priority.AGE_75})
"""Follow from the document; the others are the patient's own statement."""
