"""Which records a command of ``kiosk frontdesk`` is about."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


def records_options(command: F) -> F:
    """``--data`` and ``--database``, which :func:`database` takes."""
    data = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the hospital's records in SQLite.",
    )
    address = click.option(
        "--database",
        "database_",
        help="Address of the records instead: sqlite:///FILE, or postgresql://USER@HOST/DATABASE.",
    )
    return data(address(command))


def database(data: Path | None, address: str | None) -> str:
    """The one address of the records."""
    if (data is None) == (address is None):
        raise click.UsageError("give either --data or --database")
    return address or f"sqlite:///{data}/frontdesk.sqlite3"
