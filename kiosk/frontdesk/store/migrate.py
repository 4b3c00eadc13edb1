"""Steps from one form of the tables to the next, forward only."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.frontdesk.clock import hospital_now, stamp
from kiosk.frontdesk.store.database import StoreError

_FOLDER = Path(__file__).parent / "migrations"
VERSIONS = "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied TEXT NOT NULL)"
_NOTE = "INSERT INTO schema_version VALUES ({version}, '{at}')"
_COMMENT = re.compile(r"--.*")


@dataclass(frozen=True, slots=True)
class Step:
    """One file ``NNNN_name.sql``."""

    version: int
    statements: tuple[str, ...]


def steps(words: Mapping[str, str]) -> Iterator[Step]:
    """Each step in order, with a dialect's ``words`` for the names in braces."""
    for path in sorted(_FOLDER.glob("[0-9]*.sql")):
        text = _COMMENT.sub("", path.read_text("utf-8")).format_map(words)
        statements = (statement.strip() for statement in text.split(";"))
        yield Step(int(path.name[:4]), tuple(filter(None, statements)))


def is_newest(now_at: int) -> bool:
    """Whether tables at this version need no step. Raises :class:`StoreError` if they are newer
    than this program."""
    newest = int(max(path.name for path in _FOLDER.glob("[0-9]*.sql"))[:4])
    if now_at > newest:
        raise StoreError(f"the records have format {now_at}, this program knows {newest}")
    return now_at == newest


def check_format(now_at: int) -> None:
    """Raises :class:`StoreError` unless tables at this version are this program's."""
    if now_at == 0:
        raise StoreError("there are no records; a server makes them when it starts")
    if not is_newest(now_at):
        raise StoreError(
            f"the records have format {now_at}, of an older program; a server of this one brings "
            "them forward when it starts"
        )


def bring_forward(now_at: int, words: Mapping[str, str], run: Callable[[str], object]) -> None:
    """Run the steps after version ``now_at`` and note each, inside the caller's transaction."""
    for step in steps(words):
        if step.version > now_at:
            for statement in step.statements:
                run(statement)
            run(_NOTE.format(version=step.version, at=stamp(hospital_now())))
