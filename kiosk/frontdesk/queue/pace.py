"""How long a room takes for a patient, from what it finished. Pure."""

import math
from collections.abc import Sequence

WINDOW = 20
"""Of a room's finished services the last so many tell its pace."""
_PRIOR_WEIGHT = 4
"""The hospital's own number counts as much as so many services."""
_LONGEST = 3.0
"""A service counts for so many times the usual at most: one long consultation is no slow room."""

_VARIATION = 0.6
"""Standard deviation of one room's service times, in parts of their mean: an assumption."""
_SIGMA = math.sqrt(math.log1p(_VARIATION**2))
"""Of the logarithm of a log-normal time with that variation."""
_FORGOTTEN = 6.0
"""After so many times the usual somebody has forgotten to press a button: no more is learnt."""


def pace(prior_minutes: float, recent_minutes: Sequence[float]) -> float:
    """Minutes that a patient takes in a room: a mean of its last services, shrunk to the prior.

    ``prior_minutes`` (above 0) is what the hospital's file states, ``recent_minutes`` how long
    the room's finished services of today took, the oldest first; of more than :data:`WINDOW` the
    last count. Above 0.
    """
    recent = sorted(recent_minutes[-WINDOW:])
    usual = max(prior_minutes, recent[len(recent) // 2]) if recent else prior_minutes
    counted = sum(min(minutes, _LONGEST * usual) for minutes in recent)
    return (prior_minutes * _PRIOR_WEIGHT + counted) / (_PRIOR_WEIGHT + len(recent))


def remaining(pace_minutes: float, elapsed: float) -> float:
    """Minutes that who is inside will still take, after ``elapsed`` minutes.

    The mean residual life of a log-normal time with mean ``pace_minutes`` (above 0): it falls
    at first, then rises, as who has been inside for long will stay for long.
    """
    elapsed = min(elapsed, _FORGOTTEN * pace_minutes)
    if elapsed / pace_minutes <= 0:  # Also where the quotient is too small to tell from nothing.
        return pace_minutes
    # E[T - t | T > t] with ln T normal: mean · P(Z > z - σ) / P(Z > z) - t.
    z = math.log(elapsed / pace_minutes) / _SIGMA + _SIGMA / 2
    return pace_minutes * _above(z - _SIGMA) / _above(z) - elapsed


def _above(z: float) -> float:
    """The share of a standard normal distribution above ``z``."""
    return math.erfc(z / math.sqrt(2)) / 2
