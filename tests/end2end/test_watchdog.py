"""A real process, systemd's side of its notify socket, and each part hung in turn."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.readiness.asking import ask
from kiosk.cli.status import OUT_OF_ORDER
from tests.end2end.test_commands import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.alone]
WATCHDOG_S = 2.0
STARTS_S = 40.0


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Supervised:
    """A kiosk as systemd sees it."""

    def __init__(self, folder: Path) -> None:
        name = f"kiosk-{uuid.uuid4()}"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + name)
        self._log = folder / "log"
        self.port = free_port()
        self.status = ""
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.end2end.hanging_kiosk", str(folder), str(self.port)],
                cwd=ROOT,
                env=os.environ
                | {
                    "NOTIFY_SOCKET": f"@{name}",
                    "WATCHDOG_USEC": str(int(WATCHDOG_S * 1_000_000)),
                    "QT_QPA_PLATFORM": "offscreen",
                    "QT_QUICK_BACKEND": "software",
                },
                stderr=log,
            )

    def heard(self, seconds: float) -> str | None:
        """The next word but STATUS, ``None`` if there is none for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                first, *others = self._socket.recv(4096).decode().split("\n")
            except TimeoutError:
                return None
            for line in (first, *others):
                if line.startswith("STATUS="):
                    self.status = line.removeprefix("STATUS=")
            if not first.startswith("STATUS="):
                return first
        return None

    def until(self, word: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.heard(end - time.monotonic()) != word:
            assert self.process.poll() is None, self._log.read_text()
            assert time.monotonic() < end, f"no {word}: {self._log.read_text()}"

    def events(self) -> list[dict[str, object]]:
        lines = self._log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def close(self) -> None:
        self.process.kill()
        self.process.wait(15)
        self._socket.close()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Supervised]:
    supervised = Supervised(tmp_path)
    try:
        supervised.until("READY=1", STARTS_S)
        supervised.until("WATCHDOG=1", 5)
        yield supervised
    finally:
        supervised.close()


@pytest.mark.parametrize(
    ("number", "part"),
    [(signal.SIGUSR1, "ui"), (signal.SIGUSR2, "engine"), (signal.SIGHUP, "journal")],
    ids=["ui", "engine", "journal"],
)
def test_a_part_that_hangs_is_silence_and_has_a_name(
    kiosk: Supervised, number: signal.Signals, part: str
) -> None:
    kiosk.until("WATCHDOG=1", 5)
    kiosk.process.send_signal(number)
    kiosk.heard(0.3)  # of a round that was under way
    assert kiosk.heard(1.8 * WATCHDOG_S) is None, "systemd would have killed it by now"
    told = [event for event in kiosk.events() if event["event"] == "watchdog-silent"]
    assert part in [event["part"] for event in told]


def test_one_that_lives_beats_twice_in_its_time_and_answers_until_it_stops(
    kiosk: Supervised, tmp_path: Path
) -> None:
    began = time.monotonic()
    for _ in range(4):
        kiosk.until("WATCHDOG=1", 3 * WATCHDOG_S)
    assert time.monotonic() - began <= 4 * WATCHDOG_S
    assert re.match(r"serving; hospital (doubtful|away)", kiosk.status), kiosk.status
    report = ask(f"127.0.0.1:{kiosk.port}")
    assert report["state"] == "degraded"
    assert report["watchdog"]["seconds"] == WATCHDOG_S
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[status]\nlisten = "127.0.0.1:{kiosk.port}"\n')
    status = [sys.executable, "-m", "kiosk", "status", "--config", str(settings)]
    told = subprocess.run(status, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert told.returncode == 0, told.stderr
    assert re.search(r"!!  hospital +(doubtful|away)", told.stdout)
    as_json = subprocess.run(
        [*status, "--json"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert json.loads(as_json.stdout)["kiosk"] == "kiosk-1"
    kiosk.process.terminate()
    kiosk.until("STOPPING=1", 10)
    assert kiosk.process.wait(15) == 0
    gone = subprocess.run(status, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert gone.returncode not in (0, OUT_OF_ORDER)
    assert "no kiosk answers" in gone.stderr
