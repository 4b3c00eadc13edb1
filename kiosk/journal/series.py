"""The kiosk's own numbers, for when the hospital cannot give one: none comes twice in a day.

The last one stands in the journal and, because a journal may be lost, in a small file beside it;
the larger counts. Three ranges keep numbers apart whatever is lost:

====================  ==========================================================================
1, 2, 3 …             as long as one of the two places is readable and takes the next number
10 × minute + 1 …     after both were lost: above all numbers of this day so far, because a kiosk
                      gives fewer than ten numbers a minute (``minute``: of the day, from 1)
20,000 + the same     while neither takes a number: it may be lost at the next power cut, and a
                      later start must not give it again
====================  ==========================================================================

They begin with 1 when the hospital's day has truly changed, and not because the clock says
another day: :meth:`Noted.goes_on`.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self

from kiosk.journal.files import put
from kiosk.journal.health import Broken, Trouble
from kiosk.journal.store import Store

FILE = "provisional"
A_MINUTE = 10
"""More numbers than a kiosk can give in a minute: its printer alone takes longer."""
UNKEPT = 20_000
"""Above all numbers of the other ranges: a day has 1,440 minutes."""
_DAYS = 8
"""Of one series: so many that a clock was set to are remembered."""
_LONGEST = 512
"""Bytes of the file."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_THIS_PROCESS = secrets.token_hex(8)
"""Where the machine's run has no name, each process is as after a restart."""
_CLOCK_SET = 2020
"""A machine whose clock says an earlier year has not learned the time since it was switched on."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Uptime:
    """By a clock that nobody sets, and that begins anew when the machine is switched on."""

    boot: str
    """Names this run of the machine."""
    seconds: float

    @classmethod
    def now(cls) -> Self:
        """Also of the time that it slept (clock_gettime(2), CLOCK_BOOTTIME; random(4))."""
        try:
            boot = _BOOT_ID.read_text("ascii").strip()
        except (OSError, ValueError):
            boot = _THIS_PROCESS
        return cls(boot, time.clock_gettime(time.CLOCK_BOOTTIME))


@dataclass(frozen=True, slots=True)
class Noted:
    """The last number, and the days on which numbers of its series were given by the clock of the
    kiosk: the latest first, more than one where the clock was set meanwhile."""

    days: tuple[date, ...]
    number: int
    wall: datetime | None = None
    """When it was given by the clock as it was then, in the zone of the days; and, in the same
    moment:"""
    uptime: Uptime | None = None

    def goes_on(self, day: date, uptime: Uptime) -> bool:
        """Whether ``day`` may still be the hospital's day on which the number was given.

        Since the machine was switched on, midnight must have passed by the clock as it was then,
        too: one that is set begins no day. Before that, only a clock that went back is known.
        """
        if day in self.days:
            return True
        unset = self.days[0].year < _CLOCK_SET  # its midnight is none
        if self.wall is None or self.uptime is None or self.uptime.boot != uptime.boot:
            return day < self.days[0] or unset
        passed = timedelta(seconds=uptime.seconds - self.uptime.seconds)
        if passed >= _A_DAY:
            return False
        return unset or (self.wall + passed).date() == self.days[0]

    def then(self, day: date, number: int, wall: datetime, uptime: Uptime) -> "Noted":
        """After a further number of the same series."""
        others = tuple(one for one in self.days if one != day)
        return Noted((day, *others)[:_DAYS], number, wall, uptime)

    def to_line(self) -> bytes:
        """With a checksum: a number with a wrong digit could be given twice."""
        text = f"{','.join(day.isoformat() for day in self.days)} {self.number}"
        if self.wall and self.uptime:
            text += f" {self.wall.isoformat()} {self.uptime.boot} {self.uptime.seconds:.0f}"
        return f"{text} {hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}\n".encode()

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """What :meth:`to_line` wrote. ``ValueError`` for anything else."""
        days, number, *given, _ = line.decode("ascii").split()
        noted = cls(tuple(map(date.fromisoformat, days.split(","))), int(number))
        if given:
            wall, boot, seconds = given
            found = Uptime(boot, float(seconds))
            noted = replace(noted, wall=datetime.fromisoformat(wall), uptime=found)
        if noted.to_line() != line:
            raise ValueError("no number as it was written")
        return noted


def least_unused(now: datetime) -> int:
    """Above every number that the kiosk can have given on this day before ``now``."""
    return A_MINUTE * (now.hour * 60 + now.minute + 1) + 1


class Series:
    """Used by the journal's thread; :meth:`unkept` by any."""

    def __init__(self, folder: Path, uptime: Callable[[], Uptime] = Uptime.now) -> None:
        self._file = folder / FILE
        self._uptime = uptime
        self._last: Noted | None = None
        """In this process, where a disk may not have taken it."""
        self._unkept = 0
        self._turn = threading.Lock()

    def next(self, day: date, now: datetime, store: Store | None) -> int:
        """The next number of ``day``. ``now`` is of the same zone as ``day``.

        ``store`` is ``None`` where the journal cannot be used. Never raises.
        """
        uptime = self._uptime()
        stored = _stored(store)
        last = self._last or self._read() or next(iter(stored.values()), None)
        if last is None or not last.goes_on(day, uptime):
            last = Noted((day,), 0)
        noted = last.then(day, max(last.number, stored.get(day, last).number) + 1, now, uptime)
        if not self._keep(noted, store):
            return self.unkept(now)
        self._last = noted
        return noted.number

    def unkept(self, now: datetime) -> int:
        """A number that is written nowhere."""
        with self._turn:
            # Of a clock that was set, too, none comes again: this range has no days.
            self._unkept = max(UNKEPT + least_unused(now), self._unkept + 1)
            return self._unkept

    def after_loss(self, now: datetime, store: Store) -> None:
        """The journal was lost. Leave room for its numbers where the file does not know them."""
        if self._read() is None:
            self._keep(Noted((now.date(),), least_unused(now) - 1), store)

    def _keep(self, noted: Noted, store: Store | None) -> bool:
        """Whether the number is on disk in one of its places. Both are tried."""
        kept = False
        if store is not None:
            with suppress(Trouble, Broken):
                store.note_number(noted.days, noted.number)
                kept = True
        with suppress(OSError):
            put(self._file, noted.to_line())
            kept = True
        return kept

    def _read(self) -> Noted | None:
        """``None`` for a file that is missing or damaged."""
        try:
            with self._file.open("rb") as file:
                return Noted.from_line(file.read(_LONGEST))
        except (OSError, ValueError):
            return None


def _stored(store: Store | None) -> dict[date, Noted]:
    """What the journal has, the latest day first."""
    if store is not None:
        with suppress(Trouble, Broken, ValueError):
            return {day: Noted((day,), last) for day, last in store.last_numbers().items()}
    return {}
