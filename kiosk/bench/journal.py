"""The journal: how long a write takes, how soon a kiosk serves again, how fast it tells."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kiosk.app.kiosk import Kiosk
from kiosk.bench import startup
from kiosk.bench.figures import RATIO, Figure, median, percentile
from kiosk.bench.journal_entries import after_a_power_cut, pending, ticket
from kiosk.bench.power_cuts_kiosk import settings
from kiosk.bench.power_cuts_people import Crowd
from kiosk.bench.served import frontdesk, served
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from kiosk.journal.store import FILE

CHECK_INS = 100
"""Of five writes each."""
ENTRIES = 10_000
OWED = 100
"""Of these, of which the hospital is still to be told."""
REPLAYED = 500
STARTS = 5
_REPLAYED_WITHIN = 120.0
_LOOK_S = 0.01


def journal_figures() -> list[Figure]:
    """On the disk where temporary files are (TMPDIR)."""
    with tempfile.TemporaryDirectory(prefix="kiosk-journal-") as folder:
        return [
            *asyncio.run(_writing(Path(folder) / "written")),
            *_starting(Path(folder)),
            _replaying(Path(folder) / "replayed"),
        ]


async def _writing(folder: Path) -> list[Figure]:
    """Each write beside the bare limit: as many bytes, appended to a file in the same folder, and
    fdatasync(2); in turns, so that both meet the same disk."""
    writes: list[float] = []
    bare: list[float] = []
    crowd = Crowd()
    log = folder / f"{FILE}-wal"
    async with Journal.open(KeyPlaces(folder), now=lambda: datetime.now(UTC)) as journal:
        with _appended(folder / "bare") as append:
            for number in range(CHECK_INS):
                now = datetime.now(UTC)
                entry = pending(crowd, number, now)
                for move in (
                    journal.begin(entry),
                    journal.sent(entry.key),
                    journal.ticketed(entry.key, ticket(number, now)),
                    journal.printed(entry.key),
                    journal.confirmed(entry.key),
                ):
                    before = log.stat().st_size
                    began = time.perf_counter()
                    await move
                    writes.append((time.perf_counter() - began) * 1000)
                    written = log.stat().st_size - before
                    if written > 0:  # else the log began anew, over what it held
                        bare.append(append(written))
    return [
        Figure("a write to the journal, median", median(writes), "ms", 5),
        Figure("a write to the journal, p95", percentile(writes, 0.95), "ms"),
        Figure("the same bytes and fdatasync, median", median(bare), "ms"),
        Figure("the journal by that", median(writes) / median(bare), RATIO),
    ]


@contextmanager
def _appended(path: Path) -> Iterator["_Append"]:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield _Append(file)
    finally:
        os.close(file)


class _Append:
    def __init__(self, file: int) -> None:
        self._file = file

    def __call__(self, count: int) -> float:
        """Milliseconds until so many bytes are on the disk."""
        data = os.urandom(count)
        began = time.perf_counter()
        os.write(self._file, data)
        os.fdatasync(self._file)
        return (time.perf_counter() - began) * 1000


def _starting(folder: Path) -> list[Figure]:
    """After a power cut, with as many entries as a busy kiosk keeps."""
    opened, painted = [], []
    for number in range(STARTS + 1):
        state = folder / f"state-{number}"
        after_a_power_cut(state / "kiosk" / "journal", ENTRIES - OWED, OWED)
        painted.append(startup.first_page(state))
        again = folder / f"opened-{number}"
        after_a_power_cut(again, ENTRIES - OWED, OWED)
        opened.append(asyncio.run(_opening(again)))
    # The first start warms the file cache.
    return [
        Figure(f"opening {ENTRIES:,} entries, median", median(opened[1:]), "ms"),
        Figure(
            f"kiosk run to the first painted page, {ENTRIES:,} entries after a power cut",
            median(painted[1:]),
            "ms",
            2500,
        ),
    ]


async def _opening(folder: Path) -> float:
    began = time.perf_counter()
    async with Journal.open(KeyPlaces(folder), now=lambda: datetime.now(UTC)) as journal:
        took = (time.perf_counter() - began) * 1000
        if len(journal.owed()) != OWED:
            raise RuntimeError("the journal did not find what the hospital is owed")
    return took


def _replaying(folder: Path) -> Figure:
    """Of visits without the hospital: each patient is looked for, half of them registered, checked
    in, and their paper told."""
    (folder / "hospital").mkdir(parents=True)
    after_a_power_cut(folder / "state" / "journal", 0, REPLAYED)
    with served(*frontdesk(f"sqlite:///{folder / 'hospital' / 'frontdesk.sqlite3'}")) as hospital:
        address = f"http://127.0.0.1:{hospital.port}/fhir"
        seconds = asyncio.run(_replayed(folder, address))
    return Figure("owed visits told, with the hospital beside", REPLAYED / seconds, "/s", least=50)


async def _replayed(folder: Path, address: str) -> float:
    kiosk = Kiosk(settings(address, "simulated"), folder / "none", state=folder / "state")
    began = time.perf_counter()
    async with asyncio.timeout(_REPLAYED_WITHIN), kiosk.equipped() as equipment:
        while equipment.journal.owed():
            await kiosk.clock.sleep(_LOOK_S)
        return time.perf_counter() - began
