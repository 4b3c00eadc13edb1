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
"""

import hashlib
import threading
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from kiosk.journal.files import put
from kiosk.journal.health import Broken, Trouble
from kiosk.journal.store import Store

FILE = "provisional"
A_MINUTE = 10
"""More numbers than a kiosk can give in a minute: its printer alone takes longer."""
_DAYS = 8
UNKEPT = 20_000
"""Above all numbers of the other ranges: a day has 1,440 minutes."""


def least_unused(now: datetime) -> int:
    """Above every number that the kiosk can have given on this day before ``now``."""
    return A_MINUTE * (now.hour * 60 + now.minute + 1) + 1


class Series:
    """Used by the journal's thread; :meth:`unkept` by any."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._last: dict[date, int] = {}
        """Of the latest days, as a clock may come back to one that the file no longer knows."""
        self._unkept: tuple[date, int] | None = None
        self._turn = threading.Lock()

    def next(self, day: date, now: datetime, store: Store | None) -> int:
        """The next number of ``day``. ``now`` is of the same zone as ``day``.

        ``store`` is ``None`` where the journal cannot be used. Never raises.
        """
        number = max(self._last.get(day, 0), self._in_file(day), _in_store(day, store)) + 1
        if not self._keep(day, number, store):
            return self.unkept(day, now)
        self._last.pop(day, None)
        self._last[day] = number
        while len(self._last) > _DAYS:
            del self._last[next(iter(self._last))]
        return number

    def unkept(self, day: date, now: datetime) -> int:
        """A number that is written nowhere."""
        with self._turn:
            number = max(UNKEPT + least_unused(now), self._of(self._unkept, day) + 1)
            self._unkept = (day, number)
        return number

    def after_loss(self, now: datetime, store: Store) -> None:
        """The journal was lost. Leave room for its numbers where the file does not know them."""
        if self._read() is None:
            self._keep(now.date(), least_unused(now) - 1, store)

    def _keep(self, day: date, number: int, store: Store | None) -> bool:
        """Whether the number is on disk in one of its places. Both are tried."""
        kept = False
        if store is not None:
            with suppress(Trouble, Broken):
                store.note_number(day, number)
                kept = True
        with suppress(OSError):
            put(self._file, _line(day, number))
            kept = True
        return kept

    def _in_file(self, day: date) -> int:
        return self._of(self._read(), day)

    def _read(self) -> tuple[date, int] | None:
        """``None`` for a file that is missing or damaged."""
        try:
            with self._file.open("rb") as file:
                line = file.read(100)
            first, number, _ = line.decode("ascii").split()
            noted = date.fromisoformat(first), int(number)
        except (OSError, ValueError):
            return None
        return noted if _line(*noted) == line else None

    @staticmethod
    def _of(noted: tuple[date, int] | None, day: date) -> int:
        return noted[1] if noted and noted[0] == day else 0


def _in_store(day: date, store: Store | None) -> int:
    if store is not None:
        with suppress(Trouble, Broken):
            return store.last_number(day)
    return 0


def _line(day: date, number: int) -> bytes:
    text = f"{day.isoformat()} {number}"
    return f"{text} {hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}\n".encode()
