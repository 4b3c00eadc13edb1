"""The embedded hospital: a process of its own, for demonstrations, trials and tests."""

import json
import subprocess
import sys
import threading
from pathlib import Path

from kiosk.app.state import writable
from kiosk.errors import HospitalAway
from kiosk.paths import SHARE


class HospitalNotStarted(HospitalAway):
    """The embedded hospital's process ended at once, or said nothing in time."""


class EmbeddedHospital:
    """``kiosk frontdesk serve`` on a free loopback port, ended when its kiosk ends.

    It is reached over HTTP and nothing else, as a real hospital is.
    """

    def __init__(self, data: Path, *, faces: bool = False) -> None:
        """Start it; ``data`` is the folder of its database, made where it is missing. ``faces``:
        it knows patients again by theirs, if they agree.

        Raises :class:`~kiosk.errors.SettingsError` if that folder cannot be made or written.
        """
        writable(data)
        command = [sys.executable, "-m", "kiosk", "frontdesk", "serve"]
        command += ["--data", str(data.resolve()), "--port", "0"]
        command += ["--always-open", "--stop-with-stdin", *(["--faces"] if faces else [])]
        self._process = subprocess.Popen(  # noqa: S603  # our own command, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=SHARE
        )
        self._address = ""
        self._ready = threading.Thread(target=self._read_address, daemon=True)
        self._ready.start()

    def _read_address(self) -> None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline(4096)
        if line:
            self._address = str(json.loads(line)["address"])

    @property
    def pid(self) -> int:
        return self._process.pid

    def address(self, timeout: float = 20.0) -> str:
        """The base address, as soon as it accepts connections.

        Raises :class:`HospitalNotStarted` if it does not within ``timeout`` seconds. Where it
        ended, it said why on standard error, which is ours.
        """
        self._ready.join(timeout)
        if self._address:
            return self._address
        how = "was not ready in time" if self._ready.is_alive() else "ended before it was ready"
        self.stop()
        raise HospitalNotStarted(f"the embedded hospital {how}")

    def stop(self) -> None:
        """End it and wait; by force if it does not end within five seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._ready.join(5)
        self._process.stdout.close()
