"""The heartbeat: what is told when every part of the kiosk has answered, and when one has not."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from kiosk.app.watchdog.notify import Notifier
from kiosk.log import log

PERIOD_S = 5.0
"""Seconds between two rounds of questions to the parts, at most."""
AGAIN_S = 60.0
"""A part that stays silent is written down again so often."""
_STATUS = 120
"""Characters of a line that ``systemctl status`` shows."""


class Watchdog:
    """Hears of each round and tells systemd. Safe in any thread: the rounds are those of Qt's,
    and only the engine's can say that Qt's thread makes none."""

    def __init__(self, notifier: Notifier, now: Callable[[], float] = time.monotonic) -> None:
        self._notifier = notifier
        self._now = now
        self._lock = threading.Lock()
        self._round: float | None = None
        self._written: dict[str, float] = {}
        self._status = ""
        self._stopping = False
        self.beats = 0
        """Rounds in which every part has answered."""
        self.silences: Counter[str] = Counter()
        """By part: rounds that it did not answer in time."""

    @property
    def seconds(self) -> float:
        """After so many without a beat systemd restarts the kiosk; 0 for never."""
        return self._notifier.watchdog_s

    @property
    def period_s(self) -> float:
        """Half of what systemd allows (sd_watchdog_enabled(3)), and less where that is long:
        what hangs should be known sooner than it is restarted."""
        return min(PERIOD_S, self.seconds / 2) if self.seconds else PERIOD_S

    def began(self) -> None:
        """A round begins: Qt's thread lives."""
        with self._lock:
            self._round = self._now()

    def beat(self) -> None:
        """Every part has answered."""
        with self._lock:
            self.beats += 1
            silent = sorted(self._written)
            self._written.clear()
        self._notifier.tell("WATCHDOG=1")
        for part in silent:
            log("watchdog-answers", part=part)

    def silent(self, part: str) -> None:
        """This part has not answered in time. No beat is sent until it does."""
        with self._lock:
            self.silences[part] += 1
            now = self._now()
            if now - self._written.get(part, -AGAIN_S) < AGAIN_S:
                return
            self._written[part] = now
        log("watchdog-silent", part=part)

    def look(self) -> None:
        """From a thread that is not Qt's, now and then: Qt's own hang is told by nobody else."""
        with self._lock:
            begun = self._round if not self._stopping else None
        if begun is not None and self._now() - begun > 2 * self.period_s:
            self.silent("ui")

    def ready(self) -> None:
        """The first page is painted."""
        self._notifier.tell("READY=1", *self._status_line())

    def status(self, words: str) -> None:
        """How the kiosk is, in a few words without anybody's data. Told when it changes."""
        if words != self._status:
            self._status = words
            self._notifier.tell(*self._status_line())

    def stopping(self) -> None:
        """The kiosk ends in order."""
        with self._lock:
            self._stopping = True
        self._notifier.tell("STOPPING=1")

    def _status_line(self) -> tuple[str, ...]:
        words = " ".join(self._status.split())[:_STATUS]
        return (f"STATUS={words}",) if words else ()
