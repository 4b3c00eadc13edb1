"""What is drawn for each life of a kiosk whose power is cut: when it ends, and who comes to it."""

import enum
import random
from dataclasses import dataclass


class Moment(enum.Enum):
    """What the power goes by."""

    START = "while it starts"
    """So long after the start, before or after it can serve; nobody comes."""
    TIME = "at any time of its visits"
    JOURNAL = "at a write to its journal"
    """So many writes to the journal's log after the start, or after it could serve."""
    HOSPITAL = "at a write of the hospital"
    """So that the hospital has done what the kiosk never hears of."""
    PAPER = "at a write to the paper"


class Again(enum.Enum):
    """Whether somebody whose visit was cut off presents the same document again."""

    AT_ONCE = "at once"
    LATER = "later"
    """After the next cut."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Life:
    """One start of the kiosk, up to the cut."""

    moment: Moment
    seconds: float
    """Until the cut, for :attr:`Moment.START` and :attr:`Moment.TIME`."""
    writes: int
    """Until the cut, for the others."""
    from_start: bool
    """Writes count from the start; else from when the kiosk can serve."""
    delay: float
    """Seconds between the last of these writes and the cut."""
    slow_paper: bool
    """The paper comes out in small pieces; else all of a ticket at once."""
    away: bool
    """The hospital cannot be reached."""
    services_known: bool
    """It could be, just before: the kiosk knows what there is to choose."""
    later_s: float
    """So much later than the life before."""
    again: Again
    """Of whoever is cut off in this life."""
    leaving: tuple[float | None, ...]
    """For each patient, after so many seconds they cancel; mostly they do not."""


_MOMENTS = {
    Moment.TIME: 24,
    Moment.JOURNAL: 28,
    Moment.HOSPITAL: 16,
    Moment.PAPER: 22,
    Moment.START: 10,
}
"""Shares of a hundred."""
_AGAIN = {Again.AT_ONCE: 50, Again.LATER: 20, Again.NEVER: 30}
PATIENTS = 40
"""More than come in any life."""
_VISITS_S = 0.8
_START_S = 0.35
_HOLD_OVER_S = 70.0
"""Above the minute for which numbers without paper are held here."""


def draw(seed: int, number: int) -> Life:
    """The life with this number, from 0; the same for the same seed."""
    chance = random.Random(f"{seed}/{number}")
    moment = chance.choices(list(_MOMENTS), list(_MOMENTS.values()))[0]
    slow = chance.random() < 0.5
    from_start = moment is Moment.JOURNAL and chance.random() < 0.4
    most = {Moment.JOURNAL: 24 if from_start else 60, Moment.HOSPITAL: 24}
    pieces = 100 if slow else 3
    return Life(
        moment=moment,
        seconds=chance.uniform(0.0, _START_S if moment is Moment.START else _VISITS_S),
        writes=chance.randint(1, most.get(moment, pieces)),
        from_start=from_start,
        delay=0.0 if chance.random() < 0.5 else chance.expovariate(1 / 0.002),
        slow_paper=slow,
        away=moment is not Moment.HOSPITAL and chance.random() < 0.12,
        services_known=chance.random() < 0.7,
        later_s=_HOLD_OVER_S if chance.random() < 0.1 else 0.0,
        again=chance.choices(list(_AGAIN), list(_AGAIN.values()))[0],
        leaving=tuple(
            chance.uniform(0.0, 0.12) if chance.random() < 0.1 else None for _ in range(PATIENTS)
        ),
    )
