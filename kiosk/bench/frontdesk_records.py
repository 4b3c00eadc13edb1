"""Records to measure on: filled once, copied for each round."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from kiosk.bench.postgres import Postgres, private_postgres
from kiosk.frontdesk.clock import hospital_now
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.seed import Seeds, seed_records


class Records(Protocol):
    """One kind of database."""

    name: str

    def new(self) -> str:
        """The address of empty records."""
        ...

    def copy(self, address: str) -> str:
        """The address of a copy; nobody uses either."""
        ...


class SqliteFiles:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def new(self) -> str:
        return f"sqlite:///{self._folder / str(next(self._numbers))}/frontdesk.sqlite3"

    def copy(self, address: str) -> str:
        made = self.new()
        source, target = (Path(one.removeprefix("sqlite:///")).parent for one in (address, made))
        shutil.copytree(source, target)
        return made


class PostgresDatabases:
    name = "PostgreSQL"

    def __init__(self, server: Postgres) -> None:
        self._server = server

    def new(self) -> str:
        return self._server.address(self._server.database())

    def copy(self, address: str) -> str:
        return self._server.address(self._server.database(address.rpartition("/")[2]))


@contextmanager
def sqlite_records() -> Iterator[SqliteFiles]:
    """Where temporary files are (TMPDIR): that disk is measured, too."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        yield SqliteFiles(Path(folder))


@contextmanager
def postgres_records() -> Iterator[PostgresDatabases]:
    """A private server that waits for the disk at each commit, as a hospital's does."""
    with private_postgres(durable=True) as server:
        yield PostgresDatabases(server)


def filled(records: Records, patients: int, tickets: int = 0) -> tuple[str, float]:
    """New records of today with so many people and tickets; their address, and the seconds that it
    took."""
    address = records.new()
    seeds = Seeds(hospital_now().date(), patients=patients, tickets=tickets)
    began = time.perf_counter()
    seed_records(address, Premises.load(always_open=True), seeds)
    return address, time.perf_counter() - began
