"""What an audit of hospital, journal and paper can find, and what explains it."""

import enum
from dataclasses import dataclass


class Cause(enum.Enum):
    """What befell somebody's visit."""

    LINK = "link"
    """The way to the hospital, or the hospital itself."""
    PRINTER = "printer"
    DISK = "disk"
    """The journal's."""
    CLOCK = "clock"
    CARD = "card"
    CAMERA = "camera"
    POWER = "power"
    """The kiosk was killed."""
    PATIENT = "patient"
    """They cancelled, walked away or came again."""


class Difference(enum.Enum):
    """What hospital, journal and paper do not agree on."""

    LOST = "a number in a hand that the hospital does not know of, and is not told of later"
    TWO_PEOPLE = "two people have this number"
    TWO_PLACES = "one person has two places"
    PRINTED_TWICE = "on two sheets, the second of which is not marked as a copy"
    NOBODYS = "a place that nobody holds, and that the journal does not owe, offer or show to staff"
    NOT_IN_JOURNAL = "the journal does not know of this place"
    NOT_AT_HOSPITAL = "the journal has a place that the hospital does not know"
    NO_SUCH_PAPER = "said to be on paper, and is on none"
    PAPER_NOT_TOLD = "on paper, and the hospital was never told"
    GIVEN_BACK = "taken and given back"
    STAFF_LOOK = "a place without paper; staff look for who holds it"
    REJECTED = "staff have it in their list"
    OWED = "the hospital is still to be told"
    NOTED = "in mind and on no paper"
    PROVISIONAL = "a number of the kiosk's own"
    TWO_NUMBERS = "one place under two numbers"
    COPY = "on two sheets, the second marked as a copy"


class Verdict(enum.Enum):
    """How bad a difference is."""

    EXPLAINED = "explained"
    UNEXPLAINED = "unexplained"
    LOST = "lost"
    DOUBLED = "doubled"
    PRINTED_TWICE = "printed twice"
    NOBODYS = "held by nobody"


_AWAY = frozenset({Cause.LINK, Cause.POWER})
_NO_PAPER = frozenset({Cause.PRINTER, Cause.POWER})

EXPLAINED_BY = {
    Difference.GIVEN_BACK: _AWAY | _NO_PAPER | {Cause.PATIENT},
    Difference.STAFF_LOOK: _NO_PAPER,
    Difference.REJECTED: _AWAY | _NO_PAPER,
    Difference.OWED: _AWAY | _NO_PAPER | {Cause.DISK, Cause.CLOCK},
    Difference.NOTED: frozenset({Cause.PRINTER}),
    Difference.PROVISIONAL: frozenset({Cause.LINK}),
    Difference.TWO_NUMBERS: frozenset({Cause.LINK}),
    Difference.COPY: _AWAY | _NO_PAPER | {Cause.PATIENT},
}
"""What can lead to a difference that harms nobody. What is missing here has no excuse."""


@dataclass(frozen=True, slots=True)
class Line:
    """One difference."""

    who: str
    number: str
    difference: Difference
    verdict: Verdict
    causes: frozenset[Cause] = frozenset()
    """What befell this person, whether or not it explains the difference."""

    def __str__(self) -> str:
        befell = ", ".join(sorted(cause.value for cause in self.causes)) or "nothing"
        number = self.number or "no number"
        told = f"{self.verdict.value}: {self.who}, {number}: {self.difference.value}"
        return f"{told} (befell: {befell})"
