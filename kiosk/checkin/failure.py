"""A failure of a visit as a value, and the steps in which one can arise."""

import enum
from dataclasses import dataclass, replace

from kiosk.model.text import LocalText, local


class Step(enum.Enum):
    """The steps of a visit, in order. Timings and failure codes are named after them."""

    SCAN = "scan"
    CARD = "card"
    """Reading the chip of an ID card."""
    FACE = "face"
    """Comparing the face, or recognising who it is."""
    FIND = "find"
    REGISTER = "register"
    OFFER = "offer"
    """Insurance, appointments and services, asked for at once."""
    CHECK_IN = "check-in"
    RENDER = "render"
    PRINT = "print"
    CONFIRM = "confirm"
    """Telling the hospital that the ticket is on paper."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no ticket, as a value."""

    kind: str
    sentence: LocalText
    next_step: LocalText
    """May name the desk as ``{desk}``; :meth:`at` fills it in."""
    for_staff: str
    step: Step | None = None
    reason: str = ""
    """Detail for staff and logs: a short stable code, never personal data."""

    @property
    def code(self) -> str:
        """``find-hospital-away``: the step, then the kind."""
        return f"{self.step.value}-{self.kind}" if self.step else self.kind

    def at(self, step: Step, reason: str = "") -> "Failure":
        """The same failure, in this step."""
        return replace(self, step=step, reason=reason)


TO_DESK = local(
    "Mời {you} đến {desk}, nhân viên sẽ giúp {you} ngay.",
    "Please go to {desk}. Our staff will help you right away.",
)
"""The next step where only people can help."""
