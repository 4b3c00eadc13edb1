"""Servers that are measured, as processes of their own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

_ENDS_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    """On 127.0.0.1."""
    pid: int


@contextmanager
def served(*command: str) -> Iterator[Served]:
    """``python -m COMMAND…``, a server that says in a line of JSON where it is, until the end.

    Raises ``RuntimeError`` if it does not start.
    """
    process = subprocess.Popen(  # noqa: S603  # our own command, no shell
        [sys.executable, "-m", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{command[0]} did not start")
        port = urlsplit(json.loads(line)["address"]).port
        assert port
        yield Served(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def frontdesk(address: str) -> tuple[str, ...]:
    """The hospital server as it ships, on these records. Rooms never close: one measures at any
    hour."""
    return ("kiosk", "frontdesk", "serve", "--database", address, "--always-open")
