"""Calls for staff that no patient made, until the hospital has heard them."""

from dataclasses import dataclass

from kiosk.checkin.calling import call_staff
from kiosk.checkin.equipment import Equipment

_LONGEST_PAUSE_S = 60.0


@dataclass(slots=True)
class _Call:
    tries: int = 0
    next_at: float = 0.0
    """By the monotonic clock."""


class CallsDue:
    """One call for a page, however often it is due; in vain, it is tried again after 1 s, 2 s, 4 s
    … up to a minute: a hospital that takes no calls must not be asked each second."""

    def __init__(self, equipment: Equipment) -> None:
        self._equipment = equipment
        self._due: dict[str, _Call] = {}

    def add(self, page: str) -> None:
        self._due.setdefault(page, _Call())

    def drop(self, page: str) -> None:
        """It is not wanted any more."""
        self._due.pop(page, None)

    async def make(self, *, at_once: bool) -> None:
        """Those whose time has come; ``at_once`` where the hospital has just come back."""
        clock = self._equipment.clock
        for page, call in list(self._due.items()):
            if not at_once and call.tries and clock.monotonic() < call.next_at:
                continue
            if await call_staff(self._equipment, page):
                self.drop(page)
            else:
                call.next_at = clock.monotonic() + min(2.0**call.tries, _LONGEST_PAUSE_S)
                call.tries += 1
