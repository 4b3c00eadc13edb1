"""``kiosk frontdesk serve`` as a process that may die at any moment and comes back."""

import json
import os
import signal
import socket
import subprocess
import sys
from types import TracebackType
from typing import Self

_STARTS_WITHIN = 30.0


class HospitalProcess:
    """Always on the same port, on the same records."""

    def __init__(self, records: str, *options: str) -> None:
        self._records = records
        self._options = options
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}/fhir"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Blocks until it accepts connections."""
        command = ["frontdesk", "serve", "--database", self._records, "--always-open"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *command, *self._options, "--port", str(self._port)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert json.loads(line)["address"] == self.address

    def kill(self) -> None:
        """As a power cut does: without a chance to tidy up."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait(_STARTS_WITHIN)
        assert process.stdout
        process.stdout.close()
