"""On which line of a TOML text each key stands: tomllib does not tell."""

import tomllib
from collections.abc import Mapping
from typing import Any


def key_lines(text: str) -> Mapping[tuple[str, ...], int]:
    """The first line (from 1) of the statement that sets each key or opens each table.

    ``text`` must be valid TOML. It is cut into statements by letting tomllib say where each
    one is complete, so quoted keys, inline tables and text of several lines are found too.
    """
    found: dict[tuple[str, ...], int] = {}
    header, pending, start = "", "", 1
    for number, line in enumerate(text.split("\n"), 1):
        if not pending:
            start = number
        pending += line + "\n"
        try:
            statement = tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        if pending.lstrip().startswith("["):
            header = pending
        elif statement:
            statement = tomllib.loads(header + pending)
        for path in _paths(statement):
            found.setdefault(path, start)
        pending = ""
    return found


def _paths(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    here: list[tuple[str, ...]] = []
    for name, value in table.items():
        here.append((*above, name))
        if isinstance(value, dict):
            here += _paths(value, (*above, name))
    return here
