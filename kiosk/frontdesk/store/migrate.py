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


def bring_forward(now_at: int, words: Mapping[str, str], run: Callable[[str], object]) -> None:
    """Run the steps after version ``now_at`` and note each, inside the caller's transaction.

    Raises :class:`StoreError` if the tables are newer than this program.
    """
    known = list(steps(words))
    if now_at > known[-1].version:
        newest = known[-1].version
        raise StoreError(f"the records have format {now_at}, this program knows {newest}")
    for step in known:
        if step.version > now_at:
            for statement in step.statements:
                run(statement)
            run(_NOTE.format(version=step.version, at=stamp(hospital_now())))
