"""How often the staff page's PIN may be tried: a small number of times, then not for a while."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from kiosk.checkin.clock import Clock
from kiosk.checkin.staff_pin import fits

TRIES = 5
"""Wrong ones in a row, until nobody may try."""
LOCKS_S = (60.0, 300.0, 900.0)
"""After the first five, the second five, and all further ones. A PIN of six digits lasts nearly
three years on average against somebody who tries day and night."""
_MOST = 1_000_000
_LONGEST_JSON = 200


@dataclass(frozen=True, slots=True)
class Tries:
    """A value: each wrong try makes the next one, the right PIN a fresh one."""

    wrong: int = 0
    """In a row."""
    until: datetime | None = None
    """When it may be tried again; aware, ``None`` for at once."""

    def left_s(self, now: datetime) -> float:
        """So many seconds nobody may try. Never more than the lock has, so that a clock that was
        set back locks nobody out for ever."""
        if self.until is None:
            return 0.0
        return min(max((self.until - now).total_seconds(), 0.0), _lock_s(self.wrong))

    def one_more(self, now: datetime) -> "Tries":
        """After a wrong try at ``now``."""
        wrong = min(self.wrong + 1, _MOST)
        lock = wrong >= TRIES and wrong % TRIES == 0
        return Tries(wrong, now + timedelta(seconds=_lock_s(wrong)) if lock else None)

    def to_json(self) -> str:
        """For a file that outlives the process."""
        until = None if self.until is None else self.until.astimezone(UTC).isoformat()
        return json.dumps({"wrong": self.wrong, "until": until})

    @classmethod
    def from_json(cls, text: str) -> "Tries":
        """What :meth:`to_json` wrote. ``ValueError`` for anything else."""
        if len(text) > _LONGEST_JSON:
            raise ValueError("no count of tries")
        found = json.loads(text)
        if not isinstance(found, dict) or found.keys() != {"wrong", "until"}:
            raise ValueError("no count of tries")
        wrong, until = found["wrong"], found["until"]
        if isinstance(wrong, bool) or not isinstance(wrong, int) or not 0 <= wrong <= _MOST:
            raise ValueError("no count of tries")
        if until is None:
            return cls(wrong)
        moment = datetime.fromisoformat(until) if isinstance(until, str) else None
        if moment is None or moment.tzinfo is None:
            raise ValueError("no count of tries")
        return cls(wrong, moment)


def _lock_s(wrong: int) -> float:
    """The lock that so many wrong tries brought last."""
    return LOCKS_S[min(max(wrong // TRIES, 1), len(LOCKS_S)) - 1]


class TriesKept(Protocol):
    """Keeps the tries over a restart."""

    def held(self, now: datetime) -> Tries: ...

    async def keep(self, tries: Tries) -> None:
        """Returns when they are kept, or cannot be; never raises, and not for long."""
        ...


class TriesInMemory:
    """For a kiosk without a state folder, such as a demonstration."""

    def __init__(self) -> None:
        self._tries = Tries()

    def held(self, now: datetime) -> Tries:
        return self._tries

    async def keep(self, tries: Tries) -> None:
        self._tries = tries


class Gate:
    """The door of the staff page. For one event loop."""

    def __init__(self, pin_hash: str, clock: Clock, kept: TriesKept) -> None:
        self._pin_hash = pin_hash
        self._clock = clock
        self._kept = kept
        self._tries = kept.held(clock.now())
        self._turn = asyncio.Lock()

    @property
    def locked_s(self) -> float:
        """So many seconds no PIN is looked at; 0.0 when it may be tried."""
        return self._tries.left_s(self._clock.now())

    async def opens(self, pin: str) -> bool:
        """Whether it is the right PIN, while :attr:`locked_s` is 0; ``False`` otherwise.

        A try counts as wrong, also on the disk, before it is looked at: pulling the plug gains
        nobody another one.
        """
        async with self._turn:
            if self.locked_s > 0:
                return False
            self._tries = self._tries.one_more(self._clock.now())
            await self._kept.keep(self._tries)
            if not await fits(self._pin_hash, pin):
                return False
            self._tries = Tries()
            await self._kept.keep(self._tries)
            return True
