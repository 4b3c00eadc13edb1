"""A PostgreSQL server of our own, on loopback, in a folder that goes when it ends.

PostgreSQL refuses to run as root; for root it runs as the user that Debian's package made for it.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_FOLDERS = sorted(
    Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
)
_FOLDER = _FOLDERS[-1] if _FOLDERS else Path("/nonexistent")
MISSING = not (_FOLDER / "initdb").exists()
WHY_MISSING = "PostgreSQL is missing (postgresql)"
_USER = "postgres"
_STARTS_WITHIN = 20.0
"""Seconds; it takes a third of one."""


class Postgres:
    """The running server. Made by :func:`private_postgres`."""

    def __init__(self, folder: Path, durable: bool) -> None:
        self._folder = folder
        self._durable = durable
        self._user = _USER if os.geteuid() == 0 else None
        self._port = _free_port()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(folder, self._user)
        data = folder / "data"
        self._run("initdb", "-D", str(data), "-U", "kiosk", "-A", "trust", "-E", "UTF8", "-N")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603  # PostgreSQL's own programs
            [str(_FOLDER / program), *arguments],
            user=self._user,
            extra_groups=[] if self._user else None,
            cwd=self._folder,
            capture_output=True,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')[-500:]}")

    @property
    def pid(self) -> int:
        """Raises ``RuntimeError`` while it does not run."""
        if self._process is None:
            raise RuntimeError("PostgreSQL is stopped")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers. Raises ``RuntimeError`` if it does not."""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            "unix_socket_directories": str(self._folder),
            "fsync": "on" if self._durable else "off",
            "max_connections": "60",
            "log_min_messages": "panic",
        }
        command = [str(_FOLDER / "postgres"), "-D", str(self._folder / "data")]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._process = subprocess.Popen(  # noqa: S603  # PostgreSQL's own program
            command,
            user=self._user,
            extra_groups=[] if self._user else None,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ends = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < ends:
            try:
                psycopg.connect(self.address("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    raise RuntimeError("PostgreSQL ended at once") from None
                time.sleep(0.02)
            else:
                return
        raise RuntimeError("PostgreSQL did not answer in time")

    def stop(self) -> None:
        """Send everybody away and end, in good order."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """End at once, as by a power cut of the database's machine."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(_STARTS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def address(self, database: str) -> str:
        return f"postgresql://kiosk@127.0.0.1:{self._port}/{database}"

    def database(self, like: str = "template1") -> str:
        """Make a database, a copy of the one with this name; answers its own name."""
        name = f"hospital_{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY file_copy')
        return name

    def drop(self, name: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def private_postgres(*, durable: bool) -> Iterator[Postgres]:
    """A server that is gone afterwards, with its folder.

    Without ``durable`` it does not wait for the disk: quick, and good for all but power cuts.
    """
    folder = Path(tempfile.mkdtemp(prefix="kiosk-postgres-"))
    try:
        server = Postgres(folder, durable)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
