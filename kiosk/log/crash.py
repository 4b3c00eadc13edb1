"""Faults below Python, which no exception tells of: kept in a file, told at the next start.

The standard library's faulthandler writes the signal and, of each thread, files, lines and
functions. It writes no values, and it works where nothing else does any more.
"""

import faulthandler
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from kiosk.log.places import place
from kiosk.log.unexpected import FRAMES
from kiosk.log.writer import log

FOLDER = "crashes"
KEPT = 10
"""Reports; the oldest go first."""
_OPEN = "now.txt"
_MOST_BYTES = 1 << 20
"""Of a report. faulthandler ends itself after 100 threads of 100 calls."""
_FLAGS = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK

_KINDS = {
    "Segmentation fault": "segmentation-fault",
    "Aborted": "aborted",
    "Bus error": "bus-error",
    "Floating point exception": "floating-point-exception",
    "Illegal instruction": "illegal-instruction",
}
_HEAD = re.compile(r"^Fatal Python error: ([A-Za-z ]{1,40})$", re.M)
_CURRENT = re.compile(r"^Current thread .*\n((?:  .*\n)*)", re.M)
_FRAME = re.compile(r'^  File "([^"\n]{1,400})", line (\d{1,6}) in ', re.M)


def watch(state: Path) -> None:
    """Tell of the crash that ended this kiosk before, if one did, and be ready for the next.

    ``state`` is the kiosk's state folder. Where the disk takes no file the kiosk starts all the
    same: it serves patients, and a report is only for developers.
    """
    folder = state / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        report = _taken(folder)
        file = os.open(folder / _OPEN, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _FLAGS, 0o600)
    except OSError:
        return
    if report:
        _tell(report)
    faulthandler.enable(file, all_threads=True)  # which keeps the descriptor, never closed


def _taken(folder: Path) -> str:
    """The report of the last run, put beside the older ones; ``""`` if it ended well."""
    last = folder / _OPEN
    try:
        file = os.open(last, os.O_RDONLY | _FLAGS)
    except FileNotFoundError:
        return ""
    with os.fdopen(file, "rb") as held:
        report = held.read(_MOST_BYTES)
        ended = datetime.fromtimestamp(os.fstat(file).st_mtime, UTC)
    if not report:
        return ""
    last.replace(folder / f"{ended:%Y%m%dT%H%M%S.%fZ}.txt")
    for old in sorted(folder.glob("2*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return report.decode("utf-8", "replace")


def _tell(report: str) -> None:
    head, current = _HEAD.search(report), _CURRENT.search(report)
    trace = [
        place(found[1], int(found[2])) for found in _FRAME.finditer(current[1] if current else "")
    ][:FRAMES]
    ours = [where for where in trace if where.startswith("kiosk/")]
    log(
        "native-crash",
        kind=_KINDS.get(head[1] if head else "", "other"),
        where=(ours or trace or [""])[0],
        trace=tuple(trace),
    )
