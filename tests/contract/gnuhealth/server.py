"""A GNU Health of the tests' own: a fresh database, invented people, a server on loopback."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = ROOT / ".venv-gnuhealth" / "bin"
INSTALLED = (PROGRAMS / "trytond").exists()

_HERE = Path(__file__).parent
_DATABASE = "health"
_FILE = f"{_DATABASE}.sqlite"
_FACTS = "facts.json"
_PASSWORD = "invented-for-this-test"
_CREATED_WITHIN, _SEEDED_WITHIN, _STARTED_WITHIN = 150.0, 60.0, 60.0
"""Seconds; on an idle machine 12, 4 and 3."""


@dataclass(frozen=True)
class Server:
    port: int
    password_file: Path
    facts: dict[str, Any]
    """What ``seed.py`` printed."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(folder: Path, made: Path) -> Iterator[Server]:
    """A server in ``folder``; its database is a copy of that in ``made``, which is made once for
    all processes of tests."""
    made.mkdir(exist_ok=True)
    with (made / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / _FACTS).exists():
            _make(made)
    shutil.copy(made / _FILE, folder)
    port = _free_port()
    set_up = _SetUp(folder, port)
    with (folder / "trytond.log").open("wb") as log:
        process = subprocess.Popen(
            [str(PROGRAMS / "trytond"), *set_up.options],
            env=set_up.environment,
            stdout=log,
            stderr=log,
        )
    with process:
        try:
            _wait_for(port, process)
            yield Server(port, set_up.password_file, json.loads((made / _FACTS).read_text()))
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


class _SetUp:
    """The files in ``folder`` by which GNU Health's programs find what they need."""

    def __init__(self, folder: Path, port: int) -> None:
        self.configuration = folder / "trytond.conf"
        self.configuration.write_text(
            f"[database]\nuri = sqlite://\npath = {folder}\n"
            f"[web]\nlisten = 127.0.0.1:{port}\n"
            # A wrong password must not make the others wait, nor lock them out.
            "[session]\nmax_attempt = 1000\nmax_attempt_ip_network = 1000\n"
        )
        self.password_file = folder / "password"
        self.password_file.write_text(_PASSWORD + "\n")
        self.password_file.chmod(0o600)
        self.options = ["-c", str(self.configuration), "-d", _DATABASE]
        self.environment = {**os.environ, "TRYTONPASSFILE": str(self.password_file)}
        self.environment.pop("PYTHONPATH", None)


def _make(folder: Path) -> None:
    """A database with GNU Health's tables and ``seed.py``'s people; its facts are written last."""
    (folder / _FILE).unlink(missing_ok=True)
    (folder / _FILE).touch()
    set_up = _SetUp(folder, _free_port())
    environment = set_up.environment
    admin = [str(PROGRAMS / "trytond-admin"), *set_up.options]
    admin += ["-u", "health", "--activate-dependencies"]
    subprocess.run(
        [*admin, "--email", "admin@example.invalid"],
        env=environment,
        check=True,
        capture_output=True,
        timeout=_CREATED_WITHIN,
    )
    seed = [str(PROGRAMS / "python"), str(_HERE / "seed.py"), str(set_up.configuration), _DATABASE]
    told = subprocess.run(
        [*seed, _PASSWORD],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=_SEEDED_WITHIN,
    )
    (folder / _FACTS).write_bytes(told.stdout)


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it answers about its database: it loads the modules on the first question."""
    question = Request(
        f"http://127.0.0.1:{port}/{_DATABASE}/",
        b'{"id": 0, "method": "common.db.login", "params": ["nobody", {}, "en"]}',
        {"Content-Type": "application/json"},
    )
    end = time.monotonic() + _STARTED_WITHIN
    while time.monotonic() < end:
        assert process.poll() is None, "trytond has ended"
        try:
            with urlopen(question, timeout=_STARTED_WITHIN):
                return
        except HTTPError as refused:
            if refused.code == HTTPStatus.UNAUTHORIZED:
                return
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError("trytond does not answer")
