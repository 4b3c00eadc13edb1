"""A clock that does not run: it is as late as it was asked often."""

from collections.abc import Callable
from itertools import count


def ticking(seconds: float) -> Callable[[], float]:
    """Each time it is asked, so many seconds later; so each look takes so long, however fast the
    machine is."""
    turns = count()
    return lambda: next(turns) * seconds
