"""A real hospital server, in a process of its own, reached over HTTP as every hospital is."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

_SERVE = (
    "frontdesk",
    "serve",
    "--port",
    "0",
    "--always-open",
    "--leased-numbers",
    "9",
    "--stop-with-stdin",
)
ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 15.0
"""Seconds; it takes a third of one where nothing else runs."""


@dataclass(frozen=True)
class Frontdesk:
    address: str
    """Base address, ``http://127.0.0.1:…/fhir``."""
    pid: int

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0


@contextmanager
def running(data: Path, *options: str) -> Iterator[Frontdesk]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *_SERVE, "--data", str(data), *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Frontdesk(json.loads(first_line(process))["address"], process.pid)
        finally:
            # Closing its input is how it is asked to stop.
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    lines: queue.Queue[str] = queue.Queue()
    stdout = process.stdout
    assert stdout is not None
    threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
    return lines.get(timeout=STARTS_WITHIN)


@pytest.fixture(scope="session")
def frontdesk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Frontdesk]:
    """One hospital for all tests: each takes patients and services that no other one uses."""
    with running(tmp_path_factory.mktemp("hospital"), "--faces") as started:
        yield started
