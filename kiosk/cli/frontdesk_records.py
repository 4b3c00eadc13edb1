"""Which records a command of ``kiosk frontdesk`` is about."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.told import told

if TYPE_CHECKING:
    from kiosk.frontdesk.store.beside import Records


def records_options(command: Callable[..., None]) -> Callable[..., None]:
    """``--data`` and ``--database``: the command gets ``database``, the address that they mean."""

    @click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the hospital's records in SQLite.",
    )
    @click.option(
        "--database",
        help="Address of the records instead: sqlite:///FILE, or postgresql://USER@HOST/DATABASE.",
    )
    @functools.wraps(command)
    def with_address(*, data: Path | None, database: str | None, **others: Any) -> None:
        if (data is None) == (database is None):
            raise click.UsageError("give either --data or --database")
        command(database=database or f"sqlite:///{data}/frontdesk.sqlite3", **others)

    return with_address


@contextmanager
def opened(database: str) -> "Iterator[Records]":
    """The records at this address, also beside a running server; trouble is told as by ``told``."""
    from kiosk.frontdesk.store.beside import records

    with told(), records(database) as held:
        yield held
