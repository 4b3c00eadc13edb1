"""Which check-ins the hospital is there for and yet cannot be told of, and for how long already."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from kiosk.errors import HospitalError, HospitalGarbled, HospitalRefused
from kiosk.journal.entry import Debt, Entry

GARBLED = "answer-garbled"
"""Why staff look at a check-in that the hospital never answers so that it can be understood."""
FAILING = "answer-failing"
"""Why they look at one that the hospital cannot do, while it does others."""
UNHEARD = frozenset({GARBLED, FAILING})
"""Reasons after which the hospital may have done what was asked all the same."""
MOST_TRIES = 6
"""Tries until then."""


@dataclass(slots=True)
class _Trouble:
    tries: int
    taken: int
    """What others had of the hospital by the last try."""


class Troubles:
    """Tells a check-in that is itself what is wrong from a hospital that is.

    What cannot be understood is the check-in's own trouble. Where the hospital fails, or does
    not let the kiosk in, a try counts only if the hospital took the like of somebody else since
    the one before: otherwise all that is owed would go to staff in one bad minute of its own.
    """

    def __init__(self, took: Counter[Debt]) -> None:
        """``took`` counts what the hospital took, by debt
        (:class:`~kiosk.checkin.equipment.Lately`)."""
        self._took = took
        self._of: dict[tuple[str, Debt], _Trouble] = {}

    def has(self, entry: Entry) -> bool:
        """Whether the last try with this debt failed while the hospital was there."""
        return (entry.key, entry.debt) in self._of

    def keep(self, owed: Collection[Entry]) -> None:
        """Forget all but these."""
        if self._of:
            live = {(entry.key, entry.debt) for entry in owed}
            self._of = {key: one for key, one in self._of.items() if key in live}

    def reason(self, entry: Entry, error: Exception) -> str:
        """Note that a try failed while the hospital was there. Why staff are to look at it now,
        with which it is forgotten here; ``""`` while it is to be tried again."""
        key, taken = (entry.key, entry.debt), self._took[entry.debt]
        trouble = self._of.setdefault(key, _Trouble(0, taken - 1))
        if taken != trouble.taken or not _is_the_hospitals(error):
            trouble.tries += 1
        trouble.taken = taken
        if trouble.tries < MOST_TRIES:
            return ""
        del self._of[key]
        if isinstance(error, HospitalRefused):
            return error.reason
        return FAILING if _is_the_hospitals(error) else GARBLED


def _is_the_hospitals(error: Exception) -> bool:
    """Whether all others may have it, too; a fault of the kiosk's own with this check-in is none
    of the hospital's."""
    return isinstance(error, HospitalError) and not isinstance(error, HospitalGarbled)
