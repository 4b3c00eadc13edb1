"""How many numbers ahead may still be given to who asks: numbers are used up by it, which are those
of everybody."""

from collections import Counter
from collections.abc import Iterable

from kiosk.frontdesk.records import LEASED, RETURNED, LeaseCount

MOST_BACK = 5
"""So many times what a kiosk may have ahead may come back from it in a day, by its wish or because
the rooms closed."""
MOST_KIOSKS = 40
"""For so many kiosks a service has numbers ahead, and takes them back; a hospital has fewer."""


class Allowance:
    """Of one client, on one day; each service by itself.

    A client that has shown who it is (docs/access.md) is one kiosk, whatever names it gives itself.
    On an open server there is nothing but the name: what holds there is the bound for all kiosks
    together.
    """

    def __init__(self, counts: Iterable[LeaseCount], who: str, allowed: int) -> None:
        """``counts`` are of everybody; ``allowed`` is what a kiosk may have ahead of a service."""
        self._allowed = allowed
        self._own: Counter[tuple[str, str]] = Counter()
        self._all: Counter[tuple[str, str]] = Counter()
        for one in counts:
            self._all[one.service, one.state] += one.count
            if one.who == who:
                self._own[one.service, one.state] += one.count

    def more(self, service: str, wanted: int) -> int:
        """How many of those that are wanted may be given; 0 to ``wanted``."""
        left = min(
            self._left(self._own, service, kiosks=1),
            self._left(self._all, service, kiosks=MOST_KIOSKS),
        )
        return max(0, min(wanted, left))

    def _left(self, counted: Counter[tuple[str, str]], service: str, *, kiosks: int) -> int:
        if counted[service, RETURNED] >= kiosks * MOST_BACK * self._allowed:
            return 0
        return kiosks * self._allowed - counted[service, LEASED]
