"""How long a room takes for a patient, from what it finished. Pure."""

import math
from collections.abc import Sequence

WINDOW = 20
"""Of a room's finished services the last so many tell its pace."""
VARIATION = 0.6
"""Standard deviation of one room's service times, in parts of their mean."""
_PRIOR_WEIGHT = 4
"""The prior counts as much as so many services."""
_LONGEST = 3.0
"""A service counts for so many times the usual at most: one long consultation is no slow room."""

_SIGMA = math.sqrt(math.log1p(VARIATION**2))


def pace(prior_minutes: float, recent_minutes: Sequence[float]) -> float:
    """Minutes that a patient takes in a room.

    ``prior_minutes`` (above 0) is what the hospital's file states, ``recent_minutes`` how long
    the room's finished services of today took, the oldest first.
    """
    recent = recent_minutes[-WINDOW:]
    total = prior_minutes * _PRIOR_WEIGHT
    total += sum(min(minutes, _LONGEST * prior_minutes) for minutes in recent)
    return total / (_PRIOR_WEIGHT + len(recent))


def remaining(pace_minutes: float, elapsed: float) -> float:
    """Minutes that who is inside will still take, after ``elapsed`` minutes.

    The mean residual life of a log-normal time with mean ``pace_minutes`` and variation
    :data:`VARIATION`; who has been inside for long will stay for long.
    """
    if elapsed <= 0:
        return pace_minutes
    mu = math.log(pace_minutes) - _SIGMA**2 / 2
    z = (math.log(elapsed) - mu) / _SIGMA
    return max(0.0, pace_minutes * _tail(z - _SIGMA) / max(_tail(z), 1e-12) - elapsed)


def _tail(z: float) -> float:
    """The share of a standard normal distribution above ``z``."""
    return math.erfc(z / math.sqrt(2)) / 2
