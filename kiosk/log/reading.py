"""Reading a log back: the files in the order in which they were written, some of their lines."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from kiosk.log.lines import LONGEST
from kiosk.log.record import LEVELS

LOOK_S = 0.2
"""So often it is looked for what was added."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are read."""

    level: str = "debug"
    """This one, and what is more important."""
    events: frozenset[str] = frozenset()
    """Only these; empty is all of them."""
    since: datetime | None = None
    """Aware; nothing that is older."""

    def has(self, line: dict[str, Any]) -> bool:
        level, event = line.get("level"), line.get("event")
        if level not in LEVELS or LEVELS.index(level) < LEVELS.index(self.level):
            return False
        if self.events and event not in self.events:
            return False
        return self.since is None or _moment(line.get("time")) >= self.since


def lines_of(file: IO[bytes], wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The lines that are wanted, from where the file stands to its end. What is no line of a log
    is passed over: half of one, after a power cut."""
    while data := file.readline(LONGEST):
        line = _object(data)
        if line is not None and wanted.has(line):
            yield line


def files_of(path: Path) -> Iterator[Path]:
    """The log at ``path`` and what was put aside of it, the oldest first."""
    numbers = (p.name.removeprefix(f"{path.name}.") for p in path.parent.glob(f"{path.name}.*"))
    for number in sorted((int(n) for n in numbers if n.isascii() and n.isdigit()), reverse=True):
        yield path.with_name(f"{path.name}.{number}")
    yield path


def held(path: Path, wanted: Wanted, *, follow: bool = False) -> Iterator[dict[str, Any]]:
    """All that is kept; with ``follow`` also what is added, for ever, through rotations.

    Raises ``OSError`` if the newest file cannot be read.
    """
    *older, newest = files_of(path)
    for one in older:
        with suppress(FileNotFoundError), one.open("rb") as file:  # else rotated away meanwhile
            yield from lines_of(file, wanted)
    following: Path | None = newest
    while following is not None:
        with following.open("rb") as file:
            if follow:
                yield from _followed(path, file, wanted)
            else:
                yield from lines_of(file, wanted)
            following = _after(path, file) if follow else None


def _followed(path: Path, file: IO[bytes], wanted: Wanted) -> Iterator[dict[str, Any]]:
    """What is in the file and what is added, until it is put aside and read to its end."""
    half = b""
    aside = False
    while True:
        data = file.readline(LONGEST)
        half += data
        if half.endswith(b"\n") or len(half) >= LONGEST:
            line = _object(half)
            half = b""
            if line is not None and wanted.has(line):
                yield line
        elif not data:
            if aside:
                return
            aside = _after(path, file) is not None  # and to its end once more
            if not aside:
                time.sleep(LOOK_S)


def _after(path: Path, file: IO[bytes]) -> Path | None:
    """The one that was begun after this file; ``None`` if this is the newest."""
    ours = os.fstat(file.fileno())
    files = list(files_of(path))
    for place, one in enumerate(files):
        with suppress(FileNotFoundError):
            if os.path.samestat(one.stat(), ours):
                return files[place + 1] if place + 1 < len(files) else None
    with suppress(FileNotFoundError):  # between two steps of a rotation there is no newest
        path.stat()
        return files[0]
    return None


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None


def _moment(text: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
