"""How each part of the kiosk is, and since when."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


class Overall(enum.Enum):
    READY = "ready"
    """Everything that is set up works."""
    DEGRADED = "degraded"
    """Patients get their tickets, and something should be mended."""
    OUT_OF_ORDER = "out-of-order"
    """Nobody can be helped."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a part is now."""

    device: str
    """``camera``, ``printer``, ``hospital``…"""
    state: str
    """A word of that part's own closed list."""
    well: bool
    reason: str = ""
    """For staff: what is wrong and what to do; never anything of a patient."""


@dataclass(frozen=True, slots=True)
class DeviceState:
    seen: Seen
    since: datetime
    """Aware: when :attr:`Seen.state` began, as far as it was looked."""


class Board:
    """Keeps the last that was seen of each part."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._states: dict[str, DeviceState] = {}

    def see(self, seen: Seen) -> None:
        """It is so now. Another reason for the same state is no new state."""
        before = self._states.get(seen.device)
        same = before is not None and before.seen.state == seen.state
        since = before.since if before is not None and same else self._now()
        self._states[seen.device] = DeviceState(seen, since)

    def see_all(self, seen: Iterable[Seen]) -> None:
        for each in seen:
            self.see(each)

    @property
    def devices(self) -> tuple[DeviceState, ...]:
        """In the order in which they were seen first."""
        return tuple(self._states.values())

    def state(self, device: str) -> str:
        """Its word, ``""`` for what was never seen."""
        found = self._states.get(device)
        return found.seen.state if found else ""

    @property
    def all_well(self) -> bool:
        return all(one.seen.well for one in self._states.values())

    @property
    def unwell(self) -> tuple[str, ...]:
        """``printer paper-out`` for each part that is not well."""
        return tuple(
            f"{one.seen.device} {one.seen.state}"
            for one in self._states.values()
            if not one.seen.well
        )
