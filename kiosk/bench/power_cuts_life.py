"""One life of a kiosk, from its start to the cut."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import msgspec

from kiosk.bench.file_events import FileEvents
from kiosk.bench.power_cuts_kiosk import BORN, ENDED, GONE, PATIENT, PRINTING, READY, Orders
from kiosk.bench.power_cuts_plan import Life, Moment

_STARTS_WITHIN = 30.0
_USUAL_START_S = 0.3
"""Where nothing else runs; on a machine that is slower now, visits are cut as much later."""
_SLOWEST = 4.0
_WRITES_WITHIN = 5.0
"""What was to be waited for may never be written; then the cut is at this time."""
JOURNAL_LOG = "journal.sqlite3-wal"
HOSPITAL_LOG = "frontdesk.sqlite3-wal"


@dataclass(slots=True)
class Lived:
    """What a kiosk said until it was killed."""

    number: int
    served: bool = False
    """It could serve before the cut."""
    came: list[int] = field(default_factory=list)
    printed: list[int] = field(default_factory=list)
    """For whom it began to print, in this order; somebody may ask twice."""
    ended: list[tuple[int, str]] = field(default_factory=list)
    """Whose visits ended, and how."""

    @property
    def cut_off(self) -> int | None:
        """Whose visit was going on."""
        if len(self.came) > len(self.ended):
            return self.came[-1]
        return None


class _Heard:
    """What one life says."""

    def __init__(self, number: int) -> None:
        self.lived = Lived(number)
        self.process = 0
        self.born = threading.Event()
        self.ready = threading.Event()
        self.gone = threading.Event()

    def hear(self, line: str) -> None:
        word, *rest = line.split()
        match word:
            case _ if word == BORN:
                self.process = int(rest[0])
                self.born.set()
            case _ if word == READY:
                self.lived.served = True
                self.ready.set()
            case _ if word == PATIENT:
                self.lived.came.append(int(rest[0]))
            case _ if word == PRINTING:
                self.lived.printed.append(int(rest[0]))
            case _ if word == ENDED:
                self.lived.ended.append((int(rest[0]), rest[1]))
            case _ if word == GONE:
                self.gone.set()


class Kiosks:
    """Kiosk processes, each killed before the next one begins."""

    def __init__(self, errors: IO[bytes]) -> None:
        """``errors`` gets what they write on standard error."""
        self._source = subprocess.Popen(
            [sys.executable, "-m", "kiosk.bench.power_cuts_kiosk"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # Threads of libraries would not survive in the processes that are made from it.
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        self._heard = _Heard(-1)
        self._slowness = 1.0
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def close(self) -> None:
        self._source.kill()
        self._source.wait()
        self._listening.join()
        for pipe in (self._source.stdin, self._source.stdout):
            if pipe:
                pipe.close()

    def live(self, number: int, orders: Orders, life: Life, events: FileEvents, roll: str) -> Lived:
        """Start, serve, and be killed as planned. ``roll`` is the name of its paper's file.

        Raises ``RuntimeError`` for a kiosk that ended by itself or does not start.
        """
        heard = self._heard = _Heard(number)
        assert self._source.stdin
        self._source.stdin.write(msgspec.json.encode(orders) + b"\n")
        self._source.stdin.flush()
        if not heard.born.wait(_STARTS_WITHIN):
            raise RuntimeError(f"life {number} does not begin")
        self._slowness = _cut(life, events, roll, heard.ready, self._slowness)
        if heard.gone.is_set():
            raise RuntimeError(f"the kiosk ended by itself in life {number}")
        os.kill(heard.process, signal.SIGKILL)
        if not heard.gone.wait(_STARTS_WITHIN):
            raise RuntimeError(f"life {number} does not end")
        return heard.lived

    def _listen(self) -> None:
        assert self._source.stdout
        for line in self._source.stdout:
            self._heard.hear(line.decode())


@contextmanager
def kiosks(errors: Path) -> Iterator[Kiosks]:
    with errors.open("ab") as file:
        running = Kiosks(file)
        try:
            yield running
        finally:
            running.close()


def _cut(
    life: Life, events: FileEvents, roll: str, ready: threading.Event, slowness: float
) -> float:
    """Returns when the power goes: how much slower than usual the machine is."""
    began = time.monotonic()
    events.forget()
    if life.moment is Moment.START:
        time.sleep(life.seconds * min(slowness, _SLOWEST))
        return slowness
    if not life.from_start:
        if not ready.wait(_STARTS_WITHIN):
            raise RuntimeError("the kiosk does not start")
        slowness = max(1.0, (time.monotonic() - began) / _USUAL_START_S)
        events.forget()
    if life.moment is Moment.TIME:
        time.sleep(life.seconds * min(slowness, _SLOWEST))
        return slowness
    names = {Moment.JOURNAL: JOURNAL_LOG, Moment.HOSPITAL: HOSPITAL_LOG, Moment.PAPER: roll}
    events.wait(names[life.moment], life.writes, _WRITES_WITHIN)
    if life.delay:
        time.sleep(life.delay)
    return slowness
