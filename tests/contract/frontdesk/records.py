"""The two kinds of records that the same tests run on."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol, Self

import psycopg

from kiosk.bench.postgres import Postgres

_ADVISORY_LOCK = 0x6B696F736B


class Records(Protocol):
    """An empty or filled place for records, looked at past the server."""

    @property
    def address(self) -> str: ...

    def copy(self, folder: Path) -> Self: ...

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What is on disk: placeholders are ``?``."""
        ...

    def locked(self) -> Any:
        """A context in which another process writes."""
        ...

    def remove(self) -> None: ...


class SqliteRecords:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def path(self) -> Path:
        return self.folder / "frontdesk.sqlite3"

    @property
    def address(self) -> str:
        return f"sqlite:///{self.path}"

    def copy(self, folder: Path) -> "SqliteRecords":
        return SqliteRecords(shutil.copytree(self.folder, folder / "data"))

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def locked(self) -> Iterator[None]:
        with closing(sqlite3.connect(self.path)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresRecords:
    def __init__(self, server: Postgres, name: str = "") -> None:
        self._server = server
        self._name = name or server.database()

    @property
    def address(self) -> str:
        return self._server.address(self._name)

    def copy(self, folder: Path) -> "PostgresRecords":
        return PostgresRecords(self._server, self._server.database(self._name))

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address, autocommit=True) as connection:
            cursor = connection.execute(sql.replace("?", "%s"), values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def locked(self) -> Iterator[None]:
        with psycopg.connect(self.address) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", (_ADVISORY_LOCK,))
            yield
            other.rollback()

    def remove(self) -> None:
        self._server.drop(self._name)
