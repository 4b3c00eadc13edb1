"""From ``kiosk run`` to the first painted page, and what the process then weighs."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.bench.figures import Figure, median
from kiosk.bench.memory import resident_mb
from kiosk.paths import SHARE

RUNS = 5
SETTLE_S = 3.0
"""Until everything that starts in the background has started."""


def startup_figures() -> list[Figure]:
    """Medians of several warm starts of the real command, each in a process of its own."""
    _start()  # warms the file cache
    runs = [_start() for _ in range(RUNS)]
    return [
        Figure("kiosk run to the first painted page", median([r[0] for r in runs]), "ms", 2000),
        Figure("resident memory of the kiosk process", median([r[1] for r in runs]), "MB", 250),
    ]


def first_page(state: Path) -> float:
    """Milliseconds from the call to the first painted page; ``state`` is where the kiosk finds
    what it kept (``XDG_STATE_HOME``)."""
    with _running(state) as (_, painted):
        return painted


def _start() -> tuple[float, float]:
    """Milliseconds to the first painted page, and megabytes after a while."""
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder)) as (process, painted):
        time.sleep(SETTLE_S)
        return painted, resident_mb(process)


@contextmanager
def _running(state: Path) -> Iterator[tuple[int, float]]:
    """The process, and milliseconds from the call to the line that says that it is painted."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    # A warm start finds its modules compiled, as on any kiosk after the first one.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        settings = Path(folder) / "kiosk.toml"
        settings.write_text(f'[log]\nfile = "{log}"\n[display]\nwindow = "1080x1920"\n')
        environment["XDG_STATE_HOME"] = str(state)
        called = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  # our own command, no shell
            [sys.executable, "-m", "kiosk", "run", "--config", str(settings)],
            cwd=SHARE,
            env=environment,
        )
        try:
            _wait_for_event(log, "kiosk-started")
            yield process.pid, (time.perf_counter() - called) * 1000
        finally:
            process.terminate()
            process.wait(10)


def _wait_for_event(log: Path, event: str, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if log.exists():
            lines = log.read_text().splitlines()
            if any(json.loads(line)["event"] == event for line in lines if line.endswith("}")):
                return
        time.sleep(0.005)
    raise TimeoutError(f"the kiosk did not say {event}")
