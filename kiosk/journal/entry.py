"""One check-in as the journal keeps it."""

import enum
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.journal.details import Details


class State(enum.Enum):
    """How far a check-in has come."""

    PENDING = "pending"
    """The patient has chosen; the hospital was not asked yet, or could not be."""
    SENT = "sent"
    """The hospital was asked; what it did is not known."""
    TICKETED = "ticketed"
    """The hospital has given a number, which is on no paper."""
    PRINTED = "printed"
    """The patient has paper with the number."""
    CONFIRMED = "confirmed"
    """The hospital knows that the patient has the paper."""
    REJECTED = "rejected"
    """The hospital said no. Kept for staff."""
    ABANDONED = "abandoned"
    """The patient went away; the number is given back, if there was one."""


class Debt(enum.Enum):
    """What the hospital has not been told yet."""

    NONE = "none"
    CHECK_IN = "check-in"
    PRINTED = "printed"
    NOT_PRINTED = "not-printed"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Entry:
    """A check-in. What tells who the patient is stands in :attr:`details` alone, which is on disk
    only encrypted; everything else is in clear."""

    key: str
    """Idempotency key: a UUIDv7, under which the hospital is asked, once or many times."""
    kiosk: str
    began_at: datetime
    """Aware; kept in milliseconds, UTC."""
    changed_at: datetime
    """Of the last move; as :attr:`began_at`."""
    state: State = State.PENDING
    debt: Debt = Debt.CHECK_IN
    holder: bytes = field(default=b"", repr=False)
    """A keyed digest of the document's first identifier
    (:meth:`~kiosk.journal.sealed.Seal.holder`), ``b""`` if it has none, or after erasure."""
    number: str = ""
    """As printed: the hospital's, or this kiosk's own where :attr:`provisional`."""
    provisional: bool = False
    """The number was given without the hospital."""
    paper: bool = False
    """The number is on paper, in the patient's hands."""
    encounter: str = ""
    """The hospital's id of the check-in, ``""`` before it answered."""
    service: str = ""
    """Service code, ``""`` for an appointment."""
    attempts: int = 0
    """How often it was tried in vain to tell the hospital."""
    next_at: datetime | None = None
    """Not to be tried before; as :attr:`began_at`."""
    reason: str = ""
    """The code of the hospital's refusal."""
    details: Details | None = field(default=None, repr=False)
    """``None`` after erasure, and where the key that they were encrypted with is missing."""

    @property
    def printing_begun(self) -> bool:
        """Somebody may have the number, on paper or in mind. Where the details cannot be read, only
        what is not settled about the paper tells that."""
        begun = self.details is not None and self.details.printing_begun
        return begun or self.paper or self.debt is Debt.NOT_PRINTED

    @property
    def waits_for_paper(self) -> bool:
        """Staff have it because of its paper alone: printing it brings it back."""
        handed = self.state is State.REJECTED and self.debt is Debt.NONE
        return handed and bool(self.encounter) and not self.paper

    @property
    def settled(self) -> bool:
        """Nothing is left for the kiosk to do: the end of its life, or staff must look."""
        if self.state is State.REJECTED:
            return True
        return self.state in (State.CONFIRMED, State.ABANDONED) and self.debt is Debt.NONE
